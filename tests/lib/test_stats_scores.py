"""Satisfaction, effort, smileys, shares, means and rounding, with worked numbers."""

import pytest

from lib.stats.errors import BadCounts, UnsuitableScale
from lib.stats.estimates import Interval, Method
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram
from lib.stats.means import moments
from lib.stats.proportions import Share, newcombe, two_share_z, wilson
from lib.stats.rounding import round_half_away
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ONE_TO_THREE, Scale
from lib.stats.scores import (
    CES1_MEAN,
    CES_AGREE,
    CES_MEAN,
    CSAT_TOP2,
    RATING_BOTTOM2,
    RATING_MEAN,
    RATING_TOP2,
    SCORES,
    SMILEY_INDEX,
    SMILEY_NET,
    NetEasyGrouping,
    net_easy_score,
)
from tests.lib.published import ORACLES


def test_wilson_gives_the_published_interval():
    oracle = ORACLES["wilson"][0]
    found = wilson(Share(oracle["x"], oracle["n"]))

    assert [found.low, found.high] == pytest.approx(oracle["ci95"], abs=oracle["tol"])


@pytest.mark.parametrize(
    ("first", "second", "interval"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((52, 100), (32, 100), (0.0632, 0.3266)),
    ],
)
def test_newcombe_gives_the_published_intervals(first, second, interval):
    found = newcombe(Share(*first), Share(*second))

    assert [found.low, found.high] == pytest.approx(interval, abs=5e-5)


def test_none_and_all_of_n_keep_a_width_on_one_side():
    assert wilson(Share(0, 10)).low == 0 < wilson(Share(0, 10)).high
    assert wilson(Share(10, 10)).high == 1 > wilson(Share(10, 10)).low


def test_shares_of_nothing_are_unknown():
    assert Share(0, 0).value is None
    assert wilson(Share(0, 0)) is None
    assert newcombe(Share(0, 0), Share(1, 2)) is None
    assert two_share_z(Share(0, 0), Share(1, 2)) is None


def test_equal_shares_of_one_kind_do_not_differ():
    assert two_share_z(Share(5, 5), Share(9, 9)) == (0.0, 1.0)


def test_more_hits_than_answers_are_refused():
    with pytest.raises(BadCounts):
        Share(3, 2)


EFFORT = Histogram(ONE_TO_SEVEN, tuple(ORACLES["ces"][0]["counts_1_to_7"]))


def test_effort_gives_the_published_figures():
    oracle = ORACLES["ces"][0]

    assert estimate(CES_MEAN, EFFORT).value == pytest.approx(oracle["mean"])
    six = net_easy_score(NetEasyGrouping.SIX_SEVEN)
    assert estimate(six, EFFORT).value == pytest.approx(oracle["net_easy_6_7_minus_1_3"])
    assert estimate(net_easy_score(NetEasyGrouping.FIVE_TO_SEVEN), EFFORT).value == pytest.approx(46 - 43)
    assert estimate(CES_AGREE, EFFORT).value == pytest.approx(46)


def test_the_two_versions_of_effort_are_never_mixed():
    assert not CES1_MEAN.higher_is_better
    with pytest.raises(UnsuitableScale):
        estimate(CES1_MEAN, EFFORT)
    with pytest.raises(UnsuitableScale):
        estimate(CES_MEAN, Histogram(ONE_TO_FIVE, (1, 1, 1, 1, 1)))


def test_smileys_give_index_and_net_with_the_same_information():
    clicks = Histogram(ONE_TO_THREE, (20, 30, 50))
    index, net = estimate(SMILEY_INDEX, clicks), estimate(SMILEY_NET, clicks)

    assert (index.value, net.value) == (65, 30)
    assert net.std_error == pytest.approx(7.81, abs=0.005)
    assert index.std_error == pytest.approx(net.std_error / 2)
    assert [index.low, index.high] == pytest.approx([50 + net.low / 2, 50 + net.high / 2])


def test_smileys_fit_any_scale_of_three_and_no_other():
    assert estimate(SMILEY_NET, Histogram(Scale(0, 2), (0, 0, 4))).value == 100
    with pytest.raises(UnsuitableScale):
        estimate(SMILEY_NET, Histogram(ONE_TO_FIVE, (1, 1, 1, 1, 1)))


def test_rating_shares_count_the_two_outer_values():
    answers = Histogram(ONE_TO_FIVE, (1, 2, 3, 4, 10))

    assert estimate(RATING_TOP2, answers).value == pytest.approx(70)
    assert estimate(RATING_BOTTOM2, answers).value == pytest.approx(15)
    assert estimate(RATING_MEAN, answers).value == pytest.approx((1 + 4 + 9 + 16 + 50) / 20)
    assert estimate(CSAT_TOP2, answers).method is Method.WILSON


def test_top_two_of_ten_are_nine_and_ten():
    assert estimate(RATING_TOP2, Histogram(ONE_TO_TEN, (0,) * 7 + (1, 1, 2))).value == pytest.approx(75)


@pytest.mark.parametrize("key", SCORES)
def test_score_of_no_answers_is_empty_and_not_zero(key):
    score = SCORES[key]
    scale = next(s for s in (ONE_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_THREE) if score.fits(s))
    figure = estimate(score, Histogram(scale, (0,) * scale.steps))

    assert (figure.n, figure.value, figure.std_error, figure.low, figure.high) == (0, None, None, None, None)


def test_mean_of_one_answer_has_no_error_and_of_equal_answers_no_width():
    one = estimate(RATING_MEAN, Histogram(ONE_TO_FIVE, (0, 0, 1, 0, 0)))
    alike = estimate(RATING_MEAN, Histogram(ONE_TO_FIVE, (0, 0, 9, 0, 0)))

    assert (one.value, one.std_error, one.low) == (3, None, None)
    assert (alike.value, alike.low, alike.high) == (3, 3, 3)


def test_interval_of_a_mean_stays_on_the_scale():
    figure = estimate(RATING_MEAN, Histogram(ONE_TO_FIVE, (0, 0, 0, 1, 3)))

    assert figure.high == 5
    assert 1 <= figure.low < figure.value


def test_moments_use_the_sample_variance():
    found = moments([1, 2, 3], [1, 1, 1])

    assert (found.mean, found.variance, found.sd) == (2, 1, 1)
    with pytest.raises(BadCounts):
        moments([1], [1, 2])


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (2.5, 0, 3), (-2.5, 0, -3), (0.5, 0, 1), (-0.4, 0, 0), (39.85, 1, 39.9), (-39.85, 1, -39.9),
        (39.85 - 37.35, 0, 3), (1e-17, 0, 0), (99.96, 1, 100), (1.005, 2, 1.01),
    ],
)  # fmt: skip
def test_rounding_takes_halves_away_from_zero(value, digits, shown):
    found = round_half_away(value, digits)

    assert found == shown
    assert str(found) != "-0.0"


def test_rounding_leaves_nothing_alone():
    assert round_half_away(None) is None


def test_interval_clips_and_contains():
    assert Interval(-3, 3).clipped(0, 1) == Interval(0, 1)
    assert 0 in Interval(-3, 3)
    assert 4 not in Interval(-3, 3)
