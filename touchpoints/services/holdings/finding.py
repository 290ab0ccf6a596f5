"""What the finders of holdings share."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Membership
from organisations.models import Organisation
from touchpoints.answering.holdings import Person


def by_member(people: Sequence[Person]) -> dict[int | None, Person]:
    """The people who are or were members, by key of their membership."""
    return {person.membership.pk: person for person in people if person.membership}


def members_in(people: Sequence[Person]) -> list[Membership]:
    """Their memberships."""
    return [person.membership for person in people if person.membership]


def accountability_address(organisation: Organisation, kind: str, key: str) -> str:
    """Where it stands who answers for a thing."""
    return reverse("touchpoints:accountable", args=[organisation.slug, kind, key])
