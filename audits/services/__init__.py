"""Everything that writes audits: opening, findings with frozen evidence, closing, carrying over."""

from audits.services.audits import (
    AuditClosed,
    NoSurveys,
    add_survey,
    close_audit,
    edit_summary,
    open_audit,
    remove_survey,
)
from audits.services.carrying import carry_over
from audits.services.findings import (
    AnotherEngagement,
    add_finding,
    answer_finding,
    edit_finding,
    link_change,
    record_outcome,
    unlink_change,
)
from audits.services.freezing import EvidenceSpec, freeze_evidence
from audits.services.rights import NotYours, may_edit_audit, may_edit_finding

__all__ = [
    "AnotherEngagement",
    "AuditClosed",
    "EvidenceSpec",
    "NoSurveys",
    "NotYours",
    "add_finding",
    "add_survey",
    "answer_finding",
    "carry_over",
    "close_audit",
    "edit_finding",
    "edit_summary",
    "freeze_evidence",
    "link_change",
    "may_edit_audit",
    "may_edit_finding",
    "open_audit",
    "record_outcome",
    "remove_survey",
    "unlink_change",
]
