"""Who answers for what: as a matrix, as a list and a file, and all that is open."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.queries import seen_units
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.csv_files import lines_of
from lib.local_text import local
from organisations.queries import subtree_ids
from touchpoints.answering.words import Part, ThingKind
from touchpoints.models import Journey
from touchpoints.queries.accountability import Line, Matrix, matrix, sorted_lines, things_of
from touchpoints.queries.leaving import leaving
from touchpoints.views.common import viewer_of

ON_A_PAGE = 30
FILTERS = ("words", "kind", "journey", "unit")


@needs(Can.READ_PROGRAMME)
@require_safe
def matrix_page(request: MemberRequest, slug: str) -> HttpResponse:
    """Things down, people, units and functions across; `?kind=`, `?journey=`, `?unit=`, `?words=` choose."""
    found = _found(request)
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_context(request, slug, found, "raci"), "page": page, "parts": list(Part)}
    return render(request, "touchpoints/accountability/matrix.html", context)


@needs(Can.READ_PROGRAMME)
@require_safe
def list_page(request: MemberRequest, slug: str) -> HttpResponse:
    """The same as a list, sorted."""
    found = _found(request)
    lines = sorted_lines(found.lines, request.GET.get("sort", ""))
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_context(request, slug, found, "raci_list"), "page": page, "query": request.GET.urlencode()}
    return render(request, "touchpoints/accountability/list.html", context)


@needs(Can.READ_PROGRAMME)
@require_safe
def list_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The list as it is filtered, as a CSV file."""
    rows = _rows(sorted_lines(_found(request).lines, request.GET.get("sort", "")))
    answer = HttpResponse("".join(lines_of(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="accountability.csv"'
    return answer


def _rows(lines: list[Line]) -> Iterator[tuple[Any, ...]]:
    yield ("kind", "code", "name", "belongs_to", *(part.value for part in Part), "holes")
    for line in lines:
        thing = line.thing
        yield (
            thing.kind.value, thing.code, local(thing.name), local(thing.place),
            *("; ".join(holder.name for holder in held) for _part, held in line.by_part),
            "; ".join(hole.kind.value for hole in line.holes),
        )  # fmt: skip


@needs(Can.READ_PROGRAMME)
@require_safe
def holes(request: MemberRequest, slug: str) -> HttpResponse:
    """Everything that is open: holes of the matrix, and what leavers hold besides."""
    viewer, today = viewer_of(request), timezone.localdate()
    found = _found(request)
    everybody = leaving(organisation=request.organisation, viewer=viewer, today=today)
    context = {
        **_context(request, slug, found, "raci_holes"),
        "holes": found.holes,
        "leaving": everybody,
        "besides": [(one, _besides(one.held)) for one in everybody if _besides(one.held)],
    }
    return render(request, "touchpoints/accountability/holes.html", context)


def _besides(held: Any) -> list[Any]:
    """What a leaver holds that is no hole of the matrix."""
    return [one for one in held if one.kind not in ("touchpoint", "part")]


@needs(Can.READ_PROGRAMME)
@require_safe
def holes_card(request: MemberRequest, slug: str) -> HttpResponse:
    """How much is open, for the pages that fetch this card."""
    viewer, today = viewer_of(request), timezone.localdate()
    found = matrix(viewer=viewer, today=today)
    everybody = leaving(organisation=request.organisation, viewer=viewer, today=today)
    open_lines = [line for line in found.lines if line.holes]
    context = {
        "slug": slug,
        "lines": len(found.lines),
        "open": len(open_lines),
        "first": sorted(found.holes, key=lambda pair: pair[1].tone != "late")[:3],
        "leaving": len(everybody),
        "late": sum(one.is_late for one in everybody),
    }
    return render(request, "touchpoints/accountability/_card.html", context)


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in FILTERS}


def _found(request: MemberRequest) -> Matrix:
    asked, viewer = _asked(request), viewer_of(request)
    unit = seen_units(viewer=viewer).filter(code=asked["unit"]).first() if asked["unit"] else None
    journeys = {str(one.public_id) for one in _journeys(request)}
    return matrix(
        viewer=viewer, today=timezone.localdate(), words=asked["words"],
        kind=asked["kind"] if asked["kind"] in ThingKind.values else "",
        journey=asked["journey"] if asked["journey"] in journeys else "",
        unit_ids=subtree_ids(unit.pk) if unit else None,
    )  # fmt: skip


def _journeys(request: MemberRequest) -> list[Journey]:
    return [one for one in things_of(viewer=viewer_of(request), kind=ThingKind.JOURNEY) if isinstance(one, Journey)]


def _context(request: MemberRequest, slug: str, found: Matrix, place: str) -> dict[str, Any]:
    asked = _asked(request)
    return {
        "slug": slug,
        "matrix": found,
        "open_lines": sum(bool(line.holes) for line in found.lines),
        "chosen": asked,
        "is_filtered": any(asked.values()),
        "kinds": ThingKind.choices,
        "journeys": _journeys(request),
        "units": seen_units(viewer=viewer_of(request)).filter(archived_at=None),
        "tabs": tabs(slug, place),
    }


def tabs(slug: str, place: str) -> list[tuple[str, str, bool]]:
    """The ways to look at who answers for what."""
    pages = [
        (pgettext("RACI", "Matrix"), "raci"),
        (_("List"), "raci_list"),
        (pgettext("what is missing", "Open points"), "raci_holes"),
        (_("Hand-overs"), "leaving"),
        (_("Ecosystem"), "ecosystem"),
    ]
    return [(text, reverse(f"touchpoints:{name}", args=[slug]), name == place) for text, name in pages]
