"""Who knows the promise: by unit and by question, through the minimum-n gate, and from check to check.

Figures stand for closed checks only (policy 1.3): while one is open nobody can watch single answers come in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Employee
from accounts.queries import employee_of
from accounts.roles import Can
from accounts.viewer import Viewer
from lib import privacy
from lib.local_text import in_every_language, local
from lib.stats.estimates import Interval
from lib.stats.means import moments, t_interval
from organisations.models import Organisation, Unit
from programs.evidence import Proof
from programs.models import Cycle
from training.models import CheckAnswer, CheckAttempt, CheckQuestion, CheckState, KnowledgeCheck
from training.queries.people import active_on


@dataclass(frozen=True, slots=True)
class Known:
    """How much a group knows: the share of right answers in per cent. Hidden: nothing of it is known to the reader."""

    n: int | None
    percent: float | None
    target: int
    hidden: bool = False

    @property
    def tone(self) -> str:
        """done at the target, due below it."""
        if self.percent is None:
            return ""
        return "done" if self.percent >= self.target else "due"


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question with the share that answered it rightly; none where too few answered."""

    question: CheckQuestion
    percent: float | None


@dataclass(frozen=True, slots=True)
class CheckTotal:
    """One closed check over everybody the reader sees, for the course over time."""

    check: KnowledgeCheck
    known: Known
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A check as the reader may see it: units, questions, all together, and how many of the invited answered."""

    check: KnowledgeCheck
    units: Sequence[tuple[Unit, Known]]
    questions: Sequence[KnownQuestion]
    total: Known | None
    answered_percent: int | None


def open_check_for(viewer: Viewer, *, day: date) -> KnowledgeCheck | None:
    """The check that waits for the viewer's answers, if there is one."""
    employee = employee_of(viewer, day=day)
    if employee is None:
        return None
    waiting = KnowledgeCheck.objects.filter(state=CheckState.OPEN)
    return waiting.exclude(pk__in=CheckAttempt.objects.filter(employee=employee).values("check_of")).first()


def own_attempts(viewer: Viewer, *, day: date) -> QuerySet[CheckAttempt]:
    """What the viewer answered, the newest first."""
    employee = employee_of(viewer, day=day)
    return CheckAttempt.objects.filter(employee=employee).order_by("-check_of__number").select_related("check_of")


def answer_rights(attempt: CheckAttempt) -> list[tuple[CheckQuestion, str, str]]:
    """Each question of one's own attempt with what was chosen and what is right, as texts in the reader's language."""
    chosen = {
        answer.choice.question_id: answer.choice
        for answer in CheckAnswer.objects.filter(attempt=attempt).select_related("choice")
    }
    questions = attempt.check_of.questions.prefetch_related("choices").select_related("pillar")
    found = []
    for question in questions:
        right = next((choice for choice in question.choices.all() if choice.is_right), None)
        mine = chosen.get(question.pk)
        found.append((question, local(mine.text) if mine else "", local(right.text) if right else ""))
    return found


def knowledge_of(check: KnowledgeCheck, *, viewer: Viewer, organisation: Organisation, day: date) -> Knowledge:
    """A check's figures: a manager's own units only; nothing but the participation while it is open."""
    attempts = _attempts(check, viewer)
    answered = _answered_percent(attempts.count(), viewer, day)
    if check.state != CheckState.CLOSED or not viewer.can(Can.READ_COVERAGE):
        return Knowledge(check, [], [], None, answered)
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    units = _by_unit(check, attempts, rule)
    return Knowledge(check, units, _by_question(check, attempts, rule), _total(check, attempts, rule), answered)


def closed_checks(*, viewer: Viewer, organisation: Organisation) -> list[CheckTotal]:
    """Every closed check with its total, the oldest first."""
    if not viewer.can(Can.READ_COVERAGE):
        return []
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    checks = list(KnowledgeCheck.objects.filter(state=CheckState.CLOSED).order_by("number"))
    rows = _seen(CheckAttempt.objects.filter(check_of__in=checks), viewer).values_list("check_of", "right", "asked")
    shares: dict[int, list[float]] = {}
    for check_id, right, asked in rows:
        shares.setdefault(check_id, []).append(100 * right / asked)
    return [_check_total(check, shares.get(check.pk, []), rule) for check in checks]


def _check_total(check: KnowledgeCheck, shares: Sequence[float], rule: privacy.Rule) -> CheckTotal:
    sample = moments(shares, [1] * len(shares))
    row = privacy.gate_total(privacy.Cell("total", len(shares), sample.mean), rule=rule)
    interval = None if row.hidden else t_interval(sample)
    return CheckTotal(
        check, Known(row.n, row.payload, check.target, row.hidden), interval.clipped(0, 100) if interval else None
    )


