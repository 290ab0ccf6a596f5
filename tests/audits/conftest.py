"""An engagement with two waves of a small survey, answered so that one place got better and one did not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from accounts.viewer import Viewer
from feedback.models import Question, QuestionType, Survey
from metrics import counts
from organisations.models import Organisation
from programs.models import Cycle, Engagement
from programs.services import open_engagement
from tests.cast import make_member, viewer_of
from tests.metrics.answers import answer, make_question, make_survey, make_touchpoint

CLOSED_AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class Story:
    organisation: Organisation
    engagement: Engagement
    cycle: Cycle
    first: Survey
    second: Survey
    committee: Viewer
    owner: Viewer
    clean: Question
    food: Question


def ask(survey: Survey, values: dict[Question, list[int]]) -> None:
    """So many answers, one response for each place in the lists, and the figures counted."""
    for row in zip(*values.values(), strict=True):
        answer(survey, dict(zip(values, row, strict=True)))
    counts.recount_noted(organisation=survey.organisation, now=CLOSED_AT)


@pytest.fixture
def story(in_acme: Organisation) -> Story:
    committee = viewer_of(make_member(in_acme, "Ada Committee", "committee"), in_acme)
    engagement = open_engagement(
        organisation=in_acme, slug="passengers", name={"en": "Passenger experience", "pl": "Doświadczenia pasażerów"},
        first_day=date(2026, 1, 5), vision={}, goals={}, actor=committee.actor,
    )  # fmt: skip
    first = make_survey(in_acme, "wave-1", engagement=engagement)
    second = make_survey(in_acme, "wave-2", engagement=engagement)
    clean = make_question(
        first, "clean", QuestionType.RATING, 1, 5, touchpoint=make_touchpoint(in_acme, "restrooms"),
        label={"en": "Restrooms, clean", "pl": "Toalety, czystość"},
    )  # fmt: skip
    food = make_question(
        first, "food", QuestionType.RATING, 1, 5, touchpoint=make_touchpoint(in_acme, "restaurants"),
        label={"en": "Restaurants", "pl": "Restauracje"},
    )  # fmt: skip
    ask(first, {clean: [2, 3, 4, 2] * 15, food: [3, 4, 3, 5] * 15})
    ask(second, {clean: [5, 4, 4, 5] * 15, food: [4, 3, 5, 3] * 15})
    owner = viewer_of(make_member(in_acme, "Otto Owner", "owner"), in_acme)
    cycle = engagement.cycles.get()
    return Story(in_acme, engagement, cycle, first, second, committee, owner, clean, food)


@pytest.fixture
def answered_more(story: Story) -> Callable[[], None]:
    """Later answers, which must not move what is frozen."""
    return lambda: ask(story.second, {story.clean: [1] * 40, story.food: [1] * 40})
