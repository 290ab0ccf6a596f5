"""The jobs people do here: added, renamed, put away; each change enters the trail."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import JobRole
from accounts.services.places import CodeTaken
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText
from organisations.models import Organisation


@transaction.atomic
def add_job_role(*, organisation: Organisation, code: str, name: LocalText, by: Viewer) -> JobRole:
    """A new job.

    :raises CodeTaken: the code is in use, or was
    """
    if JobRole.objects.filter(code=code).exists():
        raise CodeTaken(code)
    job_role = JobRole.objects.create(organisation=organisation, code=code, name=dict(name))
    enter(job_role, by, "job_role.added", job_role=code)
    return job_role


@transaction.atomic
def add_missing_job_roles(*, organisation: Organisation, codes: Iterable[str], by: Viewer) -> list[JobRole]:
    """The jobs a roster file names and nobody has made yet, called by their codes until somebody renames them."""
    known = set(JobRole.objects.values_list("code", flat=True))
    language = organisation.language_codes[0]
    return [
        add_job_role(organisation=organisation, code=code, name={language: code}, by=by)
        for code in dict.fromkeys(codes)
        if code not in known
    ]


@transaction.atomic
def rename_job_role(*, job_role: JobRole, name: LocalText, by: Viewer) -> None:
    """Give a job another name; its code stays."""
    job_role.name = dict(name)
    job_role.save(update_fields=["name"])
    enter(job_role, by, "job_role.renamed", job_role=job_role.code)


@transaction.atomic
def archive_job_role(*, job_role: JobRole, by: Viewer, at: datetime | None) -> None:
    """Put a job away (`at`), or take it back into use (None). Whoever has it keeps it; it is offered no more."""
    job_role.archived_at = at
    job_role.save(update_fields=["archived_at"])
    enter(job_role, by, "job_role.archived" if at else "job_role.restored", job_role=job_role.code)
