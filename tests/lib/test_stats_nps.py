"""NPS against the R package NPS, the airport's published groups, and text-book checks."""

import pytest

from lib.stats.bootstrap import bootstrap_nps
from lib.stats.errors import BadCounts, BadParameter, UnlikeScales, UnsuitableScale
from lib.stats.estimates import Method
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram
from lib.stats.nps import Classes, adjusted_wald, classify, nps, nps_std_error, nps_value, nps_variance, wald
from lib.stats.samplesize import for_one_nps, for_two_nps, in_finite_population, invitations
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_TEN, ZERO_TO_TEN, Scale
from lib.stats.scores import NPS, RATING_MEAN
from tests.lib.published import ORACLES, SFO_2017, SFO_GROUPS

WITH_SCORES = [o for o in ORACLES["nps"] if "scores" in o and max(o["scores"]) <= 10]
WITH_COUNTS = [o for o in ORACLES["nps"] if "counts_detr_pass_prom" in o]


def classes(detractors, passives, promoters):
    return Classes(promoters, passives, detractors)


@pytest.mark.parametrize("oracle", WITH_SCORES, ids=lambda o: str(o["scores"]))
def test_scores_give_the_published_nps_and_variance(oracle):
    found = classify(Histogram.of(ZERO_TO_TEN, oracle["scores"]))

    assert nps_value(found) == pytest.approx(100 * oracle["nps"], abs=100 * oracle["tol"])
    assert nps_variance(found) == pytest.approx(oracle["var"], abs=oracle["tol"])
    assert nps_std_error(found) == pytest.approx(100 * oracle["se"], abs=0.1)


def test_fifteen_scores_with_cuts_6_8_15_give_the_published_nps_and_variance():
    found = classes(6, 2, 7)

    assert nps_value(found) == pytest.approx(200 / 30)
    assert nps_variance(found) == pytest.approx(0.8622, abs=0.002)


@pytest.mark.parametrize("oracle", WITH_COUNTS, ids=lambda o: str(o["counts_detr_pass_prom"]))
def test_counts_give_the_published_intervals(oracle):
    found = classes(*oracle["counts_detr_pass_prom"])
    figure = nps(found)

    assert figure.value == pytest.approx(100 * oracle["nps"])
    assert figure.std_error == pytest.approx(100 * oracle["se"], abs=1e-6)
    assert figure.centre == pytest.approx(100 * oracle["adjwald_centre"], abs=1e-6)
    adjusted = oracle.get("adjwald95", oracle.get("adjwald95_clipped"))
    assert [figure.low, figure.high] == pytest.approx([100 * end for end in adjusted], abs=1e-6)
    assert figure.method is Method.ADJUSTED_WALD
    if "adjwald_se" in oracle:
        assert nps_std_error(found.adjusted()) == pytest.approx(100 * oracle["adjwald_se"], abs=1e-6)
    if "wald95" in oracle:
        plain = wald(found)
        assert [plain.low, plain.high] == pytest.approx([100 * end for end in oracle["wald95"]], abs=1e-6)


def test_textbook_counts_give_the_known_nps():
    assert nps_value(classes(80, 30, 100)) == pytest.approx(9.52, abs=0.005)
    assert estimate(NPS, Histogram(ZERO_TO_TEN, (1,) * 11)).value == pytest.approx(-45.45, abs=0.005)


def test_sfo_2017_gives_the_published_figures():
    figure = estimate(NPS, SFO_2017)
    found = classify(SFO_2017)
    plain = wald(found)

    assert (found.promoters, found.passives, found.detractors, figure.n) == (1436, 968, 342, 2746)
    assert figure.value == pytest.approx(39.839767, abs=5e-7)
    assert nps_variance(found) == pytest.approx(0.488767, abs=5e-7)
    assert figure.std_error == pytest.approx(1.334137, abs=5e-7)
    assert [figure.low, figure.high, figure.centre] == pytest.approx([37.1824, 42.4102, 39.7963], abs=5e-5)
    assert [plain.low, plain.high] == pytest.approx([37.2249, 42.4546], abs=5e-5)
    assert estimate(RATING_MEAN, SFO_2017).value == pytest.approx(8.339403, abs=5e-7)


@pytest.mark.parametrize("group", SFO_GROUPS)
def test_sfo_group_gives_the_published_figures(group):
    n, promoters, passives, detractors, value, std_error, low, high = SFO_GROUPS[group]
    figure = nps(Classes(promoters, passives, detractors))

    assert figure.n == n
    # Area F's error, 3.22585029, was published as 3.2258 (rounded twice), hence a little more than half a digit.
    assert [figure.value, figure.std_error] == pytest.approx([value, std_error], abs=5.1e-5)
    assert [figure.low, figure.high] == pytest.approx([low, high], abs=5.1e-4)
    assert figure.low_base == (n < 30)


