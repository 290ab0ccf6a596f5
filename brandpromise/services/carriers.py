"""Carriers of the promise and the claims they make: kept for the whole organisation, archived, never deleted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.viewer import Viewer
from brandpromise.models import Carrier, CarrierPillar, Claim, Pillar
from brandpromise.services.common import CodeTaken, counted_up, enter_thing
from lib.local_text import LocalText
from operations.models import StoredFile
from organisations.models import Organisation

EVIDENCE = "promise.carrier"  # the kind of the files that show a carrier


class DaysCrossed(ValueError):
    """The last day lies before the first."""


@transaction.atomic
def save_carrier(
    *,
    organisation: Organisation,
    carrier: Carrier | None,
    code: str,
    kind: str,
    mode: str,
    name: LocalText,
    promises: LocalText,
    where: LocalText,
    from_day: date | None,
    until_day: date | None,
    address: str,
    pillars: Sequence[Pillar],
    by: Viewer,
    file: StoredFile | None = None,
    opened: int | None = None,
) -> Carrier:
    """Add a carrier, or change one; its code stays.

    :param file: a new file of evidence; None keeps the one there is
    :param opened: the revision the writer began from
    :raises CodeTaken: another carrier has the code
    :raises DaysCrossed: the last day lies before the first
    :raises ChangedMeanwhile: somebody else saved since `opened`
    """
    if from_day and until_day and until_day < from_day:
        raise DaysCrossed
    kept = _held(Carrier, carrier, opened) or Carrier(organisation=organisation, code=code)
    kept.kind, kept.mode, kept.address = kind, mode, address
    kept.name, kept.promises, kept.where = dict(name), dict(promises), dict(where)
    kept.from_day, kept.until_day, kept.file = from_day, until_day, file or kept.file
    _save(kept)
    kept.pillars.all().delete()
    CarrierPillar.objects.bulk_create(
        CarrierPillar(organisation=organisation, carrier=kept, pillar=pillar) for pillar in pillars
    )
    enter_thing(kept, by, "carrier.changed" if carrier else "carrier.added")
    return kept


@transaction.atomic
def save_claim(
    *,
    organisation: Organisation,
    claim: Claim | None,
    code: str,
    slogan: LocalText,
    checkable: LocalText,
    carrier: Carrier | None,
    pillar: Pillar | None,
    by: Viewer,
    opened: int | None = None,
) -> Claim:
    """Add a claim, or change one; its code stays.

    :raises CodeTaken: another claim has the code
    :raises ChangedMeanwhile: somebody else saved since `opened`
    """
    kept = _held(Claim, claim, opened) or Claim(organisation=organisation, code=code)
    kept.slogan, kept.checkable, kept.carrier, kept.pillar = dict(slogan), dict(checkable), carrier, pillar
    _save(kept)
    enter_thing(kept, by, "claim.changed" if claim else "claim.added")
    return kept


@transaction.atomic
def archive(*, thing: Carrier | Claim, by: Viewer, at: datetime | None) -> None:
    """Put a carrier or a claim away, or bring it back with `at` None."""
    thing.archived_at = at
    thing.save(update_fields=["archived_at"])
    enter_thing(thing, by, f"{thing._meta.model_name}.{'archived' if at else 'brought_back'}")


def _held(kind: Any, thing: Any, opened: int | None) -> Any:
    """The row as it is stored now, held until the transaction ends; nothing for a new one."""
    if thing is None:
        return None
    stored = kind.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    stored.revision = counted_up(stored, opened)
    return stored


def _save(thing: Carrier | Claim) -> None:
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as refused:
        raise CodeTaken from refused
