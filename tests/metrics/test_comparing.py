"""Two waves: difference, interval, q over all rows, verdict; unlike scales refused, unlike mixes said."""

import pytest

from accounts.viewer import Viewer
from feedback.models import QuestionType
from lib.stats.verdicts import Verdict
from metrics.queries import FigureError
from metrics.queries.comparing import compare_waves
from tests.metrics.answers import (
    answer,
    answers,
    count_everything,
    make_profile,
    make_question,
    make_scale,
    make_survey,
)


@pytest.fixture
def waves(in_acme):
    before, after = (make_survey(in_acme, code, weighted=True) for code in ("before", "after"))
    food = make_question(before, "food", QuestionType.RATING, 1, 5)
    signs = make_question(before, "signs", QuestionType.RATING, 1, 5)
    for wave, good in ((before, 20), (after, 45)):
        for number in range(60):
            answer(wave, {food: 5 if number < good else 2, signs: 4 if number % 2 else 1}, weight=1.0)
    return before, after, food, signs


def compared(organisation, **options):
    count_everything(organisation)
    return compare_waves(
        before="before", after="after", viewer=Viewer.command(organisation), indicator="rating_top2", **options
    )


def test_change_is_judged_with_all_other_rows(waves, in_acme):
    found = compared(in_acme)

    food, signs = found.rows
    assert (food.before.value, food.after.value) == (pytest.approx(100 / 3), 75.0)
    assert food.change.value == pytest.approx(125 / 3)
    assert food.change.low > 20
    assert food.change.verdict is Verdict.BETTER
    assert food.change.q == pytest.approx(2 * food.change.p)
    assert (signs.change.value, signs.change.verdict) == (0.0, Verdict.NO_DETECTABLE_CHANGE)
    assert food.weighted.value == pytest.approx(food.change.value)
    assert found.warnings == ()


def test_unlike_scales_are_refused_with_the_reason(waves, in_acme):
    _before, after, _food, signs = waves
    longer = make_scale(in_acme, 1, 7)
    from feedback.models import Answer

    Answer.objects.filter(response__survey=after, question=signs).update(scale=longer)
    found = compared(in_acme)

    signs_row = found.rows[1]
    assert (signs_row.reason, signs_row.change.verdict) == ("unlike_scales", Verdict.NOT_COMPARABLE)
    assert "1-5" in signs_row.refusal
    assert "1-7" in signs_row.refusal
    assert found.rows[0].change.q == found.rows[0].change.p


def test_question_of_one_wave_only_is_shown_without_a_change(waves, in_acme):
    before, after, *_questions = waves
    answers(after, make_question(before, "wifi", QuestionType.RATING, 1, 5), [5] * 40)

    wifi = compared(in_acme).rows[-1]

    assert (wifi.code, wifi.reason, wifi.before, wifi.after.n) == ("wifi", "asked_once", None, 40)


def test_unlike_mix_is_said_and_adjusted_for(in_acme):
    before, after = (make_survey(in_acme, code) for code in ("before", "after"))
    food = make_question(before, "food", QuestionType.RATING, 1, 5)
    # Each group is as content as before; only more of the content ones answered.
    for wave, new in ((before, 30), (after, 70)):
        for number in range(100):
            is_new = number < new
            liked = number % 10 < (8 if is_new else 3)
            answer(wave, {food: 5 if liked else 1}, profile=make_profile(in_acme, {"life": "new" if is_new else "old"}))

    found = compared(in_acme)

    (row,) = found.rows
    assert row.change.value == pytest.approx(20.0)
    assert row.adjusted.value == pytest.approx(0.0, abs=1e-9)
    assert found.adjusted_for == "life"
    assert len(found.warnings) == 1
    assert "40" in found.warnings[0]


def test_a_wave_is_not_compared_with_itself(in_acme):
    with pytest.raises(FigureError) as refused:
        compare_waves(before="a", after="a", viewer=Viewer.command(in_acme))

    assert refused.value.code == "same_survey"
