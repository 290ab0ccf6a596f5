"""What many lines have in common: where, by whom, through which door, in which language, of which segments.

A file of a million lines knows some thousand combinations at most, so each is read once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.imports.fields import MOST_KEPT, CellReader, CodeCell
from feedback.imports.parts import Circumstances

SHARED_FIELDS = ("unit", "touchpoint", "channel", "employee", "language", "contact_allowed", "source")


class CircumstancesReader:
    """Reads the cells that lines have in common; the same cells again cost one look-up."""

    def __init__(self, fields: Mapping[str, CellReader[Any]], segments: Mapping[str, CodeCell]) -> None:
        self._fields, self._segments = fields, segments
        readers = (*fields.values(), *segments.values())
        self._places = sorted({reader.place for reader in readers if reader.place is not None})
        self._kept: dict[tuple[str, ...], Circumstances] = {}

    def read(self, cells: Sequence[str]) -> Circumstances:
        """:raises CellRefused: at the first cell that does not fit"""
        key = tuple([cells[place] for place in self._places])
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._read(cells)
        return found

    def _read(self, cells: Sequence[str]) -> Circumstances:
        values = {name: reader.read(cells) for name, reader in self._fields.items()}
        segments = [reader.read(cells) for reader in self._segments.values()]
        said = (*(words for _value, words in values.values()), *(words for _value, words in segments))

        def key_of(name: str) -> int | None:
            return values[name][0][1] if name in values else None

        def value_of(name: str, without: Any) -> Any:
            return values[name][0] if name in values else without

        return Circumstances(
            unit_id=key_of("unit"),
            touchpoint_id=key_of("touchpoint"),
            channel_id=key_of("channel"),
            employee_id=key_of("employee"),
            language=value_of("language", ""),
            contact_allowed=value_of("contact_allowed", None),
            source=value_of("source", "import"),
            segments=tuple(sorted(key for (_code, key), _words in segments if key is not None)),
            words=tuple(words for words in said if words),
        )
