"""A change's own page, its writing, and its way from state to state."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import doors
from accounts.models import Membership
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import ChangedMeanwhile, both_as_sent
from lib.local_text import local
from operations.services import FileRefused, save_upload
from programs.engagements import engagement_or_404
from programs.models import Engagement
from touchpoints.changing.states import ChangeState
from touchpoints.forms.initiatives import InitiativeForm, MoveForm
from touchpoints.models import Initiative
from touchpoints.queries.initiatives import initiatives_of, views_of
from touchpoints.queries.touchpoints import touchpoints_of
from touchpoints.services import initiatives as writing
from touchpoints.services.rights import NotYours
from touchpoints.views.changes.lists import tabs
from touchpoints.views.common import language_names, languages_of, offered, viewer_of

ACCEPTED = ("pdf", "png", "jpg", "webp", "docx", "pptx", "xlsx", "csv")
LOCAL = ("name", "description", "benefit", "need", "gain")
PLAIN = (
    *LOCAL, "domain", "sort", "owner", "due_on", "cost", "cost_unit", "benefit_value", "benefit_unit", "segment",
    "revision",
)  # fmt: skip


def initiative_or_404(request: MemberRequest, engagement: Engagement, key: str) -> Initiative:
    """The change at this address. :raises Http404: there is none, or the viewer may not read it"""
    return get_object_or_404(initiatives_of(viewer=viewer_of(request), engagement=engagement), public_id=key)


@needs(Can.READ_PROGRAMME)
@require_safe
def initiative(request: MemberRequest, slug: str, engagement: str, key: str) -> HttpResponse:
    """What changes, who owns it, what it waits for, where it stands, and what it did."""
    shown = engagement_or_404(request, engagement)
    found = initiative_or_404(request, shown, key)
    return _page(request, slug, shown, found)


def _page(
    request: MemberRequest, slug: str, engagement: Engagement, found: Initiative, failed: MoveForm | None = None,
    trouble: str = "",
) -> HttpResponse:  # fmt: skip
    viewer = viewer_of(request)
    view = views_of([found], today=timezone.localdate())[0]
    may_edit = writing.may_edit_initiative(initiative=found, viewer=viewer)
    context = {
        "slug": slug,
        "engagement": engagement,
        "view": view,
        "change": found,
        "may_edit": may_edit,
        "moves": [(state, _move_form(state, failed)) for state in view.next_states] if may_edit else [],
        "trouble": trouble,
        "awaited_by": [link.initiative for link in found.awaited_by.select_related("initiative")],
        "result": _result_address(request, slug, found) if viewer.can(Can.READ_FIGURES) else "",
        "findings": offered("audits:change_findings", slug, str(found.public_id)),
        "tabs": tabs(slug, engagement, ""),
    }
    return render(request, "touchpoints/changes/change.html", context, status=422 if trouble else 200)


def _result_address(request: MemberRequest, slug: str, found: Initiative) -> str:
    """The card of what the change did, for as many days as the page's own address says."""
    address, days = offered("metrics:change_card", slug, str(found.public_id)), request.GET.get("days", "")
    return f"{address}?days={days}" if address and days.isascii() and days.isdigit() else address


def _move_form(state: ChangeState, failed: MoveForm | None) -> MoveForm:
    if failed is not None and failed.data.get("to") == state:
        return failed
    return MoveForm(to=state, initial={"live_on": timezone.localdate()}, prefix=None)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request: MemberRequest, slug: str, engagement: str, key: str = "") -> HttpResponse:
    """A new change, or one to write anew."""
    shown = engagement_or_404(request, engagement)
    found = initiative_or_404(request, shown, key) if key else None
    if found and not writing.may_edit_initiative(initiative=found, viewer=viewer_of(request)):
        raise PermissionDenied
    form, both = _form(request, shown, found), None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, shown, found, form)
        except NotYours:
            form.add_error("touchpoints", _("Name at least one touchpoint of your own."))
        except writing.CircleOfChanges:
            form.add_error("waits_for", _("It would wait for itself: one of these waits for it already."))
        except writing.NeedMissing:
            form.add_error("need", _("Say whose need it serves, which need, and what the customer gains."))
        except writing.PlanMissing:
            form.add_error("owner", _("What is planned has somebody who answers for it, and a due day."))
        except ChangedMeanwhile:
            stored = Initiative.objects.get(pk=found.pk) if found else None
            both = both_as_sent(form, stored=stored, parts=LOCAL, names=language_names(request)) if stored else None
        else:
            return redirect(_address(slug, shown, saved))
    back = _address(slug, shown, found) if found else reverse("touchpoints:changes", args=[slug, engagement])
    context = {"slug": slug, "engagement": shown, "form": form, "change": found, "both": both, "back": back}
    return render(request, "touchpoints/changes/edit.html", context)


