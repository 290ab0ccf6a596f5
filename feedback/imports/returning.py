"""Lines that were not taken, as a file to correct and to import again as it is.

Each line stands as it stood in its file, after its number, its columns at fault and the reasons. Reading such a file
passes over these three and takes off what guards a spreadsheet, so that the answers' cells are exactly the first
file's. It is known by its first headings, which are the same in every language.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO

from feedback.imports.convert import storable
from lib.csv_files import Broken, Record, plain_cell
from lib.table_files.dialect import Dialect, sniff
from lib.table_files.source import Source, UnreadableFile, open_source

LARGEST_WORKBOOK = 4 * 1024 * 1024  # to open a larger one takes longer than a page may
MARKS = ("cem_line", "cem_column", "cem_reason")


def rows_to_correct(
    binary: IO[bytes], dialect: Dialect, refused: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[object, ...]]:
    """The headings, then every refused line of a file. A line whose quotes are broken comes without its cells.

    :param refused: by the number of the line: the columns at fault, and why
    :raises UnreadableFile: it is no file of this kind
    """
    source = open_answers(binary, dialect)
    yield (*MARKS, *source.headings)
    left = len(refused)
    for record in source.records:
        line, cells = (record.line, []) if isinstance(record, Broken) else record
        if line in refused:
            yield (line, *refused[line], *map(storable, cells))
            left -= 1
        if not left:
            return


def open_answers(binary: IO[bytes], dialect: Dialect) -> Source:
    """A file of answers at its first answer; one to correct without what was added to it.

    :raises UnreadableFile: it is too large, has no headings, or is no file of this kind
    """
    source = open_source(binary, dialect)
    if not _is_marked(source):
        return source
    headings = tuple(plain_cell(heading) for heading in source.headings[len(MARKS) :])
    return Source(headings, map(_unmarked, source.records))


def dialect_to_correct(binary: IO[bytes]) -> Dialect | None:
    """How a file of lines to correct is written now, whichever program saved it; none for any other file.

    The file is closed afterwards, as any that was read.
    """
    try:
        dialect = replace(sniff(binary), heading_row=1, skip_rows=0)
        if dialect.kind == "xlsx" and binary.seek(0, os.SEEK_END) > LARGEST_WORKBOOK:
            return None
        return dialect if _is_marked(open_source(binary, dialect)) else None
    except (UnreadableFile, OSError, EOFError):
        return None


def _is_marked(source: Source) -> bool:
    return source.headings[: len(MARKS)] == MARKS


def _unmarked(record: Record | Broken) -> Record | Broken:
    if isinstance(record, Broken):
        return record
    line, cells = record
    return line, [plain_cell(cell) for cell in cells[len(MARKS) :]]
