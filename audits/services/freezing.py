"""Figures taken out of the stream of answers: snapshots of surveys, evidence of findings, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accounts.viewer import Viewer
from audits.queries.comparing import comparison_document, joined_documents
from feedback.models import Question, Survey
from lib.local_text import LocalText, in_every_language
from metrics.models import Snapshot
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, figures, one_figure
from metrics.services import take_snapshot

# What is frozen of every survey: indicators with a main question, and those of each question.
OF_SURVEY = ("nps", "csat_top2", "csat_mean", "ces_mean", "ces_agree")
OF_QUESTIONS = ("nps", "rating_top2", "rating_mean", "ces_mean", "smiley_index")


@dataclass(frozen=True, slots=True)
class EvidenceSpec:
    """Which figure proves a finding: an indicator of one question in one survey."""

    indicator: str
    survey: str
    question: str = ""
    weighted: bool = False
    units: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()

    def query(self) -> FigureQuery:
        """The question whose answer is frozen."""
        return FigureQuery(
            self.indicator,
            surveys=(self.survey,),
            questions=(self.question,) if self.question else (),
            weighted=self.weighted,
            units=self.units,
            segments=self.segments,
        )


def freeze_evidence(specs: Iterable[EvidenceSpec], *, by: Viewer, at: datetime, address: str) -> list[dict[str, Any]]:
    """The figures as they stand, each with n, interval, version of its definition, its names and its address.

    :raises FigureError: a figure that is asked for does not exist
    """
    return [_evidence(spec, by, at, address) for spec in specs]


def _evidence(spec: EvidenceSpec, by: Viewer, at: datetime, address: str) -> dict[str, Any]:
    figure = one_figure(spec.query(), viewer=by)
    survey = Survey.objects.select_related("version").get(code=spec.survey)
    return {
        **figure.as_row(),
        "question": spec.question or figure.question,
        "weighted": spec.weighted,
        "unit_of_value": str(spec.query().definition.unit),
        "question_name": _question_name(survey, spec),
        "survey_name": dict(survey.name),
        "frozen_at": at.isoformat(),
        "by": by.actor,
        "address": address,
    }


def _question_name(survey: Survey, spec: EvidenceSpec) -> LocalText:
    main = spec.query().definition.main
    found = Question.objects.filter(instrument=survey.version.instrument_id)
    found = found.filter(code=spec.question) if spec.question else found.filter(pk=getattr(survey, main) if main else 0)
    question = found.first()
    return dict(question.label or question.text) if question else {}


def freeze_survey(*, survey: Survey, at: datetime) -> Snapshot:
    """The survey's totals: its main indicators and every question's; where answers carry weights, weighted ones too.

    Weighted rows are those with an effective number of answers.
    """
    viewer = Viewer.command(survey.organisation)
    rows = _rows(survey, viewer, weighted=False)
    if survey.weighted:
        rows += _rows(survey, viewer, weighted=True)
    return take_snapshot(organisation=survey.organisation, name=survey.code, rows=rows, now=at, survey=survey)


def _rows(survey: Survey, viewer: Viewer, *, weighted: bool) -> list[Figure]:
    totals = [FigureQuery(key, surveys=(survey.code,), weighted=weighted) for key in OF_SURVEY]
    by_question = GroupBy((Dimension.QUESTION,))
    each = [FigureQuery(key, surveys=(survey.code,), weighted=weighted, group_by=by_question) for key in OF_QUESTIONS]
    return [replace(figure, survey=survey.code) for query in (*totals, *each) for figure in _answered(query, viewer)]


def _answered(query: FigureQuery, viewer: Viewer) -> Sequence[Figure]:
    """The figures that have answers; a survey that asks nothing of the kind has none."""
    try:
        return [figure for figure in figures(query, viewer=viewer) if figure.n]
    except FigureError:
        return []


def freeze_comparison(*, before: str, after: str, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Before and after as they stand, with the warnings in every language of the product.

    :raises FigureError: the two cannot be compared
    """
    documents = in_every_language(lambda: comparison_document(before=before, after=after, viewer=viewer))
    return {**joined_documents(documents), "frozen_at": at.isoformat()}
