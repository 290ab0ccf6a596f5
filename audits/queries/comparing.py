"""Before and after as a plain document: computed from today's answers, or frozen when the audit was closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.viewer import Viewer
from feedback.models import Question, Survey
from lib.charts.rows import short_verdict
from lib.local_text import LocalText, local
from lib.stats.estimates import Estimate
from metrics.queries import Dimension, Lookups
from metrics.queries.compared import Change, ComparedRow, chart_word
from metrics.queries.comparing import compare_waves

Document = dict[str, Any]
INDICATOR = "rating_top2"


def comparison_document(
    *, before: str, after: str, viewer: Viewer, indicator: str = INDICATOR, alike: bool = True,
    lookups: Lookups | None = None,
) -> Document:  # fmt: skip
    """Two surveys question by question, as JSON; sentences are in the language of the moment.

    :param alike: with what makes the waves unlike, and the change at one mix; pages that show neither leave it out
    :raises FigureError: a survey does not exist, or both are the same
    """
    found = compare_waves(
        before=before, after=after, viewer=viewer, indicator=indicator, by=Dimension.QUESTION, alike=alike,
        lookups=lookups,
    )  # fmt: skip
    names = _names(after, before)
    return {
        "indicator": indicator,
        "unit": str(found.indicator.unit),
        "before": {"code": before, "name": _survey_name(before)},
        "after": {"code": after, "name": _survey_name(after)},
        "warnings": list(found.warnings),
        "adjusted_for": found.adjusted_for,
        "rows": [_row(row, names) for row in found.rows],
    }


def _survey_name(code: str) -> LocalText:
    return Survey.objects.values_list("name", flat=True).filter(code=code).first() or {"en": code}


def _names(*surveys: str) -> dict[str, dict[str, Any]]:
    """Question's code → what it is called, where it belongs and what it is about."""
    instruments = Survey.objects.filter(code__in=surveys).values("version__instrument")
    questions = Question.objects.filter(instrument__in=instruments).select_related("touchpoint", "attribute")
    return {
        question.code: {
            "name": dict(question.label or question.text),
            "touchpoint": question.touchpoint.code if question.touchpoint else "",
            "place": dict(question.touchpoint.name) if question.touchpoint else {},
            "attribute": dict(question.attribute.name) if question.attribute else {},
        }
        for question in questions
    }


def _row(row: ComparedRow, names: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "code": row.code,
        **(names.get(row.code) or {"name": {"en": row.code}, "touchpoint": "", "place": {}, "attribute": {}}),
        "scale_before": row.scale_before,
        "scale_after": row.scale_after,
        "before": _estimate(row.before),
        "after": _estimate(row.after),
        "change": _change(row.change),
        "weighted_before": _estimate(row.weighted_before),
        "weighted_after": _estimate(row.weighted_after),
        "weighted": _change(row.weighted),
        "adjusted": _change(row.adjusted),
        "reason": row.reason,
        "refusal": row.refusal,
    }


def _estimate(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n, "n_effective": found.n_effective}


def _change(found: Change | None) -> dict[str, Any] | None:
    if found is None:
        return None
    numbers = {"value": found.value, "low": found.low, "high": found.high, "p": found.p, "q": found.q}
    return {**numbers, "verdict": chart_word(found)}


def joined_documents(by_language: Mapping[str, Document]) -> Document:
    """The same comparison told in several languages, as one document whose sentences are local texts."""
    first = next(iter(by_language.values()))
    places = range(len(first["rows"]))
    said = range(len(first["warnings"]))
    warnings = [{code: told["warnings"][i] for code, told in by_language.items()} for i in said]
    refusals = [{code: told["rows"][i]["refusal"] for code, told in by_language.items()} for i in places]
    rows = [{**row, "refusal": refusal} for row, refusal in zip(first["rows"], refusals, strict=True)]
    adjusted = {code: told["adjusted_for"] for code, told in by_language.items()}
    return {**first, "warnings": warnings, "adjusted_for": adjusted, "rows": rows}


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one wave."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    n_effective: float | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A difference and its verdict in a chart's word."""

    value: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    verdict: str

    @property
    def short(self) -> str:
        """The verdict in two words at most."""
        return short_verdict(self.verdict)


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One question before and after, in the reader's language, plain or weighted as asked for."""

    code: str
    name: str
    touchpoint: str
    place: str
    attribute: str
    before: Side
    after: Side
    change: ChangeView
    adjusted: ChangeView | None
    refusal: str

    @property
    def is_compared(self) -> bool:
        return not self.refusal


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison as a page shows it."""

    before: str
    after: str
    before_code: str
    after_code: str
    indicator: str
    unit: str
    weighted: bool
    has_weights: bool
    rows: Sequence[WaveRow]
    warnings: Sequence[str]
    adjusted_for: str
    frozen_at: str

    @property
    def compared(self) -> list[WaveRow]:
        return [row for row in self.rows if row.is_compared]

    def with_verdict(self, word: str) -> list[WaveRow]:
        """The rows of a verdict, the largest change first."""
        found = [row for row in self.compared if row.change.verdict == word]
        return sorted(found, key=lambda row: -abs(row.change.value or 0))


def comparison_view(document: Document, *, weighted: bool = False) -> ComparisonView:
    """A document in the reader's language, the largest improvement first."""
    has_weights = any(row["weighted"] for row in document["rows"])
    shown = weighted and has_weights
    rows = [_wave_row(row, weighted=shown) for row in document["rows"]]
    return ComparisonView(
        before=local(document["before"]["name"]),
        after=local(document["after"]["name"]),
        before_code=document["before"]["code"],
        after_code=document["after"]["code"],
        indicator=document["indicator"],
        unit="%" if document["unit"] == "percent" else "points" if document["unit"] == "points" else "mean",
        weighted=shown,
        has_weights=has_weights,
        rows=sorted(rows, key=lambda row: (not row.is_compared, -(row.change.value or 0))),
        warnings=[local(text) for text in document["warnings"]],
        adjusted_for=local(document["adjusted_for"]),
        frozen_at=document.get("frozen_at", ""),
    )


def _wave_row(row: Mapping[str, Any], *, weighted: bool) -> WaveRow:
    prefix = "weighted_" if weighted else ""
    change = row["weighted"] if weighted and row["weighted"] else row["change"]
    return WaveRow(
        code=row["code"],
        name=local(row["name"]),
        touchpoint=row["touchpoint"],
        place=local(row["place"]),
        attribute=local(row["attribute"]),
        before=Side(**(row[f"{prefix}before"] or {})),
        after=Side(**(row[f"{prefix}after"] or {})),
        change=ChangeView(**change),
        adjusted=ChangeView(**row["adjusted"]) if row["adjusted"] else None,
        refusal=local(row["refusal"]),
    )
