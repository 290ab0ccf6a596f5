"""Words shown without what names a person: addresses, numbers, and names from a list. Best effort, and no more."""

import re
from collections.abc import Iterable
from functools import lru_cache

MARK = "•••"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CARD = re.compile(r"(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])")
_PESEL = re.compile(r"(?<!\d)\d{11}(?!\d)")
# At least nine digits, perhaps with a plus, brackets, blanks, points or strokes between them.
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00)?\(?\d(?:[ ()./-]{0,2}\d){8,14}(?!\w)")


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with a mark in place of e-mail addresses, card-like, PESEL-like and phone numbers, and the names.

    :param names: full names; a surname alone is masked, too, where it is written with a capital
    """
    for pattern in (_EMAIL, _CARD, _PESEL, _PHONE):
        text = pattern.sub(MARK, text)
    listed = _of_names(tuple(sorted(set(names))))
    return listed.sub(MARK, text) if listed else text


@lru_cache(maxsize=64)
def _of_names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all names, the longest first."""
    wanted: set[str] = set()
    for name in names:
        parts = [re.escape(part) for part in name.split()]
        if len(parts) > 1:
            wanted.add(r"(?i:" + r"\s+".join(parts) + ")")
        if parts and len(parts[-1]) > 2 and parts[-1][:1].isupper():
            wanted.add(parts[-1])
    if not wanted:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(wanted, key=len, reverse=True)) + r")(?!\w)")
