"""Evidence as a page shows it: the figure that was frozen, and today's of the same kind beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.viewer import Viewer
from audits.models import Finding
from lib.local_text import local
from metrics.indicators import INDICATORS
from metrics.queries import Figure, FigureError, FigureQuery, one_figure

UNITS = {"percent": "%", "score": "mean", "points": "points"}


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One frozen row."""

    row: Mapping[str, Any]
    today: Figure | None

    @property
    def name(self) -> str:
        return local(self.row.get("question_name")) or str(self.row.get("question") or "")

    @property
    def survey(self) -> str:
        return local(self.row.get("survey_name")) or str(self.row.get("survey") or "")

    @property
    def indicator(self) -> str:
        known = INDICATORS.get(self.row["indicator"])
        return str(known.label) if known else self.row["indicator"]

    @property
    def unit(self) -> str:
        return "nps" if self.row["indicator"] == "nps" else UNITS.get(self.row.get("unit_of_value", ""), "")

    @property
    def frozen_at(self) -> datetime | None:
        moment = self.row.get("frozen_at")
        return datetime.fromisoformat(moment) if moment else None

    @property
    def is_hidden(self) -> bool:
        """Whether the row is about so few answers that this reader may not see it."""
        return bool(self.row.get("suppressed"))

    @property
    def moved(self) -> bool:
        """Whether today's figure differs from the frozen one."""
        return self.today is not None and (self.today.value, self.today.n) != (self.row["value"], self.row["n"])


def evidence_views(finding: Finding, *, viewer: Viewer) -> list[EvidenceView]:
    """The finding's evidence; parts of customers frozen by others are hidden from those who may not open answers."""
    return [EvidenceView(_seen(row, viewer), _today(row, viewer)) for row in finding.evidence]


def seen_rows(finding: Finding, *, viewer: Viewer) -> list[Mapping[str, Any]]:
    """The frozen rows as this reader may see them."""
    return [_seen(row, viewer) for row in finding.evidence]


def _seen(row: Mapping[str, Any], viewer: Viewer) -> Mapping[str, Any]:
    about_parts = any(row.get(part) for part in ("segment", "channel", "unit", "source"))
    if about_parts and not viewer.may_open_answers:
        return {**row, "value": None, "n": None, "ci_low": None, "ci_high": None, "suppressed": True}
    return row


def _today(row: Mapping[str, Any], viewer: Viewer) -> Figure | None:
    def codes(name: str) -> tuple[str, ...]:
        return (row[name],) if row.get(name) else ()

    query = FigureQuery(
        row["indicator"],
        surveys=codes("survey"),
        questions=codes("question"),
        units=codes("unit"),
        segments=codes("segment"),
        weighted=bool(row.get("weighted")),
    )
    try:
        return one_figure(query, viewer=viewer)
    except FigureError:  # the survey or question has gone: what was frozen stays
        return None
