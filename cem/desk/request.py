"""A request that passed a member's door, as the pages here type it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.viewer import Viewer
from organisations.models import Organisation


class MemberRequest(HttpRequest):
    """What the middlewares set before a page of an organisation runs."""

    organisation: Organisation
    viewer: Viewer
    htmx: HtmxDetails
