"""What brings the promise to customers, which claims it makes, and what stood on the day a version was approved."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from brandpromise.models import Carrier, CarrierKind, CarrierMode, Claim, Promise
from lib.local_text import every_text
from lib.texts import matches

CARRIER_ORDERS = {"code": "code", "kind": "kind", "from": "from_day", "until": "until_day"}
CLAIM_ORDERS = {"code": "code", "carrier": "carrier__code", "pillar": "pillar__code"}


def carriers(
    *, today: date, words: str = "", kind: str = "", mode: str = "", pillar: str = "", state: str = "", sort: str = ""
) -> list[Carrier]:
    """Carriers as a list page asks for them.

    :param pillar: a pillar's code
    :param state: `now` for those customers meet today, `archived` for those put away, else all in use
    """
    rows = _carriers().filter(archived_at__isnull=state != "archived")
    if kind in CarrierKind.values:
        rows = rows.filter(kind=kind)
    if mode in CarrierMode.values:
        rows = rows.filter(mode=mode)
    if pillar:
        rows = rows.filter(pillars__pillar__code=pillar)
    found = [one for one in rows.order_by(*_order(sort, CARRIER_ORDERS)) if _says(one, words)]
    return [one for one in found if one.is_seen_on(today)] if state == "now" else found


def _says(carrier: Carrier, words: str) -> bool:
    """Whether a carrier has all the words in it; an organisation has dozens of them, so they are read here."""
    told = " ".join([carrier.code, *map(every_text, (carrier.name, carrier.promises, carrier.where))])
    return matches(told, words)


def carrier(code: str) -> Carrier | None:
    """One carrier with its pillars and claims."""
    return _carriers().prefetch_related("claims").filter(code=code).first()


def claims(*, words: str = "", pillar: str = "", carrier: str = "", state: str = "", sort: str = "") -> list[Claim]:
    """Claims as a list page asks for them; `state` `archived` for those put away."""
    rows = _claims().filter(archived_at__isnull=state != "archived")
    if pillar:
        rows = rows.filter(pillar__code=pillar)
    if carrier:
        rows = rows.filter(carrier__code=carrier)
    return [one for one in rows.order_by(*_order(sort, CLAIM_ORDERS)) if matches(_told(one), words)]


def _told(claim: Claim) -> str:
    return f"{claim.code} {every_text(claim.slogan)} {every_text(claim.checkable)}"


def claim(code: str) -> Claim | None:
    """One claim with its carrier and pillar."""
    return _claims().filter(code=code).first()


def _carriers() -> QuerySet[Carrier]:
    rows: QuerySet[Carrier] = Carrier.objects.select_related("file").prefetch_related("pillars__pillar__texts")
    return rows


def _claims() -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.select_related("carrier", "pillar").prefetch_related("pillar__texts")
    return rows


def _order(sort: str, allowed: dict[str, str]) -> list[str]:
    column = allowed.get(sort.removeprefix("-"), "code")
    return [f"-{column}" if sort.startswith("-") else column, "pk"]


def carried(promise: Promise) -> dict[str, list[dict[str, Any]]]:
    """Carriers and claims of a version: frozen with its approval, today's while it is in the making."""
    if promise.is_open:
        return {"carriers": carriers_as_json(), "claims": claims_as_json()}
    return {"carriers": promise.frozen.get("carriers", []), "claims": promise.frozen.get("claims", [])}


def carriers_as_json() -> list[dict[str, Any]]:
    """Every carrier in use, as it is frozen with a version."""
    return [_carrier_as_json(one) for one in _carriers().filter(archived_at=None)]


def _carrier_as_json(one: Carrier) -> dict[str, Any]:
    return {
        "code": one.code,
        "kind": one.kind,
        "mode": one.mode,
        "name": one.name,
        "promises": one.promises,
        "where": one.where,
        "from": one.from_day.isoformat() if one.from_day else None,
        "until": one.until_day.isoformat() if one.until_day else None,
        "address": one.address,
        "file": str(one.file.public_id) if one.file else None,
        "pillars": [link.pillar.code for link in one.pillars.all()],
    }


def claims_as_json() -> list[dict[str, Any]]:
    """Every claim in use, as it is frozen with a version."""
    return [
        {
            "code": one.code,
            "slogan": one.slogan,
            "checkable": one.checkable,
            "carrier": one.carrier.code if one.carrier else None,
            "pillar": one.pillar.code if one.pillar else None,
        }
        for one in _claims().filter(archived_at=None)
    ]
