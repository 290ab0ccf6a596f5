"""All answers of one filling-in against the survey's plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.answers.faults import Fault, Rejected, raise_if_any, step
from feedback.answers.plan import ACCOMPANYING_KINDS, SurveyPlan
from feedback.answers.values import CheckedAnswer, check_value, text_fault

# Doors by which words alone are welcome.
WORDS_ALONE = frozenset({"manual", "import", "review"})


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """The answers as they will be stored; partial when a required question has none."""

    answers: tuple[CheckedAnswer, ...]
    partial: bool


def check_answers(
    plan: SurveyPlan, answers: Mapping[str, Any], *, day: date | None = None, words_alone: bool = False
) -> CheckedAnswers:
    """Check every value against its question. Touches no database.

    :param day: the day of the answers, which decides their scales; None when unknown
    :param words_alone: whether words without any other answer are welcome (`source in WORDS_ALONE`)
    :raises Rejected: with one fault for each bad value
    """
    if not isinstance(answers, Mapping):
        raise Rejected([Fault("/answers", "answers_invalid")])
    checked: list[CheckedAnswer] = []
    faults: list[Fault] = []
    for code, value in answers.items():
        pointer = f"/answers{step(str(code))}"
        question = plan.questions.get(code)
        if question is None:
            faults.append(Fault(pointer, "question_unknown", {"value": str(code)[:100]}))
            continue
        try:
            checked.append(check_value(question, value, day=day, pointer=pointer))
        except Rejected as rejected:
            faults.extend(rejected.faults)
    raise_if_any(faults)
    if not _say_anything(plan, checked, words_alone):
        raise Rejected([Fault("/answers", "answer_needed")])
    given = {answer.question.code for answer in checked}
    partial = any(question.required and code not in given for code, question in plan.questions.items())
    return CheckedAnswers(tuple(checked), partial)


def _say_anything(plan: SurveyPlan, checked: list[CheckedAnswer], words_alone: bool) -> bool:
    if words_alone or not plan.asks_more_than_words:
        return any(answer.question.kind != "consent" for answer in checked)
    return any(answer.question.kind not in ACCOMPANYING_KINDS for answer in checked)


def with_comment(plan: SurveyPlan, answers: Mapping[str, Any], comment: Any) -> Mapping[str, Any]:
    """The answers with the comment among them, at the question the survey marks as its comment.

    :raises Rejected: the survey asks for none, or it is given twice with different words
    """
    if comment is None or comment == "":
        return answers
    fault = text_fault(comment, pointer="/comment")
    if not fault and not comment.strip():
        fault = Fault("/comment", "blank")
    if not fault and not plan.comment_code:
        fault = Fault("/comment", "comment_not_asked")
    if not fault and answers.get(plan.comment_code, comment) != comment:
        fault = Fault("/comment", "comment_twice")
    if fault:
        raise Rejected([fault])
    return {**answers, plan.comment_code: comment}
