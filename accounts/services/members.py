"""Members: inviting, accepting, roles, and the end of a membership."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from accounts.viewer import Viewer, is_current
from operations.services import record_trail, send_mail
from organisations.doors import code_hash
from organisations.models import Organisation, PublicCode, Unit

INVITATION_DAYS = 14
CONSULTANT_DAYS = 180


class MemberRefused(ValueError):
    """The change would break a rule.

    `code` says which: no_roles, unknown_role, end_date, past_end, member, used, sign_in, other_address, last_admin,
    own_roles.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_roles(roles: Sequence[str], *, ends_on: date | None) -> list[str]:
    """Roles in their fixed order, each once.

    :raises MemberRefused: none, an unknown one, or a consultant without an end date
    """
    if not roles:
        raise MemberRefused("no_roles")
    if set(roles) - set(Role.values):
        raise MemberRefused("unknown_role")
    if Role.CONSULTANT in roles and ends_on is None:
        raise MemberRefused("end_date")
    return [role for role in Role.values if role in roles]


def default_end(roles: Sequence[str], today: date) -> date | None:
    """A consultant's membership ends after 180 days unless said otherwise; nobody else's does."""
    return today + timedelta(days=CONSULTANT_DAYS) if Role.CONSULTANT in roles else None


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    viewer: Viewer,
    email: str,
    roles: Sequence[str],
    now: datetime,
    name: str = "",
    unit: Unit | None = None,
    language: str = "en",
    ends_on: date | None = None,
) -> Invitation:
    """Invite an address by mail; an open invitation of the same address is withdrawn.

    :raises MemberRefused: the address is a member already, or the roles do not hold
    """
    email = email.strip().lower()
    if Membership.objects.filter(organisation=organisation, user__email=email, ended_at=None).exists():
        raise MemberRefused("member")
    roles = check_roles(roles, ends_on=ends_on)
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = secrets.token_urlsafe(24)
    expires_at = now + timedelta(days=INVITATION_DAYS)
    PublicCode.objects.create(
        code_hash=code_hash(token), organisation=organisation, kind="invitation", expires_at=expires_at
    )
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        roles=roles,
        unit=unit,
        language=language,
        membership_ends_on=ends_on,
        token_hash=code_hash(token),
        invited_by=viewer.actor,
        expires_at=expires_at,
    )
    _mail_invitation(invitation, token, inviter=viewer.name)
    record_trail(
        organisation=organisation, actor=viewer.actor, actor_name=viewer.name, action="member.invited",
        target=invitation, target_name=email, details={"roles": roles},
    )  # fmt: skip
    return invitation


def _mail_invitation(invitation: Invitation, token: str, *, inviter: str) -> None:
    address = settings.ADDRESS + reverse("accounts:accept", args=[token])
    organisation = invitation.organisation.name
    with translation.override(invitation.language):
        subject = _("Invitation to %(organisation)s") % {"organisation": organisation}
        text = _(
            "%(inviter)s invites you to the customer experience programme of %(organisation)s.\n\n"
            "Open this address to accept; it works for %(days)s days:\n%(address)s\n"
        ) % {"inviter": inviter, "organisation": organisation, "days": INVITATION_DAYS, "address": address}
    send_mail(organisation=invitation.organisation, to=invitation.email, subject=subject, text=text, kind="invitation")


def open_invitation(*, token: str, now: datetime) -> Invitation:
    """The invitation behind a mailed token; the organisation's scope must be open.

    :raises MemberRefused: unknown, used, withdrawn or expired
    """
    invitation = Invitation.objects.select_related("organisation", "unit").filter(token_hash=code_hash(token)).first()
    if not invitation or invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= now:
        raise MemberRefused("used")
    return invitation


