"""What of figures can be found: the indicators and how they are computed."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from metrics.indicators import EVERY
from operations.search import Entry, search_source
from organisations.models import Organisation


@search_source("indicator", label=_("Indicators"))
def indicators(organisation: Organisation) -> Iterable[Entry]:
    """Every indicator, in every language of the product."""
    for indicator in EVERY.values():
        titles, notes = {}, {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                titles[code], notes[code] = str(indicator.label), str(indicator.summary)
        yield Entry(
            title=titles,
            address=reverse("metrics:definition", args=[organisation.slug, indicator.key]),
            needs=Can.READ_FIGURES,
            words=indicator.key,
            note=notes,
        )
