"""The minimum-n gate (policy, section 1.3): the one place that decides which numbers of a breakdown may be seen.

A breakdown is a partition: cells that do not overlap and together make the total, the blank value included. Show a
breakdown over two dimensions as one partition per value of the first, since the other is summed there.

What is hidden is absent: its n and payload are None, its place says nothing (hidden rows come last, by key), and
nothing tells a small cell from one that is hidden to protect it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from lib.stats.estimates import LOW_BASE
from lib.stats.rounding import round_half_away

P = TypeVar("P")
K = TypeVar("K")

FEWEST = 5
FEWEST_FOR_COMMENTS = 10
# With fewer active employees behind a slice, a figure about customers is one about these employees.
FEWEST_EMPLOYEES = 3


class PrivacyRefused(ValueError):
    """A setting that would weaken the gate. `code` never changes."""

    code = "threshold_too_low"


class Subject(StrEnum):
    """Whom the figures are about."""

    CUSTOMERS = "customers"
    EMPLOYEES = "employees"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose figures, and the smallest n that shows. An organisation may raise it, never lower it.

    :param n_min_employees: the smallest n of a customers' figure behind which stand fewer than three employees, which
        makes it one about them; it then holds beside `n_min`
    :raises PrivacyRefused: below 5
    """

    subject: Subject
    n_min: int = FEWEST
    n_min_employees: int = FEWEST

    def __post_init__(self) -> None:
        lowest = min(self.n_min, self.n_min_employees)
        if lowest < FEWEST:
            raise PrivacyRefused(f"a smallest n of {lowest} is below {FEWEST}")


CUSTOMERS = Rule(Subject.CUSTOMERS)
EMPLOYEES = Rule(Subject.EMPLOYEES)


@dataclass(frozen=True, slots=True)
class Cell(Generic[P]):
    """One part of a breakdown: `n` counts answers, unweighted; `payload` is anything.

    `key` is its code or label and orders hidden rows. `employees` is the number of active roster rows behind the
    cell, None where the roster is empty. `n_effective` of a weighted figure governs the low base, never the hiding.
    """

    key: str
    n: int
    payload: P
    employees: int | None = None
    n_effective: float | None = None


@dataclass(frozen=True, slots=True)
class Row(Generic[P]):
    """A cell as it may be seen. `too_few`: shown, but too few to judge; `low_base`: below 30, no ranking."""

    key: str
    hidden: bool
    n: int | None
    payload: P | None
    too_few: bool = False
    low_base: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown(Generic[P]):
    """The rows that may be seen, then the hidden ones. `withheld`: every row is hidden, show no breakdown at all."""

    rows: tuple[Row[P], ...]
    withheld: bool = False

    @property
    def shown(self) -> tuple[Row[P], ...]:
        """Rows with numbers, in the order they came."""
        return tuple(row for row in self.rows if not row.hidden)


def gate(
    cells: Iterable[Cell[P]], *, rule: Rule = CUSTOMERS, may_open_answers: bool, totals: bool = False
) -> Breakdown[P]:
    """Decide for one partition what its reader may see.

    Customers: cells below n_min are hidden from readers who may not open the single answers, unless the parts are
    themselves `totals` (touchpoints, days, weeks, months); readers who may open them see the cell marked `too_few`.
    Fewer than three employees behind a cell: the employees' rule for it. Employees: hidden from every reader,
    totals too. While the hidden cells together hold fewer than the smallest n, the next smallest is hidden with them;
    if one child or none remains, the whole breakdown is withheld.
    """
    parts = list(cells)
    hidden = {place for place, cell in enumerate(parts) if _is_small(cell, rule, may_open_answers, totals)}
    if not hidden:
        return Breakdown(tuple(_shown(cell, rule) for cell in parts))
    hidden |= _complement(parts, hidden, max(_n_min(parts[place], rule) for place in hidden))
    remaining = sum(1 for place, cell in enumerate(parts) if place not in hidden and cell.n)
    withheld = remaining <= 1
    if withheld:
        hidden = set(range(len(parts)))
    shown = [_shown(cell, rule) for place, cell in enumerate(parts) if place not in hidden]
    keys = sorted(parts[place].key for place in hidden)
    return Breakdown((*shown, *(_hidden(key) for key in keys)), withheld)


def gate_total(cell: Cell[P], *, rule: Rule = CUSTOMERS) -> Row[P]:
    """A total of the organisation or of a touchpoint: shows for customers, and for employees from n_min on."""
    return _hidden(cell.key) if _is_small(cell, rule, may_open_answers=False, totals=True) else _shown(cell, rule)


def comments_show(n: int, *, rule: Rule = EMPLOYEES, fewest: int = FEWEST_FOR_COMMENTS) -> bool:
    """Whether the comments of a group with n answers may be listed: employees' from 10 on, customers' always.

    :raises PrivacyRefused: a floor below 10
    """
    if fewest < FEWEST_FOR_COMMENTS:
        raise PrivacyRefused(f"a floor of {fewest} for comments is below {FEWEST_FOR_COMMENTS}")
    return rule.subject is Subject.CUSTOMERS or n >= max(fewest, rule.n_min)


def response_rate(answered: int, invited: int) -> int | None:
    """Whole per cent of the invited who answered, None for groups below 5.

    :raises ValueError: more answers than invitations, or a negative number
    """
    if not 0 <= answered <= invited:
        raise ValueError(f"{answered} answers of {invited} invited")
    return int(round_half_away(100 * answered / invited)) if invited >= FEWEST else None


def is_low_base(n: int, n_effective: float | None = None) -> bool:
    """Below 30 answers (effective ones for weighted figures): grey, no ranking, no arrow, no alert."""
    return (n if n_effective is None else n_effective) < LOW_BASE


def _is_small(cell: Cell[P], rule: Rule, may_open_answers: bool, totals: bool) -> bool:
    """Hidden for its own size. A customers' cell of nobody hides nobody; "no employee answered" says who did not."""
    if rule.subject is Subject.EMPLOYEES:
        return cell.n < rule.n_min
    if _few_employees(cell) and cell.n < rule.n_min_employees:
        return True
    return not may_open_answers and not totals and 0 < cell.n < rule.n_min


def _n_min(cell: Cell[P], rule: Rule) -> int:
    """The smallest n that the hidden cells must hold together for this one to be safe among them."""
    if rule.subject is Subject.CUSTOMERS and _few_employees(cell):
        return max(rule.n_min, rule.n_min_employees)
    return rule.n_min


def _few_employees(cell: Cell[P]) -> bool:
    return cell.employees is not None and cell.employees < FEWEST_EMPLOYEES


def _complement(parts: Sequence[Cell[P]], hidden: set[int], n_min: int) -> set[int]:
    """The next smallest cells, until the hidden ones together hold n_min answers. Empty cells protect nobody."""
    together = sum(parts[place].n for place in hidden)
    others = (place for place, cell in enumerate(parts) if place not in hidden and cell.n)
    extra: set[int] = set()
    for place in sorted(others, key=lambda place: (parts[place].n, parts[place].key)):
        if together >= n_min:
            break
        extra.add(place)
        together += parts[place].n
    return extra


def _shown(cell: Cell[P], rule: Rule) -> Row[P]:
    return Row(
        key=cell.key,
        hidden=False,
        n=cell.n,
        payload=cell.payload,
        too_few=0 < cell.n < rule.n_min,
        low_base=is_low_base(cell.n, cell.n_effective),
    )


def _hidden(key: str) -> Row[P]:
    return Row(key=key, hidden=True, n=None, payload=None)
