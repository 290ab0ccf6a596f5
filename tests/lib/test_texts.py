"""Folding for search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.texts import fold, matches


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ŁÓDŹ", "lodz"),
        ("  Zażółć   gęślą\njaźń ", "zazolc gesla jazn"),
        ("Straße", "strasse"),
        ("Ａ１ ℒ ﬁ", "a1 l fi"),
        ("İ", "i"),
        ("", ""),
    ],
)
def test_fold_takes_away_case_marks_and_strokes(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_every_word_of_the_query_must_be_found():
    assert matches("Odprawa paszportowa, Łódź", "lodz ODPRAWA")
    assert not matches("Odprawa paszportowa", "odprawa celna")
    assert matches("anything", " ")
