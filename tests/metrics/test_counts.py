"""The counts always equal a recount from the answers."""

from contextlib import contextmanager
from datetime import date
from functools import partial

import pytest

from feedback.models import Answer, Missing, QuestionType, Recount, Response
from metrics import counts
from metrics.counts import packing, writing
from metrics.models import Count, OptionCount, Rebuild, WeightCount
from organisations.models import Organisation, Unit
from tests.metrics.answers import (
    DAY,
    NOW,
    answer,
    answers,
    count_everything,
    make_profile,
    make_question,
    make_survey,
    make_touchpoint,
)


@pytest.fixture(autouse=True, params=["the database counts", "arrays count"])
def way(request, monkeypatch):
    """Few answers are counted by the database itself, many by arrays: everything here holds for both."""
    monkeypatch.setattr(writing, "GATHERED_FROM", 1 if request.param == "arrays count" else 1_000_000)


def histogram(cell: Count) -> list[int]:
    return [getattr(cell, f"h{i}") for i in range(11)]


def test_recount_counts_each_value_from_the_lowest_of_its_scale(in_acme):
    survey = make_survey(in_acme)
    zero = make_question(survey, "recommend")
    one = make_question(survey, "wr", QuestionType.RECOMMEND_10, 1, 10)
    answer(survey, {zero: 0, one: 1})
    answer(survey, {zero: 10, one: 10})

    count_everything(in_acme)

    assert histogram(Count.objects.get(question=zero)) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert histogram(Count.objects.get(question=one)) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert not Recount.objects.exists()


def test_recount_keeps_reasons_words_numbers_and_options_apart(in_acme):
    survey = make_survey(in_acme)
    rating = make_question(survey, "food", QuestionType.RATING, 1, 5)
    words = make_question(survey, "comment", QuestionType.TEXT)
    minutes = make_question(survey, "minutes", QuestionType.NUMBER)
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    for reason in (Missing.SKIPPED, Missing.NOT_APPLICABLE, Missing.NOT_APPLICABLE, Missing.DONT_KNOW):
        answer(survey, {rating: reason})
    answer(survey, {words: "Quick and kind.", minutes: 1.5, topics: frozenset({"queue", "noise"})})
    answer(survey, {minutes: 2.5, topics: frozenset({"queue"})})

    count_everything(in_acme)

    food = Count.objects.get(question=rating)
    assert (food.skipped, food.not_applicable, food.dont_know, food.given) == (1, 2, 1, 0)
    assert Count.objects.get(question=words).given == 1
    numbers = Count.objects.get(question=minutes)
    assert (numbers.given, numbers.number_sum, numbers.number_squares) == (2, 4.0, 8.5)
    chosen = dict(OptionCount.objects.values_list("option_id", "chosen"))
    assert sorted(chosen.values()) == [1, 2]
    assert not WeightCount.objects.exists()


def test_recount_places_an_answer_by_question_then_response_and_day(in_acme):
    survey = make_survey(in_acme)
    security, shops = make_touchpoint(in_acme, "security"), make_touchpoint(in_acme, "shops")
    placed = make_question(survey, "q10safe", QuestionType.RATING, 1, 5, touchpoint=security)
    free = make_question(survey, "recommend")
    north = Unit.objects.get(code="north")
    profile = make_profile(in_acme, {"language": "1"})
    answer(survey, {placed: 5, free: 9}, day=None, touchpoint=shops, unit=north, profile=profile, source="kiosk")

    count_everything(in_acme)

    cell = Count.objects.get(question=placed)
    assert (cell.touchpoint_id, cell.unit_id, cell.profile_id, cell.channel_id) == (
        security.pk,
        north.pk,
        profile.pk,
        0,
    )
    assert (cell.day, cell.source) == (date.min, 4)
    assert Count.objects.get(question=free).touchpoint_id == shops.pk


def test_recount_takes_counted_answers_that_were_not_deleted(in_acme):
    survey = make_survey(in_acme)
    question = make_question(survey, "recommend")
    answers(survey, question, [10, 9])
    answers(survey, question, [0], counted=False, not_counted_reason="flagged")
    answers(survey, question, [1], deleted_at=NOW)

    count_everything(in_acme)

    assert histogram(Count.objects.get()) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    with_flagged = counts.live_cells(organisation=in_acme, survey_id=survey.pk)
    assert [cell["h0"] for cell in with_flagged] == [1]


def test_recount_sums_weights_of_weighted_surveys(in_acme):
    survey = make_survey(in_acme, weighted=True)
    question = make_question(survey, "recommend")
    answers(survey, question, [9, 9], weight=0.5)
    answers(survey, question, [9], weight=2.0)

    count_everything(in_acme)

    cell = WeightCount.objects.get()
    assert (cell.w9, cell.v9, cell.w8) == (3.0, 4.5, 0.0)


def test_recount_deletes_a_cell_whose_answers_went_away(in_acme):
    survey = make_survey(in_acme)
    question = make_question(survey, "recommend")
    response = answer(survey, {question: 7})
    count_everything(in_acme)
    Response.objects.filter(pk=response.pk).update(answered_on=date(2026, 6, 1))
    counts.note_days(organisation=in_acme, survey_id=survey.pk, days=[DAY, date(2026, 6, 1)])

    count_everything(in_acme)

    assert list(Count.objects.values_list("day", flat=True)) == [date(2026, 6, 1)]


def test_recount_raises_the_stamp_and_leaves_what_it_did_not_read(in_acme):
    survey = make_survey(in_acme)
    question = make_question(survey, "recommend")
    answers(survey, question, [7, 8, 9])

    first = counts.recount_noted(organisation=in_acme, now=NOW, limit=2)

    assert (first.notes, first.more, Recount.objects.count()) == (2, True, 1)
    in_acme.refresh_from_db()
    assert (in_acme.stamp, in_acme.stamped_at) == (1, NOW)


