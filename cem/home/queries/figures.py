"""The board's figures, each from the one function that turns counts into figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.viewer import Viewer
from audits.queries import ComparisonView, WaveRow, comparison_document, comparison_view
from cem.home.queries.waves import Waves, survey_name
from feedback.models import Survey
from metrics.indicators import INDICATORS
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, Lookups, figures, one_figure


@dataclass(frozen=True, slots=True)
class Loyalty:
    """The recommendation index of one survey."""

    figure: Figure
    survey: Survey
    first_asked: bool

    @property
    def survey_name(self) -> str:
        return survey_name(self.survey)


@dataclass(frozen=True, slots=True)
class Indices:
    """Recommendation indices for one reader while one page is made: each survey's is read once."""

    viewer: Viewer
    lookups: Lookups = field(default_factory=Lookups)
    _read: dict[int, Figure | None] = field(default_factory=dict)

    def of(self, survey: Survey) -> Figure | None:
        """The index of one survey, on whichever of the two scales it asked."""
        if survey.pk not in self._read:
            self._read[survey.pk] = _nps_of(survey, viewer=self.viewer, lookups=self.lookups)
        return self._read[survey.pk]


def loyalty(waves: Waves, *, indices: Indices) -> Loyalty | None:
    """The newest wave's recommendation index; none where nobody was asked or the viewer may not see it."""
    survey, first_asked = waves.loyalty_wave()
    figure = indices.of(survey) if survey else None
    return Loyalty(figure, survey, first_asked) if survey and figure and figure.n else None


def _nps_of(survey: Survey, *, viewer: Viewer, lookups: Lookups) -> Figure | None:
    query = FigureQuery("nps", surveys=(survey.code,), questions=(survey.main_nps.code,) if survey.main_nps else ())
    try:
        return one_figure(query, viewer=viewer, lookups=lookups)
    except FigureError as error:
        if error.code != "scale_ambiguous":
            return None
    found = [
        one_figure(replace(query, scale=scale), viewer=viewer, lookups=lookups) for scale in INDICATORS["nps"].scales
    ]
    return max(found, key=lambda row: row.n or 0)


def ranked_questions(survey: Survey, *, viewer: Viewer, lookups: Lookups) -> list[Figure]:
    """Ratings of a wave's touchpoints from best to worst; small samples last, without a rank."""
    group_by = GroupBy((Dimension.QUESTION, Dimension.TOUCHPOINT))
    query = FigureQuery("rating_top2", surveys=(survey.code,), group_by=group_by)
    try:
        rows = [row for row in figures(query, viewer=viewer, lookups=lookups) if row.touchpoint and row.n != 0]
    except FigureError:
        return []
    firm = [row for row in rows if row.has_value and not row.low_base]
    return [*sorted(firm, key=lambda row: -(row.value or 0)), *(row for row in rows if row not in firm)]


def waves_compared(*, before: Survey, after: Survey, viewer: Viewer, lookups: Lookups) -> dict[str, Any] | None:
    """Before and after of two waves, question by question. How unlike the waves are stands one link away."""
    try:
        document = comparison_document(
            before=before.code, after=after.code, viewer=viewer, alike=False, lookups=lookups
        )
    except FigureError:
        return None
    return document if document["rows"] else None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Overall satisfaction before and after, every answer alike and, where answers carry weights, weighted."""

    plain: WaveRow
    weighted: WaveRow | None
    before: str
    after: str
    others: Sequence[WaveRow]


def satisfaction(document: dict[str, Any] | None, *, main: Survey | None) -> Satisfaction | None:
    """The row of the survey's question about everything, and the touchpoints that moved most."""
    if document is None or main is None or main.main_csat is None:
        return None
    plain, heavy = comparison_view(document), comparison_view(document, weighted=True)
    row = _row(plain, main.main_csat.code)
    if row is None:
        return None
    rest = [other for other in plain.compared if other.code != row.code and other.touchpoint]
    moved = [*(r for r in rest if r.change.verdict in ("better", "worse")), *_extremes(rest)]
    weighted = _row(heavy, row.code) if heavy.weighted else None
    return Satisfaction(row, weighted, plain.before, plain.after, list({r.code: r for r in moved}.values())[:4])


def _row(view: ComparisonView, code: str) -> WaveRow | None:
    return next((row for row in view.compared if row.code == code and row.after.value is not None), None)


def _extremes(rows: Sequence[WaveRow]) -> list[WaveRow]:
    known = sorted((row for row in rows if row.change.value is not None), key=lambda row: row.change.value or 0)
    return [known[-1], known[0]] if len(known) > 1 else known
