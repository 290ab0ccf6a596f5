"""By what a claim is checked: a question with its share, or a service standard. Set by who writes the programme."""

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Claim
from feedback.models import Question, QuestionScale
from metrics.models import ClaimMeasure
from operations.services import record_trail
from touchpoints.models import Standard


class MayNotMeasure(PermissionError):
    """The person does not write the programme."""


class OneMeasure(ValueError):
    """A claim is checked by a question or by a standard: by one of both."""


class ValueNotAsked(ValueError):
    """The question was never asked on a scale with this value."""


@transaction.atomic
def measure_claim(
    *,
    claim: Claim,
    by: Viewer,
    question: Question | None = None,
    at_least: int | None = None,
    target_share: int | None = None,
    standard: Standard | None = None,
) -> ClaimMeasure:
    """Say by what a claim is checked; said again, it replaces what was said before.

    :raises MayNotMeasure: the person does not write the programme
    :raises OneMeasure: both or neither, or a question without its value and share
    :raises ValueNotAsked: the value is on no scale of the question
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise MayNotMeasure
    if (question is None) == (standard is None) or (question and (at_least is None or not target_share)):
        raise OneMeasure
    if question and at_least is not None:
        _check_value(question, at_least)
    measure, _made = ClaimMeasure.objects.update_or_create(
        organisation=claim.organisation,
        claim=claim,
        defaults={
            "question": question,
            "at_least": at_least if question else None,
            "target_share": target_share if question else None,
            "standard": standard,
        },
    )
    record_trail(
        organisation=claim.organisation, actor=by.actor, actor_name=by.name, action="claim.measured", target=claim,
        target_name=claim.code,
        details={
            "question": question.code if question else "", "at_least": measure.at_least,
            "target_share": measure.target_share, "standard": standard.code if standard else "",
        },
    )  # fmt: skip
    return measure


def _check_value(question: Question, at_least: int) -> None:
    fitting = QuestionScale.objects.filter(
        question=question, scale__minimum__lte=at_least, scale__maximum__gte=at_least
    )
    if not fitting.exists():
        raise ValueNotAsked(f"{question.code}: {at_least}")
