"""Promise gaps: the worked examples of metrics A2 and A6, and what must hold of any gap."""

import pytest

from lib.stats.errors import BadCounts, BadParameter
from lib.stats.estimates import Method
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_SEVEN
from lib.stats.servqual import (
    Gaps,
    Word,
    gap_p,
    kept,
    mean_gap,
    near_ceiling,
    paired_t,
    unweighted_gap,
    weighted_gap,
    wilcoxon_p,
    word,
)
from tests.lib.published import ORACLES

# metrics A2: tangibles, reliability, responsiveness, assurance, empathy.
DIMENSIONS = [-0.5, -1.2, -0.8, -0.3, -0.4]
POINTS = [10, 35, 25, 15, 15]
SLEEP = ORACLES["paired_t"][0]


def sleep():
    return Gaps.of(zip(SLEEP["a"], SLEEP["b"], strict=True))


def test_servqual_example_unweighted_and_by_points():
    assert unweighted_gap(DIMENSIONS) == pytest.approx(-0.64)
    assert weighted_gap(DIMENSIONS, POINTS) == pytest.approx(-0.775)


def test_points_that_do_not_add_up_to_100_keep_their_proportions():
    assert weighted_gap(DIMENSIONS, [point / 5 for point in POINTS]) == pytest.approx(-0.775)
    assert weighted_gap(DIMENSIONS, [20] * 5) == pytest.approx(unweighted_gap(DIMENSIONS))
    assert weighted_gap(DIMENSIONS, [0] * 5) is None


@pytest.mark.parametrize("points", [[10, 35], [-5, 40, 25, 20, 20]])
def test_points_that_cannot_be_are_refused(points):
    with pytest.raises(BadParameter):
        weighted_gap(DIMENSIONS, points)


def test_a_mean_of_no_dimension_is_refused():
    with pytest.raises(BadParameter):
        unweighted_gap([])


def test_sleep_paired_gives_the_published_t_test():
    found, test = mean_gap(sleep()), paired_t(sleep())

    assert found.n == 10
    assert found.method is Method.PAIRED_T
    assert found.value == pytest.approx(SLEEP["mean_diff"])
    assert [found.low, found.high] == pytest.approx(SLEEP["ci95"])
    assert test.t == pytest.approx(SLEEP["t"], abs=SLEEP["tol"])
    assert test.df == SLEEP["df"]
    assert test.p == pytest.approx(SLEEP["p"], abs=1e-6)
    assert gap_p(sleep()) == test.p


def test_sleep_paired_wilcoxon_as_r_gives_it():
    # R: wilcox.test(extra ~ group, paired, data = sleep): V = 0, p-value = 0.009091 (one zero, ties).
    assert wilcoxon_p(sleep()) == pytest.approx(0.009091, abs=1e-6)


def test_wilcoxon_exact_without_ties():
    # Ranks 1…5 all negative: 2 of 2^5 ways; with rank 1 positive also: sums 0 and 1 below, 2 · 2 / 32.
    assert wilcoxon_p(Gaps((-5, -4, -3, -2, -1), (1,) * 5)) == pytest.approx(2 / 32)
    assert wilcoxon_p(Gaps((-5, -4, -3, -2, 1), (1,) * 5)) == pytest.approx(4 / 32)


def test_wilcoxon_of_evenly_spread_gaps_is_one_and_of_no_gap_nothing():
    assert wilcoxon_p(Gaps((-1, 1), (30, 30))) == 1.0
    assert wilcoxon_p(Gaps((0,), (12,))) is None
    assert wilcoxon_p(Gaps((), ())) is None


def test_only_pairs_with_both_sides_count():
    gaps = Gaps.of([(4, 5), (None, 5), (3, None), (5, 5), (4, 5)])

    assert gaps == Gaps((-1, 0), (2, 1))
    assert kept(gaps).share(kept(gaps).below) == pytest.approx(200 / 3)


def test_kept_counts_persons_by_sign():
    found = kept(Gaps((-2, -0.5, 0, 1), (3, 2, 4, 1)))

    assert (found.below, found.met, found.above, found.n) == (5, 4, 1, 10)
    assert kept(Gaps((), ())).share(0) is None


def test_no_person_gives_no_value_and_one_no_interval():
    nobody, one = mean_gap(Gaps((), ())), mean_gap(Gaps((-1,), (1,)))

    assert (nobody.n, nobody.value, nobody.low) == (0, None, None)
    assert (one.n, one.value, one.low) == (1, -1, None)
    assert paired_t(Gaps((-1,), (1,))) is None
    assert gap_p(Gaps((), (), (), ())) is None


def test_equal_weights_give_the_plain_mean_and_double_weights_pull():
    plain = Gaps((-1, 0, 1), (6, 3, 1))
    even = Gaps((-1, 0, 1), (6, 3, 1), (6, 3, 1), (6, 3, 1))
    # Those who exceed weigh 4: sum w = 13, sum wx = -6 + 4, so -2/13; n_eff = 13² / (6 + 3 + 16).
    pulled = mean_gap(Gaps((-1, 0, 1), (6, 3, 1), (6, 3, 4), (6, 3, 16)))

    assert mean_gap(even).value == pytest.approx(mean_gap(plain).value)
    assert mean_gap(even).std_error == pytest.approx(mean_gap(plain).std_error)
    assert pulled.value == pytest.approx(-2 / 13)
    assert pulled.n_effective == pytest.approx(169 / 25)
    assert gap_p(even) == pytest.approx(gap_p(Gaps((-1, 0, 1), (6, 3, 1), (12, 6, 2), (24, 12, 4))))


def test_doubling_everybody_keeps_the_gap_and_narrows_the_interval():
    one, two = mean_gap(Gaps((-1, 0, 1), (6, 3, 1))), mean_gap(Gaps((-1, 0, 1), (12, 6, 2)))

    assert two.value == pytest.approx(one.value)
    assert two.high - two.low < one.high - one.low


def test_ceiling_is_the_uppermost_tenth_of_the_scale():
    assert near_ceiling(4.6, ONE_TO_FIVE)
    assert not near_ceiling(4.5, ONE_TO_FIVE)
    assert near_ceiling(6.4, ONE_TO_SEVEN)
    assert not near_ceiling(None, ONE_TO_FIVE)


def test_rows_of_unlike_length_are_refused():
    with pytest.raises(BadCounts):
        Gaps((-1, 0), (1,))


@pytest.mark.parametrize(
    ("gaps", "q", "said"),
    [
        (Gaps((-1, 0), (30, 10)), 0.001, Word.SHORT),
        (Gaps((0, 1), (10, 30)), 0.001, Word.EXCEEDED),
        (Gaps((-1, 0), (30, 10)), 0.2, Word.MET),
        (Gaps((-1, 1), (20, 20)), 0.001, Word.MET),
        (Gaps((-1, 0), (10, 10)), 0.001, Word.FEW),
        (Gaps((-0.01, 0), (99, 1)), 0.001, Word.MET),
        (Gaps((), ()), None, Word.FEW),
    ],
)
def test_a_gap_is_named_when_it_is_certain_and_worth_naming(gaps, q, said):
    assert word(mean_gap(gaps), q=q) is said
