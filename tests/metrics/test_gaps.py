"""The promise gap: pairs of one person, groups, weights, points, what is hidden, and the API's rows."""

from datetime import date

import pytest

from brandpromise.models import Pillar
from feedback.models import Aspect, Missing, QuestionType
from lib.stats.servqual import Word
from metrics.queries import Dimension, FigureError, FigureQuery, GroupBy, figures
from metrics.queries.gaps import gaps, surveys_with_gaps, weakest_first
from metrics.queries.lookups import Lookups
from metrics.queries.pairing import promised_questions
from tests.cast import make_key, viewer_of
from tests.metrics.answers import (
    answer,
    count_everything,
    make_profile,
    make_question,
    make_survey,
    make_touchpoint,
)


def pillar_of(organisation, code):
    return Pillar.objects.get_or_create(organisation=organisation, code=code)[0]


def ask(survey, code, pillar, aspect, touchpoint=None, *, high=5):
    """One question about a pillar."""
    kind = QuestionType.NUMBER if aspect == Aspect.POINTS else QuestionType.RATING
    return make_question(
        survey, code, kind, 1, high, pillar=pillar_of(survey.organisation, pillar), aspect=aspect, touchpoint=touchpoint
    )


class Asked:
    """A survey about two pillars: ease at the counter and in general, calm in general, with points."""

    def __init__(self, organisation, code="expectations", instrument="promise"):
        self.survey = make_survey(organisation, code, instrument=instrument, weighted=True)
        self.counter = make_touchpoint(organisation, "counter")
        self.ease_expected = ask(self.survey, "ease-e", "ease", Aspect.EXPECTED)
        self.ease = ask(self.survey, "ease-p", "ease", Aspect.EXPERIENCED)
        self.ease_counter = ask(self.survey, "ease-c", "ease", Aspect.EXPERIENCED, self.counter)
        self.calm_expected = ask(self.survey, "calm-e", "calm", Aspect.EXPECTED)
        self.calm = ask(self.survey, "calm-p", "calm", Aspect.EXPERIENCED)
        self.ease_points = ask(self.survey, "ease-points", "ease", Aspect.POINTS)
        self.calm_points = ask(self.survey, "calm-points", "calm", Aspect.POINTS)

    def person(self, ease_expected, ease, counter, calm_expected, calm, points=None, **fields):
        values = {
            self.ease_expected: ease_expected, self.ease: ease, self.ease_counter: counter,
            self.calm_expected: calm_expected, self.calm: calm,
        }  # fmt: skip
        if points:
            values |= {self.ease_points: float(points[0]), self.calm_points: float(points[1])}
        return answer(self.survey, {q: value for q, value in values.items() if value is not None}, **fields)


@pytest.fixture
def asked(in_acme):
    return Asked(in_acme)


@pytest.fixture
def kasia_sees(kasia, acme):
    return viewer_of(kasia, acme)


def by(*dimensions, **more):
    return FigureQuery(
        "promise_gap", group_by=GroupBy(dimensions, more.pop("axis", ""), more.pop("grain", None)), **more
    )


def told(rows):
    return [(row.pillar, *row.group.codes, row.n, row.value) for row in rows]


def test_a_persons_gap_is_the_mean_over_questions_then_over_pillars(asked, kasia_sees):
    # ease: (4-5, 2-5) -> -2; calm: 5-4 -> +1; the person's mean -0.5.
    asked.person(5, 4, 2, 4, 5)
    # ease: (5-5, 5-5) -> 0; calm lacks a side.
    asked.person(5, 5, 5, 4, Missing.SKIPPED)

    whole = gaps(by(), viewer=kasia_sees)
    pillars = gaps(by(), by_pillar=True, viewer=kasia_sees)

    assert told(whole) == [(None, 2, pytest.approx(-0.25))]
    assert told(pillars) == [("calm", 1, 1.0), ("ease", 2, pytest.approx(-1.0))]
    assert [row.n_missing for row in pillars] == [1, 0]


def test_points_of_each_person_weigh_the_pillars(asked, kasia_sees):
    # gaps ease -2, calm +1; points 75 and 25: (-150 + 25) / 100.
    asked.person(5, 4, 2, 4, 5, points=(75, 25))
    # no points given: left out of the weighted mean.
    asked.person(5, 1, 1, 5, 1)
    # points that make 50 together count by their proportion: gaps 0 and -1, points 30 and 20.
    asked.person(3, 3, 3, 4, 3, points=(30, 20))

    rows = gaps(by(), by_points=True, viewer=kasia_sees)

    assert [(row.n, row.value) for row in rows] == [(2, pytest.approx((-1.25 - 0.4) / 2))]


