"""Counting everything anew while figures are read and answers come in.

A survey's answers are read without any lock; only then its cells are replaced, a slice of days at a time. A mark stands
meanwhile: days that a note lets others count while it stands are newer than what was read, and are left as they are.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction

from metrics.counts.months import first_of_month, put_all_months_right, put_months_right
from metrics.counts.slices import RESPONSES_AT_ONCE, Known, Slice, edges, plan
from metrics.counts.statements import COUNTS, UNKNOWN_DAY, Days
from metrics.counts.writing import Read, count_anew, put_cells, raise_stamp, read_answers, weighted_among
from metrics.models import Rebuild
from organisations.models import Organisation

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
        read = read_answers(organisation, mark.survey_id, days, known)
    for part in parts:
        with chunk():
            _put(organisation, mark, read, part, now)
        yield part
    with chunk():
        _finish(organisation, mark, read, now)


@transaction.atomic
def _count_now(organisation: Organisation, part: Slice, now: datetime) -> None:
    raise_stamp(organisation, now)
    count_anew(organisation, part.survey_id, part.days, weighted=_is_weighted(part.survey_id), every_month=True)


@transaction.atomic
def _begin(organisation: Organisation, survey_id: int, now: datetime) -> Rebuild:
    """Set the mark. The stamp's lock makes that no recount is under way that has not seen it."""
    raise_stamp(organisation, now)
    Rebuild.objects.filter(survey=survey_id).delete()
    return Rebuild.objects.create(organisation=organisation, survey_id=survey_id)


@transaction.atomic
def _put(organisation: Organisation, mark: Rebuild, read: Read, part: Slice, now: datetime) -> None:
    """Replace a slice's cells, except those of days that others have counted since the mark was set."""
    raise_stamp(organisation, now)
    newer = _counted_since(mark)
    if part.unknown and UNKNOWN_DAY in newer:
        return
    days = replace(part.days, left_out=tuple(sorted(day for day in newer if day in part.days)))
    put_cells(organisation, part.survey_id, read, days, weighted=_is_weighted(part.survey_id))


@transaction.atomic
def _finish(organisation: Organisation, mark: Rebuild, read: Read, now: datetime) -> None:
    """Look at every month once more, also at those of which no day was wrong, and take the mark away."""
    raise_stamp(organisation, now)
    newer = _counted_since(mark)
    months = read.cells.of_months() if read.cells else None
    days = Days(first=UNKNOWN_DAY + timedelta(days=1), unknown=True)
    if months:
        put_all_months_right(months, left_out={first_of_month(day) for day in newer})
        known = tuple(sorted(newer - {UNKNOWN_DAY}))
        days = Days(single=known, unknown=UNKNOWN_DAY in newer)
    put_months_right(COUNTS, organisation_id=organisation.pk, survey_id=mark.survey_id, days=days, changed=None)
    mark.delete()


def _counted_since(mark: Rebuild) -> set[date]:
    """Days that others have counted since the mark was set."""
    current = Rebuild.objects.filter(pk=mark.pk).first()
    if current is None:
        raise Superseded
    return {date.fromisoformat(day) for day in current.days}


def _is_weighted(survey_id: int) -> bool:
    return bool(weighted_among([survey_id]))
