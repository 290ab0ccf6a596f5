"""`/api/v1/chain/`: the whole chain for programs, pillar by pillar, with its holes."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.openapi import ALWAYS, LOCAL, TEXT, UNCHANGED, WHOLE, YES_NO, object_of, or_null, problems, several
from accounts.rest import ApiView, entity_tag, not_modified
from accounts.roles import Can
from cem.chain.queries import Chain, ChainPillar, ChainTouchpoint, TrainedIn, whole_chain
from lib.periods import day_of
from metrics.queries.gaps import Gap

_NUMBER = or_null({"type": "number"})
_GAP = {"n": WHOLE, "value": _NUMBER, "ci_low": _NUMBER, "ci_high": _NUMBER, "q": _NUMBER, "verdict": TEXT}
_COURSE = {"code": TEXT, "name": LOCAL, "people": or_null(WHOLE), "covered": or_null(WHOLE), "suppressed": YES_NO}
_CHANGE = {"engagement": TEXT, "number": WHOLE, "name": LOCAL, "state": TEXT}
_STANDARD = {"code": TEXT, "name": LOCAL, "target": _NUMBER, "value": _NUMBER, "kept": or_null(YES_NO)}
_SCORE = {"question": LOCAL, "survey": LOCAL, "n": WHOLE, "value": _NUMBER, "ci_low": _NUMBER, "ci_high": _NUMBER}


_TOUCHPOINT = {
    "code": TEXT,
    "name": LOCAL,
    "design": or_null(object_of({"number": WHOLE, "desired": LOCAL})),
    "standards": several(object_of(_STANDARD)),
    "script": or_null(object_of({"number": WHOLE, "title": LOCAL})),
    "changes": several(object_of(_CHANGE)),
    "courses": several(object_of(_COURSE)),
    "scores": several(object_of(_SCORE)),
    "gap": or_null(object_of(_GAP)),
}
_PILLAR = {
    "code": TEXT,
    "name": LOCAL,
    "meaning": LOCAL,
    "gap": or_null(object_of(_GAP)),
    "courses": several(object_of(_COURSE)),
    "touchpoints": several(object_of(_TOUCHPOINT)),
}
_HOLE = {"kind": TEXT, "pillar": or_null(TEXT), "touchpoint": or_null(TEXT), "sentence": TEXT}
_BODY = {
    "promise": or_null(WHOLE),
    "pillars": several(object_of(_PILLAR)),
    "without_pillar": several(object_of(_TOUCHPOINT)),
    "holes": several(object_of(_HOLE)),
}


class WholeChain(ApiView):
    """Pillar → touchpoints → desired experience → standards → script → people trained → customers' scores.

    Coverage and figures pass the minimum-n gate; made-up answers of samples are not in it.
    """

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @extend_schema(
        operation_id="chain",
        summary="The whole chain with its holes",
        tags=["programme"],
        responses={(200, "application/json"): OpenApiResponse(object_of(_BODY)), **UNCHANGED, **problems(*ALWAYS)},
    )
    def get(self, request: Request) -> HttpResponse:
        today = day_of(timezone.now(), self.organisation.time_zone)
        found = whole_chain(viewer=self.viewer, organisation=self.organisation, today=today)
        body = orjson.dumps(_written(found))
        tag = entity_tag(body, get_language())
        return not_modified(request, tag) or HttpResponse(body, content_type="application/json", headers={"ETag": tag})


def _written(chain: Chain) -> dict[str, Any]:
    return {
        "promise": chain.promise.number if chain.promise else None,
        "pillars": [_pillar(one) for one in chain.pillars],
        "without_pillar": [_touchpoint(one) for one in chain.loose],
        "holes": [
            {"kind": str(hole.kind), "pillar": hole.pillar or None, "touchpoint": hole.touchpoint or None,
             "sentence": hole.sentence}
            for hole in chain.holes
        ],
    }  # fmt: skip


def _pillar(one: ChainPillar) -> dict[str, Any]:
    return {
        "code": one.pillar.code,
        "name": one.text.name,
        "meaning": one.text.meaning,
        "gap": _gap(one.gap),
        "courses": [_course(course) for course in one.courses],
        "touchpoints": [_touchpoint(touchpoint) for touchpoint in one.touchpoints],
    }


def _touchpoint(one: ChainTouchpoint) -> dict[str, Any]:
    return {
        "code": one.touchpoint.code,
        "name": one.touchpoint.name,
        "design": {"number": one.design.number, "desired": one.design.desired} if one.design else None,
        "standards": [
            {
                "code": view.standard.code,
                "name": view.wording.name,
                "target": float(view.wording.target),
                "value": float(view.figure.value) if view.figure else None,
                "kept": view.is_kept,
            }
            for view in one.standards
        ],
        "script": {"number": one.script.number, "title": one.script.title} if one.script else None,
        "changes": [
            {"engagement": change.engagement.slug, "number": change.number, "name": change.name, "state": change.state}
            for change in one.changes
        ],
        "courses": [_course(course) for course in one.courses],
        "scores": [
            {"question": row.question, "survey": row.survey, "n": row.n, "value": row.value, "ci_low": row.low,
             "ci_high": row.high}
            for row in one.scores
        ],
        "gap": _gap(one.gap),
    }  # fmt: skip


def _course(one: TrainedIn) -> dict[str, Any]:
    return {
        "code": one.course.code,
        "name": one.course.name,
        "people": one.cell.people if one.cell else 0,
        "covered": one.cell.covered if one.cell else 0,
        "suppressed": bool(one.cell and one.cell.hidden),
    }


def _gap(row: Gap | None) -> dict[str, Any] | None:
    if row is None or row.gap is None:
        return None
    return {
        "n": row.n,
        "value": row.gap.value,
        "ci_low": row.gap.low,
        "ci_high": row.gap.high,
        "q": row.q,
        "verdict": str(row.word),
    }