@transaction.atomic
def accept_invitation(
    *, token: str, now: datetime, user: User | None = None, name: str = "", password: str = ""
) -> Membership:
    """Become a member: as the signed-in user, or as a new user with a name and a password.

    :raises MemberRefused: the invitation is not open, or its address has a user, who must sign in first
    :raises django.core.exceptions.ValidationError: the password is too weak
    """
    invitation = open_invitation(token=token, now=now)
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise MemberRefused("sign_in")
        validate_password(password)
        user = User.objects.create_user(
            invitation.email, password, name=name or invitation.name, language=invitation.language
        )
    elif user.email.lower() != invitation.email:
        raise MemberRefused("other_address")
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    membership, _made = Membership.objects.update_or_create(
        organisation=invitation.organisation,
        user=user,
        defaults={
            "roles": invitation.roles,
            "unit": invitation.unit,
            "ends_on": invitation.membership_ends_on,
            "ended_at": None,
        },
    )
    record_trail(
        organisation=invitation.organisation, actor=str(user.public_id), actor_name=user.name,
        action="member.joined", target=membership, target_name=user.name, details={"roles": invitation.roles},
    )  # fmt: skip
    return membership


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, viewer: Viewer, now: datetime) -> None:
    """Make an invitation's mailed address void."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=now)
    record_trail(
        organisation=invitation.organisation, actor=viewer.actor, actor_name=viewer.name,
        action="member.invitation_withdrawn", target=invitation, target_name=invitation.email,
    )  # fmt: skip


@transaction.atomic
def resend_invitation(*, invitation: Invitation, viewer: Viewer, now: datetime) -> Invitation:
    """Mail an invitation anew, with a new token and a new end; the address mailed before is void.

    :raises MemberRefused: the person became a member meanwhile
    """
    return invite(
        organisation=invitation.organisation,
        viewer=viewer,
        email=invitation.email,
        roles=invitation.roles,
        now=now,
        name=invitation.name,
        unit=invitation.unit,
        language=invitation.language,
        ends_on=invitation.membership_ends_on,
    )


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    viewer: Viewer,
    roles: Sequence[str],
    unit: Unit | None,
    ends_on: date | None,
    today: date,
) -> None:
    """Give a member other roles, another unit or end date. Nobody raises themselves: another administrator must.

    :raises MemberRefused: the organisation would lose its last administrator, or the roles do not hold
    """
    roles = check_roles(roles, ends_on=ends_on)
    if ends_on and ends_on < today:
        raise MemberRefused("past_end")
    if membership.pk == viewer.membership_id and set(roles) - set(membership.roles):
        raise MemberRefused("own_roles")
    if Role.ADMIN not in roles or ends_on:
        _keep_an_admin(membership, today)
    before = {"roles": membership.roles, "unit": str(membership.unit or ""), "ends_on": str(membership.ends_on or "")}
    membership.roles, membership.unit, membership.ends_on = roles, unit, ends_on
    membership.save(update_fields=["roles", "unit", "ends_on"])
    after = {"roles": roles, "unit": str(unit or ""), "ends_on": str(ends_on or "")}
    record_trail(
        organisation=membership.organisation, actor=viewer.actor, actor_name=viewer.name, action="member.changed",
        target=membership, target_name=membership.user.name, details={"before": before, "after": after},
    )  # fmt: skip


@transaction.atomic
def end_membership(*, membership: Membership, viewer: Viewer, now: datetime) -> None:
    """Close the organisation's door to a member; what they did stays.

    :raises MemberRefused: they are the last administrator
    """
    _keep_an_admin(membership, now.date())
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    record_trail(
        organisation=membership.organisation, actor=viewer.actor, actor_name=viewer.name, action="member.ended",
        target=membership, target_name=membership.user.name,
    )  # fmt: skip


def _keep_an_admin(leaving: Membership, today: date) -> None:
    """Refuse when nobody else administers without an end; the rows are locked against two leaving at once."""
    everyone = Membership.objects.select_for_update().filter(organisation=leaving.organisation, ended_at=None)
    others = [member for member in everyone if member.pk != leaving.pk and is_current(member, today)]
    if Role.ADMIN in leaving.roles and not any(Role.ADMIN in member.roles for member in others):
        raise MemberRefused("last_admin")
