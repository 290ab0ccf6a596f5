"""The audit and the re-audit of a cycle: surveys, before and after, findings, closing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from audits import services
from audits.forms import SummaryForm, SurveysForm
from audits.models import Audit, AuditKind, FindingState
from audits.queries import audit_of, comparison_of, findings_of, survey_lines, surveys_to_add, verdict_sentence
from audits.services.audits import audit_address
from audits.views.pictures import comparison_chart
from feedback.models import Survey
from lib.chart_pages import chart_page
from programs.engagements import engagement_or_404
from programs.models import Cycle, Engagement, StageState
from programs.queries import current_cycle


@needs(Can.READ_PROGRAMME)
@require_safe
@chart_page
def audit(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The audit of a cycle; `?cycle=` shows an earlier one, `?weighted=1` the weighted figures."""
    return _page(request, slug, engagement, AuditKind.AUDIT)


@needs(Can.READ_PROGRAMME)
@require_safe
@chart_page
def reaudit(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The re-audit of a cycle: what got better, and the way into the next cycle."""
    return _page(request, slug, engagement, AuditKind.REAUDIT)


def _page(request: MemberRequest, slug: str, engagement: str, kind: str) -> HttpResponse:
    shown = engagement_or_404(request, engagement)
    cycle = _chosen_cycle(request, shown)
    viewer = request.viewer
    context: dict[str, Any] = {
        "slug": slug,
        "engagement": shown,
        "cycle": cycle,
        "cycles": list(shown.cycles.all()),
        "cycle_tabs": _cycle_tabs(shown, cycle),
        "kind": kind,
        "may_edit": services.may_edit_audit(viewer),
        "audit": audit_of(cycle, kind),
    }
    if context["audit"] is not None:
        context |= _seen(request, context["audit"])
    if kind == AuditKind.REAUDIT:
        stage = cycle.stages.filter(kind=kind).first()
        context |= {
            "gate_passed": bool(stage and stage.state == StageState.PASSED),
            "next": Cycle.objects.filter(previous=cycle).first(),
        }
    template = "audits/reaudit.html" if kind == AuditKind.REAUDIT else "audits/audit.html"
    return render(request, template, context)


def _cycle_tabs(engagement: Engagement, shown: Cycle) -> list[tuple[str, str, bool]]:
    word = pgettext("tab", "Cycle %(number)d")
    return [
        (word % {"number": one.number}, f"?cycle={one.number}", one.pk == shown.pk) for one in engagement.cycles.all()
    ]


def _seen(request: MemberRequest, audit: Audit) -> dict[str, Any]:
    viewer = request.viewer
    view = comparison_of(audit, viewer=viewer, weighted=request.GET.get("weighted") == "1")
    findings = list(findings_of(viewer=viewer, audit=audit))
    return {
        "lines": (lines := survey_lines(audit, viewer=viewer)),
        "no_lines": not lines,
        "comparison": view,
        "sentence": verdict_sentence(view) if view else "",
        "chart": comparison_chart(view, slug=audit.organisation.slug) if view else None,
        "findings": findings,
        "open_findings": sum(1 for finding in findings if finding.state == FindingState.OPEN),
        "may_close": services.may_edit_audit(viewer) and audit.closed_at is None,
        "may_add_finding": audit.closed_at is None and (viewer.can(Can.EDIT_PROGRAMME) or bool(viewer.touchpoint_ids)),
        "summary_form": _summary_form(request, audit),
        "surveys_form": _surveys_form(None, audit) if audit.closed_at is None else None,
    }


def _chosen_cycle(request: MemberRequest, engagement: Engagement) -> Cycle:
    number = request.GET.get("cycle", "")
    cycles = Cycle.objects.select_related("engagement").filter(engagement=engagement)
    is_number = number.isascii() and number.isdigit() and len(number) < 5
    found = (cycles.filter(number=int(number)).first() if is_number else None) or current_cycle(engagement)
    if found is None:
        raise Http404("no cycle")
    return found


def _surveys_form(typed: Any, audit: Audit) -> SurveysForm:
    waves = Survey.objects.filter(engagement=audit.cycle.engagement).order_by("pk")
    initial = {"compared_with": audit.compared_with_id}
    return SurveysForm(typed, surveys=surveys_to_add(audit), waves=waves, initial=initial)


def _summary_form(request: MemberRequest, audit: Audit, typed: Any = None) -> SummaryForm:
    languages = request.organisation.language_codes
    return SummaryForm(typed, languages=languages, initial={"summary": audit.summary})


@needs(Can.EDIT_PROGRAMME)
@require_POST
def audit_open(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Open the audit or the re-audit of the running cycle."""
    shown = engagement_or_404(request, engagement)
    kind = request.POST.get("kind", "")
    if kind not in AuditKind.values:
        raise Http404("no such kind of audit")
    cycle = _chosen_cycle(request, shown)
    actor = request.viewer.actor
    try:
        opened = services.open_audit(cycle=cycle, kind=kind, actor=actor, day=timezone.localdate())
    except services.AuditClosed:
        found = audit_of(cycle, kind)
        return redirect(audit_address(found) if found else request.path)
    return redirect(audit_address(opened))


def audit_or_404(request: MemberRequest, engagement: str, audit: Any) -> Audit:
    """The audit in the address.

    :raises Http404: there is none in this engagement
    """
    shown = engagement_or_404(request, engagement)
    audits = Audit.objects.select_related("cycle__engagement", "organisation", "compared_with")
    return get_object_or_404(audits, public_id=audit, cycle__engagement=shown)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def audit_surveys(request: MemberRequest, slug: str, engagement: str, audit: Any) -> HttpResponse:
    """Add a survey, name the wave to compare with, or take a survey off."""
    shown = audit_or_404(request, engagement, audit)
    actor = request.viewer.actor
    try:
        if "remove" in request.POST:
            survey = get_object_or_404(Survey, code=request.POST["remove"])
            services.remove_survey(audit=shown, survey=survey, actor=actor)
            return redirect(audit_address(shown))
        form = _surveys_form(request.POST, shown)
        if form.is_valid():
            chosen = [survey for survey in [form.cleaned_data["survey"]] if survey]
            services.open_audit(
                cycle=shown.cycle, kind=shown.kind, surveys=chosen, compared_with=form.cleaned_data["compared_with"],
                actor=actor, day=timezone.localdate(),
            )  # fmt: skip
        else:
            messages.error(request, _("Choose a survey of this programme."))
    except services.AuditClosed:
        _say_closed(request)
    return redirect(audit_address(shown))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def audit_summary(request: MemberRequest, slug: str, engagement: str, audit: Any) -> HttpResponse:
    """Keep what the audit saw in a few sentences."""
    shown = audit_or_404(request, engagement, audit)
    form = _summary_form(request, shown, request.POST)
    try:
        if form.is_valid():
            services.edit_summary(audit=shown, summary=form.cleaned_data["summary"], by=request.viewer)
    except services.AuditClosed:
        _say_closed(request)
    return redirect(audit_address(shown))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_close(request: MemberRequest, slug: str, engagement: str, audit: Any) -> HttpResponse:
    """Say what closing will freeze, and freeze it."""
    shown = audit_or_404(request, engagement, audit)
    viewer = request.viewer
    if request.method == "POST":
        try:
            services.close_audit(audit=shown, by=viewer, at=timezone.now())
        except services.NoSurveys:
            text = _("Choose at least one survey first: an audit without answers has nothing to freeze.")
            messages.error(request, text)
        except services.NotYours:
            raise PermissionDenied from None
        else:
            messages.success(request, _("Closed. Its figures stay as they are now."))
        return redirect(audit_address(shown))
    context = {
        "slug": slug,
        "engagement": shown.cycle.engagement,
        "audit": shown,
        "back": audit_address(shown),
        "lines": survey_lines(shown, viewer=viewer),
        "findings": findings_of(viewer=viewer, audit=shown).count(),
    }
    return render(request, "audits/close.html", context)


def _say_closed(request: MemberRequest) -> None:
    messages.error(request, _("The audit has been closed: what it saw no longer changes."))
