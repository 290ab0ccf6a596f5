"""Two samples, many tests, verdicts."""

import pytest

from lib.stats.compare import (
    against_rest,
    difference,
    estimates_difference,
    nps_difference,
    paired_difference,
)
from lib.stats.errors import BadCounts, BadParameter, EmptyStratum, UnlikeScales, UnlikeWeighting
from lib.stats.estimates import Method
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram, WeightedHistogram
from lib.stats.means import moments, welch
from lib.stats.multiple import q_values
from lib.stats.nps import Classes
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_TEN, ONE_TO_THREE, ZERO_TO_TEN
from lib.stats.scores import CSAT_TOP2, NPS, RATING_MEAN, SMILEY_INDEX, SMILEY_NET
from lib.stats.strata import mix_adjusted_difference
from lib.stats.tables import chi_square, class_shift, mix_shift
from lib.stats.verdicts import Verdict, verdict
from tests.lib.published import ORACLES


def classes(detractors, passives, promoters):
    return Classes(promoters, passives, detractors)


def five(*counts):
    return Histogram(ONE_TO_FIVE, counts)


def weighted(histogram, weight=1.0):
    return WeightedHistogram(
        histogram.scale,
        histogram.counts,
        tuple(weight * n for n in histogram.counts),
        tuple(weight**2 * n for n in histogram.counts),
    )


@pytest.mark.parametrize("form", ["", "adj_"])
def test_two_nps_give_the_published_difference(form):
    oracle = ORACLES["nps_two_sample"][0]
    found = nps_difference(classes(*oracle["a"]), classes(*oracle["b"]), adjusted=bool(form))

    assert found.value == pytest.approx(20)
    assert found.centre == pytest.approx(100 * oracle[f"{form}diff"])
    assert found.std_error == pytest.approx(100 * oracle[f"{form}se"])
    assert [found.low, found.high] == pytest.approx([100 * end for end in oracle[f"{form}ci95"]])
    assert found.p == pytest.approx(oracle[f"{form}p"], abs=oracle["tol"])


def test_difference_keeps_its_sign():
    found = nps_difference(classes(45, 60, 95), classes(30, 50, 120))

    assert found.value == pytest.approx(-20)
    assert found.high < 0
    assert found.statistic < 0


def test_difference_is_later_minus_earlier():
    before, after = five(0, 0, 5, 5, 0), five(0, 0, 0, 5, 5)

    for score in (RATING_MEAN, CSAT_TOP2):
        assert difference(score, before, after).value > 0
        assert difference(score, after, before).value < 0


def test_nps_of_two_scales_is_not_compared():
    with pytest.raises(UnlikeScales):
        difference(NPS, Histogram(ZERO_TO_TEN, (1,) * 11), Histogram(ONE_TO_TEN, (1,) * 10))


def test_weighted_is_not_compared_with_unweighted():
    plain = five(1, 2, 3, 4, 5)

    for pair in ((plain, weighted(plain)), (weighted(plain), plain)):
        with pytest.raises(UnlikeWeighting):
            difference(RATING_MEAN, *pair)
        with pytest.raises(UnlikeWeighting):
            against_rest(RATING_MEAN, *pair)


def test_weighted_difference_uses_both_linearised_errors():
    before, after = weighted(five(5, 5, 20, 40, 30), 0.7), weighted(five(5, 5, 10, 40, 40), 1.3)
    found = difference(RATING_MEAN, before, after)
    early, late = estimate(RATING_MEAN, before), estimate(RATING_MEAN, after)

    assert found.value == pytest.approx(late.value - early.value)
    assert found.std_error == pytest.approx((late.std_error**2 + early.std_error**2) ** 0.5)
    assert found.n_first == pytest.approx(100)
    assert found.method is Method.LINEARISED


def test_share_difference_is_in_per_cent_with_newcombes_interval():
    found = difference(CSAT_TOP2, five(0, 0, 32, 48, 0), five(0, 0, 14, 56, 0))

    assert found.value == pytest.approx(20)
    assert [found.low, found.high] == pytest.approx([5.24, 33.39], abs=0.005)
    # pooled: 104 of 150, z = .2 / sqrt(.69333 · .30667 · (1/70 + 1/80))
    assert found.statistic == pytest.approx(2.65, abs=0.005)


