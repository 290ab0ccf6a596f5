"""Requests as the pages here type them, once the middlewares let them in."""

from django.http import HttpRequest

from accounts.models import User
from accounts.viewer import Viewer
from organisations.models import Organisation


class MemberRequest(HttpRequest):
    """The request of a member in an organisation."""

    organisation: Organisation
    viewer: Viewer


class UserRequest(HttpRequest):
    """The request of somebody who signed in, outside the organisations."""

    user: User
