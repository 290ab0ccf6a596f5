"""`/api/v1/trail/`: the sealed entries of the activity trail, in the order of their chain."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import ID, MOMENT, PAGING, TEXT, WHOLE
from accounts.reading import one_day, one_text
from accounts.rest import ApiView
from accounts.roles import Can
from cem.desk.reach import trail_reach
from operations.models import TrailEntry
from operations.queries import TrailFilter, trail_entries

_ENTRY = {
    "id": ID,
    "sequence": WHOLE,
    "at": MOMENT,
    "actor": TEXT,
    "actor_name": TEXT,
    "action": TEXT,
    "target_kind": TEXT,
    "target_id": TEXT,
    "target_name": TEXT,
    "details": {"type": "object", "additionalProperties": True},
    "previous_hash": TEXT,
    "entry_hash": TEXT,
}
_FILTERS = (
    OpenApiParameter("actor", OpenApiTypes.STR, description="Part of a name, or the id of a person or key"),
    OpenApiParameter("action", OpenApiTypes.STR, description="What happened: key.made, or the beginning of it"),
    OpenApiParameter("target", OpenApiTypes.STR, description="Part of a name, an id, or a kind of thing"),
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day, included, in the organisation's time zone"),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day, included"),
)


class Trail(ApiView):
    """Who did what and when. An entry joins the chain some seconds after it is written; none is ever changed.

    Follow it by keeping the last page's address: new entries come at the end.
    """

    needs = {"GET": (Can.READ_TRAIL,)}

    @listed("trail_list", "The activity trail", "trail", _ENTRY, parameters=(*_FILTERS, *PAGING))
    def get(self, request: Request) -> HttpResponse:
        wanted = TrailFilter(
            actor=one_text(request, "actor"),
            action=one_text(request, "action"),
            target=one_text(request, "target"),
            from_day=one_day(request, "from"),
            to_day=one_day(request, "to"),
        )
        zone = ZoneInfo(self.organisation.time_zone)
        entries = trail_entries(reach=trail_reach(self.viewer), wanted=wanted, zone=zone)
        return answer_page(request, entries.exclude(sequence=None), _entry, place="sequence")


def _entry(row: TrailEntry) -> dict[str, Any]:
    return {name: str(row.public_id) if name == "id" else getattr(row, name) for name in _ENTRY}
