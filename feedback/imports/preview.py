"""What is in a file: how many records, and how often each column says what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.csv_files import Broken, Record

MOST_VALUES = 400  # distinct values of a column that are counted; beyond, it is a column of words or numbers
LONGEST_SHOWN = 80


@dataclass(slots=True)
class ColumnPreview:
    """One column: how many records fill it, and the count of each value while there are few."""

    heading: str
    filled: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    many: bool = False  # too many values to count each
    samples: list[str] = field(default_factory=list)

    def add(self, raw: str) -> None:
        if raw:
            self.filled += 1
        if self.many:
            return
        self.counts[raw] += 1
        if len(self.counts) > MOST_VALUES:
            self.many = True
            self.samples = list(self.counts)[:200]
            self.counts = Counter()

    @property
    def values(self) -> list[str]:
        """Distinct non-empty values seen, all of them or the first few."""
        return [value for value in (self.samples if self.many else self.counts) if value.strip()]

    def as_dict(self) -> dict[str, Any]:
        ranked = sorted(self.counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return {
            "heading": self.heading,
            "filled": self.filled,
            "many": self.many,
            "values": [[value[:LONGEST_SHOWN], count] for value, count in ranked],
            "samples": [value[:LONGEST_SHOWN] for value in self.samples[:20]],
        }


@dataclass(slots=True)
class Preview:
    """The columns of a file, the number of its records, and those that cannot be read at all."""

    columns: list[ColumnPreview]
    rows: int = 0
    broken: int = 0
    first: list[list[str]] = field(default_factory=list)

    def column(self, heading: str) -> ColumnPreview | None:
        return next((column for column in self.columns if column.heading == heading), None)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "broken": self.broken,
            "first": self.first,
            "columns": [column.as_dict() for column in self.columns],
        }


def preview_of(headings: Sequence[str], every: Iterable[Record | Broken]) -> Preview:
    """Read the records once and count."""
    preview = Preview([ColumnPreview(heading) for heading in headings])
    for record in every:
        preview.rows += 1
        if isinstance(record, Broken):
            preview.broken += 1
            continue
        _line, cells = record
        if len(preview.first) < 5:
            preview.first.append([cell[:LONGEST_SHOWN] for cell in cells])
        for column, raw in zip(preview.columns, cells, strict=False):
            column.add(raw)
    return preview
