"""A process map in words: each step as a row, its decision, minutes and money as the reader's language writes them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lib.charts.numbers import number, rounded
from lib.local_text import local
from touchpoints.processes.arithmetic import Effort, Sums, effort_after
from touchpoints.processes.text import AROUND, BranchText, ProcessText, StepText
from touchpoints.processes.words import LaneKind, StepDecision

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in words."""

    number: int
    name: str
    lane: str
    branches: list[str]
    decision: StepDecision
    reason: str
    before: str
    after: str
    measured: str
    step: StepText

    @property
    def is_changed(self) -> bool:
        return self.decision != StepDecision.KEEP


def step_rows(text: ProcessText) -> list[StepRow]:
    """Every step in its order."""
    return [_row(text, place, step) for place, step in enumerate(text.steps)]


def _row(text: ProcessText, place: int, step: StepText) -> StepRow:
    minutes, cost = effort_after(step)
    return StepRow(
        number=place + 1,
        name=local(step.name),
        lane=lane_name(text, step.lane),
        branches=[branch_words(branch) for branch in step.branches],
        decision=StepDecision(step.decision),
        reason=local(step.reason),
        before=effort_words(step.minutes, step.cost, text.currency),
        after=effort_words(minutes, cost, text.currency),
        measured=effort_words(step.measured_minutes, step.measured_cost, text.currency),
        step=step,
    )


def lane_name(text: ProcessText, place: int) -> str:
    """A lane by its name, or by its kind where it has none."""
    if place >= len(text.lanes):
        return ""
    lane = text.lanes[place]
    return local(lane.name) or str(LaneKind(lane.kind).label)


def branch_words(branch: BranchText) -> str:
    """ "incomplete (20 of 100): on with step 2"."""
    told = {"when": local(branch.when), "share": branch.share or 0}
    if branch.target is None:
        return _("%(when)s (%(share)s of 100): ends") % told
    return _("%(when)s (%(share)s of 100): on with step %(step)s") % {**told, "step": branch.target + 1}


def plain(value: Decimal) -> str:
    """A number with as many decimals as it has, two at most."""
    bare = value.normalize()
    exponent = bare.as_tuple().exponent
    return number(value, min(2, max(0, -exponent)) if isinstance(exponent, int) else 2)


def minutes_words(value: Decimal) -> str:
    """“12 min”."""
    return pgettext("so many minutes", "%(n)s min") % {"n": plain(value)}


def about_minutes(value: Decimal) -> str:
    """An average, to tenths of a minute."""
    return minutes_words(rounded(value, 1))


def money_words(value: Decimal, currency: str) -> str:
    """“3.50 USD”."""
    decimals = 0 if value == value.to_integral_value() else 2
    return f"{number(value, decimals)} {currency}".strip()


def effort_words(minutes: Decimal | None, cost: Decimal | None, currency: str) -> str:
    """“12 min, 3.50 USD”; cost only where there is any."""
    told = [minutes_words(minutes)] if minutes is not None else []
    if cost is not None and (cost or not told):
        told.append(money_words(cost, currency))
    return ", ".join(told) or NOTHING


def around_words(text: ProcessText) -> list[tuple[str, str]]:
    """Inputs, outputs, rules … with their names."""
    names = {
        "inputs": _("Inputs"), "outputs": _("Outputs"), "rules": _("Business rules"),
        "regulation": _("Regulation"), "schedule": _("Schedule"), "stakeholders": _("Stakeholders"),
    }  # fmt: skip
    return [(names[part], local(getattr(text, part))) for part in AROUND]


def sums_rows(text: ProcessText, sums: Sums) -> list[list[str]]:
    """Today, as decided, and as far as measured: time and cost of one case, and of a month."""
    told = [(_("today"), sums.before), (_("as decided"), sums.after)]
    if sums.drawn:
        by_version = _("today, by version %(number)s") % {"number": sums.base}
        told = [(by_version, sums.before), (_("today, as drawn here"), sums.drawn), told[1]]
    if sums.measured_steps:
        told.append((_("as far as measured"), sums.measured))
    return [[name, *_effort_cells(effort, text)] for name, effort in told]


def _effort_cells(effort: Effort, text: ProcessText) -> list[str]:
    one = [about_minutes(effort.minutes), money_words(effort.cost, text.currency)]
    if not text.per_month:
        return [*one, NOTHING, NOTHING]
    month = effort.times(text.per_month)
    return [*one, hours_words(month), money_words(month.cost, text.currency)]


def hours_words(effort: Effort) -> str:
    """“50 h”."""
    return pgettext("so many hours", "%(n)s h") % {"n": number(effort.hours)}
