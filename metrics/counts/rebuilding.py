"""Counting everything anew while figures are read and answers come in.

A survey's answers are read without any lock; only then its cells are replaced, a slice of days at a time. A mark stands
meanwhile: days that a note lets others count while it stands are newer than what was read, and are left as they are.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction

from metrics.counts.slices import RESPONSES_AT_ONCE, Known, Slice, edges, plan
from metrics.counts.statements import UNKNOWN_DAY, Days
from metrics.counts.writing import count_anew, put_cells, raise_stamp, read_cells, weighted_among
from metrics.models import Rebuild
from organisations.models import Organisation

if TYPE_CHECKING:
    from metrics.counts.cells import Cells

Chunk = Callable[[], AbstractContextManager[object]]
Progress = Callable[[int, int], None]
# The slice of the unknown day, and one that holds all known ones.
FEW_SLICES = 2


class Superseded(Exception):
    """Somebody else began to count the same survey anew, with newer answers; this rebuild is of no use any more."""


def rebuild(
    *,
    organisation: Organisation,
    now: datetime,
    progress: Progress | None = None,
    responses_at_once: int = RESPONSES_AT_ONCE,
    chunk: Chunk = nullcontext,
) -> int:
    """Count everything of an organisation anew; returns the number of responses gone through.

    :param progress: told responses done and in all, after each slice
    :param chunk: opens the organisation's scope for one step, which is committed when it closes; without it the
        scope must be open
    :raises Superseded: another rebuild began after this one
    """
    with chunk():
        slices = plan(responses_at_once=responses_at_once)
    total, done = sum(part.responses for part in slices), 0
    for _survey_id, parts in groupby(slices, key=lambda part: part.survey_id):
        for part in _rebuild_survey(organisation, list(parts), now, chunk):
            done += part.responses
            if progress:
                progress(done, total)
    return done


def _rebuild_survey(organisation: Organisation, parts: list[Slice], now: datetime, chunk: Chunk) -> Iterator[Slice]:
    """Yields each slice once it is counted."""
    if len(parts) <= FEW_SLICES:
        for part in parts:
            with chunk():
                _count_now(organisation, part, now)
            yield part
        return
    with chunk():
        mark = _begin(organisation, parts[0].survey_id, now)
    with chunk():
        first, last = edges(mark.survey_id)
        known = Known(sum(part.responses for part in parts), first, last)
        days = Days(first=known.first, last=known.last + timedelta(days=1), unknown=True)
        cells = read_cells(organisation, mark.survey_id, days, known)
    for part in parts:
        with chunk():
            _put(organisation, mark, cells, part, now)
        yield part
    with chunk():
        mark.delete()


@transaction.atomic
def _count_now(organisation: Organisation, part: Slice, now: datetime) -> None:
    raise_stamp(organisation, now)
    count_anew(organisation, part.survey_id, part.days, weighted=_is_weighted(part.survey_id))


@transaction.atomic
def _begin(organisation: Organisation, survey_id: int, now: datetime) -> Rebuild:
    """Set the mark. The stamp's lock makes that no recount is under way that has not seen it."""
    raise_stamp(organisation, now)
    Rebuild.objects.filter(survey=survey_id).delete()
    return Rebuild.objects.create(organisation=organisation, survey_id=survey_id)


@transaction.atomic
def _put(organisation: Organisation, mark: Rebuild, cells: "Cells | None", part: Slice, now: datetime) -> None:
    """Replace a slice's cells, except those of days that others have counted since the mark was set."""
    raise_stamp(organisation, now)
    current = Rebuild.objects.filter(pk=mark.pk).first()
    if current is None:
        raise Superseded
    newer = {date.fromisoformat(day) for day in current.days}
    if part.unknown and UNKNOWN_DAY in newer:
        return
    days = replace(part.days, left_out=tuple(sorted(day for day in newer if day in part.days)))
    put_cells(organisation, part.survey_id, cells, days, weighted=_is_weighted(part.survey_id))


def _is_weighted(survey_id: int) -> bool:
    return bool(weighted_among([survey_id]))
