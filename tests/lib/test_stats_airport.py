"""The airport's three waves: every published rating, the weighted figures, and a before/after judged by both."""

import json
from pathlib import Path

import pytest

from lib.stats.compare import difference
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram, WeightedHistogram
from lib.stats.multiple import q_values
from lib.stats.scales import ONE_TO_FIVE, ZERO_TO_TEN
from lib.stats.scores import NPS, RATING_MEAN, RATING_TOP2
from lib.stats.verdicts import Verdict, verdict
from lib.stats.weighted import weighted_mean

SFO = json.loads((Path(__file__).parent / "oracles" / "sfo.json").read_text("utf-8"))
RATINGS = SFO["ratings"]
CELLS = [(column, wave) for column, waves in RATINGS.items() for wave in waves]


def answers(column, wave):
    return Histogram(ONE_TO_FIVE, tuple(RATINGS[column][wave]["counts"]))


@pytest.mark.parametrize(("column", "wave"), CELLS)
def test_rating_gives_the_published_n_mean_and_top_two(column, wave):
    published, given = RATINGS[column][wave], answers(column, wave)

    assert given.n == published["n"]
    assert estimate(RATING_MEAN, given).value == pytest.approx(published["mean"], abs=5.1e-5)
    assert estimate(RATING_TOP2, given).value == pytest.approx(published["top2"], abs=5.1e-4)


def test_all_sixty_published_ratings_are_here():
    assert len(CELLS) == 60


def weighted(scale, row):
    return WeightedHistogram(scale, tuple(row["counts"]), tuple(row["weights"]), tuple(row["squares"]))


def test_weighted_nps_gives_the_published_figures():
    published = SFO["netpro_2017"]
    recommend = weighted(ZERO_TO_TEN, published)
    figure = estimate(NPS, recommend)
    design = weighted_mean(NPS.x(ZERO_TO_TEN), recommend.counts, recommend.weights, recommend.squares)

    assert figure.value == pytest.approx(published["nps"], abs=5e-7)
    assert figure.std_error == pytest.approx(published["se"], abs=5e-7)
    assert figure.n_effective == pytest.approx(published["n_effective"], abs=5e-4)
    assert design.design_effect == pytest.approx(published["deff"], abs=5e-7)
    assert design.sum_of_weights == pytest.approx(published["sum_of_weights"], abs=5e-5)


@pytest.mark.parametrize("wave", ["2015", "2016", "2017"])
def test_weighted_overall_satisfaction_gives_the_published_mean(wave):
    row = RATINGS["Q7ALL"][wave]

    assert estimate(RATING_MEAN, weighted(ONE_TO_FIVE, row)).value == pytest.approx(row["weighted_mean"], abs=5e-7)


def test_two_waves_are_judged_with_q_values_of_all_twenty():
    changes = {column: difference(RATING_MEAN, answers(column, "2016"), answers(column, "2017")) for column in RATINGS}
    q = dict(zip(changes, q_values([change.p for change in changes.values()]), strict=True))
    words = {column: verdict(change, q=q[column]) for column, change in changes.items()}

    # Security, 4.1768 to 4.3070, stands out; the shops moved by a hundredth.
    assert words["Q14PASSTHRU"] is Verdict.BETTER
    assert words["Q7STORE"] is Verdict.NO_DETECTABLE_CHANGE
    assert all(q[column] >= change.p for column, change in changes.items())
