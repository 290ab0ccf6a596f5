"""What a comparison says, as one sentence computed from its verdicts."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from audits.queries.comparing import ComparisonView, WaveRow

MOST_NAMED = 3


def verdict_sentence(view: ComparisonView) -> str:
    """Better first, then worse, then what did not move: "Better: Restrooms, clean. No detectable change elsewhere."."""
    compared = view.compared
    if not compared:
        return _("The two waves have nothing in common that could be compared")
    better, worse = view.with_verdict("better"), view.with_verdict("worse")
    if not better and not worse:
        return _("No detectable change since %(before)s") % {"before": view.before}
    told = [_group(better, is_better=True), _group(worse, is_better=False)]
    words = "; ".join(part for part in told if part)
    if len(better) + len(worse) == len(compared):
        return words
    return _("%(changes)s; no detectable change elsewhere") % {"changes": words}


def _group(rows: Sequence[WaveRow], *, is_better: bool) -> str:
    if not rows:
        return ""
    attributes = {row.attribute for row in rows}
    if len(rows) > 1 and len(attributes) == 1 and all(row.place for row in rows):
        names = {"attribute": attributes.pop(), "names": _names([row.place for row in rows])}
        if is_better:
            return _("%(attribute)s improved: %(names)s") % names
        return _("%(attribute)s declined: %(names)s") % names
    names = {"names": _names([row.name for row in rows])}
    if is_better:
        return pgettext("touchpoints that improved, a list", "Better: %(names)s") % names
    return pgettext("touchpoints that declined, a list", "Worse: %(names)s") % names


def _names(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    rest = len(names) - len(shown)
    if rest:
        shown.append(ngettext("%(n)d more", "%(n)d more", rest) % {"n": rest})
    return get_text_list(shown, pgettext("the last of a list", "and"))


def next_sentence(view: ComparisonView) -> str:
    """Which touchpoint stands lowest after, and so where to act next; empty where nothing can be said."""
    known = [row for row in view.compared if row.after.value is not None]
    if not known or view.indicator != "rating_top2":
        return ""
    lowest = min(known, key=lambda row: row.after.value or 0)
    return _("Lowest of all: %(name)s") % {"name": lowest.name}
