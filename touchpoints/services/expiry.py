"""Scripts and sign-offs that end: their owner hears of it in time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.local_text import local
from operations.services import enqueue, in_every_language, notify
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from touchpoints.models import Script, VersionState

TELL = "touchpoints.expiring_scripts"
NOTICE = "script.expiring"
BEFORE = timedelta(days=30)
ACTOR = "clock"


def plan_telling(now: datetime) -> None:
    """Have the owners told, organisation by organisation."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            enqueue(organisation=organisation, kind=TELL, payload={}, actor=ACTOR, unique_key=f"{now:%Y-%m-%d}")


def tell_owners(*, organisation: Organisation, today: date) -> int:
    """Tell the owner of each script that ends within thirty days, once for each such day; returns how many."""
    told = 0
    for script, last in _ending(today):
        if script.expiry_told_for == last:
            continue
        if script.touchpoint.owner:
            _tell(organisation, script, last)
            told += 1
        script.expiry_told_for = last
        script.save(update_fields=["expiry_told_for"])
    return told


def _ending(today: date) -> Iterator[tuple[Script, date]]:
    """Scripts that hold and end soon with their last day: their own, or that of a vetted passage."""
    holding = Script.objects.filter(state=VersionState.APPROVED, touchpoint__archived_at=None)
    for script in holding.select_related("touchpoint__owner__user").annotate(vetted=Min("passages__valid_until")):
        days = [day for day in (script.expires_on, script.vetted) if day]
        if days and min(days) <= today + BEFORE:
            yield script, min(days)


def _tell(organisation: Organisation, script: Script, last: date) -> None:
    owner = script.touchpoint.owner
    if owner is None:
        return
    notify(
        organisation=organisation,
        user_ids=[owner.user.public_id],
        kind=NOTICE,
        text=in_every_language(
            lambda: (
                _("The script of %(touchpoint)s holds until %(day)s only: renew it or let it go")
                % {"touchpoint": local(script.touchpoint.name), "day": last.isoformat()}
            )
        ),
        address=reverse("touchpoints:script", args=[organisation.slug, script.touchpoint.code]),
    )
