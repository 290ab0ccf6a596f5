"""What of the promise can be found: its pillars, its carriers and its claims."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from brandpromise.models import Carrier, Claim, PillarText, PromiseState
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
            words=f"{every_text(text.meaning)} {every_text(text.proof)}",
            note=text.meaning,
        )


@search_source("carrier", label=_("Carriers of the promise"))
def carriers(organisation: Organisation) -> Iterable[Entry]:
    """What brings the promise to customers."""
    for carrier in Carrier.objects.filter(archived_at=None):
        yield Entry(
            title=carrier.name,
            address=reverse("brandpromise:carrier", args=[organisation.slug, carrier.code]),
            needs=Can.READ_SCRIPTS,
            words=f"{carrier.code} {every_text(carrier.promises)} {every_text(carrier.where)}",
            note=carrier.promises,
        )


@search_source("claim", label=_("Claims"))
def claims(organisation: Organisation) -> Iterable[Entry]:
    """Slogans and what of them can be checked."""
    for claim in Claim.objects.filter(archived_at=None):
        yield Entry(
            title=claim.slogan,
            address=reverse("brandpromise:claim", args=[organisation.slug, claim.code]),
            needs=Can.READ_SCRIPTS,
            words=f"{claim.code} {every_text(claim.checkable)}",
            note=claim.checkable,
        )
