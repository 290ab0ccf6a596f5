"""Cells of whole months are the sums of their days at any moment, and windows read from both are what was answered."""

import uuid
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Answer, QuestionType, Response
from lib.periods import Grain, Period
from metrics import counts
from metrics.counts import months, received, writing
from metrics.counts.reading import COUNTS, WEIGHT_COUNTS, Cut, added_up, added_up_with_weights, stretches
from metrics.counts.statements import HISTOGRAM, KEY, SQUARES, TABLES, WEIGHTS, Days
from metrics.models import Count, MonthCount, MonthOptionCount, MonthWeightCount, ResponseCount
from metrics.queries import FigureQuery, GroupBy, figures, one_figure
from metrics.queries.received import received_by
from tests.cast import viewer_of
from tests.metrics.answers import NOW, answer, count_everything, make_profile, make_question, make_survey

FIRST, LAST = date(2025, 11, 20), date(2026, 3, 10)
SPAN = [None, *(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))]
ENDS = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
FILLINGS = st.lists(
    st.tuples(st.sampled_from(SPAN), st.integers(0, 10), st.sampled_from([0.5, 1.0, 2.25]), st.integers(0, 2)),
    min_size=1, max_size=12,
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.sampled_from(["edit", "re-date", "erase"]), st.integers(0, 99), st.sampled_from(SPAN)), max_size=6
)


def rows_of(model):
    """Every stored row without its primary key, in order."""
    names = [field.attname for field in model._meta.fields if field.attname != "id"]
    return sorted(model.objects.values_list(*names))


def store(organisation, fillings):
    """A weighted survey with these answers."""
    survey = make_survey(organisation, uuid.uuid4().hex[:8], weighted=True, instrument=uuid.uuid4().hex[:8])
    question = make_question(survey, "recommend")
    profiles = [None, make_profile(organisation, {"kind": "a"}), make_profile(organisation, {"kind": "b"})]
    for day, value, weight, profile in fillings:
        answer(survey, {question: value}, day=day, weight=weight, profile=profiles[profile])
    return survey, question


def change(organisation, survey, step, seed, day):
    """What services do to a stored answer: the rows first, then a note for each day."""
    alive = list(Response.objects.filter(survey=survey, deleted_at=None).order_by("pk"))
    if not alive:
        return
    response = alive[seed % len(alive)]
    before = response.answered_on
    if step == "edit":
        Answer.objects.filter(response=response).update(value=seed % 11)
    elif step == "re-date":
        response.answered_on = day
    else:
        response.deleted_at = NOW
    response.save()
    counts.note_days(organisation=organisation, survey_id=survey.pk, days=[before, response.answered_on])


def raw_sums(survey, window):
    """The same question put to the answers: value → number, sum of weights, sum of their squares."""
    found = {}
    rows = Answer.objects.filter(response__survey=survey, response__deleted_at=None, response__counted=True)
    if window:
        rows = rows.filter(response__answered_on__range=window)
    for value, weight in rows.values_list("value", "response__weight"):
        n, w, v = found.get(value, (0, 0.0, 0.0))
        found[value] = n + 1, w + weight, v + weight**2
    return found


