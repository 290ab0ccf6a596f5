"""The board's charts."""

from dataclasses import replace

from django.utils.translation import gettext as _

from audits.queries import ComparisonView
from audits.views.pictures import comparison_chart, touchpoint_address
from cem.home.queries.board import Board, count_sentence
from cem.home.queries.waves import survey_name
from lib import charts
from metrics.queries import Dimension
from metrics.queries.naming import ReadableNames
from metrics.sections import interval_row

# Those that moved most; all of them stand on the page of the comparison, one link away.
MOST_DUMBBELLS = 14


def waves_chart(view: ComparisonView, *, slug: str) -> charts.Chart:
    """Dumbbells of every touchpoint question; the page's heading names those that moved, so the title counts them."""
    chart = comparison_chart(view, slug=slug, most=MOST_DUMBBELLS)
    title, every = count_sentence(view), len(view.compared)
    if every > MOST_DUMBBELLS:
        shown = {"title": title, "shown": MOST_DUMBBELLS, "every": every}
        title = _("%(title)s (%(shown)d of %(every)d shown)") % shown
    return replace(chart, title=title)


def ranked_chart(board: Board, *, slug: str) -> charts.Chart | None:
    """Touchpoints of the newest wave from best to worst; the title names both ends."""
    newest = board.waves.newest
    if newest is None or not board.ranked:
        return None
    names = ReadableNames()
    rows = [
        interval_row(names.name(Dimension.QUESTION, row.question), row, touchpoint_address(slug, row.touchpoint or ""))
        for row in board.ranked
    ]
    firm = [row for row in rows if not row.state]
    title = _("Touchpoints from best to worst")
    if len(firm) > 1:
        title = _("Best: %(best)s; last: %(last)s") % {"best": firm[0].label, "last": firm[-1].label}
    return charts.ranked(
        key="ranked",
        title=title,
        subtitle=_("good ratings (4–5) · %(survey)s · 95 %% intervals") % {"survey": survey_name(newest)},
        rows=rows,
    )
