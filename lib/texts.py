"""Text made comparable for searching."""

import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE_LETTERS = str.maketrans({"ł": "l"})


def fold(text: str) -> str:
    """Casefolded, without marks, ł as l, blanks single: "  Łódź" and "LODZ" fold alike. Fold the query too."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    # Compatibility letters such as ℒ become capitals only now, hence the second casefold.
    return " ".join(bare.casefold().translate(_WHOLE_LETTERS).split())


def matches(text: str, query: str) -> bool:
    """Whether every word of the query stands somewhere in the text, both folded; an empty query matches."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())
