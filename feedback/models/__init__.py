"""Instruments, surveys, the answer store, and imports (domain.md chapter 10)."""

from feedback.models.answers import Answer, AnswerOption, Missing
from feedback.models.customers import Customer, ProfileSegment, SegmentProfile
from feedback.models.imports import ImportProfile, ImportRun, ImportState, OnConflict, RejectedLine
from feedback.models.instruments import (
    SCALED_TYPES,
    Aspect,
    Feeds,
    Instrument,
    InstrumentVersion,
    Option,
    Question,
    QuestionScale,
    QuestionType,
    VersionItem,
)
from feedback.models.responses import SOURCE_NUMBERS, DayPrecision, NotCounted, Recount, Response, Revision, Source
from feedback.models.scales import Direction, Scale
from feedback.models.surveys import CollectionPoint, KeepWhich, Survey, SurveyRole, SurveyState

__all__ = [
    "SCALED_TYPES",
    "SOURCE_NUMBERS",
    "Answer",
    "AnswerOption",
    "Aspect",
    "CollectionPoint",
    "Customer",
    "DayPrecision",
    "Direction",
    "Feeds",
    "ImportProfile",
    "ImportRun",
    "ImportState",
    "Instrument",
    "InstrumentVersion",
    "KeepWhich",
    "Missing",
    "NotCounted",
    "OnConflict",
    "Option",
    "ProfileSegment",
    "Question",
    "QuestionScale",
    "QuestionType",
    "Recount",
    "RejectedLine",
    "Response",
    "Revision",
    "Scale",
    "SegmentProfile",
    "Source",
    "Survey",
    "SurveyRole",
    "SurveyState",
    "VersionItem",
]