def test_touchpoints_questions_and_segments_are_told_apart(asked, kasia_sees, in_acme):
    for language, counter in (("en", 3), ("pl", 1)):
        for _person in range(6):
            asked.person(4, 4, counter, 4, 5, profile=make_profile(in_acme, {"language": language}))

    touchpoints = gaps(by(Dimension.TOUCHPOINT), by_pillar=True, viewer=kasia_sees)
    questions = gaps(by(Dimension.QUESTION), viewer=kasia_sees)
    segments = gaps(by(Dimension.SEGMENT, axis="language", touchpoints=("counter",)), by_pillar=True, viewer=kasia_sees)

    assert told(touchpoints) == [
        ("ease", "counter", 12, pytest.approx(-2.0)), ("calm", None, 12, 1.0), ("ease", None, 12, 0.0),
    ]  # fmt: skip
    assert [(row.group.codes[0], row.value) for row in questions] == [
        ("calm-p", 1.0),
        ("ease-c", -2.0),
        ("ease-p", 0.0),
    ]
    assert told(segments) == [("ease", "language:en", 6, -1.0), ("ease", "language:pl", 6, -3.0)]


def test_waves_and_months_are_told_apart_and_the_period_cuts(asked, kasia_sees):
    asked.person(4, 3, 3, 4, 4, day=date(2026, 4, 30))
    asked.person(4, 4, 4, 4, 4, day=date(2026, 5, 1))
    asked.person(4, 5, 5, 4, 5, day=None)

    months = gaps(by(grain="month"), viewer=kasia_sees)

    assert [(row.group.start, row.value) for row in months] == [(date(2026, 4, 1), -0.5), (date(2026, 5, 1), 0.0)]
    assert told(gaps(by(Dimension.SURVEY), viewer=kasia_sees)) == [(None, "expectations", 3, pytest.approx(1 / 6))]


def test_both_sides_their_shares_and_the_ceiling(asked, kasia_sees):
    for experienced in (5, 5, 4, 3, 5, 5):
        asked.person(None, None, None, 5, experienced)

    (row,) = gaps(by(), by_pillar=True, viewer=kasia_sees)

    assert (row.expected, row.experienced) == (5.0, 4.5)
    assert (row.kept.below, row.kept.met, row.kept.above) == (2, 4, 0)
    assert row.at_ceiling
    assert row.word is Word.FEW


def test_a_certain_gap_is_named_and_q_corrects_over_the_rows(asked, kasia_sees):
    for number in range(40):
        asked.person(4, 3 if number % 4 else 4, 3, 4, 4 + (number % 2) - (number % 4 == 1) - (number % 4 == 3))

    rows = gaps(by(), by_pillar=True, viewer=kasia_sees)
    words = {row.pillar: row.word for row in rows}

    assert words == {"ease": Word.SHORT, "calm": Word.MET}
    assert all(row.q >= row.p for row in rows)
    assert [row.pillar for row in weakest_first(rows)] == ["ease", "calm"]


def test_survey_weights_apply_when_asked_for(asked, kasia_sees):
    asked.person(None, None, None, 4, 3, weight=3.0)
    asked.person(None, None, None, 4, 5, weight=1.0)

    (plain,) = gaps(by(), viewer=kasia_sees)
    (weighted,) = gaps(by(weighted=True), viewer=kasia_sees)

    assert plain.value == 0.0
    assert (weighted.value, weighted.experienced) == (pytest.approx(-0.5), pytest.approx(3.5))
    assert weighted.gap.n_effective == pytest.approx(16 / 10)


def test_two_scales_are_never_one_gap(asked, in_acme, kasia_sees):
    other = make_survey(in_acme, "other", instrument="other")
    expected = ask(other, "x-e", "ease", Aspect.EXPECTED, high=7)
    experienced = ask(other, "x-p", "ease", Aspect.EXPERIENCED, high=7)
    answer(other, {expected: 7, experienced: 5})
    asked.person(4, 3, None, None, None)

    rows = gaps(by(), by_pillar=True, viewer=kasia_sees)

    assert [(str(row.scale), row.n, row.value) for row in rows] == [("1-5", 1, -1.0), ("1-7", 1, -2.0)]


