"""Our distributions against scipy, which is there for tests only."""

import math

import pytest
from scipy import stats

from lib.stats import distributions as ours
from lib.stats.errors import BadParameter

DF = [1, 2, 2.5, 3, 9, 10, 29, 30, 57.3, 100, 1000, 2745, 1e5, 1e6, 1e8]


@pytest.mark.parametrize("df", DF)
@pytest.mark.parametrize("t", [-40, -4.0621, -1, -0.01, 0, 0.3, 1.96, 2.5, 6, 12])
def test_t_agrees_with_scipy(t, df):
    assert ours.t_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), rel=1e-6, abs=1e-12)
    assert ours.t_two_sided(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-5)


@pytest.mark.parametrize("df", DF)
@pytest.mark.parametrize("probability", [0.005, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9999])
def test_t_quantile_agrees_with_scipy(probability, df):
    assert ours.t_ppf(probability, df) == pytest.approx(stats.t.ppf(probability, df), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("df", [1, 2, 3, 7, 40, 500])
@pytest.mark.parametrize("statistic", [0, 0.01, 0.7, 1, 3.84, 10, 50, 400, 900])
def test_chi_square_agrees_with_scipy(statistic, df):
    assert ours.chi_square_sf(statistic, df) == pytest.approx(stats.chi2.sf(statistic, df), rel=1e-8, abs=1e-14)


@pytest.mark.parametrize("z", [-8, -1.96, 0, 0.5, 3, 9])
def test_normal_agrees_with_scipy(z):
    assert ours.normal_cdf(z) == pytest.approx(stats.norm.cdf(z), rel=1e-12)
    assert ours.normal_two_sided(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-12)


def test_known_quantiles():
    assert ours.z_for(0.95) == pytest.approx(1.959964, abs=5e-7)
    assert ours.normal_ppf(0.8) == pytest.approx(0.841621, abs=5e-7)
    assert ours.t_for(0.95, 9) == pytest.approx(2.262157, abs=5e-7)
    assert ours.t_two_sided(math.inf, 5) == 0


@pytest.mark.parametrize(
    "refused",
    [
        lambda: ours.z_for(0),
        lambda: ours.z_for(1),
        lambda: ours.t_for(95, 10),
        lambda: ours.normal_ppf(0),
        lambda: ours.t_ppf(1, 3),
        lambda: ours.t_cdf(1, 0),
        lambda: ours.chi_square_sf(1, 0),
        lambda: ours.z_for(math.nan),
    ],
)
def test_impossible_parameters_are_refused(refused):
    with pytest.raises(BadParameter):
        refused()
