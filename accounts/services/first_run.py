"""The first minute of an installation: whoever reads the code on the console becomes its first administrator."""

import re
import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from accounts.doors import key_hash
from accounts.models import FirstRunCode, Membership, User
from accounts.roles import Role
from operations.services import record_trail
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

# No letters or digits that are taken for one another when read aloud or from a console.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class WrongCode(ValueError):
    """The one-time code is not the one that was printed last, or it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """What the first-run page asks."""

    organisation_name: str
    slug: str
    name: str
    email: str
    password: str
    language: str
    time_zone: str
    own_language: str  # the administrator's, in which they answer


def is_first_run() -> bool:
    """Whether nobody can sign in yet."""
    return not User.objects.exists()


@transaction.atomic
def first_run_code() -> str:
    """A new one-time code for the first-run page; the ones printed before are void."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))
    FirstRunCode.objects.all().delete()
    FirstRunCode.objects.create(code_hash=key_hash(code))
    return code


def is_right_code(code: str) -> bool:
    """Whether this is the code printed last; it stays good until it is used."""
    return _of_code(code).exists()


def _of_code(code: str) -> QuerySet[FirstRunCode]:
    letters = re.sub(r"[^A-Z0-9]", "", code.upper())  # however its groups were parted when it was copied
    return FirstRunCode.objects.filter(code_hash=key_hash("-".join(re.findall(".{1,4}", letters))))


@transaction.atomic
def set_up(*, code: str, answers: FirstRun) -> Membership:
    """Make the first organisation and its first user: administrator, sponsor and committee in one.

    :raises WrongCode: not the code printed last, or somebody was quicker
    :raises django.core.exceptions.ValidationError: the password is too weak
    """
    used, _rows = _of_code(code).delete()
    if not used or not is_first_run():
        raise WrongCode
    validate_password(answers.password)
    organisation = Organisation.objects.create(
        slug=answers.slug,
        name=answers.organisation_name,
        time_zone=answers.time_zone,
        languages=[answers.language, *(code for code in ("en", "pl") if code != answers.language)],
    )
    user = User.objects.create_user(answers.email, answers.password, name=answers.name, language=answers.own_language)
    membership = Membership.objects.create(
        organisation=organisation, user=user, roles=[Role.ADMIN, Role.SPONSOR, Role.COMMITTEE]
    )
    with organisation_scope(organisation):
        record_trail(
            organisation=organisation,
            actor=str(user.public_id),
            actor_name=user.name,
            action="organisation.made",
            target=organisation,
        )
    return membership
