"""Look-ups that happen before a scope is open: by address and by public code."""

import hashlib

from organisations.models import Organisation, PublicCode


def code_hash(code: str) -> str:
    """The hash under which a public code or token is kept: 64 hexadecimal digits."""
    return hashlib.sha256(code.encode()).hexdigest()


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation at /o/<slug>/, or nothing."""
    return Organisation.objects.filter(slug=slug).first()


def organisation_by_public_code(*, code: str, kind: str) -> Organisation | None:
    """The organisation that a printed code of this kind leads to, or nothing."""
    found = PublicCode.objects.select_related("organisation").filter(code_hash=code_hash(code), kind=kind).first()
    return found.organisation if found else None
