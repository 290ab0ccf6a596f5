"""Reading changes by key."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, YES_NO, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from programs.queries import engagements_of
from touchpoints.changing.states import ChangeState, Domain, Sort
from touchpoints.models import Initiative
from touchpoints.queries.initiatives import initiatives_of

_AMOUNT = {"type": "string", "format": "decimal"}
_INITIATIVE = {
    "id": ID,
    "engagement": TEXT,
    "number": WHOLE,
    "name": LOCAL,
    "description": LOCAL,
    "domain": one_of(Domain.values),
    "sort": one_of(Sort.values),
    "state": one_of(ChangeState.values),
    "touchpoints": several(TEXT),
    "pillars": several(TEXT),
    "waits_for": several(WHOLE),
    "has_owner": YES_NO,
    "due_on": or_null(DAY),
    "live_on": or_null(DAY),
    "cost": or_null(_AMOUNT),
    "cost_unit": TEXT,
    "benefit": LOCAL,
    "benefit_value": or_null(_AMOUNT),
    "benefit_unit": TEXT,
    "segment": or_null(TEXT),
    "need": LOCAL,
    "gain": LOCAL,
}


class Initiatives(ApiView):
    """Changes of every engagement the key may see. Who owns one is not told by key."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("initiatives_list", "Changes", "programme", _INITIATIVE)
    def get(self, request: Request) -> HttpResponse:
        seen = engagements_of(viewer=self.viewer)
        return answer_page(request, initiatives_of(viewer=self.viewer).filter(engagement__in=seen), _initiative)


def _initiative(row: Initiative) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "engagement": row.engagement.slug,
        "number": row.number,
        "name": row.name,
        "description": row.description,
        "domain": str(row.domain),
        "sort": str(row.sort),
        "state": str(row.state),
        "touchpoints": [link.touchpoint.code for link in row.touchpoints.all()],
        "pillars": [link.pillar.code for link in row.pillars.all()],
        "waits_for": [link.on.number for link in row.waits_for.all()],
        "has_owner": row.owner_id is not None,
        "due_on": row.due_on,
        "live_on": row.live_on,
        "cost": None if row.cost is None else str(row.cost),
        "cost_unit": row.cost_unit,
        "benefit": row.benefit,
        "benefit_value": None if row.benefit_value is None else str(row.benefit_value),
        "benefit_unit": row.benefit_unit,
        "segment": f"{row.segment.axis.code}:{row.segment.code}" if row.segment else None,
        "need": row.need,
        "gain": row.gain,
    }
