"""What of programmes can be found: engagements."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation
from programs.models import Engagement, EngagementMember


@search_source("engagement", label=_("Programmes"))
def engagements(organisation: Organisation) -> Iterable[Entry]:
    """Engagements that everybody may see; those that list their consultants are reached from the portfolio."""
    listed = EngagementMember.objects.values("engagement")
    for engagement in Engagement.objects.filter(archived_at=None).exclude(pk__in=listed):
        yield Entry(
            title=engagement.name or engagement.slug,
            address=reverse("programs:cycle", args=[organisation.slug, engagement.slug]),
            needs=Can.READ_PROGRAMME,
            words=f"{every_text(engagement.vision)} {every_text(engagement.goals)}",
            note=engagement.vision,
        )
