"""Likeness of short texts, by hand."""

import pytest

from lib.similar import likeness, most_alike, trigrams


def test_trigrams_of_a_word_begin_with_blanks():
    assert trigrams("Łódź") == {"  l", " lo", "lod", "odz", "dz "}


def test_marks_capitals_and_punctuation_do_not_count():
    assert trigrams("Szybciej, przy KASIE!") == trigrams("szybciej przy kasie")
    assert trigrams("…") == frozenset()


def test_likeness_is_twice_what_is_shared_over_all():
    # cat: "  c", " ca", "cat", "at "; car: "  c", " ca", "car", "ar " → 2·2 / 8
    assert likeness(trigrams("cat"), trigrams("car")) == 0.5
    assert likeness(trigrams(""), trigrams("car")) == 0
    assert likeness(trigrams("car"), trigrams("Car")) == 1


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Water for people queueing at security", ["Offer water in the security queue"]),
        ("tablica informacyjna przy bramce gaśnie", ["Tablica przy bramce C12 gaśnie co chwilę"]),
        ("More plants", []),
    ],
)
def test_what_is_alike_is_found_in_both_languages(written, found):
    known = ["Offer water in the security queue", "Tablica przy bramce C12 gaśnie co chwilę", "Longer bus hours"]

    assert [thing for _likeness, thing in most_alike(written, ((text, text) for text in known))] == found


def test_the_likest_come_first_and_no_more_than_asked():
    known = ["water at the gate", "water at the gates", "water"]

    assert [thing for _l, thing in most_alike("Water at the gates", ((t, t) for t in known), most=2)] == [
        "water at the gates", "water at the gate",
    ]  # fmt: skip
