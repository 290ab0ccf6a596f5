"""Two texts word by word: what stayed, what is gone, what is new. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: "same", "gone" from the earlier text, or "new" in the later one."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of two versions, as runs of words."""

    label: str
    before: Sequence[Piece]
    after: Sequence[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in (*self.before, *self.after))


def difference(label: str, before: str, after: str) -> Difference:
    """How a part reads before and after."""
    first, second = before.split(), after.split()
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        kinds = ("same", "same") if tag == "equal" else ("gone", "new")
        if i2 > i1:
            old.append(Piece(kinds[0], " ".join(first[i1:i2])))
        if j2 > j1:
            new.append(Piece(kinds[1], " ".join(second[j1:j2])))
    return Difference(label, old, new)


def differences(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[Difference]:
    """Labelled parts of two versions, in the later one's order, then those that only the earlier one has."""
    old, new = dict(before), dict(after)
    labels = [*new, *(label for label in old if label not in new)]
    return [difference(label, old.get(label, ""), new.get(label, "")) for label in labels]
