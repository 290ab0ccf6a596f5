"""Results of a survey and cross-tables: distributions, reasons, figures, and the gate."""

import pytest

from accounts.viewer import Viewer
from feedback.models import Missing, QuestionType
from metrics.queries import FigureError, FigureQuery, GroupBy
from metrics.queries.crosstabs import crosstab
from metrics.queries.results import survey_results
from tests.cast import viewer_of
from tests.metrics.answers import answer, answers, count_everything, make_profile, make_question, make_survey


@pytest.fixture
def survey(in_acme):
    survey = make_survey(in_acme)
    recommend = make_question(survey, "recommend")
    food = make_question(survey, "food", QuestionType.RATING, 1, 5)
    topics = make_question(survey, "topics", QuestionType.CHOICES)
    for number in range(40):
        language = "1" if number < 30 else "2" if number < 37 else "3"
        answer(
            survey,
            {
                recommend: 10 if number % 2 else 3,
                food: Missing.NOT_APPLICABLE if number % 10 == 0 else 1 + number % 5,
                topics: frozenset({"queue"}) if number < 5 else frozenset({"noise"}),
            },
            profile=make_profile(in_acme, {"language": language}),
        )
    count_everything(in_acme)
    return survey


def test_every_question_has_distribution_reasons_and_figures(survey, in_acme):
    recommend, food, topics = survey_results(survey, FigureQuery(), viewer=Viewer.command(in_acme))

    assert [step.count for step in recommend.steps] == [0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 20]
    assert [step.kind for step in recommend.steps][-3:] == ["passive", "promoter", "promoter"]
    assert [(shown.indicator.key, shown.estimate.value) for shown in recommend.figures] == [("nps", 0.0)]
    assert (food.n, food.n_missing, food.missing) == (36, 4, {"not_applicable": 4})
    assert [shown.indicator.key for shown in food.figures] == ["rating_top2", "rating_mean"]
    assert [(step.code, step.count) for step in topics.steps] == [("noise", 35), ("queue", 5)]


def test_filtered_results_of_few_are_hidden_from_those_who_may_not_open_answers(survey, in_acme, adam):
    query = FigureQuery(segments=("language:3",))

    closed = survey_results(survey, query, viewer=viewer_of(adam, in_acme))
    open_ = survey_results(survey, query, viewer=Viewer.command(in_acme))

    assert all(result.hidden and result.n is None and not result.steps for result in closed)
    assert [result.n for result in open_] == [3, 3, 3]


def test_crosstab_shows_counts_for_exactly_the_rows_that_figures_shows(survey, in_acme, adam):
    by = GroupBy.parse("segment:language")

    closed = crosstab("recommend", by, FigureQuery(), viewer=viewer_of(adam, in_acme))
    open_ = crosstab("recommend", by, FigureQuery(), viewer=Viewer.command(in_acme))

    assert [(row.figure.segment, row.counts is None) for row in closed.rows] == [
        ("language:1", True), ("language:2", True), ("language:3", True),
    ]  # fmt: skip
    assert closed.withheld
    assert [sum(row.counts) for row in open_.rows] == [30, 7, 3]
    assert open_.rows[0].shares[10] == 50.0


def test_words_cannot_be_divided(survey, in_acme):
    with pytest.raises(FigureError) as refused:
        crosstab("topics", GroupBy.parse("unit"), FigureQuery(), viewer=Viewer.command(in_acme))

    assert refused.value.code == "question_unsuitable"


def test_frontline_sees_totals_of_own_touchpoints_only(survey, in_acme, fred):
    results = survey_results(survey, FigureQuery(), viewer=viewer_of(fred, in_acme))

    assert [result.n for result in results] == [0, 0, 0]


def test_manager_sees_own_units_only_when_asking_by_unit(in_acme, tomek):
    from organisations.models import Unit

    survey = make_survey(in_acme)
    recommend = make_question(survey, "recommend")
    for code in ("north", "south"):
        answers(survey, recommend, [9] * 10, unit=Unit.objects.get(code=code))
    count_everything(in_acme)
    viewer = viewer_of(tomek, in_acme)

    rows = crosstab("recommend", GroupBy.parse("unit"), FigureQuery(), viewer=viewer).rows

    assert [row.figure.unit for row in rows] == ["north"]
    assert survey_results(survey, FigureQuery(), viewer=viewer)[0].n == 20
