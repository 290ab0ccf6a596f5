"""Roster files: a heading row with our column names, one employee a line, read as text and never guessed at."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import IO

from django.utils.translation import gettext as _

from lib.csv_files import Broken, open_text, records, unique_headings

ENCODINGS = (("utf-8", "UTF-8"), ("cp1250", "Windows-1250"), ("cp1252", "Windows-1252"))
DELIMITERS = (",", ";", "\t")
LONGEST = 100_000


class UnreadableRoster(ValueError):
    """The file cannot be read as a roster; the argument says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as read: how its values were parted, its headings, and each line with its number."""

    delimiter: str
    headings: list[str]
    lines: list[tuple[int, dict[str, str]]]


def read_roster_file(binary: IO[bytes], *, encoding: str) -> RosterFile:
    """The file's lines by heading.

    :raises UnreadableRoster: no heading row, broken quotes, characters of another encoding, or too many lines
    """
    opened = open_text(binary, encoding)
    try:
        text = opened.read()
    except (OSError, EOFError):
        raise UnreadableRoster(_("The file is damaged.")) from None
    finally:
        opened.detach()  # the caller closes what the caller opened
    if any("\ud800" <= character <= "\udfff" or character == "\x00" for character in text):
        raise UnreadableRoster(_("The file has characters that do not belong to this encoding: choose another one."))
    heading_row = next(iter(text.splitlines()), "")
    delimiter = max(DELIMITERS, key=heading_row.count)
    rows = records(StringIO(text, newline=""), delimiter=delimiter)
    headings = [heading.lower() for heading in unique_headings(_cells(next(rows, (1, [])))[1])]
    return RosterFile(delimiter, headings, list(_lines(rows, headings)))


def _lines(rows: Iterator[tuple[int, list[str]] | Broken], headings: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for count, row in enumerate(rows, start=1):
        if count > LONGEST:
            raise UnreadableRoster(_("The file has more than %(count)s lines.") % {"count": LONGEST})
        line, cells = _cells(row)
        if len(cells) > len(headings):
            raise UnreadableRoster(_("Line %(line)s has more values than the heading row.") % {"line": line})
        yield line, dict(zip(headings, cells + [""] * (len(headings) - len(cells)), strict=True))


def _cells(row: tuple[int, list[str]] | Broken) -> tuple[int, list[str]]:
    if isinstance(row, Broken):
        raise UnreadableRoster(_("The quotes in line %(line)s are broken.") % {"line": row.line})
    return row
