"""From counted numbers to rows of the table of counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.models import Missing, Question, Scale
from metrics.counts.gathering import Gathered, Numbers, add_equal, gather
from metrics.counts.packing import Digit, Packing, outgrown, pack
from metrics.counts.slices import Known
from metrics.counts.statements import COUNTS, HISTOGRAM, UNKNOWN_DAY, Days
from metrics.models import POINTS

_REASONS = (Missing.SKIPPED, Missing.NOT_APPLICABLE, Missing.DONT_KNOW)
_GIVEN = POINTS + len(_REASONS)
# How often answers are read again because of rows that the numbers had no room for.
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one survey in the order of questions and days.

    :ivar keys: the numbers of the cells
    :ivar places: the parts of their keys
    :ivar counts: a row a cell: the histogram, the reasons, and answers without a scale
    :ivar sums: a row a cell: the sum of the numbers, and of their squares
    """

    organisation_id: int
    survey_id: int
    packing: Packing
    keys: Numbers
    places: Mapping[str, Numbers]
    counts: Numbers
    sums: NDArray[np.float64]

    def of_months(self) -> "Cells | None":
        """The same added up by month, each standing at its first day; none where their numbers would be too long."""
        known = np.unique(self.places["day"])
        months = np.array([date.fromordinal(day).replace(day=1).toordinal() for day in known.tolist()], np.int64)
        of_time = months[months > UNKNOWN_DAY.toordinal()]
        packing = self.packing.from_day(date.fromordinal(int(of_time.min()))) if len(of_time) else self.packing
        if not packing.fits:
            return None
        places = {**self.places, "day": months[np.searchsorted(known, self.places["day"])]}
        keys, first, at = np.unique(_numbers(packing, places), return_index=True, return_inverse=True)
        counts = np.zeros((len(keys), self.counts.shape[1]), np.int64)
        sums = np.zeros((len(keys), self.sums.shape[1]))
        np.add.at(counts, at, self.counts)
        np.add.at(sums, at, self.sums)
        places = {name: column[first] for name, column in places.items()}
        return replace(self, packing=packing, keys=keys, places=places, counts=counts, sums=sums)

    def among(self, wanted: Days) -> Numbers:
        """Which cells are of these days."""
        days = np.unique(self.places["day"])
        chosen = [day for day in days.tolist() if date.fromordinal(day) in wanted]
        return np.flatnonzero(np.isin(self.places["day"], np.array(chosen, np.int64)))

    def rows(self, which: Numbers) -> Iterator[tuple[Any, ...]]:
        """Rows for the table, in the order of its columns."""
        places = {name: column[which].tolist() for name, column in self.places.items()}
        texts = {day: date.fromordinal(day).isoformat() for day in set(places["day"])}
        places["day"] = [texts[day] for day in places["day"]]
        columns: list[Iterable[Any]] = [
            repeat(self.organisation_id, len(which)),
            repeat(self.survey_id, len(which)),
            *(places[name] for name in COUNTS.key[2:]),
            *self.counts[which].T.tolist(),
            *self.sums[which].T.tolist(),
        ]
        return zip(*columns, strict=True)


def cells_of_answers(*, organisation_id: int, survey_id: int, days: Days, known: Known) -> Cells | None:
    """The cells of a survey's days, read from the answers; none where their numbers would be too long."""
    for _attempt in range(_ATTEMPTS):
        packing = pack(organisation_id=organisation_id, survey_id=survey_id, first=known.first, last=known.last)
        if not packing.fits:
            break
        gathered = gather(
            packing, organisation_id=organisation_id, survey_id=survey_id, days=days, responses=known.responses
        )
        if not outgrown(packing, organisation_id=organisation_id, survey_id=survey_id):
            return cells_of(gathered, packing, organisation_id=organisation_id, survey_id=survey_id)
    return None


def cells_of(gathered: Gathered, packing: Packing, *, organisation_id: int, survey_id: int) -> Cells:
    """The cells of what was gathered; answers to a question of a touchpoint stand at that one."""
    placed, counts = add_equal(*_at_questions(packing, gathered.keys, gathered.counts))
    cell_of, spoken = np.divmod(placed, packing.spoken)
    cells, at = np.unique(cell_of, return_inverse=True)
    parts = _parts(packing.places, cells)
    return Cells(
        organisation_id,
        survey_id,
        packing,
        cells,
        parts,
        _histograms(packing, spoken, counts, at, parts["scale_id"]),
        _sums(gathered, packing, cells),
    )


