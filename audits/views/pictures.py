"""The picture of before and after, made of the same rows as its table."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.queries import ComparisonView, verdict_sentence
from lib import charts
from lib.addresses import offered


def comparison_chart(view: ComparisonView, *, slug: str, key: str = "waves", most: int = 0) -> charts.Chart:
    """Dumbbells of the rows that can be compared, the largest improvement first.

    :param most: keep so many rows: those that changed, then those that moved most; 0 for all
    """
    rows, note = view.compared, _("The verdict holds after correction for %(n)d comparisons.")
    note %= {"n": len(view.compared)}
    if most and len(rows) > most:
        moved = ("better", "worse")
        kept = sorted(rows, key=lambda row: (row.change.verdict not in moved, -abs(row.change.value or 0)))
        rows = sorted(kept[:most], key=lambda row: -(row.change.value or 0))
        left = len(kept) - most
        left_out = ngettext("%(n)d that moved less is not drawn.", "%(n)d that moved less are not drawn.", left)
        note = f"{note} {left_out % {'n': left}}"
    kind = _("good ratings (4–5), weighted") if view.weighted else _("good ratings (4–5)")
    return charts.before_after(
        key=key,
        title=verdict_sentence(view),
        subtitle=_("%(kind)s · %(before)s and %(after)s · 95 %% interval of the later wave")
        % {"kind": kind, "before": view.before, "after": view.after},
        rows=[
            charts.BeforeAfter(
                label=row.name,
                before=row.before.value,
                after=row.after.value,
                low=row.after.low,
                high=row.after.high,
                verdict=row.change.verdict,
                n_before=row.before.n,
                n_after=row.after.n,
                href=touchpoint_address(slug, row.touchpoint),
            )
            for row in rows
        ],
        before_label=view.before,
        after_label=view.after,
        unit=view.unit,
        note=note,
    )


def touchpoint_address(slug: str, code: str) -> str:
    """The page of a touchpoint; nothing for questions about none."""
    return offered("touchpoints:touchpoint", slug, code) if code else ""
