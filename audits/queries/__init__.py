"""Questions about audits: what they rest on, what they found, and what changed between two waves."""

from audits.queries.audits import (
    SurveyLine,
    audit_of,
    changes_of,
    comparison_of,
    findings_behind,
    findings_of,
    survey_lines,
    surveys_to_add,
)
from audits.queries.comparing import ComparisonView, WaveRow, comparison_document, comparison_view
from audits.queries.sentences import next_sentence, verdict_sentence

__all__ = [
    "ComparisonView",
    "SurveyLine",
    "WaveRow",
    "audit_of",
    "changes_of",
    "comparison_document",
    "comparison_of",
    "comparison_view",
    "findings_behind",
    "findings_of",
    "next_sentence",
    "survey_lines",
    "surveys_to_add",
    "verdict_sentence",
]
