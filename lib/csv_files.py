"""Comma-separated files: read as text, never interpreted; written so that a spreadsheet runs nothing.

Reading is strict: a record whose quotes are broken is handed over as an error with its lines, never repaired.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_CELL = 131_072

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: the lines it covers and what is wrong."""

    line: int
    until: int
    problem: str


Record = tuple[int, list[str]]


def open_text(binary: IO[bytes], encoding: str) -> io.TextIOBase:
    """The file's text, unpacked if it is a gzip file; a byte-order mark is taken off.

    Bytes that the encoding does not know become lone surrogates, which readers must refuse: nothing is replaced.
    """
    binary.seek(0)
    packed = binary.read(2) == GZIP_MAGIC
    binary.seek(0)
    raw: Any = gzip.GzipFile(fileobj=binary) if packed else binary
    return io.TextIOWrapper(raw, encoding=without_mark(encoding), errors="surrogateescape", newline="")


def without_mark(encoding: str) -> str:
    """The codec that reads `encoding` with or without a byte-order mark."""
    return "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding


def records(text: Iterable[str], *, delimiter: str = ",", quote: str = '"') -> Iterator[Record | Broken]:
    """Each record with the number of the line it starts on; blank lines are passed over."""
    reader = csv.reader(text, delimiter=delimiter, quotechar=quote, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Broken(start, max(start, reader.line_num), str(error))
        else:
            if cells and any(cells):
                yield start, cells


def unique_headings(cells: Sequence[str]) -> list[str]:
    """The headings as written, without blanks around; repeated ones are numbered, empty ones named by their place.

    >>> unique_headings(["Q1", "Q1", ""])
    ['Q1', 'Q1 (2)', '#3']
    """
    taken: set[str] = set()
    headings = []
    for place, cell in enumerate(cells, start=1):
        name = cell.strip() or f"#{place}"
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name} ({number})"
        taken.add(candidate)
        headings.append(candidate)
    return headings


def safe_cell(value: Any) -> Any:
    """A value for a cell: text that a spreadsheet would run as a formula gets an apostrophe before it.

    Such a text that has apostrophes already gets one more, so that `plain_cell` finds the very same text again.

    >>> safe_cell("=1+1"), safe_cell("-5"), safe_cell(-5), safe_cell("'=1")
    ("'=1+1", '-5', -5, "''=1")
    """
    if isinstance(value, str) and (text := value.lstrip("'")).startswith(_FORMULA_START):
        return value if _PLAIN_NUMBER.fullmatch(text) else f"'{value}"
    return value


def plain_cell(text: str) -> str:
    """A cell as it was before `safe_cell` guarded it; anything else stays as it is.

    >>> plain_cell("'=1+1"), plain_cell("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


class SafeWriter:
    """Writes records, headings too, in which nothing is a formula."""

    def __init__(self, file: Any, *, delimiter: str = ",") -> None:
        self._writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")

    def row(self, cells: Iterable[Any]) -> str:
        """Write one record; what `file.write` returned is handed back, so that a stream may pass it on."""
        written: str = self._writer.writerow([safe_cell(cell) for cell in cells])
        return written


class Echo:
    """A file that keeps nothing and returns what is written: for streamed answers."""

    def write(self, text: str) -> str:
        return text


def lines_of(rows: Iterable[Sequence[Any]], *, delimiter: str = ",") -> Iterator[str]:
    """The rows as lines of a safe CSV file, one by one."""
    writer = SafeWriter(Echo(), delimiter=delimiter)
    for row in rows:
        yield writer.row(row)
