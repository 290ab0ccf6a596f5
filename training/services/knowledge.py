"""The knowledge check of the promise: drafted from what was approved, opened, answered once by each, closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Employee
from accounts.queries import employee_of
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from brandpromise.models import Pillar, PillarText, Promise, PromiseState
from brandpromise.queries import approved_promise
from lib.local_text import LocalText, in_every_language, local
from organisations.models import Organisation
from training.models import CheckAnswer, CheckAttempt, CheckChoice, CheckQuestion, CheckState, KnowledgeCheck


class MayNotSetCheck(PermissionError):
    """The person does not write the programme."""


class NoApprovedPromise(ValueError):
    """There is nothing yet that people could know."""


class CheckNotDraft(ValueError):
    """The check is open or closed: its questions stand still."""


class CheckIncomplete(ValueError):
    """A check needs a question, and each question two answers of which one is right."""


class CheckNotOpen(ValueError):
    """The check takes no answers."""


class NotOnTheRoster(ValueError):
    """Only people on the roster answer, each for their unit."""


class AnsweredBefore(ValueError):
    """The person has answered this check."""


class QuestionsLeft(ValueError):
    """A question has no answer, or one that is not its own."""


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question with its answers, the right one first."""

    text: LocalText
    choices: Sequence[LocalText]
    pillar: Pillar | None = None


@transaction.atomic
def draft_check(*, organisation: Organisation, by: Viewer) -> KnowledgeCheck:
    """The check in the making: the one there is, else a new one with questions made of the promise that holds.

    :raises MayNotSetCheck: the person does not write the programme
    :raises NoApprovedPromise: no promise is approved
    """
    _need_right(by)
    begun = KnowledgeCheck.objects.filter(state=CheckState.DRAFT).first()
    if begun is not None:
        return begun
    promise = approved_promise()
    if promise is None:
        raise NoApprovedPromise
    last = KnowledgeCheck.objects.aggregate(last=Max("number"))["last"] or 0
    check = KnowledgeCheck.objects.create(organisation=organisation, number=last + 1, promise=promise)
    for question in questions_about(promise):
        _add(check, question)
    enter(check, by, "check.drafted")
    return check


def questions_about(promise: Promise) -> list[QuestionText]:
    """What can be asked of a promise by itself: its words, and what each pillar means."""
    pillars = list(promise.pillars.select_related("pillar"))
    return [*_of_words(promise), *_of_meanings(pillars)]


def _of_words(promise: Promise) -> Iterable[QuestionText]:
    """Which sentence is our promise? Earlier ones are the wrong answers."""
    former = Promise.objects.filter(state=PromiseState.RETIRED, number__lt=promise.number).order_by("-number")
    others = [one.text for one in former if local(one.text) != local(promise.text)][:3]
    if others:
        yield QuestionText(
            in_every_language(lambda: _("Which sentence is our promise today?")), [promise.text, *others]
        )


def _of_meanings(pillars: Sequence[PillarText]) -> Iterable[QuestionText]:
    """What does a pillar mean? The other pillars' meanings are the wrong answers."""
    told = [one for one in pillars if any(one.meaning.values())]
    for one in told if len(told) > 1 else ():
        others = [other.meaning for other in told if other.pk != one.pk][:3]
        yield QuestionText(_asked(one.name), [one.meaning, *others], one.pillar)


def _asked(name: LocalText) -> dict[str, str]:
    return in_every_language(lambda: _("What do we mean by “%(pillar)s”?") % {"pillar": local(name)})


@transaction.atomic
def add_check_question(*, check: KnowledgeCheck, question: QuestionText, by: Viewer) -> CheckQuestion:
    """One more question at the end of a draft.

    :raises CheckIncomplete: fewer than two answers
    """
    _need_draft(check, by)
    if len(question.choices) < 2 or not any(question.text.values()):
        raise CheckIncomplete
    return _add(check, question)


def _add(check: KnowledgeCheck, question: QuestionText) -> CheckQuestion:
    last = check.questions.aggregate(last=Max("position"))["last"] or 0
    added = CheckQuestion.objects.create(
        organisation=check.organisation, check_of=check, position=last + 1, text=dict(question.text),
        pillar=question.pillar,
    )  # fmt: skip
    # The right answer stands in another place in every question, and in the same for everybody.
    places = len(question.choices)
    CheckChoice.objects.bulk_create(
        CheckChoice(
            organisation=check.organisation, question=added, position=(place + added.position) % places,
            text=dict(text), is_right=place == 0,
        )
        for place, text in enumerate(question.choices)
    )  # fmt: skip
    return added