def _form(request: MemberRequest, engagement: Engagement, found: Initiative | None) -> InitiativeForm:
    initial: dict[str, Any] = {"cost_unit": _usual_unit(engagement)}
    if found:
        initial = {name: getattr(found, name) for name in PLAIN}
        initial["joint_owners"] = [link.membership_id for link in found.joint_owners.all()]
        initial["touchpoints"] = [link.touchpoint_id for link in found.touchpoints.all()]
        initial["pillars"] = [link.pillar_id for link in found.pillars.all()]
        initial["waits_for"] = [link.on_id for link in found.waits_for.all()]
    members = [member.pk for member in doors.members_of(organisation=request.organisation) if not member.ended_at]
    return InitiativeForm(
        request.POST or None, languages=languages_of(request), engagement=engagement, initiative=found,
        members=Membership.objects.filter(pk__in=members).select_related("user"),
        touchpoints=touchpoints_of(viewer=viewer_of(request)), initial=initial,
    )  # fmt: skip


def _usual_unit(engagement: Engagement) -> str:
    """The unit in which costs were written last: usually the organisation's currency."""
    rows = Initiative.objects.filter(engagement=engagement).exclude(cost_unit="").order_by("-pk")
    return rows.values_list("cost_unit", flat=True).first() or ""


def _save(request: MemberRequest, engagement: Engagement, found: Initiative | None, form: InitiativeForm) -> Initiative:
    words = dict(form.cleaned_data)
    opened = words.pop("revision", None)
    return writing.save_initiative(
        engagement=engagement, text=writing.InitiativeText(**words), by=viewer_of(request), initiative=found,
        opened=opened,
    )  # fmt: skip


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def initiative_move(request: MemberRequest, slug: str, engagement: str, key: str) -> HttpResponse:
    """Bring a change into another state; what that state asks for comes with it."""
    shown = engagement_or_404(request, engagement)
    found = initiative_or_404(request, shown, key)
    form = MoveForm(request.POST, request.FILES, to=request.POST.get("to", ""))
    missing = {"live": writing.EvidenceMissing, "done": writing.EndingMissing, "stopped": writing.EndingMissing}
    trouble = str(TROUBLES[missing.get(form.data.get("to", ""), writing.NotAllowedNext)]())
    if form.is_valid():
        try:
            _move(request, found, form)
        except FileRefused as refused:
            trouble = str(refused)
        except NotYours as refused:
            raise PermissionDenied from refused
        except writing.Blocked as blocked:
            names = ", ".join(local(one.name) for one in blocked.by)
            trouble = _("It waits for: %(changes)s. These are not live yet.") % {"changes": names}
        except tuple(TROUBLES) as refused:
            trouble = str(TROUBLES[type(refused)]())
        else:
            _warn_of_waiting(request, found)
            board = reverse("touchpoints:changes", args=[slug, engagement])
            return redirect(board if request.POST.get("back") == "board" else _address(slug, shown, found))
    messages.error(request, trouble)
    return _page(request, slug, shown, found, failed=form, trouble=trouble)


TROUBLES = {
    writing.NotAllowedNext: lambda: _("This state does not follow the one the change is in."),
    writing.PlanMissing: lambda: _("A plan needs somebody who answers for it, and a due day."),
    writing.NeedMissing: lambda: _(
        "Technology and loyalty programmes are a means. Say first which named need of which segment it serves, "
        "and what the customer gains."
    ),
    writing.EvidenceMissing: lambda: _("Say since which day it is live, not later than today, and what shows it."),
    writing.EndingMissing: lambda: _("Say what came of it, or why it is stopped."),
}


def _warn_of_waiting(request: MemberRequest, found: Initiative) -> None:
    """Work may begin on what waits for others; whoever begins is told that it does not go live before them."""
    blocking = writing.blocked_by(found) if request.POST.get("to") == ChangeState.UNDER_WAY else ()
    if blocking:
        names = ", ".join(local(one.name) for one in blocking)
        told = _("Under way; it is not set live before these are: %(changes)s.")
        messages.warning(request, told % {"changes": names})


def _move(request: MemberRequest, found: Initiative, form: MoveForm) -> None:
    words = dict(form.cleaned_data)
    upload = words.pop("file", None)
    file = None
    if upload:
        file = save_upload(
            organisation=request.organisation, upload=upload, kind=writing.EVIDENCE, actor=viewer_of(request).actor,
            accepted=ACCEPTED,
        )  # fmt: skip
    writing.move_initiative(initiative=found, by=viewer_of(request), at=timezone.now(), file=file, **words)


def _address(slug: str, engagement: Engagement, found: Initiative) -> str:
    return reverse("touchpoints:initiative", args=[slug, engagement.slug, found.public_id])