def stored_sums(survey, question, window):
    cut = Cut(
        organisation_id=survey.organisation_id, questions=[({survey.pk}, {question.pk})],
        first=window and window[0], last=window and window[1],
    )  # fmt: skip
    rows = added_up_with_weights(cut, keys=("survey_id",), counts=HISTOGRAM, weights=(*WEIGHTS, *SQUARES))
    assert len(rows) <= 1
    return {
        value: (row[f"h{value}"], pytest.approx(row[f"w{value}"]), pytest.approx(row[f"v{value}"]))
        for row in rows for value in range(11) if row[f"h{value}"]
    }  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fillings=FILLINGS, edits=EDITS, ends=st.lists(st.tuples(ENDS, ENDS), min_size=3, max_size=3),
    gathered_from=st.sampled_from([1, 1_000]), few=st.sampled_from([0, 300]),
)  # fmt: skip
def test_windows_read_from_months_and_days_are_what_was_answered(
    in_acme, monkeypatch, fillings, edits, ends, gathered_from, few
):
    monkeypatch.setattr(writing, "GATHERED_FROM", gathered_from)
    monkeypatch.setattr(months, "FEW_CELLS", few)
    survey, question = store(in_acme, fillings)
    count_everything(in_acme)
    for edit in edits:
        change(in_acme, survey, *edit)
        count_everything(in_acme)

    for window in (None, *(tuple(sorted(pair)) for pair in ends)):
        assert stored_sums(survey, question, window) == raw_sums(survey, window)
    assert counts.check(organisation=in_acme) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, [(True, None, None)]),
        (date(2026, 2, 1), date(2026, 2, 28), [(True, date(2026, 2, 1), date(2026, 2, 28))]),
        (date(2026, 2, 2), date(2026, 2, 28), [(False, date(2026, 2, 2), date(2026, 2, 28))]),
        (date(2026, 1, 31), date(2026, 2, 27), [(False, date(2026, 1, 31), date(2026, 2, 27))]),
        (
            date(2025, 12, 31), date(2026, 3, 1),
            [
                (False, date(2025, 12, 31), date(2025, 12, 31)),
                (True, date(2026, 1, 1), date(2026, 2, 28)),
                (False, date(2026, 3, 1), date(2026, 3, 1)),
            ],
        ),
        (None, date(2026, 1, 2), [(True, None, date(2025, 12, 31)), (False, date(2026, 1, 1), date(2026, 1, 2))]),
    ],
)  # fmt: skip
def test_stretches_are_edge_days_and_the_whole_months_between(first, last, expected):
    assert [(s.of_months, s.first, s.last) for s in stretches(first, last)] == expected


@given(first=ENDS, last=ENDS)
def test_stretches_hold_every_day_of_the_window_once(first, last):
    first, last = min(first, last), max(first, last)
    found = stretches(first, last)

    days = [part.first + timedelta(days=n) for part in found for n in range((part.last - part.first).days + 1)]
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert all(part.first.day == 1 and (part.last + timedelta(days=1)).day == 1 for part in found if part.of_months)


def test_all_time_reads_no_day_cell(in_acme):
    survey, question = store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0), (None, 3, 1.0, 0)])
    count_everything(in_acme)
    Count.objects.all().delete()

    assert stored_sums(survey, question, None).keys() == {3, 9}


def test_figures_by_week_are_told_by_days_and_by_month_of_months(in_acme, ada):
    survey, _question = store(in_acme, [(date(2026, 1, 29), 9, 1.0, 0), (date(2026, 2, 2), 0, 1.0, 0)])
    count_everything(in_acme)
    ask = FigureQuery(surveys=(survey.code,), period=Period(date(2026, 1, 1), date(2026, 2, 28)))
    viewer = viewer_of(ada, in_acme)

    def starts(grain):
        rows = figures(FigureQuery(**{**_fields(ask), "group_by": GroupBy(grain=grain)}), viewer=viewer)
        return [(row.period_start, row.n) for row in rows]

    assert starts(Grain.WEEK) == [(date(2026, 1, 26), 1), (date(2026, 2, 2), 1)]
    assert starts(Grain.MONTH) == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 1)]
    assert one_figure(ask, viewer=viewer).n == 2


def _fields(query):
    return {name: getattr(query, name) for name in query.__slots__}


def test_check_tells_a_month_that_is_not_the_sum_of_its_days(in_acme):
    store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0)])
    count_everything(in_acme)
    MonthCount.objects.update(h9=2)
    MonthWeightCount.objects.all().delete()

    found = {(row.table, str(row.key["day"]), row.stored_cells) for row in counts.check(organisation=in_acme)}

    assert found == {("metrics_monthcount", "2026-01-01", 0), ("metrics_monthweightcount", "2026-01-01", -1)}