def test_mean_difference_is_welchs():
    found = difference(RATING_MEAN, five(2, 4, 8, 4, 2), five(0, 0, 4, 8, 4))

    assert found.value == pytest.approx(1)
    assert found.method is Method.WELCH_T
    assert found.df == welch(moments(range(1, 6), [0, 0, 4, 8, 4]), moments(range(1, 6), [2, 4, 8, 4, 2])).df


def test_smiley_index_and_net_are_tested_alike():
    before, after = Histogram(ONE_TO_THREE, (20, 30, 50)), Histogram(ONE_TO_THREE, (10, 30, 60))
    index, net = difference(SMILEY_INDEX, before, after), difference(SMILEY_NET, before, after)

    assert index.value == pytest.approx(net.value / 2)
    assert index.p == net.p


def test_paired_difference_gives_the_published_t_test():
    oracle = ORACLES["paired_t"][0]
    found = paired_difference([a - b for a, b in zip(oracle["a"], oracle["b"], strict=True)])

    assert found.value == pytest.approx(oracle["mean_diff"])
    assert found.statistic == pytest.approx(oracle["t"], abs=oracle["tol"])
    assert found.df == oracle["df"]
    assert found.p == pytest.approx(oracle["p"], abs=5e-7)
    assert [found.low, found.high] == pytest.approx(oracle["ci95"], abs=1e-6)


def test_paired_difference_of_one_person_has_no_interval():
    assert (paired_difference([2.0]).value, paired_difference([2.0]).p) == (2.0, None)
    assert paired_difference([]).value is None


@pytest.mark.parametrize("score", [NPS, RATING_MEAN])
def test_difference_to_no_answers_is_unknown(score):
    none, some = Histogram(ZERO_TO_TEN, (0,) * 11), Histogram(ZERO_TO_TEN, (1,) * 11)
    found = difference(score, none, some)

    assert (found.value, found.p, found.low) == (None, None, None)
    assert difference(score, weighted(none), weighted(some)).value is None


def test_share_difference_to_no_answers_is_unknown():
    assert difference(CSAT_TOP2, five(0, 0, 0, 0, 0), five(1, 1, 1, 1, 1)).value is None


def test_answers_without_any_spread_differ_surely_or_not_at_all():
    three, four = five(0, 0, 9, 0, 0), five(0, 0, 0, 9, 0)

    assert difference(RATING_MEAN, three, four).p == 0
    assert difference(RATING_MEAN, three, three).p == 1
    assert estimates_difference(estimate(RATING_MEAN, three), estimate(RATING_MEAN, three)).p == 1


def test_group_is_compared_with_the_rest_of_the_total():
    group, rest = five(0, 0, 2, 8, 10), five(5, 5, 5, 5, 5)

    assert against_rest(RATING_MEAN, group, group + rest) == difference(RATING_MEAN, rest, group)
    heavy = weighted(group), weighted(group) + weighted(rest)
    assert against_rest(RATING_MEAN, *heavy).value == pytest.approx(difference(RATING_MEAN, rest, group).value)


def test_group_larger_than_the_total_is_refused():
    with pytest.raises(BadCounts):
        against_rest(RATING_MEAN, five(2, 0, 0, 0, 0), five(1, 9, 0, 0, 0))


def test_q_values_are_the_published_ones_in_any_order():
    oracle = ORACLES["benjamini_hochberg"][0]

    assert q_values(oracle["p"]) == pytest.approx(oracle["q"])
    assert q_values(oracle["p"][::-1]) == pytest.approx(oracle["q"][::-1])


def test_comparison_without_p_does_not_count_as_one():
    assert q_values([0.01, None, 0.04]) == [0.02, None, 0.04]
    assert q_values([]) == []
    with pytest.raises(BadParameter):
        q_values([1.5])


def test_class_mix_may_move_while_nps_stands_still():
    before, after = classes(10, 80, 10), classes(40, 20, 40)

    assert nps_difference(after, before).value == 0
    assert class_shift(before, after).p < 0.001
    assert class_shift(before, after).df == 2