def test_the_same_counts_mean_other_classes_on_the_scale_without_zero():
    from_zero = classify(Histogram(ZERO_TO_TEN, (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1)))
    from_one = classify(Histogram(ONE_TO_TEN, (0, 0, 0, 0, 0, 1, 1, 1, 1, 1)))

    assert from_zero == from_one == Classes(2, 2, 1)


def test_two_scales_are_never_added():
    with pytest.raises(UnlikeScales) as refused:
        Histogram(ZERO_TO_TEN, (1,) * 11) + Histogram(ONE_TO_TEN, (1,) * 10)

    assert refused.value.code == "unlike_scales"


def test_nps_of_a_five_point_scale_is_refused():
    with pytest.raises(UnsuitableScale):
        estimate(NPS, Histogram(ONE_TO_FIVE, (1, 1, 1, 1, 1)))


def test_interval_of_a_single_promoter_is_drawn_out_to_its_own_figure():
    figure = nps(Classes(1, 0, 0))

    # 1.75, 1.5, 0.75 of 4: centre 25, error 37.5, so the formula alone ends at 98.5
    assert [figure.value, figure.low, figure.high] == pytest.approx([100, -48.4986, 100], abs=1e-4)
    assert nps(Classes(2, 0, 0)).high == 100


def test_no_answers_give_no_figure():
    figure = nps(Classes(0, 0, 0))

    assert (figure.n, figure.value, figure.std_error, figure.low, figure.high) == (0, None, None, None, None)
    assert nps_variance(Classes(0, 0, 0)) is None
    assert adjusted_wald(Classes(0, 0, 0)) is None


@pytest.mark.parametrize("counts", [(1,) * 10, (1,) * 12, (-1,) + (1,) * 10])
def test_counts_that_do_not_fit_the_scale_are_refused(counts):
    with pytest.raises(BadCounts):
        Histogram(ZERO_TO_TEN, counts)


def test_a_stored_row_longer_than_the_scale_fits_when_the_rest_is_empty():
    assert Histogram(ONE_TO_FIVE, (1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0)).counts == (1, 2, 3, 4, 5)


def test_an_answer_outside_the_scale_is_refused():
    with pytest.raises(BadCounts):
        Histogram.of(ONE_TO_TEN, [0])


def test_scale_reads_what_it_writes():
    assert Scale.parse(str(ONE_TO_TEN)) == ONE_TO_TEN


@pytest.mark.parametrize("text", ["", "10", "a-b", "5-5", "-1-5", "٠-٥"])
def test_scale_refuses_other_texts(text):
    with pytest.raises(BadParameter):
        Scale.parse(text)


def test_bootstrap_repeats_with_its_seed_and_agrees_with_the_closed_form():
    found = Classes(120, 50, 30)

    assert bootstrap_nps(found, seed=7) == bootstrap_nps(found, seed=7)
    figure, closed = bootstrap_nps(found, seed=7), nps(found)
    assert [figure.low, figure.high] == pytest.approx([closed.low, closed.high], abs=2)
    assert figure.method is Method.BOOTSTRAP


def test_bootstrap_of_answers_all_alike_falls_back_to_adjusted_wald():
    assert bootstrap_nps(Classes(5, 0, 0), seed=1) == nps(Classes(5, 0, 0))


def test_bootstrap_of_nothing_is_nothing():
    assert bootstrap_nps(Classes(0, 0, 0), seed=1).value is None


def test_bootstrap_refuses_few_resamples():
    with pytest.raises(BadParameter):
        bootstrap_nps(Classes(5, 1, 2), seed=1, resamples=100)


@pytest.mark.parametrize(
    ("margin", "variance", "n"),
    [
        (10, 0.5, 190), (10, 0.7, 266), (10, 1, 382), (5, 0.5, 766), (5, 0.7, 1073), (5, 1, 1534),
        (3, 0.5, 2132), (3, 0.7, 2985), (3, 1, 4266),
    ],
)  # fmt: skip
def test_sample_size_for_one_nps(margin, variance, n):
    assert for_one_nps(margin, variance=variance) == n


@pytest.mark.parametrize(("variance", "n"), [(0.5, 782), (0.7, 1096), (1, 1567)])
def test_sample_size_for_two_nps(variance, n):
    assert for_two_nps(10, variance=variance) == n


def test_finite_population_and_response_rate_change_the_sample():
    assert in_finite_population(382, 500) == 217  # 382 / (1 + 381/500) = 216.8
    assert in_finite_population(382, 1) == 1
    assert invitations(382, response_rate=0.2) == 1910


@pytest.mark.parametrize(
    "refused",
    [
        lambda: for_one_nps(0),
        lambda: for_one_nps(10, variance=1.2),
        lambda: for_two_nps(10, power=1),
        lambda: for_one_nps(10, confidence=1),
        lambda: invitations(10, response_rate=0),
        lambda: in_finite_population(10, 0),
    ],
)
def test_sample_sizes_refuse_impossible_plans(refused):
    with pytest.raises(BadParameter):
        refused()
