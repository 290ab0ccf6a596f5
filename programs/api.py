"""Reading the programme by key: engagements, cycles, phases."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, one_of, or_null
from accounts.rest import ApiView
from accounts.roles import Can
from programs.models import Cycle, Engagement, Stage, StageKind, StageState
from programs.queries import engagements_of

_ENGAGEMENT = {"id": ID, "slug": TEXT, "name": LOCAL, "vision": LOCAL, "goals": LOCAL, "started_on": or_null(DAY)}


class Engagements(ApiView):
    """The organisation's engagements."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("engagements_list", "Engagements", "programme", _ENGAGEMENT)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, engagements_of(viewer=self.viewer), _engagement)


def _engagement(row: Engagement) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "slug": row.slug,
        "name": row.name,
        "vision": row.vision,
        "goals": row.goals,
        "started_on": row.started_on,
    }


_CYCLE = {
    "id": ID,
    "engagement": TEXT,
    "number": WHOLE,
    "opened_on": DAY,
    "closed_on": or_null(DAY),
    "previous": or_null(WHOLE),
}


class Cycles(ApiView):
    """The turns of every engagement."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("cycles_list", "Cycles", "programme", _CYCLE)
    def get(self, request: Request) -> HttpResponse:
        cycles = Cycle.objects.filter(engagement__in=engagements_of(viewer=self.viewer))
        return answer_page(request, cycles.select_related("engagement", "previous"), _cycle)


def _cycle(row: Cycle) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "engagement": row.engagement.slug,
        "number": row.number,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "previous": row.previous.number if row.previous else None,
    }


_PHASE = {
    "id": ID,
    "engagement": TEXT,
    "cycle": WHOLE,
    "kind": one_of(StageKind.values),
    "position": WHOLE,
    "state": one_of(StageState.values),
    "planned_from": or_null(DAY),
    "planned_until": or_null(DAY),
    "started_on": or_null(DAY),
    "ended_on": or_null(DAY),
    "out_of_order_reason": TEXT,
    "deliverables_done": WHOLE,
    "deliverables": WHOLE,
}


class Phases(ApiView):
    """The six stages of every cycle; the launch is the gate between the fourth phase and the fifth."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("phases_list", "Phases", "programme", _PHASE)
    def get(self, request: Request) -> HttpResponse:
        stages = Stage.objects.filter(cycle__engagement__in=engagements_of(viewer=self.viewer))
        stages = stages.select_related("cycle__engagement").prefetch_related("deliverables")
        return answer_page(request, stages, _phase)


def _phase(row: Stage) -> dict[str, Any]:
    wanted = list(row.deliverables.all())
    return {
        "id": str(row.public_id),
        "engagement": row.cycle.engagement.slug,
        "cycle": row.cycle.number,
        "kind": str(row.kind),
        "position": row.position,
        "state": str(row.state),
        "planned_from": row.planned_from,
        "planned_until": row.planned_until,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "out_of_order_reason": row.out_of_order_reason,
        "deliverables_done": sum(1 for one in wanted if one.done_on),
        "deliverables": len(wanted),
    }
