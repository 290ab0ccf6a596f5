"""A file as headings and records, whatever it is: text of any dialect, packed or not, or a sheet of a workbook."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any

from lib.csv_files import Broken, Record, open_text, records, unique_headings
from lib.table_files.dialect import Dialect

MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 600 * 1024 * 1024


class UnreadableFile(ValueError):
    """The file as a whole cannot be read this way; `code` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class DayText(str):
    """The text of a cell that the workbook itself holds as a day or a moment, however it shows it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its headings, and its records with the line each starts on."""

    headings: tuple[str, ...]
    records: Iterator[Record | Broken]


def open_source(binary: IO[bytes], dialect: Dialect) -> Source:
    """Open a file by a confirmed dialect, at its first answer.

    :raises UnreadableFile: it is too large, has no headings, or is no file of this kind
    """
    check_size(binary)
    every = _sheet_records(binary, dialect.sheet) if dialect.kind == "xlsx" else _text_records(binary, dialect)
    heading = next(islice(every, dialect.heading_row - 1, None), None)
    if heading is None or isinstance(heading, Broken):
        raise UnreadableFile("headings_missing", row=dialect.heading_row)
    headings = tuple(unique_headings(_without_blank_end(heading[1])))
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile("too_many_columns", columns=len(headings), limit=MOST_COLUMNS)
    return Source(headings, _counted(islice(every, dialect.skip_rows, None)))


def check_size(binary: IO[bytes]) -> None:
    """:raises UnreadableFile: there are too many bytes"""
    binary.seek(0, os.SEEK_END)
    size = binary.tell()
    binary.seek(0)
    if size > MOST_BYTES:
        raise UnreadableFile("too_many_bytes", limit=MOST_BYTES // 1024 // 1024)
    if size == 0:
        raise UnreadableFile("file_empty")


def sheet_names(binary: IO[bytes]) -> list[str]:
    """The sheets of a workbook.

    :raises UnreadableFile: it is none, or unpacks to too much
    """
    return list(_workbook(binary).sheetnames)


def _without_blank_end(cells: list[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return cells[:width] or cells


def _counted(every: Iterator[Record | Broken]) -> Iterator[Record | Broken]:
    for number, record in enumerate(every, start=1):
        if number > MOST_ROWS:
            raise UnreadableFile("too_many_rows", limit=MOST_ROWS)
        yield record


def _text_records(binary: IO[bytes], dialect: Dialect) -> Iterator[Record | Broken]:
    try:
        yield from records(_bounded(binary, dialect.encoding), delimiter=dialect.delimiter)
    except (UnicodeError, LookupError) as error:
        raise UnreadableFile("encoding_wrong", encoding=dialect.encoding) from error
    except (OSError, EOFError) as error:
        raise UnreadableFile("archive_broken") from error


def _bounded(binary: IO[bytes], encoding: str) -> Iterator[str]:
    """The text's lines; a small archive that unpacks without end is stopped."""
    signs = 0
    for line in open_text(binary, encoding):
        signs += len(line)
        if signs > MOST_UNPACKED:
            raise UnreadableFile("archive_too_large", limit=MOST_UNPACKED // 1024 // 1024)
        yield line


def _workbook(binary: IO[bytes]) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    binary.seek(0)
    try:
        with zipfile.ZipFile(binary) as archive:
            declared = sum(member.file_size for member in archive.infolist())
        if declared > MOST_UNPACKED:
            raise UnreadableFile("archive_too_large", limit=MOST_UNPACKED // 1024 // 1024)
        binary.seek(0)
        return load_workbook(binary, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile("workbook_broken") from error


def _sheet_records(binary: IO[bytes], sheet: str) -> Iterator[Record]:
    book = _workbook(binary)
    if sheet and sheet not in book.sheetnames:
        raise UnreadableFile("sheet_missing", sheet=sheet)
    rows = book[sheet or book.sheetnames[0]].iter_rows(values_only=True)
    for number, row in enumerate(rows, start=1):
        cells = [_cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def _cell_text(value: Any) -> str:
    """A cell as the text a CSV file would hold. A sheet does not tell 10 from 10.0, so whole numbers have no point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return DayText(f"{value:%Y-%m-%d %H:%M:%S}")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
