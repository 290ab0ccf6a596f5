"""The notification centre: what happened, what was read, and how one wants to hear of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.choices import ZoneField
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from operations.models import NoticeChannel, NoticePreference, Notification, QuietHours
from operations.notice_kinds import notice_kinds
from operations.services.notices import choose_channels, mark_read
from operations.services.quiet_hours import choose_quiet_hours
from organisations.models import Organisation

SHOWN = 100


class ChannelsForm(forms.Form):
    """One choice for each kind of notice."""

    def __init__(self, *args: object, chosen: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kind, label in notice_kinds().items():
            self.fields[kind] = forms.ChoiceField(
                label=str(label), choices=NoticeChannel.choices, initial=chosen.get(kind, NoticeChannel.PRODUCT)
            )


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class QuietHoursForm(forms.Form):
    """From when until when no notice is mailed; empty means never."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("No mail from"), required=False, widget=_clock(),
        help_text=gettext_lazy("Mail waits until the quiet hours end. Leave empty to have none."),
    )  # fmt: skip
    quiet_until = forms.TimeField(label=gettext_lazy("No mail until"), required=False, widget=_clock())
    quiet_zone = ZoneField(label=gettext_lazy("By the clock of"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, hours: QuietHours | None = None) -> None:
        chosen = {"quiet_from": hours.begins, "quiet_until": hours.ends} if hours else {}
        self.zone = hours.time_zone if hours else organisation.time_zone
        super().__init__(*args, initial={**chosen, "quiet_zone": self.zone})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        if (begins is None) != (ends is None) or (begins is not None and begins == ends):
            raise forms.ValidationError(_("Quiet hours need a beginning and another end."))
        return given


@needs(Can.USE)
@require_safe
def notifications(request: MemberRequest, slug: str) -> HttpResponse:
    """The reader's newest notices."""
    mine = Notification.objects.filter(recipient=request.viewer.actor)
    context = {
        "notices": mine[:SHOWN],
        "unread": mine.filter(read_at=None).count(),
        "total": mine.count(),
        "form": ChannelsForm(chosen=_chosen(request)),
        "quiet": QuietHoursForm(organisation=request.organisation, hours=_quiet_hours(request)),
    }
    return render(request, "operations/notifications.html", context)


def _chosen(request: MemberRequest) -> dict[str, str]:
    mine = NoticePreference.objects.filter(recipient=request.viewer.actor)
    return dict(mine.values_list("kind", "channel"))


def _quiet_hours(request: MemberRequest) -> QuietHours | None:
    return QuietHours.objects.filter(recipient=request.viewer.actor).first()


@needs(Can.USE)
@require_POST
def read(request: MemberRequest, slug: str) -> HttpResponse:
    """Mark one notice as read and go where it leads, or mark all."""
    recipient = UUID(request.viewer.actor)
    if "notice" not in request.POST:
        mark_read(recipient=recipient)
        return redirect("operations:notifications", slug=slug)
    named = _uuid(request.POST["notice"])
    notice = get_object_or_404(Notification, recipient=recipient, public_id=named)
    mark_read(recipient=recipient, notice_ids=[notice.public_id])
    inside = notice.address.startswith("/") and not notice.address.startswith("//")
    return redirect(notice.address if inside else reverse("operations:notifications", kwargs={"slug": slug}))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@needs(Can.USE)
@require_POST
def channels(request: MemberRequest, slug: str) -> HttpResponse:
    """Keep how the reader wants to hear of each kind, and when not."""
    form = ChannelsForm(request.POST, chosen={})
    quiet = QuietHoursForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        messages.error(request, _("Choose one of the offered ways for each kind."))
    elif not quiet.is_valid():
        messages.error(request, _("Quiet hours need a beginning and another end."))
    else:
        _keep(request, form, quiet)
        messages.success(request, _("Your choice is kept."))
    return redirect("operations:notifications", slug=slug)


@transaction.atomic
def _keep(request: MemberRequest, form: ChannelsForm, quiet: QuietHoursForm) -> None:
    organisation, recipient = request.organisation, UUID(request.viewer.actor)
    choose_channels(organisation=organisation, recipient=recipient, channels=form.cleaned_data)
    begins, ends, zone = (quiet.cleaned_data[name] for name in ("quiet_from", "quiet_until", "quiet_zone"))
    choose_quiet_hours(
        organisation=organisation, recipient=recipient, begins=begins, ends=ends, time_zone=zone or quiet.zone
    )
