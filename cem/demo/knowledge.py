"""Sample knowledge checks: two that the made-up roster answered by a fixed rule, and one that is open now."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from accounts.models import Employee
from cem.demo.cast import Cast, afternoon
from organisations.models import Organisation
from training.models import CheckQuestion, KnowledgeCheck
from training.services import close_check, draft_check, open_check, record_attempt

# Opened on, share who take part, how likely a right answer is.
_PAST = ((date(2016, 11, 14), 0.7, 0.62), (date(2017, 2, 13), 0.85, 0.84))
_OPEN_FOR = timedelta(days=14)


def check_knowledge(organisation: Organisation, cast: Cast, *, today: date) -> None:
    """Ask the roster twice, close both, and open the third for whoever signs in to the demo."""
    dice = Random(20161114)  # noqa: S311 (a rule, not a secret)
    people = list(Employee.objects.filter(user=None).select_related("unit").order_by("number"))
    for opened_on, takes_part, knows in _PAST:
        check = draft_check(organisation=organisation, by=cast.consultant)
        open_check(check=check, by=cast.committee, day=opened_on)
        questions = list(check.questions.prefetch_related("choices"))
        for employee in people:
            if dice.random() < takes_part:
                chosen = {question.pk: _choice(dice, question, knows) for question in questions}
                record_attempt(check=check, employee=employee, chosen=chosen, at=afternoon(opened_on))
        close_check(check=check, by=cast.committee, day=opened_on + _OPEN_FOR)
    _open_now(organisation, cast, today)


def _choice(dice: Random, question: CheckQuestion, knows: float) -> int:
    """The right answer as often as people know it, else any of the others."""
    choices: Mapping[bool, list[int]] = {
        is_right: [choice.pk for choice in question.choices.all() if choice.is_right == is_right]
        for is_right in (True, False)
    }
    return dice.choice(choices[dice.random() < knows])


def _open_now(organisation: Organisation, cast: Cast, today: date) -> KnowledgeCheck:
    check = draft_check(organisation=organisation, by=cast.consultant)
    open_check(check=check, by=cast.committee, day=today)
    return check
