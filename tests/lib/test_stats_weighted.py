"""Weighted figures: R package survey, post-stratification, revenue, caps."""

import pytest

from lib.stats.errors import BadCounts, BadParameter, EmptyStratum, MixedCurrencies
from lib.stats.estimates import Method
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram, WeightedHistogram
from lib.stats.nps import Classes
from lib.stats.revenue import Account, account_of, revenue_nps
from lib.stats.scales import ONE_TO_FIVE, ZERO_TO_TEN
from lib.stats.scores import CSAT_TOP2, NPS, RATING_MEAN
from lib.stats.strata import Stratum, merge_population, merge_strata, post_stratified, post_stratify
from lib.stats.weighted import cap_weights, weighted_mean
from tests.lib.published import ORACLES


def test_weighted_nps_gives_the_published_value_and_error():
    oracle = ORACLES["nps_weighted"][0]
    answers = WeightedHistogram.of(ZERO_TO_TEN, zip(oracle["scores"], oracle["weights"], strict=True))

    figure = estimate(NPS, answers)

    assert figure.value == pytest.approx(100 * oracle["nps"], abs=1e-4)
    assert figure.std_error == pytest.approx(100 * oracle["se"], abs=1e-4)
    assert figure.n == 10
    assert figure.n_effective == pytest.approx(14**2 / 24)  # (1+2+1+1+3+1+2+1+1+1)² / Σw²
    assert figure.method is Method.LINEARISED
    assert figure.low == pytest.approx(figure.value - 1.959964 * figure.std_error, abs=1e-4)
    assert figure.low_base


def test_equal_weights_give_the_unweighted_value_and_n():
    plain = Histogram(ONE_TO_FIVE, (3, 1, 4, 1, 5))
    weighted = WeightedHistogram(ONE_TO_FIVE, plain.counts, tuple(2.5 * n for n in plain.counts),
                                 tuple(6.25 * n for n in plain.counts))  # fmt: skip

    for score in (RATING_MEAN, CSAT_TOP2):
        assert estimate(score, weighted).value == pytest.approx(estimate(score, plain).value)
    assert estimate(RATING_MEAN, weighted).std_error == pytest.approx(estimate(RATING_MEAN, plain).std_error)
    assert estimate(RATING_MEAN, weighted).n_effective == pytest.approx(14)


def test_weighted_answers_all_alike_keep_an_interval_with_a_width():
    promoters = WeightedHistogram.of(ZERO_TO_TEN, [(10, 1.0), (9, 3.0), (10, 2.0)])
    content = WeightedHistogram.of(ONE_TO_FIVE, [(5, 1.0), (4, 3.0), (5, 2.0)])

    assert estimate(NPS, promoters).low < 100 == estimate(NPS, promoters).high
    assert estimate(NPS, promoters).method is Method.ADJUSTED_WALD
    assert estimate(CSAT_TOP2, content).low < 100 == estimate(CSAT_TOP2, content).high


def test_weights_that_sum_to_nothing_give_no_figure():
    figure = estimate(NPS, WeightedHistogram.of(ZERO_TO_TEN, [(10, 0.0), (3, 0.0)]))

    assert (figure.n, figure.value, figure.low, figure.n_effective) == (2, None, None, 0.0)


def test_one_weighted_answer_has_a_value_but_no_interval():
    figure = estimate(NPS, WeightedHistogram.of(ZERO_TO_TEN, [(10, 1.5)]))

    assert (figure.value, figure.std_error, figure.low) == (100, None, None)


def test_kish_design_effect_and_effective_n():
    found = weighted_mean([0, 1], [2, 2], [2.0, 6.0], [2.0, 18.0])

    assert found.design_effect == pytest.approx(4 * 20 / 64)
    assert found.n_effective == pytest.approx(64 / 20)
    assert found.mean == pytest.approx(0.75)


@pytest.mark.parametrize("rows", [([1], [1, 2], [1], [1]), ([1], [1], [-1.0], [1.0])])
def test_weighted_mean_refuses_rows_that_cannot_be(rows):
    with pytest.raises(BadCounts):
        weighted_mean(*rows)


def test_negative_weight_is_refused():
    with pytest.raises(BadCounts):
        WeightedHistogram.of(ONE_TO_FIVE, [(1, -1.0)])


def test_weighted_total_without_a_part_is_the_rest():
    part, rest = [(1, 0.1), (5, 0.7)], [(1, 0.2), (2, 1.3)]
    left = WeightedHistogram.of(ONE_TO_FIVE, part + rest) - WeightedHistogram.of(ONE_TO_FIVE, part)

    assert left.counts == (1, 1, 0, 0, 0)
    assert left.weights == pytest.approx((0.2, 1.3, 0, 0, 0))
    assert (WeightedHistogram.of(ONE_TO_FIVE, part) + WeightedHistogram.of(ONE_TO_FIVE, rest)).n == 4


