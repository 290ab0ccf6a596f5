"""What audits can prove to the programme, by name: `audits.baseline_frozen`, `audits.comparison_frozen`."""

from datetime import date

from django.utils.translation import gettext as _

from audits.models import Audit, AuditKind
from lib.local_text import in_every_language
from programs.evidence import Proof
from programs.models import Cycle


def baseline_frozen(cycle: Cycle, day: date) -> Proof:
    """Whether the cycle's audit has been closed, its figures frozen."""
    return _closed(cycle, AuditKind.AUDIT)


def comparison_frozen(cycle: Cycle, day: date) -> Proof:
    """Whether the cycle's re-audit has been closed, before and after frozen."""
    return _closed(cycle, AuditKind.REAUDIT)


def _closed(cycle: Cycle, kind: str) -> Proof:
    audit = Audit.objects.filter(cycle=cycle, kind=kind).first()
    if audit is None:
        return Proof(reached=False, text=in_every_language(lambda: _("It has not been opened.")))
    surveys = {one.survey.code: str(one.snapshot.public_id) if one.snapshot else "" for one in
               audit.surveys.select_related("survey", "snapshot")}  # fmt: skip
    page = "audit" if kind == AuditKind.AUDIT else "reaudit"
    address = f"/o/{cycle.organisation.slug}/p/{cycle.engagement.slug}/{page}/?cycle={cycle.number}"
    reached = bool(surveys) and all(surveys.values())
    return Proof(
        reached=reached,
        text=in_every_language(lambda: _frozen_or_moving(reached)),
        address=address,
        figures={"snapshots": surveys},
    )


def _frozen_or_moving(reached: bool) -> str:
    return _("Its figures are frozen.") if reached else _("Its figures still move with every answer.")