def test_answers_left_out_and_samples_do_not_count_unasked(asked, in_acme, kasia_sees):
    asked.person(4, 4, 4, 4, 4)
    asked.person(4, 1, 1, 4, 1, counted=False, not_counted_reason="flagged")
    sample = make_survey(in_acme, "sample", instrument="promise", is_sample=True)
    answer(sample, {asked.ease_expected: 5, asked.ease: 1})

    assert [(row.n, row.value) for row in gaps(by(), viewer=kasia_sees)] == [(1, 0.0)]
    assert [(row.n, row.value) for row in gaps(by(surveys=("sample",)), viewer=kasia_sees)] == [(1, -4.0)]
    assert [row.n for row in gaps(by(flagged=True), viewer=kasia_sees)] == [2]
    asking = surveys_with_gaps(promised_questions(), lookups=Lookups())
    assert [survey.code for survey in asking] == ["expectations", "sample"]


def test_expectations_are_never_put_together_with_experiences(asked, kasia_sees):
    asked.person(5, 1, 2, 5, 1)
    count_everything(asked.survey.organisation)
    query = FigureQuery("rating_mean", group_by=GroupBy((Dimension.QUESTION,)))

    assert [row.question for row in figures(query, viewer=kasia_sees)] == ["calm-p", "ease-c", "ease-p"]


def test_small_parts_are_hidden_from_keys_and_seen_by_who_may_open_answers(asked, in_acme, acme, kasia, adam):
    for language, people in (("en", 9), ("es", 10), ("pl", 8), ("de", 3)):
        for _person in range(people):
            asked.person(None, None, None, 4, 3, profile=make_profile(in_acme, {"language": language}))
    query = by(Dimension.SEGMENT, axis="language")

    seen = gaps(query, viewer=viewer_of(kasia, acme))
    gated = gaps(query, by_pillar=True, viewer=viewer_of(adam, acme))

    assert [row.n for row in seen] == [3, 9, 10, 8]
    assert [(row.group.codes[0], row.n, row.value, row.hidden) for row in gated] == [
        ("language:en", 9, -1.0, False), ("language:es", 10, -1.0, False), ("language:de", None, None, True),
        ("language:pl", None, None, True),
    ]  # fmt: skip
    assert [(row.p, row.kept, row.expected) for row in gated if row.hidden] == [(None, None, None)] * 2


def test_rows_of_the_api(asked, acme, client):
    for _person in range(6):
        asked.person(5, 4, 2, 4, 5)
    key = {"Authorization": f"Bearer {make_key(acme, 'nps:read')}"}

    body = client.get("/api/v1/metrics/?indicator=promise_gap&group_by=touchpoint&pillar=ease", headers=key).json()
    whole = client.get("/api/v1/metrics/?indicator=promise_gap", headers=key).json()["results"][0]
    listed = client.get("/api/v1/indicators/", headers=key).json()["results"][-1]

    assert [(row["touchpoint"], row["n"], row["value"], row["scale"]) for row in body["results"]] == [
        ("counter", 6, -3.0, "1-5"), (None, 6, -1.0, "1-5"),
    ]  # fmt: skip
    assert (whole["n"], whole["value"], whole["ci_low"]) == (6, pytest.approx(-0.5), pytest.approx(-0.5))
    assert whole["promoters"] is None
    assert (listed["key"], listed["unit"], listed["direction"]) == ("promise_gap", "score", "higher")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("indicator=promise_gap&pillar=mars", "unknown_value"),
        ("indicator=nps&pillar=ease", "pillar_unsuitable"),
        ("indicator=promise_gap&touchpoint=mars", "unknown_value"),
    ],
)
def test_what_cannot_be_asked_is_said(asked, acme, client, address, code):
    key = {"Authorization": f"Bearer {make_key(acme, 'nps:read')}"}

    refused = client.get(f"/api/v1/metrics/?{address}", headers=key)

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, code)


def test_nobody_asked_gives_one_empty_row(in_acme, kasia_sees):
    (row,) = gaps(by(), viewer=kasia_sees)

    assert (row.n, row.value, row.word) == (0, None, Word.FEW)
    with pytest.raises(FigureError):
        gaps(by(pillars=("mars",)), viewer=kasia_sees)


def test_one_question_to_the_database_however_many_answered(asked, kasia_sees, django_assert_num_queries):
    asked.person(4, 3, 3, 4, 4)
    lookups, promised = Lookups(), promised_questions()
    gaps(by(Dimension.TOUCHPOINT), by_pillar=True, viewer=kasia_sees, lookups=lookups, promised=promised)
    for _person in range(5):
        asked.person(4, 3, 5, 4, 4)

    with django_assert_num_queries(1):
        gaps(by(Dimension.TOUCHPOINT), by_pillar=True, viewer=kasia_sees, lookups=lookups, promised=promised)
