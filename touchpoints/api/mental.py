"""What staff know of the path, where job roles stand on it, and what mapping sessions brought, by key. No persons."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, object_of, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from organisations.models import Organisation
from programs.queries import engagements_of
from touchpoints.models import Benefit, BenefitVerdict, MappingRound, MapReview, Rates, RolePart, RolePlace
from touchpoints.ordering import Knowledge, Share
from touchpoints.queries.mental.results import round_result
from touchpoints.queries.reviews import reviews_in
from touchpoints.queries.role_places import places_of

_NUMBER: dict[str, Any] = {"type": "number"}
_SHARE = or_null(object_of({"value": _NUMBER, "low": or_null(_NUMBER), "high": or_null(_NUMBER)}))
_FIGURES = {
    "n": WHOLE,
    "compared": WHOLE,
    "distance": _SHARE,
    "named": _SHARE,
    "off_map": _SHARE,
    "unknown": or_null(_NUMBER),
    "named_by_nobody": several(TEXT),
}
_UNIT = object_of({"unit": TEXT, "figures": or_null(object_of(_FIGURES))})
_STANDING = object_of(
    {"touchpoint": TEXT, "place": WHOLE, "staff_place": or_null(WHOLE), "shift": or_null(WHOLE),
     "named_by": WHOLE, "rating": or_null(_NUMBER)}
)  # fmt: skip
_ROUND = {
    "id": ID,
    "engagement": TEXT,
    "journey": TEXT,
    "rates": one_of(Rates.values),
    "names_offered": {"type": "boolean"},
    "opened_on": DAY,
    "closed_on": DAY,
    "answered_percent": or_null(WHOLE),
    "total": or_null(object_of(_FIGURES)),
    "units": several(_UNIT),
    "path": several(_STANDING),
}


class MentalMaps(ApiView):
    """Closed rounds in which staff drew a journey from memory: figures through the gate for employees."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("mental_maps_list", "Journeys drawn from memory by staff", "programme", _ROUND)
    def get(self, request: Request) -> HttpResponse:
        seen = engagements_of(viewer=self.viewer)
        closed = MappingRound.objects.exclude(closed_at=None).filter(journey__engagement__in=seen)
        rows = closed.select_related("journey__engagement", "organisation").prefetch_related("units__unit")
        return answer_page(request, rows, lambda row: self._round(row, row.organisation))

    def _round(self, row: MappingRound, organisation: Organisation) -> dict[str, Any]:
        result = round_result(row, viewer=self.viewer, organisation=organisation, day=timezone.localdate())
        return {
            "id": str(row.public_id),
            "engagement": row.journey.engagement.slug,
            "journey": row.journey.code,
            "rates": str(row.rates),
            "names_offered": row.offers_names,
            "opened_on": row.opened_at.date(),
            "closed_on": row.closed_at.date() if row.closed_at else None,
            "answered_percent": result.answered,
            "total": _figures(result.total),
            "units": [{"unit": one.unit.code, "figures": _figures(one.knowledge)} for one in result.units],
            "path": [
                {
                    "touchpoint": one.standing.code,
                    "place": one.standing.real_place,
                    "staff_place": one.standing.place,
                    "shift": one.standing.shift,
                    "named_by": one.standing.named_by,
                    "rating": one.standing.rating,
                }
                for one in result.path
            ],
        }


def _figures(known: Knowledge | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "n": known.n,
        "compared": known.compared,
        "distance": _share(known.distance),
        "named": _share(known.named),
        "off_map": _share(known.off_map),
        "unknown": known.unknown,
        "named_by_nobody": known.nobody,
    }


def _share(share: Share) -> dict[str, Any] | None:
    if share.mean is None:
        return None
    interval = share.interval
    return {"value": share.mean, "low": interval and interval.low, "high": interval and interval.high}


_PLACE = {"job_role": TEXT, "touchpoint": TEXT, "part": one_of(RolePart.values), "note": LOCAL}


class RolePlaces(ApiView):
    """Which job role meets which touchpoint, and what it does there."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("role_places_list", "Places of job roles on the journey", "programme", _PLACE)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, places_of(viewer=self.viewer), _place)


def _place(row: RolePlace) -> dict[str, Any]:
    return {
        "job_role": row.job_role.code,
        "touchpoint": row.touchpoint.code,
        "part": str(row.part),
        "note": row.note,
    }


_ANSWER = object_of({"benefit": one_of(Benefit.values), "verdict": one_of(BenefitVerdict.values), "note": TEXT})
_ACTION = object_of({"text": TEXT, "idea": or_null(ID), "initiative": or_null(ID)})
_REVIEW = {
    "id": ID,
    "engagement": TEXT,
    "journey": TEXT,
    "title": TEXT,
    "held_on": DAY,
    "participants": or_null(WHOLE),
    "answers": several(_ANSWER),
    "actions": several(_ACTION),
}


class MapReviews(ApiView):
    """What mapping sessions brought, and what follows."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("map_reviews_list", "Reviews of mapping sessions", "programme", _REVIEW)
    def get(self, request: Request) -> HttpResponse:
        seen = engagements_of(viewer=self.viewer)
        return answer_page(request, reviews_in(engagements=seen, viewer=self.viewer), _review)


def _review(row: MapReview) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "engagement": row.journey.engagement.slug,
        "journey": row.journey.code,
        "title": row.title,
        "held_on": row.held_on,
        "participants": row.people,
        "answers": [
            {"benefit": str(one.benefit), "verdict": str(one.verdict), "note": one.note} for one in row.answers.all()
        ],
        "actions": [
            {
                "text": one.text,
                "idea": str(one.idea.public_id) if one.idea else None,
                "initiative": str(one.initiative.public_id) if one.initiative else None,
            }
            for one in row.actions.all()
        ],
    }
