"""How alike two short texts are: shared trigrams of their folded words. Pure; the same on every database."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from lib.texts import fold

T = TypeVar("T")
ALIKE = 0.3


def trigrams(text: str) -> frozenset[str]:
    """Every three letters in a row of each word, with two blanks before and one after, as PostgreSQL's pg_trgm does."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return frozenset(f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 nothing in common … 1 the same: twice the shared trigrams over all, so that length counts less (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def most_alike(
    text: str, candidates: Iterable[tuple[str, T]], *, least: float = ALIKE, most: int = 5
) -> Sequence[tuple[float, T]]:
    """What is most like the text, the likest first; equal ones in the order given.

    :param candidates: texts, each with what it stands for
    """
    sought = trigrams(text)
    found = [(likeness(sought, trigrams(words)), thing) for words, thing in candidates]
    alike = [one for one in found if one[0] >= least]
    return sorted(alike, key=lambda one: -one[0])[:most]