def _parts(places: tuple[Digit, ...], cells: Numbers) -> dict[str, Numbers]:
    """The columns of the key, 0 for what is absent; the day as its number, the unknown one being the first of all."""
    found: dict[str, Numbers] = {}
    rest = cells
    for digit in places:
        rest, part = np.divmod(rest, digit.size)
        found[digit.name] = np.where(part > 0, part + digit.before, 0)
    found["day"] = np.maximum(found["day"], UNKNOWN_DAY.toordinal())
    return found


def _numbers(packing: Packing, places: Mapping[str, Numbers]) -> Numbers:
    """The numbers of cells, from the parts of their keys."""
    found, step = np.zeros(len(places["day"]), np.int64), 1
    for digit in packing.places:
        column = places[digit.name]
        absent = column <= (UNKNOWN_DAY.toordinal() if digit.name == "day" else 0)
        found += np.where(absent, 0, column - digit.before) * step
        step *= digit.size
    return found


def _at_questions(packing: Packing, keys: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers with the question's touchpoint, where it has one, instead of the response's."""
    steps, step = {}, packing.spoken
    for digit in packing.places:
        steps[digit.name] = step, digit
        step *= digit.size
    (question_step, question), (step, touchpoint) = steps["question_id"], steps["touchpoint_id"]
    asked = keys // question_step % question.size + question.before
    moved = keys.copy()
    at = Question.objects.filter(pk__in=np.unique(asked).tolist(), touchpoint__isnull=False)
    for question_id, touchpoint_id in at.values_list("pk", "touchpoint_id"):
        rows = asked == question_id
        own = keys[rows] // step % touchpoint.size
        moved[rows] += (touchpoint_id - touchpoint.before - own) * step
    return moved, counts


def _histograms(packing: Packing, spoken: Numbers, counts: Numbers, at: Numbers, scale_ids: Numbers) -> Numbers:
    """What was said in each cell: how often each step of its scale, each reason, and neither."""
    value, missing = (_part(spoken, packing.said, name) for name in ("value", "missing"))
    # Without a scale a value is no step of any.
    minimum = np.full(len(scale_ids), packing.lowest + packing.said[0].size)
    for pk, lowest in Scale.objects.filter(pk__in=np.unique(scale_ids).tolist()).values_list("pk", "minimum"):
        minimum[scale_ids == pk] = lowest
    step = value - 1 + packing.lowest - minimum[at]
    found = np.zeros((len(scale_ids), _GIVEN + 1), np.int64)
    on_scale = (value > 0) & (step >= 0) & (step < len(HISTOGRAM))
    np.add.at(found, (at[on_scale], step[on_scale]), counts[on_scale])
    for place, reason in enumerate(_REASONS, start=POINTS):
        rows = missing == reason
        np.add.at(found, (at[rows], place), counts[rows])
    neither = (value == 0) & (missing == 0)
    np.add.at(found, (at[neither], _GIVEN), counts[neither])
    return found


def _part(numbers: Numbers, among: tuple[Digit, ...], name: str) -> Numbers:
    step = 1
    for digit in among:
        if digit.name == name:
            return numbers // step % digit.size
        step *= digit.size
    raise KeyError(name)


def _sums(gathered: Gathered, packing: Packing, cells: Numbers) -> NDArray[np.float64]:
    found = np.zeros((len(cells), 2))
    if not gathered.sums:
        return found
    keys = np.array(list(gathered.sums), np.int64) * packing.spoken
    moved, _counts = _at_questions(packing, keys, keys)
    places = {cell: place for place, cell in enumerate(cells.tolist())}
    for cell, sums in zip((moved // packing.spoken).tolist(), gathered.sums.values(), strict=True):
        # A number changed since the answers were read has left a note; its cell is counted again.
        if (place := places.get(cell)) is not None:
            found[place] += sums
    return found
