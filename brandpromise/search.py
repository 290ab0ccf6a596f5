"""What of the promise can be found: its pillars."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from brandpromise.models import PillarText, PromiseState
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation


@search_source("pillar", label=_("Pillars of the promise"))
def pillars(organisation: Organisation) -> Iterable[Entry]:
    """Pillars of the version that holds."""
    for text in PillarText.objects.filter(promise__state=PromiseState.APPROVED):
        yield Entry(
            title=text.name,
            address=reverse("brandpromise:promise", args=[organisation.slug]),
            needs=Can.READ_SCRIPTS,
            words=every_text(text.meaning),
            note=text.meaning,
        )
