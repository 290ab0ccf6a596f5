"""The blind ordering game, on a phone: name what a customer passes, put it in order and rate it, see it compared.

Every button is part of one form, so that it plays without scripts and from the keyboard; the script only saves the
way to the server.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from accounts.policy import needs
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from lib.addresses import offered
from operations.services.notices import as_uuid
from touchpoints.models import MappingRound, Touchpoint
from touchpoints.queries.mental.playing import OwnMap, offered_names, own_map, own_row_in, rounds
from touchpoints.queries.mental.results import real_path, recalled
from touchpoints.services import mental

LINES = 8  # empty lines to begin with
MORE = 4  # and always so many after the written ones
RATINGS = ("1", "2", "3", "4", "5")


@needs(Can.USE)
@require_http_methods(["GET", "HEAD", "POST"])
def my_mapping(request: MemberRequest, slug: str, key: UUID) -> HttpResponse:
    """My part in a round: naming first, thanks when it is sent, my path beside the real one when the round is over."""
    held, employee = _round_and_row(request, key)
    if employee is None:
        return _page(request, held, "others")
    own = own_map(held, employee)
    if not held.takes_answers(timezone.localdate()):
        return _over(request, held, own)
    if request.method == "POST":
        return _named(request, held, own)
    if own.is_finished and "edit" not in request.GET:
        return _page(request, held, "thanks", own=own)
    return _page(request, held, "names", **_naming(held, own.written, own.picked))


def _round_and_row(request: MemberRequest, key: UUID) -> tuple[MappingRound, Employee | None]:
    """The round and the viewer's row of the roster in it, if they are asked.

    :raises Http404: there is no such round
    """
    held: MappingRound = get_object_or_404(rounds(), public_id=key)
    return held, own_row_in(held, viewer=viewer_of(request), day=timezone.localdate())


def _page(request: MemberRequest, held: MappingRound, part: str, status: int = 200, **context: Any) -> HttpResponse:
    slug = request.organisation.slug
    context |= {"slug": slug, "round": held, "part": part, "learn": offered("training:my_record", slug)}
    return render(request, "touchpoints/mental/play.html", context, status=status)


def _naming(held: MappingRound, written: list[str], picked: Any) -> dict[str, Any]:
    blanks = max(LINES - len(written), MORE)
    offer = [(one, one.pk in picked) for one in offered_names(held)]
    return {"lines": [*written, *[""] * blanks], "offered": offer, "longest": mental.playing.LONGEST_NAME}


def _named(request: MemberRequest, held: MappingRound, own: OwnMap) -> HttpResponse:
    """Keep the names and go on to their order, or say what is wrong with all of them kept on the page."""
    names = [name for name in request.POST.getlist("name") if name.strip()][:200]
    codes = request.POST.getlist("touchpoint")[:500]
    picked = list(Touchpoint.objects.filter(code__in=codes, archived_at=None)) if held.offers_names else []
    problem = ""
    try:
        mental.name_steps(held=held, by=viewer_of(request), names=names, picked=picked, today=timezone.localdate())
    except mental.NothingNamed:
        problem = _("Name at least one touchpoint.")
    except mental.TooMany:
        problem = _("Forty are enough: keep those that matter most.")
    except mental.RoundOver:
        messages.error(request, _("The round has been closed meanwhile."))
        return redirect(request.path)
    if problem:
        context = _naming(held, names, {one.pk for one in picked})
        return _page(request, held, "names", status=400, problem=problem, **context)
    if "more" in request.POST:
        return redirect(f"{request.path}?edit=1#last-name")
    return redirect("touchpoints:my_mapping_order", slug=request.organisation.slug, key=held.public_id)


@needs(Can.USE)
@require_http_methods(["GET", "HEAD", "POST"])
def my_mapping_order(request: MemberRequest, slug: str, key: UUID) -> HttpResponse:
    """The order and a rating of each; buttons move a line by one place, the last one sends it all."""
    held, employee = _round_and_row(request, key)
    if employee is None:
        return _page(request, held, "others")
    own = own_map(held, employee)
    if not own.steps or not held.takes_answers(timezone.localdate()):
        return redirect("touchpoints:my_mapping", slug=slug, key=key)
    if request.method == "POST":
        moved = _moved(request, [one.key for one in own.steps])
        mental.finish_order(
            held=held, by=viewer_of(request), at=timezone.now(), today=timezone.localdate(),
            order=[(UUID(step), _rating(request, step)) for step in moved], finished="move" not in request.POST,
        )  # fmt: skip
        if "move" in request.POST:
            return redirect(f"{request.path}#{_target(request)}")
        messages.success(request, _("Thank you: your path is kept."))
        return redirect("touchpoints:my_mapping", slug=slug, key=key)
    return _page(request, held, "order", own=own, ratings=RATINGS)


def _moved(request: MemberRequest, known: list[str]) -> list[str]:
    """The lines in the order of the form, one of them moved by a place if a button said so."""
    sent = [step for step in dict.fromkeys(request.POST.getlist("step")) if step in known]
    order = [*sent, *(step for step in known if step not in sent)]
    way, _colon, step = request.POST.get("move", "").partition(":")
    if step in order:
        place = order.index(step)
        to = max(place - 1, 0) if way == "up" else min(place + 1, len(order) - 1)
        order.insert(to, order.pop(place))
    return order


def _target(request: MemberRequest) -> str:
    """The line that was moved, to be seen again."""
    step = as_uuid(request.POST["move"].partition(":")[2])
    return f"step-{step}" if step else ""


def _rating(request: MemberRequest, step: str) -> int | None:
    given = request.POST.get(f"rating-{step}", "")
    return int(given) if given in RATINGS else None


def _over(request: MemberRequest, held: MappingRound, own: OwnMap) -> HttpResponse:
    """One's own path beside the real one; nobody else sees it."""
    if not own.is_finished or held.closed_at is None:
        return _page(request, held, "over", own=own)
    real, names = real_path(held)
    mine = recalled([one.step for one in own.steps])
    named = mine.on_map(real)
    context: dict[str, Any] = {
        "own": own,
        "named": len(named),
        "distance": mine.distance(real),
        "path": [(names[code], named.index(code) + 1 if code in named else None) for code in real],
    }
    return _page(request, held, "compared", **context)