def test_recount_of_a_day_writes_no_month_where_nothing_changed(in_acme):
    survey, _question = store(in_acme, [(date(2026, 1, day), day % 11, 1.0, 0) for day in range(1, 20)])
    count_everything(in_acme)
    before = set(MonthCount.objects.values_list("pk", flat=True))
    counts.note_days(organisation=in_acme, survey_id=survey.pk, days=[date(2026, 1, 3)])
    count_everything(in_acme)

    assert set(MonthCount.objects.values_list("pk", flat=True)) == before


def test_rebuild_puts_months_right(in_acme):
    store(in_acme, [(day, 7, 0.1, 0) for day in SPAN[::9]])
    count_everything(in_acme)
    MonthCount.objects.filter(day=date(2026, 1, 1)).update(h7=99)
    MonthWeightCount.objects.filter(day=date(2026, 2, 1)).delete()

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=3)

    assert counts.check(organisation=in_acme) == []


def test_months_of_options_and_of_a_survey_without_weights_any_more(in_acme):
    survey, _question = store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0)])
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    answer(survey, {topics: frozenset({"a", "b"})}, day=date(2026, 1, 6))
    count_everything(in_acme)
    assert sorted(MonthOptionCount.objects.values_list("day", "chosen")) == [(date(2026, 1, 1), 1)] * 2
    type(survey).objects.filter(pk=survey.pk).update(weighted=False)
    counts.note_days(organisation=in_acme, survey_id=survey.pk, days=[date(2026, 1, 5), date(2026, 1, 6)])

    count_everything(in_acme)

    assert not MonthWeightCount.objects.exists()
    assert counts.check(organisation=in_acme) == []


def test_ranges_join_months_that_follow_each_other():
    days = Days(single=(date(2025, 12, 9), date(2026, 1, 2), date(2026, 1, 31), date(2026, 5, 1)))

    assert months.ranges(days) == [
        (date(2025, 12, 1), date(2026, 2, 1)),
        (date(2026, 5, 1), date(2026, 6, 1)),
    ]
    assert months.ranges(Days(first=date(2026, 1, 9), last=date(2026, 2, 1), unknown=True)) == [
        (date(1, 1, 1), date(1, 2, 1)),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ]


def test_migration_adds_up_the_days_that_are_counted_already(in_acme):
    survey, _question = store(in_acme, [(day, n % 11, 0.3, n % 3) for n, day in enumerate(SPAN[::4])])
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    answer(survey, {topics: frozenset({"a", "b"})}, day=date(2026, 1, 6))
    count_everything(in_acme)
    models = (MonthCount, MonthWeightCount, MonthOptionCount)
    before = [rows_of(model) for model in models]
    for model in models:
        model.objects.all().delete()

    import_module("metrics.migrations.0003_cells_of_months").add_up(apps, SimpleNamespace(connection=connection))

    assert [[row[: len(KEY)] for row in rows_of(model)] for model in models] == [
        [row[: len(KEY)] for row in rows] for rows in before
    ]
    assert counts.check(organisation=in_acme) == []


def test_tables_of_months_have_the_columns_of_the_tables_of_days():
    assert {table.months for table in TABLES} == {
        model._meta.db_table for model in (MonthCount, MonthWeightCount, MonthOptionCount)
    }
    for table in (COUNTS, WEIGHT_COUNTS):
        assert table.of_months.columns == table.columns


def test_rows_of_options_are_read_together_over_months_and_days(in_acme):
    survey, _question = store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0)])
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    for day in (date(2026, 1, 31), date(2026, 2, 7), date(2026, 3, 1)):
        answer(survey, {topics: frozenset({"a"})}, day=day)
    count_everything(in_acme)
    cut = Cut(
        organisation_id=in_acme.pk, questions=[({survey.pk}, {topics.pk})],
        first=date(2026, 1, 31), last=date(2026, 3, 1),
    )  # fmt: skip

    found = added_up(cut, keys=("option_id",), columns=("chosen",), table=TABLES[2])

    assert [row["chosen"] for row in found] == [3]


