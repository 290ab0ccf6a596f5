"""After any sequence of writes the counts equal the answers exactly, and the sums of weights to 1e-9."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Answer, Missing, NotCounted, QuestionType, Response
from metrics import counts
from metrics.counts import writing
from metrics.models import Count
from organisations.models import Unit
from tests.metrics.answers import NOW, answer, count_everything, make_profile, make_question, make_survey

DAYS = [None, *(date(2026, 5, 1) + timedelta(days=n) for n in range(6))]
VALUES = st.one_of(st.integers(0, 10), st.sampled_from(list(Missing)))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "insert", "bulk", "edit", "re-date", "flag", "unflag", "erase", "count"]),
        st.integers(0, 10_000),
        VALUES,
        st.sampled_from(DAYS),
        st.floats(0.01, 9, allow_nan=False),
    ),
    min_size=5,
    max_size=30,
)


class World:
    """A weighted survey whose answers are written as the services write them: rows first, a note for each day."""

    def __init__(self, organisation):
        self.organisation = organisation
        self.survey = make_survey(
            organisation, f"wave-{uuid.uuid4().hex[:8]}", weighted=True, instrument=uuid.uuid4().hex[:8]
        )
        self.recommend = make_question(self.survey, "recommend")
        self.topics = make_question(self.survey, "topics", QuestionType.CHOICES)
        self.units = list(Unit.objects.all())
        self.profiles = [
            None,
            make_profile(organisation, {"language": "1"}),
            make_profile(organisation, {"language": "2"}),
        ]

    def note(self, *days):
        counts.note_days(organisation=self.organisation, survey_id=self.survey.pk, days=days)

    def some(self, seed):
        alive = list(Response.objects.filter(survey=self.survey, deleted_at=None).order_by("pk"))
        return alive[seed % len(alive)] if alive else None

    def insert(self, seed, value, day, weight):
        answer(
            self.survey, {self.recommend: value, self.topics: frozenset({"ab"[seed % 2]})}, day=day, weight=weight,
            unit=self.units[seed % len(self.units)], profile=self.profiles[seed % 3],
            source=["link", "kiosk"][seed % 2],
        )  # fmt: skip

    def apply(self, step, seed, value, day, weight):
        if step == "insert":
            self.insert(seed, value, day, weight)
        elif step == "bulk":
            for number in range(5):
                self.insert(seed + number, value, day, weight)
        elif step == "count":
            counts.recount_noted(organisation=self.organisation, now=NOW, limit=1 + seed % 5)
        elif found := self.some(seed):
            self.change(found, step, value, day, weight)

    def change(self, response, step, value, day, weight):
        before = response.answered_on
        if step == "edit":
            missing = value if isinstance(value, Missing) else None
            answers = Answer.objects.filter(response=response, question=self.recommend)
            answers.update(value=None if missing else value, missing=missing)
            response.weight = weight
        elif step == "re-date":
            response.answered_on = day
        elif step == "flag":
            response.counted, response.not_counted_reason = False, NotCounted.FLAGGED
        elif step == "unflag":
            response.counted, response.not_counted_reason = True, ""
        else:
            response.deleted_at = NOW
        response.save()
        self.note(before, response.answered_on)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, gathered_from=st.sampled_from([1, 1_000]))
def test_counts_equal_the_answers_after_any_sequence(in_acme, monkeypatch, steps, gathered_from):
    monkeypatch.setattr(writing, "GATHERED_FROM", gathered_from)
    world = World(in_acme)
    for step in steps:
        world.apply(*step)

    count_everything(in_acme)

    assert counts.check(organisation=in_acme) == []
    expected = Answer.objects.filter(
        question=world.recommend, value__isnull=False, response__counted=True, response__deleted_at=None
    ).count()
    cells = Count.objects.filter(question=world.recommend)
    assert sum(getattr(cell, f"h{i}") for cell in cells for i in range(11)) == expected


def test_check_sees_a_single_changed_answer(in_acme):
    world = World(in_acme)
    world.apply("bulk", 3, 9, DAYS[1], 1.5)
    count_everything(in_acme)
    first = Answer.objects.filter(question=world.recommend).order_by("pk").first()
    Answer.objects.filter(pk=first.pk).update(value=0)

    assert {found.table for found in counts.check(organisation=in_acme)} == {"metrics_count", "metrics_weightcount"}


@pytest.mark.parametrize("weight", [0.1, 1 / 3])
def test_sums_of_weights_are_equal_within_a_billionth(in_acme, weight):
    world = World(in_acme)
    for seed in range(30):
        world.apply("insert", seed, 7, DAYS[1 + seed % 2], weight)
    count_everything(in_acme)

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=4)

    assert counts.check(organisation=in_acme) == []
