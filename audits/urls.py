"""Addresses of the audit, the re-audit and their findings."""

from django.urls import path

from accounts.rest import both
from audits.api import Findings
from audits.views import audits, cards, findings

app_name = "audits"

_P = "o/<slug:slug>/p/<slug:engagement>"
_FINDING = f"{_P}/findings/<uuid:finding>"

urlpatterns = [
    path(f"{_P}/audit/", audits.audit, name="audit"),
    path(f"{_P}/reaudit/", audits.reaudit, name="reaudit"),
    path(f"{_P}/audit/open/", audits.audit_open, name="open"),
    path(f"{_P}/audit/<uuid:audit>/surveys/", audits.audit_surveys, name="surveys"),
    path(f"{_P}/audit/<uuid:audit>/summary/", audits.audit_summary, name="summary"),
    path(f"{_P}/audit/<uuid:audit>/close/", audits.audit_close, name="close"),
    path(f"{_P}/audit/<uuid:audit>/findings/new/", findings.finding_new, name="finding_new"),
    path(
        "o/<slug:slug>/audit/touchpoints/<slug:touchpoint>/findings/",
        cards.touchpoint_findings,
        name="touchpoint_findings",
    ),
    path(
        "o/<slug:slug>/audit/changes/<uuid:initiative>/findings/",
        cards.change_findings,
        name="change_findings",
    ),
    path(f"{_FINDING}/change/", findings.finding_change, name="finding_change"),
    path(f"{_FINDING}/", findings.finding, name="finding"),
    path(f"{_FINDING}/edit/", findings.finding_edit, name="finding_edit"),
    path(f"{_FINDING}/answer/", findings.finding_answer, name="finding_answer"),
    path(f"{_FINDING}/outcome/", findings.finding_outcome, name="finding_outcome"),
    *both("api/v1/findings", Findings.as_view(), "findings-api"),
]
