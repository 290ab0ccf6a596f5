"""What a request carries once the middleware has let it in; for type checkers, who know only Django's own."""

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.viewer import Viewer
from organisations.models import Organisation


class MemberRequest(HttpRequest):
    """A request under /o/: the organisation in the address and the member who asks."""

    organisation: Organisation
    viewer: Viewer
    htmx: HtmxDetails


class UserRequest(HttpRequest):
    """A request of somebody who signed in, outside the organisations."""

    user: User


def viewer_of(request: MemberRequest) -> Viewer:
    """Who looks."""
    return request.viewer


def languages_of(request: MemberRequest) -> list[str]:
    """The languages in which the organisation writes."""
    codes: list[str] = request.organisation.language_codes
    return codes


def language_names(request: MemberRequest) -> dict[str, str]:
    """The same with their own names, for texts shown part by part."""
    names = dict(settings.LANGUAGES)
    return {code: str(names.get(code, code)) for code in languages_of(request)}
