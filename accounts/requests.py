"""What a request carries once the middleware has let it in; for type checkers, who know only Django's own."""

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
