"""The review after a mapping session: five answers, what is done next, and what became of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from touchpoints.models import (
    Benefit,
    BenefitVerdict,
    IdeaKind,
    Initiative,
    Journey,
    MapReview,
    MapReviewAction,
    MapReviewAnswer,
)
from touchpoints.services.ideas import propose_idea
from touchpoints.services.rights import NotYours


class ReviewIncomplete(ValueError):
    """Each of the five benefits needs an answer."""


class ActionTaken(ValueError):
    """The action has become an idea, or a change has taken it on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the session brought a benefit, with a word on it."""

    verdict: str
    note: str = ""


@transaction.atomic
def record_review(
    *,
    journey: Journey,
    title: str,
    held_on: date,
    answers: Mapping[str, Judged],
    actions: Sequence[str],
    by: Viewer,
    at: datetime,
    people: int | None = None,
) -> MapReview:
    """Keep what a session brought; it is written once and stays as it was said.

    :param answers: by benefit, each of them
    :param actions: what was agreed to be done next, in words; empty ones are passed over
    :raises NotYours: the committee and consultants review sessions
    :raises ReviewIncomplete: a benefit has no answer
    """
    _refuse_strangers(by)
    if set(answers) != set(Benefit.values):
        raise ReviewIncomplete
    organisation = journey.organisation
    review = MapReview.objects.create(
        organisation=organisation, journey=journey, title=title.strip(), held_on=held_on, people=people,
        recorded_by=by.actor, recorded_by_name=by.name, recorded_at=at,
    )  # fmt: skip
    MapReviewAnswer.objects.bulk_create(
        MapReviewAnswer(
            organisation=organisation, review=review, benefit=benefit,
            verdict=BenefitVerdict(answers[benefit].verdict), note=answers[benefit].note.strip(),
        )
        for benefit in Benefit.values
    )  # fmt: skip
    MapReviewAction.objects.bulk_create(
        MapReviewAction(organisation=organisation, review=review, text=text.strip()) for text in actions if text.strip()
    )
    enter(journey, by, "journey.reviewed")
    return review


@transaction.atomic
def propose_action(*, action: MapReviewAction, by: Viewer, at: datetime) -> None:
    """Make an idea of what was agreed, so that it is discussed and answered.

    :raises NotYours: the committee and consultants do
    :raises ActionTaken: it has become something
    """
    _refuse_taken(action, by)
    action.idea = propose_idea(
        organisation=action.organisation, title=action.text, kind=IdeaKind.IDEA, by=by, at=at, is_named=True
    )
    action.save(update_fields=["idea"])


@transaction.atomic
def give_to_change(*, action: MapReviewAction, initiative: Initiative, by: Viewer) -> None:
    """Say which change takes on what was agreed.

    :raises NotYours: the committee and consultants do
    :raises ActionTaken: it has become something
    """
    _refuse_taken(action, by)
    action.initiative = initiative
    action.save(update_fields=["initiative"])
    enter(initiative, by, "initiative.action_taken_on")


def _refuse_taken(action: MapReviewAction, by: Viewer) -> None:
    _refuse_strangers(by)
    if action.idea_id or action.initiative_id:
        raise ActionTaken


def _refuse_strangers(by: Viewer) -> None:
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
