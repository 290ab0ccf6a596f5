"""What the OpenAPI document says about figures. The parameters are read by `metrics.queries.asking`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from accounts.openapi import page_of
from feedback.models import Source
from metrics.indicators import EVERY, Direction, MeasureUnit, Unit

_DAY = {"type": "string", "format": "date", "nullable": True}
_TEXT = {"type": "string", "nullable": True}
_WHOLE = {"type": "integer", "nullable": True}
_NUMBER = {"type": "number", "nullable": True}

ROW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "period_start": _DAY,
        "period_end": _DAY,
        "indicator": {"type": "string"},
        "scale": _TEXT,
        **dict.fromkeys(("survey", "question", "touchpoint", "segment", "channel", "unit", "source"), _TEXT),
        "n": _WHOLE,
        "n_missing": _WHOLE,
        "n_effective": _NUMBER,
        **dict.fromkeys(("promoters", "passives", "detractors"), _WHOLE),
        **dict.fromkeys(("value", "std_error", "ci_low", "ci_high"), _NUMBER),
        "low_base": {"type": "boolean", "nullable": True},
        "suppressed": {"type": "boolean"},
        "definition_version": {"type": "integer"},
        "computed_at": {"type": "string", "format": "date-time", "nullable": True},
    },
}
ROW["required"] = list(ROW["properties"])

PAGE: dict[str, Any] = page_of(ROW)
PAGE["properties"]["notes"] = {"type": "array", "items": {"type": "string"}}

INDICATOR: dict[str, Any] = {
    "type": "object",
    "properties": {
        "key": {"type": "string"},
        "label": {"type": "string"},
        "unit": {"type": "string", "enum": [str(unit) for unit in (*Unit, *MeasureUnit)]},
        "direction": {"type": "string", "enum": [str(direction) for direction in Direction]},
        "scale": {"type": "array", "items": {"type": "string"}},
        "smallest_n": {"type": "integer"},
        "definition_version": {"type": "integer"},
        "definition": {"type": "string"},
        "leading": {"type": "boolean"},
        "touchpoint": _TEXT,
        "wanted": _NUMBER,
        "values": _TEXT,
    },
}
INDICATOR["required"] = list(INDICATOR["properties"])

_STRINGS = {"type": "array", "items": {"type": "string"}}


def _several(name: str, description: Any) -> OpenApiParameter:
    return OpenApiParameter(name, _STRINGS, explode=True, description=str(description))


INDICATOR_PARAMETER = OpenApiParameter(
    "indicator", OpenApiTypes.STR, enum=list(EVERY), default="nps", description="What is computed"
)
FILTERS = [
    OpenApiParameter(
        "scale", {"type": "string", "pattern": "^[0-9]+-[0-9]+$"},
        description="0-10 or 1-10 for nps; needed when there are answers on both",
    ),
    _several("survey", "Surveys' codes; repeat for several"),
    _several("question", "Questions' codes"),
    _several("touchpoint", "Touchpoints' codes"),
    _several("segment", "axis:code"),
    _several("channel", "Channels' codes"),
    _several("unit", "Units' codes; a unit stands for its subtree of today"),
    OpenApiParameter(
        "source", {"type": "array", "items": {"type": "string", "enum": Source.values}}, explode=True,
        description="Doors the answers came in by",
    ),
    _several("pillar", "Pillars of the promise; for promise_gap"),
    OpenApiParameter("period", OpenApiTypes.STR, description="2026-q3, 2026-05, 2026-w07, 2026, last-30-days"),
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day, included, in the organisation's time zone"),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day, included"),
    OpenApiParameter(
        "group_by", OpenApiTypes.STR,
        description="Comma list of one of day, week, month, quarter, year, and any of survey, question, touchpoint, "
        "segment:axis (one axis), channel, unit, source",
    ),
    OpenApiParameter("weighted", OpenApiTypes.BOOL, description="Apply the surveys' weights"),
    OpenApiParameter("confidence", {"type": "number", "minimum": 0.5, "maximum": 0.999}, default=0.95),
    OpenApiParameter(
        "include", {"type": "string", "enum": ["flagged"]}, description="Adds answers left out by default"
    ),
    OpenApiParameter("fill", OpenApiTypes.BOOL, description="Adds the empty periods"),
]  # fmt: skip
RULE = _(
    "Rows come in a stable order; what the minimum-n rule hides is `suppressed`, with every figure null. "
    "Values are unrounded; NPS in points from -100 to 100."
)
