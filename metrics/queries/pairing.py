"""Which questions belong together: what was experienced with what was expected of the same pillar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from feedback.models import Aspect, Question
from metrics.counts.pairs import Pair
from organisations.tenancy import PreparedInside

_PROMISED = PreparedInside(
    lambda: (
        Question.objects.exclude(aspect="")
        .order_by("pk")
        .values_list("pk", "code", "instrument", "pillar", "pillar__code", "aspect", "touchpoint", "attribute")
    )
)


class PromisedQuestion(NamedTuple):
    """A question about a pillar of the promise."""

    pk: int
    code: str
    instrument_id: int
    pillar_id: int
    pillar: str
    aspect: str
    touchpoint_id: int | None
    attribute_id: int | None


@dataclass(frozen=True, slots=True)
class Promised:
    """All questions about the promise with the pairs that they make."""

    questions: Sequence[PromisedQuestion]

    @property
    def pillars(self) -> dict[int, str]:
        """Primary key → code of every pillar that is asked about."""
        return {question.pillar_id: question.pillar for question in self.questions}

    def of_aspect(self, aspect: str, instruments: Iterable[int]) -> list[PromisedQuestion]:
        """The questions with one aspect in some questionnaires."""
        among = set(instruments)
        return [one for one in self.questions if one.aspect == aspect and one.instrument_id in among]

    def pairs(self, instruments: Iterable[int]) -> list[Pair]:
        """Each question about what was experienced, with the expectation nearest to it."""
        among = set(instruments)
        expected = self.of_aspect(Aspect.EXPECTED, among)
        found = []
        for question in self.of_aspect(Aspect.EXPERIENCED, among):
            nearest = _nearest(question, expected)
            if nearest is not None:
                found.append(Pair(question.pk, nearest.pk, question.pillar_id, question.touchpoint_id or 0))
        return found

    def points(self, instruments: Iterable[int]) -> list[tuple[int, int]]:
        """Each pillar with the question that asks for its points."""
        return [(one.pillar_id, one.pk) for one in self.of_aspect(Aspect.POINTS, instruments)]


def promised_questions() -> Promised:
    """The questions about the promise in the open organisation."""
    return Promised([PromisedQuestion(*row) for row in _PROMISED.all()])


def _nearest(question: PromisedQuestion, expected: Iterable[PromisedQuestion]) -> PromisedQuestion | None:
    """The expectation of the same touchpoint, else of the same attribute, else of the pillar as a whole."""
    fitting = [one for one in expected if _fits(question, one)]
    return max(fitting, key=lambda one: (_closeness(one), -one.pk), default=None)


def _fits(question: PromisedQuestion, expected: PromisedQuestion) -> bool:
    same = (question.instrument_id, question.pillar_id) == (expected.instrument_id, expected.pillar_id)
    of_place = expected.touchpoint_id in (None, question.touchpoint_id)
    return same and of_place and expected.attribute_id in (None, question.attribute_id)


def _closeness(expected: PromisedQuestion) -> int:
    return 2 * (expected.touchpoint_id is not None) + (expected.attribute_id is not None)
