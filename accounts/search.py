"""Whom and where one can find: the organisation's members, the people on its roster, and its units."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, Membership
from accounts.roles import Can, Role
from operations.search import Entry, search_source
from organisations.models import Organisation, Unit


@search_source("member", label=_("Members"))
def members(organisation: Organisation) -> Iterable[Entry]:
    """Current members, for those who manage them."""
    for member in Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user"):
        yield Entry(
            title=member.user.name or member.user.email,
            address=reverse("accounts:member", args=[organisation.slug, member.public_id]),
            needs=Can.MANAGE_MEMBERS,
            words=member.user.email,
            note=", ".join(str(Role(role).label) for role in member.roles if role in Role.values),
        )


# Nobody's own touchpoint: readers who see only a part of the organisation look their people up on the roster itself.
NOBODYS = 0


@search_source("employee", label=_("Employees"))
def employees(organisation: Organisation) -> Iterable[Entry]:
    """People on the roster, for those who may read all of it."""
    page = reverse("accounts:roster", args=[organisation.slug])
    for employee in Employee.objects.select_related("unit"):
        yield Entry(
            title=employee.name or employee.number,
            address=f"{page}?{urlencode({'words': employee.number})}",
            needs=Can.READ_ROSTER,
            words=employee.number,
            note=employee.unit.name,
            touchpoint_id=NOBODYS,
        )


@search_source("unit", label=_("Units"))
def units(organisation: Organisation) -> Iterable[Entry]:
    """Units in use; each stands in the tree of units."""
    page = reverse("accounts:units", args=[organisation.slug])
    for unit in Unit.objects.filter(archived_at=None).select_related("parent"):
        yield Entry(
            title=unit.name or unit.code,
            address=f"{page}#unit-{unit.code}",
            needs=Can.READ_ROSTER,
            words=unit.code,
            note=unit.parent.name if unit.parent else "",
            touchpoint_id=NOBODYS,
        )
