"""Difference in differences, with numbers that can be followed by hand."""

import math

import pytest

from lib.stats.estimates import Estimate, Method
from lib.stats.parallel import difference_in_differences, mean_of


def figure(value, std_error, n=100):
    return Estimate(n, value, std_error, None, None, Method.WILSON)


def test_change_less_the_others_change_with_the_root_of_four_squares():
    # 60 → 70 at the place, 50 → 54 elsewhere: +10 − (+4) = +6; SE = √(2² + 1² + 1² + √3²) = √9 = 3.
    found = difference_in_differences(figure(60, 2), figure(70, 1), [figure(50, 1)], [figure(54, math.sqrt(3))])

    assert found.value == pytest.approx(6)
    assert found.std_error == pytest.approx(3)
    assert (found.low, found.high) == (pytest.approx(6 - 1.959964 * 3), pytest.approx(6 + 1.959964 * 3))
    assert found.statistic == pytest.approx(2)
    assert found.p == pytest.approx(0.0455, abs=1e-4)
    assert found.method is Method.PARALLEL


def test_others_count_alike_and_share_their_error():
    # Mean of 40 and 60 is 50; its SE is √(3² + 4²) / 2 = 2.5; the fewest answers are told.
    mean = mean_of([figure(40, 3, n=900), figure(60, 4, n=50)])

    assert (mean.value, mean.std_error, mean.n) == (50, 2.5, 50)


def test_the_fewest_answers_of_each_side_are_kept():
    found = difference_in_differences(
        figure(60, 2, n=40), figure(70, 1, n=35), [figure(50, 1, n=12), figure(50, 1, n=80)],
        [figure(54, 1, n=90), figure(54, 1, n=33)],
    )  # fmt: skip

    assert (found.n_first, found.n_second) == (35, 12)


def test_same_change_everywhere_is_no_difference():
    found = difference_in_differences(figure(60, 2), figure(65, 2), [figure(30, 2)], [figure(35, 2)])

    assert (found.value, found.p) == (0, 1)


@pytest.mark.parametrize("others", [[], [figure(None, None, n=0)]])
def test_nothing_to_compare_with_is_no_difference(others):
    assert difference_in_differences(figure(60, 2), figure(70, 1), others, others) is None
