"""The one function that turns counts into figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Survey
from lib.periods import day_of
from lib.stats.estimates import Estimate
from lib.stats.estimation import classes_of, estimate
from lib.stats.scales import Scale
from metrics.indicators import PAIRED
from metrics.queries.asking import FigureError, FigureQuery
from metrics.queries.choosing import choose
from metrics.queries.gap_figures import gap_figures
from metrics.queries.gating import Part, hidden_parts
from metrics.queries.lookups import Lookups
from metrics.queries.rows import Figure, filled, in_order, place, suppressed, template
from metrics.queries.summing import Group, Grouped, Sums, add_up
from organisations.models import Organisation, Unit
from organisations.tenancy import PreparedInside

_SURVEYS = PreparedInside(
    lambda: Survey.objects.order_by("pk").values_list(
        "pk", "main_nps", "main_csat", "main_ces", "weighted", "is_sample"
    )
)
_UNITS = PreparedInside(lambda: Unit.objects.order_by("pk").values_list("pk", "parent"))


def figures(
    query: FigureQuery, *, viewer: Viewer, today: date | None = None, lookups: Lookups | None = None
) -> list[Figure]:
    """The rows that answer a query, in a stable order: by time, then by codes, absent ones last.

    Rows exist for every combination that has answers (with `fill`, for its empty periods too); without any grouping
    there is always one row. What the viewer may not see is `suppressed` and comes after what may be seen.

    :param lookups: those of the page, where it asks several questions
    :raises FigureError: what is asked does not exist, is ambiguous, or would put unlike answers together
    """
    lookups = lookups or Lookups()
    organisation = lookups.organisation()
    today = today or day_of(timezone.now(), organisation.time_zone)
    if query.indicator in PAIRED:
        return gap_figures(query, viewer=viewer, today=today, lookups=lookups)
    if query.pillars:
        raise FigureError("pillar_unsuitable", "pillar", _("Only the promise gap is asked for by pillar."))
    grouped = add_up(query, choose(query, viewer=viewer, lookups=lookups), lookups=lookups)
    parts = in_order(filled(_parts(grouped, query), query))
    hidden = hidden_parts(parts, query, viewer=viewer, lookups=lookups, today=today)
    empty = template(query, organisation.stamped_at)
    shown = [_figure(part, query, empty) for place, part in enumerate(parts) if place not in hidden]
    return shown + [suppressed(parts[place], query, empty) for place in sorted(hidden)]


def one_figure(
    query: FigureQuery, *, viewer: Viewer, today: date | None = None, lookups: Lookups | None = None
) -> Figure:
    """The single row of a query that groups by nothing; where a question changed its scale, the one with most answers.

    :raises FigureError: as `figures`
    """
    rows = figures(replace(query, group_by=type(query.group_by)()), viewer=viewer, today=today, lookups=lookups)
    return max(rows, key=lambda row: row.n or 0)


def figures_depend_on(organisation: Organisation) -> tuple[object, ...]:
    """What figures are made of besides the query and the viewer: for entity tags and keys of caches."""
    return (
        organisation.pk,
        organisation.stamp,
        organisation.minimum_customers,
        organisation.minimum_employees,
        _SURVEYS.all(),
        _UNITS.all(),
    )


def _parts(grouped: Grouped, query: FigureQuery) -> list[Part]:
    """One part for each group and scale; reasons kept without a scale join the scale with most answers."""
    scales_of: dict[Group, list[Scale]] = {}
    for group, scale in grouped:
        if scale is not None:
            scales_of.setdefault(group, []).append(scale)
    for (group, scale), sums in list(grouped.items()):
        if scale is None and group in scales_of:
            fullest = max(scales_of[group], key=lambda candidate: grouped[group, candidate].n)
            grouped[group, fullest].missing += sums.missing
            del grouped[group, scale]
    if not grouped and not query.group_by.text:
        grouped = {(Group(None, ()), None): Sums([0] * 11)}
    return [Part(group, scale or query.scale, sums) for (group, scale), sums in grouped.items()]


def _figure(part: Part, query: FigureQuery, row: Figure) -> Figure:
    if part.scale is None or not part.sums.n:
        empty: dict[str, Any] = {"n": 0, "n_missing": part.sums.missing, "low_base": True}
        return replace(row, **place(part, query), **empty, **_classes(part, query))
    answers = part.sums.answers(part.scale, weighted=query.weighted and bool(part.sums.weights))
    found = estimate(query.definition.score, answers, confidence=query.confidence)
    return replace(row, **place(part, query), **_numbers(found, part.sums), **_classes(part, query))


def _numbers(found: Estimate, sums: Sums) -> Mapping[str, Any]:
    return {
        "n": found.n,
        "n_missing": sums.missing,
        "n_effective": found.n_effective,
        "value": found.value,
        "std_error": found.std_error,
        "ci_low": found.low,
        "ci_high": found.high,
        "low_base": found.low_base,
    }


def _classes(part: Part, query: FigureQuery) -> Mapping[str, Any]:
    """Promoters, passives and detractors, counted without weights."""
    if not query.definition.has_classes:
        return {}
    if part.scale is None:
        return {"promoters": 0, "passives": 0, "detractors": 0}
    found = classes_of(query.definition.score, part.sums.answers(part.scale, weighted=False))
    return {
        "promoters": round(found.promoters),
        "passives": round(found.passives),
        "detractors": round(found.detractors),
    }
