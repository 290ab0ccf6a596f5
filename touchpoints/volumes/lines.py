"""Counted rows in a file: touchpoint, channel, period, count and source, by these headings in any order."""

from collections.abc import Iterator, Mapping
from datetime import date

from lib.table_files.table import Table
from touchpoints.volumes.rows import Volume, VolumeRefusal, period_of

COLUMNS = ("touchpoint", "channel", "period", "count", "source")


class HeadingsMissing(ValueError):
    """The file has no columns of these names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def read_lines(table: Table, *, today: date) -> Iterator[tuple[int, Volume | VolumeRefusal]]:
    """Each line with its number, as a row or as the reason why it is none.

    :raises HeadingsMissing: a column is not there
    """
    missing = [name for name in COLUMNS if name not in table.headings]
    if missing:
        raise HeadingsMissing(missing)
    for number, cells in table.lines:
        yield number, VolumeRefusal.UNREADABLE if cells is None else _row(cells, today)


def _row(cells: Mapping[str, str], today: date) -> Volume | VolumeRefusal:
    period = period_of(cells["period"], today=today)
    if period is None or period.grain is None:
        return VolumeRefusal.PERIOD
    raw = cells["count"].replace("\u00a0", "").replace(" ", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 12):
        return VolumeRefusal.COUNT
    return Volume(
        touchpoint=cells["touchpoint"], channel=cells["channel"], period=str(period.grain), starts_on=period.start,
        count=int(raw), counted_by=cells["source"],
    )  # fmt: skip
