"""Who leaves, what they hold, handing it over, and what was handed over."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.policy import needs
from accounts.queries import members
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.answering.holdings import Person, held_by, holding_kinds
from touchpoints.forms.accountability import HandOverForm
from touchpoints.models import HandOver
from touchpoints.queries.holders import UnknownHolder
from touchpoints.queries.leaving import hand_overs, leaving, person_of
from touchpoints.services.handing_over import CannotTakeOver, NobodyNamed, hand_over
from touchpoints.views.accountability.lists import tabs
from touchpoints.views.common import viewer_of

MOST = 30


@needs(Can.READ_PROGRAMME)
@require_safe
def leaving_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Everybody who leaves or left and still holds something, and the newest hand-overs."""
    viewer, today = viewer_of(request), timezone.localdate()
    context = {
        "slug": slug,
        "leaving": leaving(organisation=request.organisation, viewer=viewer, today=today),
        "done": hand_overs(viewer=viewer)[:MOST],
        "members": _members(request, None) if viewer.can(Can.EDIT_PROGRAMME) else [],
        "tabs": tabs(slug, "leaving"),
    }
    return render(request, "touchpoints/accountability/leaving.html", context)


@needs(Can.READ_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, slug: str, kind: str, key: UUID) -> HttpResponse:
    """What somebody holds; who edits the programme hands all of it, or each thing, to successors."""
    viewer, shown = viewer_of(request), _person(request, f"{kind}-{key}")
    if request.method == "POST" and not viewer.can(Can.EDIT_PROGRAMME):
        raise PermissionDenied
    held = held_by(request.organisation, [shown])
    form = HandOverForm(request.POST or None, held=held, members=_members(request, shown))
    if request.method == "POST" and form.is_valid() and _handed(request, shown, form):
        return redirect(reverse("touchpoints:leaving_person", args=[slug, kind, key]))
    context = {
        "slug": slug,
        "person": shown,
        "is_late": shown.has_left(timezone.localdate()),
        "held": held,
        "groups": form.groups(),
        "waiting": [one for one in held if one.waits],
        "form": form,
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "done": hand_overs(viewer=viewer, person=shown),
        "tabs": tabs(slug, "leaving"),
    }
    status = 400 if form.errors else 200
    return render(request, "touchpoints/accountability/person.html", context, status=status)


def _handed(request: MemberRequest, shown: Person, form: HandOverForm) -> bool:
    """Hand it over; what is refused becomes an error of the form."""
    try:
        made = hand_over(
            organisation=request.organisation, person=shown, successors=form.successors(),
            note=form.cleaned_data["note"], by=viewer_of(request), at=timezone.now(),
        )  # fmt: skip
    except NobodyNamed:
        form.add_error("everything", _("Name a successor for everything or for something."))
    except CannotTakeOver:
        form.add_error("everything", _("A successor must be a member who stays."))
    else:
        n = sum(len(one.things) for one in made)
        text = ngettext("%(n)d thing is handed over.", "%(n)d things are handed over.", n)
        messages.success(request, text % {"n": n})
        return True
    return False


def _person(request: MemberRequest, key: str) -> Person:
    try:
        return person_of(key=key, viewer=viewer_of(request), today=timezone.localdate())
    except UnknownHolder as unknown:
        raise Http404("nobody of this key") from unknown


def _members(request: MemberRequest, leaver: Person | None) -> list[Membership]:
    """Current members, by name, without the one who leaves."""
    found = members(viewer=viewer_of(request), day=timezone.localdate())
    return [one for one in found if leaver is None or leaver.membership is None or one.pk != leaver.membership.pk]


@needs(Can.USE)
@require_safe
def handover(request: MemberRequest, slug: str, key: UUID) -> HttpResponse:
    """What one person took over from another; the successor reads it, and who reads the programme."""
    viewer = viewer_of(request)
    found = HandOver.objects.select_related("successor__user")
    if not viewer.can(Can.READ_PROGRAMME):
        found = found.filter(successor=viewer.membership_id or 0)
    shown = get_object_or_404(found, public_id=key)
    labels = {kind.kind: kind.label for kind in holding_kinds()}
    context = {
        "slug": slug,
        "handover": shown,
        "things": [(labels.get(one["kind"], one["kind"]), one) for one in shown.things],
        "reads_programme": viewer.can(Can.READ_PROGRAMME),
    }
    return render(request, "touchpoints/accountability/handover.html", context)
