"""What of audits can be found: findings."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from audits.models import Finding
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation


@search_source("finding", label=_("Findings"))
def findings(organisation: Organisation) -> Iterable[Entry]:
    """Every finding by its words, those that were carried over only where they are now."""
    found = Finding.objects.exclude(state="carried").select_related("audit__cycle__engagement", "touchpoint")
    for finding in found:
        engagement = finding.audit.cycle.engagement
        yield Entry(
            title=finding.title,
            address=reverse("audits:finding", args=[organisation.slug, engagement.slug, finding.public_id]),
            needs=Can.READ_PROGRAMME,
            words=every_text(finding.text),
            note=finding.touchpoint.name if finding.touchpoint else "",
        )
