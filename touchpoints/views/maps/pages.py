"""The map as it is read: as a picture of stages and lanes, as a list by stage, as a table, beside another version."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.periods import day_of
from programs.engagements import engagement_or_404
from touchpoints.mapping.curve_picture import curve_picture
from touchpoints.mapping.difference import Mark, compare
from touchpoints.mapping.tables import headings, table_rows
from touchpoints.mapping.words import FeelingKind, FeelingLevel, Lane
from touchpoints.models import Design, JourneyMap, VersionState
from touchpoints.queries import journeys_of, touchpoints_of
from touchpoints.queries.first_steps import steps_on
from touchpoints.queries.maps import chosen_map, document_of, last_changes, map_page, maps_of
from touchpoints.queries.own_parts import OwnParts, own_parts
from touchpoints.views.common import viewer_of
from touchpoints.views.maps.common import map_or_404
from touchpoints.views.maps.exchange import exports_of
from touchpoints.views.maps.shaping import Shaping, compared_lanes, used_in

VIEWS = ("map", "list", "table")


@needs(Can.READ_SCRIPTS)
@require_safe
def touchpoints(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """A journey's map. `?journey=` and `?map=` choose it, `?layer=` its segments, `?view=` its form, `?edit` draws."""
    shown = engagement_or_404(request, engagement)
    journey, drawn = chosen_map(
        engagement=shown, journey=request.GET.get("journey", ""), version=request.GET.get("map", "")
    )
    may_edit = viewer_of(request).can(Can.EDIT_PROGRAMME)
    context = {
        "slug": slug,
        "engagement": shown,
        "journeys": list(journeys_of(engagement=shown)),
        "journey": journey,
        "drawn": drawn,
        "may_edit": may_edit,
        "may_read_programme": viewer_of(request).can(Can.READ_PROGRAMME),
    }
    if drawn is not None:
        context |= _of_map(request, slug, drawn, may_edit)
    else:
        context["listed"] = touchpoints_of(viewer=viewer_of(request)).count()
    return render(request, "touchpoints/maps/page.html", context)


def _of_map(request: MemberRequest, slug: str, drawn: JourneyMap, may_edit: bool) -> dict[str, object]:
    viewer = viewer_of(request)
    layers = frozenset(request.GET.getlist("layer")) if "layers" in request.GET else None
    page = map_page(drawn=drawn, viewer=viewer, today=_today(request), layers=layers)
    own = own_parts(document=page.whole, viewer=viewer)
    writing = "edit" in request.GET and not drawn.is_locked
    editing, own_editing = may_edit and writing, bool(own.codes) and writing
    shaping = Shaping(
        page,
        slug=slug,
        openable=None if viewer.can(Can.READ_PROGRAMME) else _openable(request),
        designed=frozenset(
            Design.objects.filter(state=VersionState.APPROVED).values_list("touchpoint__code", flat=True)
        ),
        own=own if own_editing else OwnParts(),
    )
    view = request.GET.get("view", "map")
    versions = list(maps_of(journey=drawn.journey))
    return {
        "page": page,
        "columns": shaping.columns(),
        "rows": shaping.rows(editing=editing or own_editing),
        "curve": curve_picture(page.curve),
        "levels": [FeelingLevel.DELIGHT.label, FeelingLevel.RESENTMENT.label],
        "weakest": page.document.stages[page.curve.weakest.stage] if page.curve.weakest else None,
        "exports": exports_of(page, slug),
        "layers": [(code, name, layers is None or code in layers) for code, name in used_in(page.whole)],
        "versions": versions,
        "others": [one for one in versions if one.pk != drawn.pk],
        "is_editing": editing,
        "is_own_editing": own_editing,
        "owns_parts": bool(own.codes),
        "is_dense": "dense" in request.GET,
        "view": view if view in VIEWS else "map",
        "table": (headings(), table_rows(page.document, page.measured)) if view == "table" else None,
        "changes": last_changes(drawn=drawn) if editing else [],
        "kinds": FeelingKind.choices,
        "feeling_levels": list(reversed(FeelingLevel.choices)),
        "lanes": Lane.choices,
        "elsewhere": page.elsewhere,
        "begun": steps_on(drawn.journey, page.whole, set(page.measured)) if viewer.can(Can.READ_PROGRAMME) else None,
    }


def _today(request: MemberRequest) -> date:
    return day_of(timezone.now(), request.organisation.time_zone)


def _openable(request: MemberRequest) -> frozenset[str]:
    return frozenset(touchpoints_of(viewer=viewer_of(request)).values_list("code", flat=True))


@needs(Can.READ_SCRIPTS)
@require_safe
def difference(request: MemberRequest, slug: str, engagement: str, key: UUID, other: UUID) -> HttpResponse:
    """What a version (`key`) changed of another (`other`): added, removed, moved, changed, each with its sign."""
    after = map_or_404(request, engagement, key)
    before = get_object_or_404(
        JourneyMap.objects.select_related("journey__engagement"), public_id=other, journey=after.journey
    )
    older, newer = document_of(before), document_of(after)
    compared = compare(older, newer)
    context = {
        "slug": slug,
        "engagement": after.journey.engagement,
        "before": before,
        "after": after,
        "compared": compared,
        "counts": [(mark, compared.count(mark)) for mark in Mark if mark != Mark.SAME],
        "lanes": compared_lanes(compared, {**older.segments, **newer.segments}),
    }
    return render(request, "touchpoints/maps/difference.html", context)