def test_capped_weights_report_limit_number_and_share():
    capped = cap_weights([1, 1, 2, 2, 20], times_median=5)

    assert capped.weights == (1, 1, 2, 2, 10)
    assert (capped.limit, capped.capped) == (10, 1)
    assert capped.share_cut == pytest.approx(10 / 26)


def test_caps_that_cannot_be_are_refused():
    with pytest.raises(BadCounts):
        cap_weights([])
    with pytest.raises(BadParameter):
        cap_weights([1.0], times_median=0.5)


def test_post_stratification_gives_the_published_mean_and_weights():
    oracle = ORACLES["post_stratified_mean"][0]
    strata = {
        code: Stratum(n, mean) for code, n, mean in zip(oracle["stratum"], oracle["n"], oracle["mean"], strict=True)
    }
    found = post_stratify(strata, dict(zip(oracle["stratum"], oracle["population"], strict=True)))

    assert found.value == pytest.approx(oracle["result"], abs=oracle["tol"])
    assert list(found.weights.values()) == pytest.approx(oracle["weights"])
    assert found.n == 200
    assert found.n_effective < 200


def histogram(*counts):
    return Histogram(ONE_TO_FIVE, counts)


STRATA = {"a": histogram(0, 0, 0, 5, 5), "b": histogram(0, 5, 5, 0, 0), "c": histogram(0, 0, 0, 0, 0)}


def test_stratum_without_answers_is_refused_until_merged():
    population = {"a": 10.0, "b": 20.0, "c": 10.0}
    with pytest.raises(EmptyStratum, match="c"):
        post_stratified(RATING_MEAN, STRATA, population)

    merges = {"c": "b"}
    figure = post_stratified(RATING_MEAN, merge_strata(STRATA, merges), merge_population(population, merges))

    assert figure.value == pytest.approx((10 * 4.5 + 30 * 2.5) / 40)
    assert figure.low < figure.value < figure.high
    assert figure.method is Method.POST_STRATIFIED


def test_answers_of_a_group_without_people_are_refused():
    with pytest.raises(EmptyStratum, match="b"):
        post_stratified(RATING_MEAN, {"a": STRATA["a"], "b": STRATA["b"]}, {"a": 10.0})
    with pytest.raises(EmptyStratum):
        post_stratified(RATING_MEAN, {}, {})


def test_post_stratifying_to_the_sample_changes_nothing():
    strata = {"a": STRATA["a"], "b": STRATA["b"]}
    figure = post_stratified(CSAT_TOP2, strata, {"a": 10.0, "b": 10.0})

    assert figure.value == estimate(CSAT_TOP2, STRATA["a"] + STRATA["b"]).value
    assert figure.n_effective == pytest.approx(20)


ACCOUNTS = [account_of([-1], 100), account_of([1], 10), account_of([1], 10), account_of([0], 30)]


def test_revenue_weighted_nps_of_four_accounts():
    found = revenue_nps(ACCOUNTS, total_revenue=300)

    assert found.estimate.value == pytest.approx((20 - 100) / 150 * 100)
    assert (found.estimate.n, found.excluded, found.revenue) == (4, 0, 150)
    assert found.coverage == pytest.approx(0.5)
    assert found.at_risk == pytest.approx(100 / 150)


def test_answers_are_averaged_inside_an_account_first():
    found = revenue_nps([account_of([1, 1, -1, 1], 50), account_of([-1], 50)])

    assert found.estimate.value == pytest.approx((50 * 50 - 50 * 100) / 100)
    assert found.at_risk == pytest.approx((0.25 * 50 + 50) / 100)
    assert found.coverage is None


@pytest.mark.parametrize("revenue", [None, 0, -5, float("nan"), float("inf")])
def test_accounts_without_usable_revenue_are_excluded_and_counted(revenue):
    found = revenue_nps([*ACCOUNTS, account_of([1], revenue)])

    assert (found.estimate.n, found.excluded) == (4, 1)
    assert found.estimate.value == pytest.approx(-53.33, abs=0.005)


def test_accounts_without_answers_do_not_count_at_all():
    assert revenue_nps([Account(Classes(0, 0, 0), 10)]).estimate.value is None
    assert revenue_nps([Account(Classes(0, 0, 0), 10)]).excluded == 0


def test_revenue_in_two_currencies_is_refused():
    with pytest.raises(MixedCurrencies):
        revenue_nps([account_of([1], 10, "EUR"), account_of([1], 10, "PLN")])


def test_revenue_refuses_a_total_below_its_parts_and_an_unknown_x():
    with pytest.raises(BadParameter):
        revenue_nps(ACCOUNTS, total_revenue=100)
    with pytest.raises(BadCounts):
        account_of([9], 10)
