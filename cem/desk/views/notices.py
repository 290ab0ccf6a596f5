"""The notification centre: what happened, what was read, and how one wants to hear of it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from operations.models import NoticeChannel, NoticePreference, Notification
from operations.notice_kinds import notice_kinds
from operations.services.notices import choose_channels, mark_read

SHOWN = 100


class ChannelsForm(forms.Form):
    """One choice for each kind of notice."""

    def __init__(self, *args: object, chosen: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kind, label in notice_kinds().items():
            self.fields[kind] = forms.ChoiceField(
                label=str(label), choices=NoticeChannel.choices, initial=chosen.get(kind, NoticeChannel.PRODUCT)
            )


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
    }
    return render(request, "operations/notifications.html", context)


def _chosen(request: MemberRequest) -> dict[str, str]:
    mine = NoticePreference.objects.filter(recipient=request.viewer.actor)
    return dict(mine.values_list("kind", "channel"))


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
    """Keep how the reader wants to hear of each kind."""
    form = ChannelsForm(request.POST, chosen={})
    if form.is_valid():
        choose_channels(
            organisation=request.organisation, recipient=UUID(request.viewer.actor), channels=form.cleaned_data
        )
        messages.success(request, _("Your choice is kept."))
    else:
        messages.error(request, _("Choose one of the offered ways for each kind."))
    return redirect("operations:notifications", slug=slug)
