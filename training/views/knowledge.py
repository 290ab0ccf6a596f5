"""The knowledge check of the promise: set, opened and read by the programme, answered by everybody on a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.queries import employee_of
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib import charts
from lib.chart_pages import chart_page
from training import services
from training.forms import CheckQuestionForm
from training.models import CheckQuestion, CheckState, KnowledgeCheck
from training.queries import CheckTotal, closed_checks, knowledge_of, open_check_for
from training.queries.knowledge import answer_rights, own_attempts


@needs(Can.READ_COVERAGE)
@require_safe
@chart_page
def checks(request: MemberRequest, slug: str) -> HttpResponse:
    """Who knows the promise: the newest closed check by unit and question, and the course over time."""
    viewer = request.viewer
    closed = closed_checks(viewer=viewer, organisation=request.organisation)
    newest = closed[-1].check if closed else None
    running = KnowledgeCheck.objects.exclude(state=CheckState.CLOSED).first()
    context = {
        "slug": slug,
        "newest": _knowledge(request, newest) if newest else None,
        "running": _knowledge(request, running) if running else None,
        "closed": closed[::-1],
        "chart": _chart(closed),
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "minimum": request.organisation.minimum_employees,
    }
    return render(request, "training/checks.html", context)


def _knowledge(request: MemberRequest, check: KnowledgeCheck) -> Any:
    return knowledge_of(check, viewer=request.viewer, organisation=request.organisation, day=timezone.localdate())


def _chart(closed: list[CheckTotal]) -> charts.Chart | None:
    """The share of right answers from check to check."""
    moments = [
        charts.Moment(
            one.check.closed_on, one.known.percent, one.interval.low if one.interval else None,
            one.interval.high if one.interval else None, one.known.n, state="hidden" if one.known.hidden else "",
        )
        for one in closed
        if one.check.closed_on
    ]  # fmt: skip
    if sum(moment.value is not None for moment in moments) < 2:
        return None
    return charts.trend(
        key="knowledge", title=_("Right answers from check to check"), moments=moments, unit="%",
        target=float(closed[-1].check.target),
    )  # fmt: skip


@needs(Can.EDIT_PROGRAMME)
@require_POST
def check_draft(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin the next check from the promise that holds."""
    try:
        made = services.draft_check(organisation=request.organisation, by=request.viewer)
    except services.NoApprovedPromise:
        messages.error(request, _("First a promise has to be approved: it is what people should know."))
        return redirect("training:checks", slug=slug)
    return redirect("training:check", slug=slug, number=made.number)


@needs(Can.READ_COVERAGE)
@require_safe
def check(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One check: its questions while it is set, its figures once it is closed."""
    shown = get_object_or_404(KnowledgeCheck.objects.select_related("promise"), number=number)
    return _show(request, slug, shown, _form(request))


def _show(request: MemberRequest, slug: str, shown: KnowledgeCheck, form: CheckQuestionForm) -> HttpResponse:
    may_edit = request.viewer.can(Can.EDIT_PROGRAMME)
    questions = shown.questions.select_related("pillar").prefetch_related("choices", "pillar__texts")
    context = {
        "slug": slug,
        "check": shown,
        "knowledge": _knowledge(request, shown),
        # Who has yet to answer shall not read the right answers here.
        "questions": questions if may_edit or shown.state == CheckState.CLOSED else [],
        "may_edit": may_edit,
        "form": form,
        "minimum": request.organisation.minimum_employees,
    }
    return render(request, "training/check.html", context)


def _form(request: MemberRequest) -> CheckQuestionForm:
    return CheckQuestionForm(request.POST or None, languages=request.organisation.language_codes)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def check_question(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One more question of a draft."""
    shown = get_object_or_404(KnowledgeCheck, number=number)
    form = _form(request)
    if not form.is_valid():
        return _show(request, slug, shown, form)
    try:
        services.add_check_question(check=shown, question=services.QuestionText(**form.cleaned_data), by=request.viewer)
    except services.CheckNotDraft:
        messages.error(request, _("The check is open already: its questions stand still."))
    return redirect("training:check", slug=slug, number=number)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def check_question_remove(request: MemberRequest, slug: str, number: int, question: int) -> HttpResponse:
    """Take a question out of a draft."""
    found = get_object_or_404(CheckQuestion.objects.select_related("check_of"), check_of__number=number, pk=question)
    try:
        services.remove_check_question(question=found, by=request.viewer)
    except services.CheckNotDraft:
        messages.error(request, _("The check is open already: its questions stand still."))
    return redirect("training:check", slug=slug, number=number)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def check_state(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Open a draft, or close what is open."""
    shown = get_object_or_404(KnowledgeCheck, number=number)
    change = services.open_check if request.POST.get("state") == CheckState.OPEN else services.close_check
    try:
        change(check=shown, by=request.viewer, day=timezone.localdate())
    except services.CheckIncomplete:
        messages.error(request, _("A check needs at least one question."))
    except (services.CheckNotDraft, services.CheckNotOpen):
        messages.error(request, _("Somebody has changed the check meanwhile."))
    return redirect("training:check", slug=slug, number=number)


@needs(Can.USE)
@require_http_methods(["GET", "HEAD", "POST"])
def my_check(request: MemberRequest, slug: str) -> HttpResponse:
    """Answer the check that is open; afterwards see what was right."""
    day = timezone.localdate()
    waiting = open_check_for(request.viewer, day=day)
    problem = ""
    if request.method == "POST" and waiting is not None:
        problem = _answer(request, waiting)
        if not problem:
            return redirect("training:my_check", slug=slug)
    last = None if waiting else own_attempts(request.viewer, day=day).first()
    context = {
        "slug": slug,
        "check": waiting,
        "questions": waiting.questions.prefetch_related("choices") if waiting else [],
        "given": set(_chosen(request, waiting).values()) if waiting else set(),
        "problem": problem,
        "last": last,
        "rights": answer_rights(last) if last else [],
        "is_on_roster": waiting is not None or employee_of(request.viewer, day=day) is not None,
        "learn": request.path,
    }
    return render(request, "training/my_check.html", context, status=400 if problem else 200)


def _answer(request: MemberRequest, waiting: KnowledgeCheck) -> str:
    """Store the answers; what is wrong, in a sentence."""
    try:
        services.answer_check(
            check=waiting, by=request.viewer, chosen=_chosen(request, waiting), at=timezone.now(),
            day=timezone.localdate(),
        )  # fmt: skip
    except services.QuestionsLeft:
        return _("Every question needs an answer; your others are kept.")
    except (services.AnsweredBefore, services.CheckNotOpen, services.NotOnTheRoster):
        messages.error(request, _("The check has been closed or answered meanwhile."))
    return ""


def _chosen(request: MemberRequest, waiting: KnowledgeCheck) -> dict[int, int]:
    """Question → choice, as the form says it."""
    return {
        question.pk: int(given)
        for question in waiting.questions.all()
        if (given := request.POST.get(f"question-{question.pk}", "")).isdecimal() and len(given) < 19
    }
