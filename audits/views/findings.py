"""Pages of one finding: writing it, reading it, answering it, and what became of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.sending import once
from accounts.viewer import Viewer
from audits import services
from audits.forms import AnswerForm, ChangeForm, FindingForm, OutcomeForm, evidence_choices
from audits.models import Audit, Finding
from audits.queries import changes_of, findings_of
from audits.queries.evidence import evidence_views
from audits.services.audits import audit_address
from audits.views.audits import audit_or_404
from feedback.models import Survey
from metrics.queries import FigureError
from programs.engagements import engagement_or_404
from touchpoints.models import Design, Initiative, Touchpoint
from touchpoints.queries.initiatives import initiatives_of


def _finding_or_404(request: MemberRequest, engagement: str, finding: Any) -> Finding:
    shown = engagement_or_404(request, engagement)
    visible = findings_of(viewer=request.viewer).select_related("audit__organisation")
    return get_object_or_404(visible, public_id=finding, audit__cycle__engagement=shown)


def _address(slug: str, finding: Finding) -> str:
    return reverse("audits:finding", args=[slug, finding.audit.cycle.engagement.slug, finding.public_id])


@needs(Can.READ_PROGRAMME)
@require_safe
def finding(request: MemberRequest, slug: str, engagement: str, finding: Any) -> HttpResponse:
    """The finding with its evidence, frozen and as of today."""
    shown = _finding_or_404(request, engagement, finding)
    viewer: Viewer = request.viewer
    may_edit = services.may_edit_finding(viewer, shown.touchpoint)
    context = {
        "slug": slug,
        "engagement": shown.audit.cycle.engagement,
        "finding": shown,
        "audit": shown.audit,
        "back": audit_address(shown.audit),
        "evidence": evidence_views(shown, viewer=viewer),
        "may_edit": may_edit and shown.audit.closed_at is None,
        "may_follow": may_edit,
        "answer_form": AnswerForm(designs=_designs(shown), initial={"design": shown.design_id}),
        "changes": changes_of(finding=shown, viewer=viewer),
        "change_form": ChangeForm(changes=_changes(shown, viewer)),
        "outcome_form": OutcomeForm(initial={"outcome": shown.outcome, "is_closed": shown.state == "closed"}),
    }
    return render(request, "audits/finding.html", context)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def finding_new(request: MemberRequest, slug: str, engagement: str, audit: Any) -> HttpResponse:
    """Write a finding."""
    shown = audit_or_404(request, engagement, audit)
    form = _form(request, shown, {"touchpoint": request.GET.get("touchpoint")})
    if request.method == "POST" and form.is_valid() and (added := _saved(request, shown, form, None)):
        return redirect(_address(slug, added))
    return _form_page(request, slug, shown, form, None)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: MemberRequest, slug: str, engagement: str, finding: Any) -> HttpResponse:
    """Say a finding better, and add evidence."""
    shown = _finding_or_404(request, engagement, finding)
    initial = {name: getattr(shown, name) for name in ("title", "text", "severity")}
    form = _form(request, shown.audit, initial | {"touchpoint": shown.touchpoint_id})
    if request.method == "POST" and form.is_valid() and _saved(request, shown.audit, form, shown):
        return redirect(_address(slug, shown))
    return _form_page(request, slug, shown.audit, form, shown)


def _form(request: MemberRequest, audit: Audit, initial: dict[str, Any]) -> FindingForm:
    viewer: Viewer = request.viewer
    touchpoints = Touchpoint.objects.filter(archived_at=None)
    if not viewer.can(Can.EDIT_PROGRAMME):
        touchpoints = touchpoints.filter(pk__in=viewer.touchpoint_ids or ())
    asked = Survey.objects.filter(pk__in=audit.surveys.values("survey")).select_related("version")
    return FindingForm(
        request.POST or None,
        languages=request.organisation.language_codes,
        touchpoints=touchpoints,
        evidence=evidence_choices(asked),
        initial=initial,
    )


def _saved(request: MemberRequest, audit: Audit, form: FindingForm, finding: Finding | None) -> Finding | None:
    said = {name: form.cleaned_data[name] for name in ("title", "text", "severity", "touchpoint")}
    viewer: Viewer = request.viewer
    try:
        if finding is None:
            return services.add_finding(audit=audit, by=viewer, evidence=form.specs(), **said)
        return services.edit_finding(finding=finding, by=viewer, evidence=form.specs(), **said)
    except services.AuditClosed:
        form.add_error(None, _("The audit has been closed: what it saw no longer changes."))
    except services.NotYours:
        form.add_error("touchpoint", _("Choose one of your own touchpoints."))
    except FigureError as error:
        form.add_error("evidence", error.detail)
    return None


def _form_page(
    request: MemberRequest, slug: str, audit: Audit, form: FindingForm, finding: Finding | None
) -> HttpResponse:
    context = {
        "slug": slug,
        "engagement": audit.cycle.engagement,
        "audit": audit,
        "form": form,
        "finding": finding,
        "back": _address(slug, finding) if finding else audit_address(audit),
    }
    return render(request, "audits/finding_form.html", context)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def finding_answer(request: MemberRequest, slug: str, engagement: str, finding: Any) -> HttpResponse:
    """Say which desired experience answers the finding."""
    shown = _finding_or_404(request, engagement, finding)
    form = AnswerForm(request.POST, designs=_designs(shown))
    if form.is_valid():
        try:
            services.answer_finding(finding=shown, design=form.cleaned_data["design"], by=request.viewer)
        except services.NotYours:
            raise PermissionDenied from None
    return redirect(_address(slug, shown))


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def finding_change(request: MemberRequest, slug: str, engagement: str, finding: Any) -> HttpResponse:
    """Name a change that answers the finding, or take the name back (`remove`)."""
    shown = _finding_or_404(request, engagement, finding)
    form = ChangeForm(request.POST, changes=_changes(shown, request.viewer))
    if form.is_valid():
        write = services.unlink_change if "remove" in request.POST else services.link_change
        try:
            write(finding=shown, change=form.cleaned_data["change"], by=request.viewer)
        except services.NotYours:
            raise PermissionDenied from None
    return redirect(_address(slug, shown))


def _changes(finding: Finding, viewer: Viewer) -> QuerySet[Initiative]:
    """The changes of the finding's engagement that the viewer may read."""
    return initiatives_of(viewer=viewer, engagement=finding.audit.cycle.engagement)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def finding_outcome(request: MemberRequest, slug: str, engagement: str, finding: Any) -> HttpResponse:
    """Say what became of the finding."""
    shown = _finding_or_404(request, engagement, finding)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            services.record_outcome(finding=shown, by=request.viewer, **form.cleaned_data)
        except services.NotYours:
            raise PermissionDenied from None
    return redirect(_address(slug, shown))


def _designs(finding: Finding) -> Any:
    designs = Design.objects.select_related("touchpoint").order_by("touchpoint__position", "-number")
    return designs.filter(touchpoint=finding.touchpoint) if finding.touchpoint_id else designs
