"""Look-ups that happen before a scope is open: by address and by public code."""

import hashlib

from lib.prepared import Given, Prepared
from organisations.models import Organisation, PublicCode

_BY_SLUG = Prepared(lambda: Organisation.objects.filter(slug=Given("slug")).order_by())
_BY_CODE = Prepared(
    lambda: PublicCode.objects.select_related("organisation").filter(code_hash=Given("hash"), kind=Given("kind"))
)


def code_hash(code: str) -> str:
    """The hash under which a public code or token is kept: 64 hexadecimal digits."""
    return hashlib.sha256(code.encode()).hexdigest()


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation at /o/<slug>/, or nothing."""
    return _BY_SLUG.first(slug=slug)


def organisation_by_public_code(*, code: str, kind: str) -> Organisation | None:
    """The organisation that a printed code of this kind leads to, or nothing."""
    found = _BY_CODE.first(hash=code_hash(code), kind=kind)
    return found.organisation if found else None
