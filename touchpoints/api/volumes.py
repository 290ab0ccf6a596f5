"""Volumes per channel: read and written by key."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from accounts.flat_rows import answer_page, answer_rows, listed
from accounts.openapi import ALWAYS, DAY, PAGING, TEXT, WHOLE, YES_NO, object_of, one_of, problems, several
from accounts.reading import read_json
from accounts.rest import ApiView, Problem
from accounts.roles import Can
from touchpoints.api.standards import MOST_AT_ONCE
from touchpoints.models import ChannelVolume, PeriodKind, ValueSource
from touchpoints.queries.volumes import volumes_of
from touchpoints.refusals import VOLUME_REFUSALS
from touchpoints.services import volumes as counting
from touchpoints.services.rights import NotYours
from touchpoints.volumes.rows import Volume, VolumeRefusal, code_of, period_of

_SENT = {"touchpoint": TEXT, "channel": TEXT, "period": TEXT, "count": WHOLE, "counted_by": TEXT}
_ROW = {
    "touchpoint": TEXT,
    "channel": TEXT,
    "period": TEXT,
    "period_kind": one_of(PeriodKind.values),
    "starts_on": DAY,
    "count": WHOLE,
    "counted_by": TEXT,
    "sample": YES_NO,
}
_DONE = {"rows_new": WHOLE, "rows_changed": WHOLE, "rows_same": WHOLE}
_FIELDS = {
    VolumeRefusal.TOUCHPOINT: "touchpoint",
    VolumeRefusal.CHANNEL: "channel",
    VolumeRefusal.PERIOD: "period",
    VolumeRefusal.FUTURE: "period",
    VolumeRefusal.COUNT: "count",
    VolumeRefusal.WORDS: "counted_by",
}
_NARROWED = (
    OpenApiParameter("touchpoint", OpenApiTypes.STR, description="Code of a touchpoint"),
    OpenApiParameter("channel", OpenApiTypes.STR, description="Code of a channel"),
)


class ChannelVolumes(ApiView):
    """How many customers each touchpoint served in each channel, by month or ISO week."""

    needs = {"GET": (Can.READ_PROGRAMME, Can.WRITE_MEASURES), "POST": (Can.WRITE_MEASURES,)}

    @listed("channel_volumes_list", "Volumes per channel", "programme", _ROW, parameters=(*PAGING, *_NARROWED))
    def get(self, request: Request) -> HttpResponse:
        found = volumes_of(viewer=self.viewer)
        for name in ("touchpoint", "channel"):
            if code := request.GET.get(name, ""):
                found = found.filter(**{f"{name}__code": code})
        return answer_page(request, found, _row)

    @extend_schema(
        operation_id="channel_volumes_write",
        summary="Volumes per channel: all rows or none; a period sent again is written over",
        tags=["programme"],
        request={"application/json": several({**object_of(_SENT), "additionalProperties": False})},
        responses={
            (200, "application/json"): OpenApiResponse(object_of({"results": several(object_of(_DONE))})),
            **problems(*ALWAYS, 413, 415),
        },
    )
    def post(self, request: Request) -> HttpResponse:
        rows = _read(read_json(request._request))
        try:
            plan = counting.record_volumes(
                organisation=self.organisation, rows=rows, source=ValueSource.API, by=self.viewer,
                at=timezone.now(), today=timezone.localdate(),
            )  # fmt: skip
        except counting.VolumesRefused as refused:
            errors = [_fault(place, why) for place, why in refused.refusals.items()]
            raise Problem("invalid", 400, errors=errors) from None
        except NotYours:
            raise PermissionDenied from None
        told = {"rows_new": len(plan.new), "rows_changed": len(plan.changed), "rows_same": plan.same}
        return answer_rows(request, [told])


def _row(row: ChannelVolume) -> dict[str, Any]:
    return {
        "touchpoint": row.touchpoint.code,
        "channel": row.channel.code,
        "period": code_of(row.period, row.starts_on),
        "period_kind": str(row.period),
        "starts_on": row.starts_on,
        "count": row.count,
        "counted_by": row.counted_by,
        "sample": row.is_sample,
    }


def _read(body: Any) -> list[Volume]:
    rows = body if isinstance(body, list) else [body]
    if not 1 <= len(rows) <= MOST_AT_ONCE:
        raise Problem("too_many_items", 400, detail=_("Send 1 to %(most)s rows.") % {"most": MOST_AT_ONCE})
    return [_read_one(place, row) for place, row in enumerate(rows)]


def _read_one(place: int, row: Any) -> Volume:
    if not isinstance(row, Mapping) or set(row) != set(_SENT):
        names = ", ".join(_SENT)
        detail = _("A row has exactly these: %(names)s.") % {"names": names}
        raise Problem("invalid", 400, errors=[{"pointer": f"/{place}", "code": "malformed", "detail": detail}])
    texts = {name: row[name] for name in _SENT if name != "count"}
    wrong = next((name for name, text in texts.items() if not isinstance(text, str)), "")
    if wrong:
        detail = _("This is a text.")
        raise Problem("invalid", 400, errors=[{"pointer": f"/{place}/{wrong}", "code": "malformed", "detail": detail}])
    if not isinstance(row["count"], int) or isinstance(row["count"], bool):
        raise Problem("invalid", 400, errors=[_fault(place, VolumeRefusal.COUNT)])
    period = period_of(texts["period"], today=timezone.localdate())
    if period is None:
        raise Problem("invalid", 400, errors=[_fault(place, VolumeRefusal.PERIOD)])
    return Volume(
        touchpoint=texts["touchpoint"], channel=texts["channel"], period=str(period.grain), starts_on=period.start,
        count=row["count"], counted_by=texts["counted_by"],
    )  # fmt: skip


def _fault(place: int, why: VolumeRefusal) -> dict[str, Any]:
    pointer = f"/{place}/{_FIELDS.get(why, '')}".rstrip("/")
    return {"pointer": pointer, "code": str(why), "detail": str(VOLUME_REFUSALS[why])}