@transaction.atomic
def remove_check_question(*, question: CheckQuestion, by: Viewer) -> None:
    """Take a question out of a draft."""
    _need_draft(question.check_of, by)
    question.delete()


@transaction.atomic
def open_check(*, check: KnowledgeCheck, by: Viewer, day: date) -> None:
    """Let everybody on the roster answer; a check that was open is closed. The questions stand still from now on.

    :raises CheckNotDraft: it was opened before
    :raises CheckIncomplete: it has no question
    """
    _need_draft(check, by)
    if not check.questions.exists():
        raise CheckIncomplete
    for running in KnowledgeCheck.objects.filter(state=CheckState.OPEN):
        close_check(check=running, by=by, day=day)
    check.state, check.opened_on = CheckState.OPEN, day
    check.save(update_fields=["state", "opened_on"])
    enter(check, by, "check.opened", questions=check.questions.count())


@transaction.atomic
def close_check(*, check: KnowledgeCheck, by: Viewer, day: date) -> None:
    """Take no more answers; from now on its figures can be read.

    :raises CheckNotOpen: it is not open
    """
    _need_right(by)
    if check.state != CheckState.OPEN:
        raise CheckNotOpen
    check.state, check.closed_on = CheckState.CLOSED, day
    check.save(update_fields=["state", "closed_on"])
    enter(check, by, "check.closed")


def answer_check(
    *, check: KnowledgeCheck, by: Viewer, chosen: Mapping[int, int], at: datetime, day: date
) -> CheckAttempt:  # fmt: skip
    """Store a member's own answers: question → choice, by primary key.

    :raises NotOnTheRoster: nobody on the roster is this person
    :raises CheckNotOpen, QuestionsLeft, AnsweredBefore: as `record_attempt`
    """
    employee = employee_of(by, day=day)
    if employee is None:
        raise NotOnTheRoster
    return record_attempt(check=check, employee=employee, chosen=chosen, at=at)


@transaction.atomic
def record_attempt(
    *, check: KnowledgeCheck, employee: Employee, chosen: Mapping[int, int], at: datetime
) -> CheckAttempt:  # fmt: skip
    """Store one employee's answers. Given once, so that the first try counts.

    :raises CheckNotOpen: it takes no answers
    :raises QuestionsLeft: a question has no answer
    :raises AnsweredBefore: the person has answered
    """
    if check.state != CheckState.OPEN:
        raise CheckNotOpen
    choices = _chosen(check, chosen)
    attempt = _attempt(check, employee, choices, at)
    CheckAnswer.objects.bulk_create(
        CheckAnswer(organisation=check.organisation, attempt=attempt, choice=choice) for choice in choices
    )
    return attempt


def _chosen(check: KnowledgeCheck, chosen: Mapping[int, int]) -> list[CheckChoice]:
    questions = set(check.questions.values_list("pk", flat=True))
    choices = list(CheckChoice.objects.filter(question__in=questions, pk__in=list(chosen.values())))
    if {choice.question_id for choice in choices if chosen.get(choice.question_id) == choice.pk} != questions:
        raise QuestionsLeft
    return [choice for choice in choices if chosen.get(choice.question_id) == choice.pk]


def _attempt(check: KnowledgeCheck, employee: Employee, choices: Sequence[CheckChoice], at: datetime) -> CheckAttempt:
    try:
        with transaction.atomic():
            return CheckAttempt.objects.create(
                organisation=check.organisation, check_of=check, employee=employee, unit_id=employee.unit_id,
                right=sum(choice.is_right for choice in choices), asked=len(choices), answered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise AnsweredBefore from error


def _need_right(by: Viewer) -> None:
    if not by.can(Can.EDIT_PROGRAMME):
        raise MayNotSetCheck


def _need_draft(check: KnowledgeCheck, by: Viewer) -> None:
    _need_right(by)
    if check.state != CheckState.DRAFT:
        raise CheckNotDraft
