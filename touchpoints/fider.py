"""Ideas in a Fider file (github.com/getfider/fider, app/pkg/csv): each line as an idea, or why it is none. Pure.

Older Fider writes `total_votes`, `total_comments` and capital states; both are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from lib.table_files.table import Table

HEADINGS = ("number", "title", "created_at", "status")
LONGEST_TITLE = 160
LONGEST_TEXT = 20_000
# What Fider's states become unless somebody says otherwise; new names of ours are `IdeaState`.
STATES = {
    "open": "new",
    "planned": "taken",
    "started": "taken",
    "completed": "done",
    "declined": "declined",
    "duplicate": "declined",
}


class FiderRefusal(StrEnum):
    """Why a line is not taken."""

    UNREADABLE = "line_unreadable"
    NUMBER = "number_wrong"
    TITLE = "title_missing"
    LONG = "text_too_long"
    MOMENT = "moment_wrong"
    COUNT = "count_wrong"
    TWICE = "number_twice"


class NoFiderFile(ValueError):
    """A heading that every Fider file has is missing."""


@dataclass(frozen=True, slots=True)
class FiderIdea:
    """One idea as Fider wrote it."""

    number: int
    title: str
    text: str
    created_at: datetime
    author: str
    votes: int
    comments: int
    state: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    same_as: str = ""  # of a duplicate: the original's number and title
    tags: tuple[str, ...] = ()


def read_ideas(table: Table, *, now: datetime) -> Iterator[tuple[int, FiderIdea | FiderRefusal]]:
    """Each line with its number, as an idea or as the reason why it is none; a number's first line counts.

    :raises NoFiderFile: headings are missing
    """
    if not set(HEADINGS) <= set(table.headings):
        raise NoFiderFile
    known: set[int] = set()
    for line, cells in table.lines:
        found = FiderRefusal.UNREADABLE if cells is None else _idea(cells, now)
        if isinstance(found, FiderIdea):
            is_known = found.number in known
            known.add(found.number)
            yield line, FiderRefusal.TWICE if is_known else found
        else:
            yield line, found


def _idea(cells: Mapping[str, str], now: datetime) -> FiderIdea | FiderRefusal:
    number, votes, comments = _whole(cells["number"]), _counted(cells, "votes"), _counted(cells, "comments")
    created, answered = _moment(cells["created_at"]), _moment(cells.get("responded_at", ""))
    title, text = cells["title"].strip(), cells.get("description", "").strip()
    if not number:
        return FiderRefusal.NUMBER
    if not title:
        return FiderRefusal.TITLE
    if len(title) > LONGEST_TITLE or max(len(text), len(cells.get("response", ""))) > LONGEST_TEXT:
        return FiderRefusal.LONG
    if created is None or created > now:
        return FiderRefusal.MOMENT
    if votes is None or comments is None:
        return FiderRefusal.COUNT
    original = cells.get("original_number", "")
    return FiderIdea(
        number=number, title=title, text=text, created_at=created, author=cells.get("created_by", "")[:120],
        votes=votes, comments=comments, state=cells["status"].strip().lower(), answer=cells.get("response", ""),
        answered_by=cells.get("responded_by", "")[:64], answered_at=answered,
        same_as=f"#{original} {cells.get('original_title', '')}".strip() if original else "",
        tags=tuple(dict.fromkeys(tag.strip()[:60] for tag in cells.get("tags", "").split(",") if tag.strip())),
    )  # fmt: skip


def _counted(cells: Mapping[str, str], what: str) -> int | None:
    return _whole(cells.get(f"{what}_count", "") or cells.get(f"total_{what}", "") or "0")


def _whole(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def _moment(raw: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
