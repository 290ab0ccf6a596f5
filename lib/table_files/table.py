"""A small table whole: its headings, and each line by them; how it is written is found out from the file itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from lib.csv_files import Broken
from lib.table_files.dialect import sniff
from lib.table_files.source import UnreadableFile, open_source


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. Headings are in small letters; a line that cannot be read is None."""

    headings: tuple[str, ...]
    lines: Sequence[tuple[int, Mapping[str, str] | None]]

    def packed(self) -> str:
        """The same as text, for a form that asks whether all of it shall be taken; `unpacked` reads it back."""
        lines = [[number, None if line is None else list(line.values())] for number, line in self.lines]
        return json.dumps([self.headings, lines], ensure_ascii=False)


def unpacked(text: str) -> Table:
    """What `packed` wrote.

    :raises UnreadableFile: it did not write this
    """
    try:
        headings, lines = json.loads(text)
        names = tuple(str(name) for name in headings)
        return Table(
            names, [(int(number), cells and _by(names, [str(one) for one in cells])) for number, cells in lines]
        )
    except (TypeError, ValueError) as error:
        raise UnreadableFile("file_gone") from error


def read_table(binary: IO[bytes], *, most: int) -> Table:
    """A CSV file of any dialect, or the first sheet of a workbook.

    :param most: more lines are not taken at once
    :raises UnreadableFile: it is none of both, has no headings, or too many lines
    """
    source = open_source(binary, sniff(binary))
    headings = tuple(heading.lower() for heading in source.headings)
    lines: list[tuple[int, Mapping[str, str] | None]] = []
    for record in source.records:
        if len(lines) == most:
            raise UnreadableFile("too_many_rows", limit=most)
        lines.append((record.line, None) if isinstance(record, Broken) else (record[0], _by(headings, record[1])))
    return Table(headings, lines)


def _by(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells by their headings; missing ones are empty, those beyond the headings are left out."""
    filled = [*cells, *[""] * (len(headings) - len(cells))]
    return {name: cell.strip() for name, cell in zip(headings, filled, strict=False)}
