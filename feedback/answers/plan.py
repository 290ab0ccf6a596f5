"""A survey as it is asked, held in memory, so that any number of answers is checked without asking the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lib.local_text import LocalText

SCALED_KINDS = frozenset({"recommend", "recommend10", "rating", "effort", "smiley"})
CHOICE_KINDS = frozenset({"choice", "choices"})
# Answers that go with others and are none by themselves: words and the consent to be contacted.
ACCOMPANYING_KINDS = frozenset({"text", "consent"})


class NoScale(LookupError):
    """The question had no scale on the day."""


class AmbiguousScale(LookupError):
    """The day is unknown and the question had several scales."""


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """An integer scale: its bounds, words and direction."""

    id: int
    code: str
    minimum: int
    maximum: int
    labels: Mapping[str, LocalText] = field(default_factory=dict)
    direction: str = "higher"

    @property
    def values(self) -> range:
        """Every value from the lowest to the highest."""
        return range(self.minimum, self.maximum + 1)


@dataclass(frozen=True, slots=True)
class OptionPlan:
    """One answer of a choice question."""

    id: int
    code: str
    label: LocalText = field(default_factory=dict)
    archived: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question in its place: its scales by first day, its options by code."""

    id: int
    code: str
    kind: str
    public_id: UUID | None = None
    text: LocalText = field(default_factory=dict)
    help: LocalText = field(default_factory=dict)
    label: LocalText = field(default_factory=dict)
    required: bool = False
    touchpoint_id: int | None = None
    pillar: str = ""  # the code of the promise's pillar it asks about, and what it asks about it
    aspect: str = ""
    scales: tuple[tuple[date | None, ScalePlan], ...] = ()
    options: Mapping[str, OptionPlan] = field(default_factory=dict)

    def scale_on(self, day: date | None) -> ScalePlan:
        """The scale the question pointed to on a day; for an unknown day, the only one it ever had.

        :raises NoScale: it had none
        :raises AmbiguousScale: the day is unknown and there were several
        """
        if day is None:
            if len({scale.id for _first, scale in self.scales}) > 1:
                raise AmbiguousScale(self.code)
            reached = list(self.scales)
        else:
            reached = [(first, scale) for first, scale in self.scales if first is None or first <= day]
        if not reached:
            raise NoScale(self.code)
        return max(reached, key=lambda entry: entry[0] or date.min)[1]


@dataclass(frozen=True, slots=True, eq=False)
class SurveyPlan:
    """Everything that checking and showing a survey needs to know, its questions in order."""

    id: int
    public_id: UUID
    code: str
    organisation_id: int
    zone: str
    keep: str
    comment_code: str
    questions: Mapping[str, QuestionPlan]

    @property
    def asks_more_than_words(self) -> bool:
        """Whether any question wants more than words or a consent."""
        return any(question.kind not in ACCOMPANYING_KINDS for question in self.questions.values())

    def by_id(self) -> dict[int, QuestionPlan]:
        """The questions by their primary key."""
        return {question.id: question for question in self.questions.values()}
