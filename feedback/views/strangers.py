"""What public pages share: the reader's language without a cookie, the address as a salted day hash, the limits."""

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.rest import check_rate
from organisations.models import Organisation

ANSWERS_A_MINUTE = 100
WRONG_CODES_A_MINUTE = 20


def language_of(request: HttpRequest, organisation: Organisation) -> str:
    """The page's language: `?lang=`, then Accept-Language, then the organisation's own; no cookie is read."""
    offered = organisation.language_codes
    asked = request.GET.get("lang", "")
    if asked in offered:
        return asked
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted.split("-")[0] in offered:
            return wanted.split("-")[0]
    return offered[0]


def address_of(request: HttpRequest) -> str:
    """The address a request comes from. Forwarded ones count only as far as there are own proxies (`CEM_PROXIES`)."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def address_hash(request: HttpRequest, today: date) -> str:
    """The address as a hash with the installation's salt, another one every day."""
    said = f"{today.isoformat()} {address_of(request)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]


def check_answers_rate(request: HttpRequest, code: str, today: date) -> None:
    """:raises Problem: more than a hundred answers a minute at this point from this address (429)"""
    check_rate(f"answers:{code}:{address_hash(request, today)}", limit=ANSWERS_A_MINUTE)


def check_wrong_codes(request: HttpRequest, today: date) -> None:
    """:raises Problem: somebody tries codes (429)"""
    check_rate(f"codes:{address_hash(request, today)}", limit=WRONG_CODES_A_MINUTE)