def test_chi_square_of_a_known_table():
    found = chi_square([[10, 20], [20, 10]])

    assert (found.statistic, found.df) == (pytest.approx(20 / 3), 1)
    assert not found.doubtful
    assert chi_square([[1, 2], [2, 1]]).doubtful


def test_chi_square_leaves_out_what_is_empty():
    assert chi_square([[10, 0, 20], [20, 0, 10]]) == chi_square([[10, 20], [20, 10]])
    assert chi_square([[1, 2], [0, 0]]) is None
    assert chi_square([[1, 0], [2, 0]]) is None
    with pytest.raises(BadCounts):
        chi_square([[1, 2], [3]])


def test_mix_shift_names_the_group_that_moved_most():
    found = mix_shift({"a": 500, "b": 500}, {"a": 400, "b": 550, "c": 50})

    assert (found.group, found.unlike) == ("a", True)
    assert found.largest == pytest.approx(-10)
    assert not mix_shift({"a": 500, "b": 500}, {"a": 510, "b": 490}).unlike
    assert mix_shift({}, {"a": 1}) is None
    assert mix_shift({"a": 1}, {"a": 1}).p is None


def test_difference_that_is_only_mix_vanishes_when_adjusted():
    easy, hard = five(0, 0, 0, 1, 1), five(1, 1, 0, 0, 0)

    def times(histogram, n):
        return five(*(n * count for count in histogram.counts))

    before = {"easy": times(easy, 10), "hard": times(hard, 40)}
    after = {"easy": times(easy, 40), "hard": times(hard, 10)}
    plain = difference(RATING_MEAN, before["easy"] + before["hard"], after["easy"] + after["hard"])
    adjusted = mix_adjusted_difference(RATING_MEAN, before, after)

    assert plain.value == pytest.approx(1.8)
    assert adjusted.value == pytest.approx(0)
    assert adjusted.method is Method.POST_STRATIFIED


def test_mix_adjusting_refuses_a_group_of_one_wave_only_and_ignores_one_of_none():
    wave, empty = {"a": five(1, 1, 1, 1, 1)}, five(0, 0, 0, 0, 0)

    with pytest.raises(EmptyStratum):
        mix_adjusted_difference(RATING_MEAN, wave, {**wave, "b": five(1, 1, 1, 1, 1)})
    assert mix_adjusted_difference(RATING_MEAN, wave, {**wave, "b": empty}).value == 0
    with pytest.raises(UnlikeScales):
        mix_adjusted_difference(RATING_MEAN, wave, {"a": Histogram(ONE_TO_TEN, (1,) * 10)})


UP = nps_difference(classes(30, 50, 120), classes(45, 60, 95))
DOWN = nps_difference(classes(45, 60, 95), classes(30, 50, 120))
FLAT = nps_difference(classes(30, 50, 120), classes(31, 50, 119))
FEW = nps_difference(classes(0, 0, 20), classes(20, 0, 0))


@pytest.mark.parametrize(
    ("change", "more", "word"),
    [
        (UP, {}, Verdict.BETTER),
        (DOWN, {}, Verdict.WORSE),
        (UP, {"higher_is_better": False}, Verdict.WORSE),
        (DOWN, {"higher_is_better": False}, Verdict.BETTER),
        (FLAT, {}, Verdict.NO_DETECTABLE_CHANGE),
        (UP, {"q": 0.05}, Verdict.NO_DETECTABLE_CHANGE),
        (UP, {"q": None}, Verdict.NO_DETECTABLE_CHANGE),
        (UP, {"minimum_change": 20.1}, Verdict.NO_DETECTABLE_CHANGE),
        (UP, {"minimum_change": 19.9}, Verdict.BETTER),
        (FEW, {}, Verdict.TOO_FEW),
        (UP, {"comparable": False}, Verdict.NOT_COMPARABLE),
        (None, {}, Verdict.NOT_COMPARABLE),
    ],
)
def test_verdict_is_one_word(change, more, word):
    assert verdict(change, **{"q": 0.01, **more}) is word
