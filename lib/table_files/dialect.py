"""How a file seems to be written: encoding, delimiter, heading row. A proposal to confirm, never a decision."""

import codecs
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from lib.csv_files import GZIP_MAGIC, Broken, records, without_mark

SAMPLE_BYTES = 262_144
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "windows-1250", "windows-1252", "iso-8859-2", "iso-8859-1", "utf-16", "utf-16-le", "utf-16-be")
XLSX_MAGIC = b"PK\x03\x04"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ONE_BYTE = ("windows-1250", "iso-8859-2", "windows-1252")
# Letters of the languages this is used with; a wrong guess turns them into signs that nobody writes.
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_WESTERN = frozenset("äöüßÄÖÜéèêëàâçñáíúîïôœ„”“’–—…€")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file. `sure` is false where another reading is possible and the user must look."""

    kind: str = "csv"  # or "xlsx"
    encoding: str = "utf-8"
    delimiter: str = ","
    heading_row: int = 1  # the first record is 1
    skip_rows: int = 0  # records between the headings and the first answer
    sheet: str = ""
    sure: bool = True


def sniff(binary: IO[bytes]) -> Dialect:
    """Look at the beginning of a file and propose how to read it."""
    sample = _sample(binary)
    if sample.startswith(XLSX_MAGIC):
        return Dialect(kind="xlsx")
    encoding, sure = sniff_encoding(sample)
    text = sample.decode(without_mark(encoding), errors="replace")
    if text.startswith("sep="):
        return Dialect(encoding=encoding, delimiter=text[4:5] or ",", heading_row=2, sure=sure)
    delimiter = sniff_delimiter(text)
    heading, skip = _sniff_headings(_first_records(text, delimiter))
    return Dialect(encoding=encoding, delimiter=delimiter, heading_row=heading, skip_rows=skip, sure=sure)


def _sample(binary: IO[bytes]) -> bytes:
    binary.seek(0)
    sample = binary.read(SAMPLE_BYTES)
    if sample.startswith(GZIP_MAGIC):
        binary.seek(0)
        sample = gzip.GzipFile(fileobj=binary).read(SAMPLE_BYTES)
    binary.seek(0)
    return sample


def sniff_encoding(sample: bytes) -> tuple[str, bool]:
    """The likely encoding, and whether no other one fits."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, True
    if sample[:200].count(b"\x00") > len(sample[:200]) // 4:
        return ("utf-16-be" if sample[:1] == b"\x00" else "utf-16-le"), False
    try:  # a cut character at the sample's end is no fault
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return max(_ONE_BYTE, key=lambda encoding: _likeness(sample, encoding)), False
    return "utf-8", True


def _likeness(sample: bytes, encoding: str) -> float:
    letters = [sign for sign in sample.decode(encoding, errors="replace") if ord(sign) > 127]
    good = sum(sign in _POLISH for sign in letters) + 0.9 * sum(sign in _WESTERN for sign in letters)
    bad = sum(not sign.isprintable() or sign == "\ufffd" for sign in letters)
    return good - 2 * bad


def _first_records(text: str, delimiter: str, most: int = 60) -> list[list[str]]:
    found: list[list[str]] = []
    for record in records(io.StringIO(text, newline=""), delimiter=delimiter):
        if isinstance(record, Broken) or len(found) == most:
            break
        found.append(record[1])
    return found[:-1] or found  # the last one may be cut by the sample's end


def sniff_delimiter(text: str) -> str:
    """The sign that cuts most records into the same number of cells, more than one."""
    return max(DELIMITERS, key=lambda sign: _regularity([len(cells) for cells in _first_records(text, sign)]))


def _regularity(widths: Sequence[int]) -> tuple[float, int]:
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=widths.count)
    return (0.0, 0) if usual < 2 else (widths.count(usual) / len(widths), usual)


def _are_headings(cells: Sequence[str]) -> bool:
    """Whether every cell names a column; the first may be empty, as programs write it over row numbers."""
    return any(cells) and all(cells[1:])


def _sniff_headings(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The record with the headings, and how many records after it are not answers (Qualtrics writes two)."""
    if not rows:
        return 1, 0
    widths = [len(cells) for cells in rows if len(cells) > 1] or [1]
    usual = max(widths, key=lambda width: (widths.count(width), width))  # one line with too many cells is no heading
    heading = next((place for place, cells in enumerate(rows, 1) if len(cells) >= usual and _are_headings(cells)), 1)
    after = rows[heading : heading + 3]
    ids = next((place for place, cells in enumerate(after, 1) if cells and cells[0].startswith('{"ImportId"')), 0)
    return heading, ids