def test_rebuild_makes_the_same_counts_in_slices_and_check_finds_nothing(in_acme):
    survey = make_survey(in_acme, weighted=True)
    question = make_question(survey, "recommend")
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    for number in range(12):
        day = None if number % 5 == 0 else date(2026, 5, 1 + number)
        answer(survey, {question: number % 11, topics: frozenset({"a"})}, day=day, weight=0.1 * number)
    count_everything(in_acme)
    before = list(Count.objects.order_by("day", "question").values_list("day", "h0", "h5"))
    Count.objects.filter(day=date(2026, 5, 2)).update(h3=7)
    WeightCount.objects.filter(day=date(2026, 5, 3)).delete()
    OptionCount.objects.all().update(chosen=9)
    seen: list[tuple[int, int]] = []

    found = counts.check(organisation=in_acme)
    rebuilt = counts.rebuild(
        organisation=in_acme, now=NOW, responses_at_once=3, progress=lambda done, total: seen.append((done, total))
    )

    assert {difference.table for difference in found} == {
        f"metrics_{month}{kind}" for month in ("", "month") for kind in ("count", "weightcount", "optioncount")
    }
    assert rebuilt == 12
    assert seen[-1] == (12, 12)
    assert len(seen) > 3
    assert counts.check(organisation=in_acme) == []
    assert list(Count.objects.order_by("day", "question").values_list("day", "h0", "h5")) == before


class Steps:
    """What a rebuild does step by step; before one of them somebody else acts."""

    def __init__(self, before, act):
        self.before, self.act, self.step = before, act, 0

    @contextmanager
    def __call__(self):
        self.step += 1
        if self.step == self.before:
            self.act()
        yield


PLAN, MARK, READ, FIRST_SLICE, SECOND_SLICE = range(1, 6)


def twelve_days(organisation):
    survey = make_survey(organisation, weighted=True)
    question = make_question(survey, "recommend")
    found = [answer(survey, {question: 7}, day=date(2026, 5, 1 + number), weight=0.5) for number in range(12)]
    count_everything(organisation)
    return survey, found


@pytest.mark.parametrize("step", [PLAN, MARK, READ, FIRST_SLICE, SECOND_SLICE])
def test_rebuild_keeps_what_others_count_meanwhile(in_acme, step):
    survey, found = twelve_days(in_acme)

    def change():
        Answer.objects.filter(response=found[3]).update(value=0)
        Response.objects.filter(pk=found[9].pk).update(answered_on=None)
        counts.note_days(
            organisation=in_acme, survey_id=survey.pk, days=[found[3].answered_on, found[9].answered_on, None]
        )
        count_everything(in_acme)

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3, chunk=Steps(step, change))

    assert counts.check(organisation=in_acme) == []
    assert Count.objects.get(day=found[3].answered_on).h0 == 1
    assert not Rebuild.objects.exists()


def test_rebuild_stops_when_another_one_begins(in_acme):
    twelve_days(in_acme)
    another = partial(counts.rebuild, organisation=in_acme, now=NOW, responses_at_once=3)

    with pytest.raises(counts.Superseded):
        counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3, chunk=Steps(FIRST_SLICE, another))

    assert counts.check(organisation=in_acme) == []


def test_rebuild_after_a_killed_one_begins_anew(in_acme):
    survey, found = twelve_days(in_acme)
    Rebuild.objects.create(organisation=in_acme, survey=survey, days=[found[2].answered_on.isoformat()])
    Count.objects.update(h7=5)

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3)

    assert counts.check(organisation=in_acme) == []


def test_rebuild_writes_only_the_cells_that_differ(in_acme):
    twelve_days(in_acme)
    wrong = Count.objects.order_by("day")[4]
    Count.objects.filter(pk=wrong.pk).update(h7=5)
    before = set(Count.objects.values_list("pk", flat=True))

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3)

    assert before - set(Count.objects.values_list("pk", flat=True)) == {wrong.pk}
    assert counts.check(organisation=in_acme) == []


def test_rebuild_counts_where_numbers_would_be_too_long(in_acme, monkeypatch):
    twelve_days(in_acme)
    monkeypatch.setattr(packing, "_LARGEST", 1_000)
    Count.objects.update(h7=5)

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3)

    assert counts.check(organisation=in_acme) == []


def test_check_leaves_out_days_that_still_wait(in_acme):
    survey = make_survey(in_acme)
    question = make_question(survey, "recommend")
    answer(survey, {question: 7})

    assert counts.check(organisation=in_acme) == []
    Recount.objects.all().delete()
    assert [(found.table, found.stored_cells) for found in counts.check(organisation=in_acme)] == [
        ("metrics_responsecount", -1),
        ("metrics_count", -1),
    ]


def test_recount_stays_inside_the_organisation(in_acme, globex, scoped):
    survey = make_survey(in_acme)
    answer(survey, {make_question(survey, "recommend"): 7})
    with scoped(globex):
        foreign = make_survey(globex)
        answer(foreign, {make_question(foreign, "recommend"): 0})

    count_everything(in_acme)

    assert counts.organisations_waiting() == [globex.pk]
    assert Organisation.objects.get(pk=globex.pk).stamp == 0
    with scoped(globex):
        assert not Count.objects.exists()


@pytest.mark.parametrize("days", [[], [None], [DAY, None]])
def test_note_days_writes_one_note_a_day(in_acme, days):
    survey = make_survey(in_acme)

    counts.note_days(organisation=in_acme, survey_id=survey.pk, days=[*days, *days])

    assert Recount.objects.count() == len(days)
