"""What must hold for all counts (hypothesis makes them up)."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram, WeightedHistogram
from lib.stats.multiple import q_values
from lib.stats.nps import Classes, adjusted_wald, classify, nps, nps_std_error, nps_value
from lib.stats.rounding import round_half_away
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_THREE, ZERO_TO_TEN
from lib.stats.scores import CSAT_TOP2, NPS, RATING_MEAN, SMILEY_INDEX, SMILEY_NET

count = st.integers(0, 5_000)
three_classes = st.builds(Classes, count, count, count).filter(lambda classes: classes.n)
scores = st.lists(st.integers(0, 10), min_size=1, max_size=60)
ratings = st.lists(st.tuples(st.integers(1, 5), st.floats(0.01, 100)), min_size=2, max_size=40)


def plus(classes, promoters=0, passives=0, detractors=0):
    return Classes(classes.promoters + promoters, classes.passives + passives, classes.detractors + detractors)


@given(three_classes)
def test_nps_and_its_interval_stay_in_range(classes):
    figure = nps(classes)

    assert -100 <= figure.value <= 100
    assert -100 <= figure.low <= figure.centre <= figure.high <= 100
    assert figure.low < figure.high
    assert figure.low <= figure.value <= figure.high


@given(three_classes)
def test_another_passive_moves_nps_toward_zero(classes):
    assert abs(nps_value(plus(classes, passives=1))) <= abs(nps_value(classes))


@given(three_classes)
def test_another_promoter_raises_and_another_detractor_lowers_nps(classes):
    assert nps_value(plus(classes, detractors=1)) <= nps_value(classes) <= nps_value(plus(classes, promoters=1))


@given(three_classes)
def test_doubling_keeps_nps_and_divides_the_error_by_root_two(classes):
    doubled = plus(classes, classes.promoters, classes.passives, classes.detractors)

    assert nps_value(doubled) == pytest.approx(nps_value(classes))
    assert nps_std_error(doubled) == pytest.approx(nps_std_error(classes) / math.sqrt(2))


@given(three_classes)
def test_swapping_promoters_and_detractors_mirrors_everything(classes):
    mirrored = Classes(classes.detractors, classes.passives, classes.promoters)

    assert nps_value(mirrored) == -nps_value(classes)
    assert adjusted_wald(mirrored).low == pytest.approx(-adjusted_wald(classes).high)


@given(three_classes, three_classes)
def test_merging_groups_gives_the_n_weighted_mean_of_their_nps(first, second):
    merged = plus(first, second.promoters, second.passives, second.detractors)

    expected = (first.n * nps_value(first) + second.n * nps_value(second)) / (first.n + second.n)
    assert nps_value(merged) == pytest.approx(expected, abs=1e-9)


@given(scores, st.randoms())
def test_order_of_answers_changes_nothing(values, random):
    shuffled = random.sample(values, len(values))

    assert Histogram.of(ZERO_TO_TEN, shuffled) == Histogram.of(ZERO_TO_TEN, values)


@given(scores, scores)
def test_groups_add_up_to_the_total_and_subtract_back(first, second):
    one, two = Histogram.of(ZERO_TO_TEN, first), Histogram.of(ZERO_TO_TEN, second)

    assert one + two == Histogram.of(ZERO_TO_TEN, first + second)
    assert (one + two) - two == one
    assert (one + two).n == one.n + two.n
    assert classify(one + two).n == classify(one).n + classify(two).n


@given(ratings, st.floats(0.01, 100))
def test_weights_all_equal_are_no_weights(answers, weight):
    plain = Histogram.of(ONE_TO_FIVE, [value for value, _w in answers])
    equal = WeightedHistogram.of(ONE_TO_FIVE, [(value, weight) for value, _w in answers])

    for score in (RATING_MEAN, CSAT_TOP2):
        assert estimate(score, equal).value == pytest.approx(estimate(score, plain).value, abs=1e-9)
    assert estimate(RATING_MEAN, equal).n_effective == pytest.approx(plain.n)


@given(ratings, st.floats(0.01, 100))
def test_scaling_all_weights_changes_nothing(answers, factor):
    first = estimate(RATING_MEAN, WeightedHistogram.of(ONE_TO_FIVE, answers))
    second = estimate(RATING_MEAN, WeightedHistogram.of(ONE_TO_FIVE, [(v, w * factor) for v, w in answers]))

    assert second.value == pytest.approx(first.value)
    assert second.std_error == pytest.approx(first.std_error, abs=1e-9)
    assert second.n_effective == pytest.approx(first.n_effective)


@given(ratings)
def test_effective_n_never_exceeds_n_and_values_stay_on_the_scale(answers):
    figure = estimate(RATING_MEAN, WeightedHistogram.of(ONE_TO_FIVE, answers))

    assert figure.n_effective <= figure.n * (1 + 1e-9)
    assert 1 - 1e-9 <= figure.value <= 5 + 1e-9


@given(st.tuples(count, count, count))
def test_smiley_index_is_fifty_and_half_the_net(counts):
    assume(any(counts))
    clicks = Histogram(ONE_TO_THREE, counts)

    assert estimate(SMILEY_INDEX, clicks).value == pytest.approx(50 + estimate(SMILEY_NET, clicks).value / 2)


@given(scores)
def test_estimate_of_nps_agrees_with_its_classes(values):
    answers = Histogram.of(ZERO_TO_TEN, values)

    assert estimate(NPS, answers) == nps(classify(answers))


@given(st.lists(st.floats(0, 1), max_size=30))
def test_q_is_at_least_p_and_keeps_its_order(p_values):
    q = q_values(p_values)

    assert all(p <= found <= 1 for p, found in zip(p_values, q, strict=True))
    in_order = sorted(zip(p_values, q, strict=True))
    assert [found for _p, found in in_order] == sorted(q)


@given(st.floats(-1e6, 1e6))
def test_rounding_is_symmetric_and_near(value):
    assert round_half_away(-value, 1) == -round_half_away(value, 1)
    assert abs(round_half_away(value) - value) <= 0.5 + 1e-5