def _attempts(check: KnowledgeCheck, viewer: Viewer) -> QuerySet[CheckAttempt]:
    return _seen(CheckAttempt.objects.filter(check_of=check), viewer)


def _seen(attempts: QuerySet[CheckAttempt], viewer: Viewer) -> QuerySet[CheckAttempt]:
    return attempts if viewer.unit_ids is None else attempts.filter(unit__in=viewer.unit_ids)


def _answered_percent(answered: int, viewer: Viewer, day: date) -> int | None:
    people = Employee.objects.filter(active_on(day))
    invited = (people if viewer.unit_ids is None else people.filter(unit__in=viewer.unit_ids)).count()
    return privacy.response_rate(min(answered, invited), invited)


def _by_unit(
    check: KnowledgeCheck, attempts: QuerySet[CheckAttempt], rule: privacy.Rule
) -> list[tuple[Unit, Known]]:  # fmt: skip
    sums = attempts.order_by().values("unit").annotate(n=Count("pk"), right=Sum("right"), asked=Sum("asked"))
    found = {row["unit"]: row for row in sums}
    units = {unit.code: unit for unit in Unit.objects.filter(pk__in=list(found))}
    cells = [
        privacy.Cell(code, found[unit.pk]["n"], 100 * found[unit.pk]["right"] / found[unit.pk]["asked"])
        for code, unit in units.items()
    ]
    gated = privacy.gate(cells, rule=rule, may_open_answers=False)
    return [(units[row.key], Known(row.n, row.payload, check.target, row.hidden)) for row in gated.rows]


def _by_question(
    check: KnowledgeCheck, attempts: QuerySet[CheckAttempt], rule: privacy.Rule
) -> list[KnownQuestion]:  # fmt: skip
    """Which of the questions is answered worst; a total, so it shows from the smallest n on."""
    answers = CheckAnswer.objects.filter(attempt__in=attempts).values_list("choice__question", "choice__is_right")
    asked: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for question, is_right in answers:
        asked[question] += 1
        right[question] += is_right
    questions = check.questions.select_related("pillar").prefetch_related("pillar__texts")
    rows = [KnownQuestion(one, _share(one.pk, asked, right, rule)) for one in questions]
    return sorted(rows, key=lambda row: (row.percent is None, row.percent or 0.0))


def _share(question: int, asked: Counter[int], right: Counter[int], rule: privacy.Rule) -> float | None:
    n = asked[question]
    row = privacy.gate_total(privacy.Cell(str(question), n, 100 * right[question] / n if n else 0.0), rule=rule)
    return row.payload


def _total(check: KnowledgeCheck, attempts: QuerySet[CheckAttempt], rule: privacy.Rule) -> Known:
    sums = attempts.aggregate(n=Count("pk"), right=Sum("right"), asked=Sum("asked"))
    share = 100 * sums["right"] / sums["asked"] if sums["asked"] else 0.0
    row = privacy.gate_total(privacy.Cell("total", sums["n"], share), rule=rule)
    return Known(row.n, row.payload, check.target, row.hidden)


def promise_known(cycle: Cycle, day: date) -> Proof:
    """The proof `training.promise_known`: the newest closed check reached its target of right answers."""
    organisation = cycle.organisation
    check = KnowledgeCheck.objects.filter(state=CheckState.CLOSED, closed_on__lte=day).first()
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    known = _total(check, CheckAttempt.objects.filter(check_of=check), rule) if check else None
    reached = known is not None and known.percent is not None and known.percent >= known.target
    return Proof(
        reached=reached,
        text=in_every_language(lambda: _told(known, reached=reached)),
        address=f"/o/{organisation.slug}/training/knowledge/",
        figures={"n": known.n, "percent": known.percent, "target": known.target} if known and not known.hidden else {},
    )


def _told(known: Known | None, *, reached: bool) -> str:
    if known is None:
        return _("Nobody has been asked yet whether they know the promise.")
    if known.hidden:
        return _("Too few people have answered the knowledge check.")
    words = {"percent": round(known.percent or 0), "target": known.target}
    if reached:
        sentence = _("The promise is known: %(percent)s %% of the answers are right, %(target)s %% were wanted.")
    else:
        sentence = _("The promise is not known enough: %(percent)s %% right, %(target)s %% are wanted.")
    return sentence % words