def test_responses_are_counted_by_day_and_told_at_once_where_a_day_waits(in_acme):
    survey, question = store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0), (date(2026, 1, 5), 3, 1.0, 0), (None, 3, 1.0, 0)])
    assert received_by(survey) == (3, NOW)
    count_everything(in_acme)
    assert sorted(ResponseCount.objects.values_list("day", "responses")) == [(date(1, 1, 1), 1), (date(2026, 1, 5), 2)]
    later = NOW + timedelta(minutes=5)
    erased = answer(survey, {question: 7}, day=date(2026, 1, 6), received_at=later)

    assert received_by(survey) == (4, later)

    change(in_acme, survey, "erase", 3, None)
    assert Response.objects.get(pk=erased.pk).deleted_at == NOW
    assert received_by(survey) == (3, NOW)
    count_everything(in_acme)
    assert received_by(survey) == (3, NOW)
    assert counts.check(organisation=in_acme) == []


def test_responses_of_many_are_counted_as_those_of_few(in_acme):
    days = (None, None, date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 6))
    survey, question = store(in_acme, [(day, 7, 1.0, 0) for day in days])
    store(in_acme, [(date(2026, 1, 5), 7, 1.0, 0)])
    answer(survey, {question: 7}, day=date(2026, 1, 5), received_at=NOW + timedelta(minutes=5))
    for seed in (2, 3):  # one of two on the fifth, and the only one on the sixth
        change(in_acme, survey, "erase", seed, None)
    which = {
        "organisation_id": in_acme.pk, "survey_id": survey.pk,
        "days": Days(first=date(2026, 1, 1), last=date(2026, 2, 1), unknown=True),
    }  # fmt: skip
    received.count_received(**which)
    few = rows_of(ResponseCount)

    received.put_received(received.read_received(**which), **which)

    assert rows_of(ResponseCount) == few
    assert [row[1:] for row in few] == [
        (survey.pk, date(1, 1, 1), 2, NOW),
        (survey.pk, date(2026, 1, 5), 2, NOW + timedelta(minutes=5)),
    ]


@pytest.mark.parametrize("responses_at_once", [2, 1_000])
def test_rebuild_mends_months_of_which_no_day_is_wrong(in_acme, monkeypatch, responses_at_once):
    monkeypatch.setattr(writing, "GATHERED_FROM", 1)
    days = (None, *(date(2026, 1, 20) + timedelta(days=5 * n) for n in range(9)))
    store(in_acme, [(day, 7, 1.0, 0) for day in days])
    count_everything(in_acme)
    right = rows_of(MonthCount)
    MonthCount.objects.filter(day=date(2026, 1, 1)).update(h7=90)
    MonthCount.objects.filter(day=date(2026, 2, 1)).delete()
    MonthCount.objects.filter(day=date(1, 1, 1)).update(channel_id=4)

    counts.rebuild(organisation=in_acme, now=NOW, responses_at_once=responses_at_once)

    assert rows_of(MonthCount) == right
    assert counts.check(organisation=in_acme) == []


def test_check_tells_a_day_whose_responses_are_counted_wrong(in_acme):
    store(in_acme, [(date(2026, 1, 5), 9, 1.0, 0)])
    count_everything(in_acme)
    ResponseCount.objects.update(responses=2)

    assert [(row.table, row.stored_cells) for row in counts.check(organisation=in_acme)] == [
        ("metrics_responsecount", 0)
    ]


def test_migration_counts_the_responses_of_each_day(in_acme):
    store(in_acme, [(day, 7, 1.0, 0) for day in (None, date(2026, 1, 5), date(2026, 1, 5))])
    count_everything(in_acme)
    before = rows_of(ResponseCount)
    ResponseCount.objects.all().delete()

    import_module("metrics.migrations.0004_responses_of_days").count(apps, SimpleNamespace(connection=connection))

    assert rows_of(ResponseCount) == before
