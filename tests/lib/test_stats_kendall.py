"""Distance of orders and the order nearest to many: worked examples with the numbers shown."""

import pytest

from lib.stats.kendall import kendall_distance, median_order, places


def distance(first, second):
    return kendall_distance(places(first), places(second))


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("abcd", "abcd", 0.0),
        ("abcd", "dcba", 1.0),
        ("abcd", "bacd", 1 / 6),  # one of six pairs is turned round
        ("abcd", "dabc", 3 / 6),  # d has gone past three
        ("axbyc", "zcab", 2 / 3),  # common a, b, c: ab as before, ac and bc turned round
    ],
)
def test_distance_is_the_share_of_pairs_turned_round(first, second, value):
    found = distance(first, second)

    assert found.value == pytest.approx(value)
    assert found.tau == pytest.approx(1 - 2 * value)


def test_distance_counts_half_a_pair_that_only_one_order_ties():
    # Pairs: ab tied in one only (½), ac and bc alike (0) → ½ of 3.
    found = kendall_distance({"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 3})
    both = kendall_distance({"a": 1, "b": 1, "c": 2}, {"a": 5, "b": 5, "c": 4})  # ab tied in both; ac, bc turned

    assert (found.value, found.pairs) == (pytest.approx(1 / 6), 3)
    assert both.value == pytest.approx(2 / 3)


def test_distance_needs_two_common_things_and_takes_the_first_of_doubles():
    assert distance("ab", "bc") is None
    assert distance("abab", "ab").value == 0


def test_median_order_follows_the_majority_and_leaves_ties_as_known():
    assert median_order(["abc", "bac", "bca"], known="abc") == ["b", "a", "c"]
    # Nobody compares c with d, and a with b it stands one to one: as known.
    assert median_order(["ab", "ba", "c", "d"], known="bacd") == ["b", "a", "c", "d"]


def test_median_order_has_no_neighbours_that_a_majority_would_swap():
    # A circle: a before b, b before c, c before a, each by two of three. No order pleases all; neighbours agree.
    found = median_order(["abc", "bca", "cab"], known="abc")

    assert found == ["a", "b", "c"]


def test_median_order_lets_partial_lists_vote_on_what_they_contain():
    # cd: two of two want d first; everything else as in the longest list.
    assert median_order(["abcd", "dc", "dc"], known="abcd") == ["a", "b", "d", "c"]
