"""Reading journeys, touchpoints and approved scripts by key."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, YES_NO, object_of, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from programs.queries import engagements_of
from touchpoints.mapping.words import truth_of
from touchpoints.models import Control, Need, Placement, Script, ScriptStep, Touchpoint, VersionState
from touchpoints.queries import current_maps, touchpoints_of
from touchpoints.queries.scripts import with_parts

_PLACEMENT = {
    "engagement": TEXT,
    "journey": TEXT,
    "journey_name": LOCAL,
    "stage": TEXT,
    "stage_name": LOCAL,
    "need": one_of(Need.values),
    "stage_position": WHOLE,
    "touchpoint": TEXT,
    "channel": or_null(TEXT),
    "position": WHOLE,
    "moment_of_truth": one_of(["yes", "hypothesis", "no"]),
}


class Journeys(ApiView):
    """Journeys as flat rows: one for each touchpoint at its place."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("journeys_list", "Journeys: touchpoints at their places", "programme", _PLACEMENT)
    def get(self, request: Request) -> HttpResponse:
        seen = engagements_of(viewer=self.viewer)
        drawn = current_maps().filter(journey__engagement__in=seen)
        placements = Placement.objects.filter(stage__map__in=drawn, touchpoint__archived_at=None)
        placements = placements.select_related("stage__map__journey__engagement", "touchpoint", "channel")
        return answer_page(request, placements, _placement)


def _placement(row: Placement) -> dict[str, Any]:
    stage, journey = row.stage, row.stage.journey
    return {
        "engagement": journey.engagement.slug,
        "journey": journey.code,
        "journey_name": journey.name,
        "stage": stage.code,
        "stage_name": stage.name,
        "need": str(stage.need),
        "stage_position": stage.position,
        "touchpoint": row.touchpoint.code,
        "channel": row.channel.code if row.channel else None,
        "position": row.position,
        "moment_of_truth": truth_of(row.is_moment_of_truth, row.is_hypothesis) or "no",
    }


_TOUCHPOINT = {
    "id": ID,
    "code": TEXT,
    "name": LOCAL,
    "description": LOCAL,
    "control": one_of(Control.values),
    "depends_on": LOCAL,
    "has_owner": YES_NO,
    "position": WHOLE,
}


class Touchpoints(ApiView):
    """The organisation's touchpoints. Who owns one is not told by key."""

    needs = {"GET": (Can.READ_PROGRAMME, Can.READ_FIGURES)}

    @listed("touchpoints_list", "Touchpoints", "programme", _TOUCHPOINT)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, touchpoints_of(viewer=self.viewer), _touchpoint)


def _touchpoint(row: Touchpoint) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "code": row.code,
        "name": row.name,
        "description": row.description,
        "control": str(row.control),
        "depends_on": row.depends_on,
        "has_owner": row.owner_id is not None,
        "position": row.position,
    }


_BRANCH = object_of({"when": LOCAL, "then": LOCAL, "contact": or_null(WHOLE)})
_STEP = object_of({"act": LOCAL, "say": LOCAL, "avoid": LOCAL, "branches": several(_BRANCH)})
_CONTACT = object_of({"name": LOCAL, "phone": TEXT, "hours": LOCAL})
_PASSAGE = object_of({"text": LOCAL, "basis": TEXT, "vetted_by": TEXT, "valid_until": or_null(DAY)})
_SCRIPT = {
    "id": ID,
    "touchpoint": TEXT,
    "version": WHOLE,
    "title": LOCAL,
    "escalation": LOCAL,
    "approved_on": or_null(DAY),
    "expires_on": or_null(DAY),
    "steps": several(_STEP),
    "contacts": several(_CONTACT),
    "passages": several(_PASSAGE),
}


class Scripts(ApiView):
    """The approved script of every touchpoint that has one."""

    needs = {"GET": (Can.READ_SCRIPTS,)}

    @listed("scripts_list", "Approved scripts", "programme", _SCRIPT)
    def get(self, request: Request) -> HttpResponse:
        approved = Script.objects.filter(state=VersionState.APPROVED, touchpoint__in=touchpoints_of(viewer=self.viewer))
        return answer_page(request, with_parts(approved.select_related("touchpoint")), _script)


def _script(row: Script) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "touchpoint": row.touchpoint.code,
        "version": row.number,
        "title": row.title,
        "escalation": row.escalation,
        "approved_on": row.approved_at.date() if row.approved_at else None,
        "expires_on": row.expires_on,
        "steps": [_step(step) for step in row.steps.all()],
        "contacts": [{"name": one.name, "phone": one.phone, "hours": one.hours} for one in row.contacts.all()],
        "passages": [
            {"text": one.text, "basis": one.basis, "vetted_by": one.vetted_by, "valid_until": one.valid_until}
            for one in row.passages.all()
        ],
    }


def _step(step: ScriptStep) -> dict[str, Any]:
    """A step; the contact of a harder case is named by its place in the script's list, from 1."""
    branches = [
        {"when": one.when, "then": one.then, "contact": one.contact.position if one.contact else None}
        for one in step.branches.all()
    ]
    return {"act": step.act, "say": step.say, "avoid": step.avoid, "branches": branches}
