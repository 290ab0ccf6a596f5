"""Pages of figures: the cursor carries the whole place of the last row, so that new rows do not shift the pages."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson
from django.utils.translation import gettext as _

from accounts.rest import bad_parameter
from metrics.queries import Dimension, Figure, FigureQuery

Place = list[Any]


def place_of(figure: Figure, query: FigureQuery) -> Place:
    """Where a row stands in the order of `figures`: hidden rows last; by time, codes (absent ones last) and scale."""
    start = figure.period_start.isoformat() if figure.period_start and query.group_by.grain else ""
    codes = [
        [code is None, code or ""] for code in (getattr(figure, dimension) for dimension in query.group_by.dimensions)
    ]
    scale = [int(end) for end in figure.scale.split("-")] if figure.scale else []
    return [figure.suppressed, start, codes, scale]


def page_after(
    rows: Sequence[Figure], query: FigureQuery, *, cursor: str, limit: int
) -> tuple[Sequence[Figure], str | None]:
    """The rows after the cursor, at most `limit`, and the cursor of the page that follows, if one does.

    :raises Problem: the cursor is none of ours
    """
    if cursor:
        last = _read(cursor, query)
        rows = [row for row in rows if place_of(row, query) > last]
    page = rows[:limit]
    return page, _write(place_of(page[-1], query)) if len(rows) > limit else None


def _write(place: Place) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def _read(cursor: str, query: FigureQuery) -> Place:
    try:
        place = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        hidden, start, codes, scale = place
        right = (
            isinstance(hidden, bool)
            and isinstance(start, str)
            and len(codes) == len([d for d in query.group_by.dimensions if d in Dimension])
            and all(isinstance(absent, bool) and isinstance(code, str) for absent, code in codes)
            and all(isinstance(end, int) for end in scale)
        )
    except (ValueError, TypeError, binascii.Error):
        right, place = False, []
    if not right:
        raise bad_parameter("cursor", _("This cursor was not given by this address."))
    return list(place)
