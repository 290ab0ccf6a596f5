"""Reading by key who answers for what, without names, and the ecosystem."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from accounts.flat_rows import answer_page, answer_rows, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, YES_NO, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from lib.periods import day_of
from touchpoints.answering.words import HolderKind, HoleKind, Part, ThingKind
from touchpoints.ecosystem.words import ActorKind, Effect
from touchpoints.models import EcosystemActor
from touchpoints.queries.accountability import Line, matrix
from touchpoints.queries.ecosystem import actors_of

_THING = {
    "kind": one_of(ThingKind.values),
    "code": TEXT,
    "name": LOCAL,
    "belongs_to": LOCAL,
    "accountable": WHOLE,
    "responsible": WHOLE,
    "consulted": WHOLE,
    "informed": WHOLE,
    "units": several(TEXT),
    "functions": several(TEXT),
    "holes": several(one_of(HoleKind.values)),
}


class Accountability(ApiView):
    """Journeys, touchpoints, processes and channels: how many have which part, and what is missing.

    Persons are counted, never named; units and functions with a part stand by their codes.
    """

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("accountability_list", "Who answers for what, counted", "programme", _THING, parameters=())
    def get(self, request: Request) -> HttpResponse:
        today = day_of(timezone.now(), self.organisation.time_zone)
        return answer_rows(request, [_thing(line) for line in matrix(viewer=self.viewer, today=today).lines])


def _thing(line: Line) -> dict[str, Any]:
    return {
        "kind": line.thing.kind.value,
        "code": line.thing.code,
        "name": line.thing.name,
        "belongs_to": line.thing.place,
        **{part.value: len(line.who(part)) for part in Part},
        "units": _codes(line, HolderKind.UNIT),
        "functions": _codes(line, HolderKind.JOB_ROLE),
        "holes": [hole.kind.value for hole in line.holes],
    }


def _codes(line: Line, kind: HolderKind) -> list[str]:
    return sorted(holder.code for holder in line.parts if holder.kind == kind)


_ACTOR = {
    "id": ID,
    "code": TEXT,
    "name": LOCAL,
    "kind": one_of(ActorKind.values),
    "does": LOCAL,
    "effect": one_of(Effect.values),
    "strength": WHOLE,
    "touchpoints": several(TEXT),
    "stages": several(TEXT),
    "has_owner": YES_NO,
    "terms": LOCAL,
    "reference": TEXT,
    "address": TEXT,
    "review_on": or_null(DAY),
}


class Ecosystem(ApiView):
    """Actors of the ecosystem that are in use. Who looks after one is not told by key."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("ecosystem_list", "Actors of the ecosystem", "programme", _ACTOR)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, actors_of(viewer=self.viewer).filter(archived_at=None), _actor)


def _actor(row: EcosystemActor) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "code": row.code,
        "name": row.name,
        "kind": str(row.kind),
        "does": row.does,
        "effect": str(row.effect),
        "strength": row.strength,
        "touchpoints": [link.touchpoint.code for link in row.touchpoints.all()],
        "stages": [f"{link.journey.code}:{link.stage}" for link in row.stages.all()],
        "has_owner": row.owner_id is not None,
        "terms": row.terms,
        "reference": row.reference,
        "address": row.address,
        "review_on": row.review_on,
    }
