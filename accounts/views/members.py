"""Members of the organisation: who they are, inviting, changing and ending."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries
from accounts.forms.members import REFUSALS, InviteForm, MembershipForm
from accounts.models import Invitation, Membership
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can, Role
from accounts.services import members as services
from accounts.services.members import MemberRefused
from lib.csv_files import lines_of

PAGE = 50
CSV_COLUMNS = ("name", "email", "roles", "unit", "language", "last_day", "last_sign_in")


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("words", "role", "state", "sort")}


def _found(request: MemberRequest) -> list[Membership]:
    return queries.members(viewer=request.viewer, day=timezone.localdate(), **_asked(request))


@needs(Can.MANAGE_MEMBERS)
@require_safe
def members(request: MemberRequest, slug: str) -> HttpResponse:
    """Everybody with a membership, and the open invitations."""
    page = Paginator(_found(request), PAGE).get_page(request.GET.get("page"))
    page.object_list = [(member, role_words(member.roles)) for member in page.object_list]
    shown = {
        "page": page,
        "invitations": [
            (invitation, role_words(invitation.roles))
            for invitation in queries.open_invitations(viewer=request.viewer, now=timezone.now())
        ],
        "roles": Role.choices,
        "chosen": _asked(request),
    }
    return render(request, "accounts/members.html", shown)


@needs(Can.MANAGE_MEMBERS)
@require_safe
def members_csv(request: MemberRequest, slug: str) -> StreamingHttpResponse:
    """The members of the list as a file, with the codes of their roles and units."""
    found = _found(request)

    def cells() -> Iterator[list[object]]:
        yield list(CSV_COLUMNS)
        for row in found:
            ended = timezone.localdate(row.ended_at) if row.ended_at else row.ends_on
            seen = row.user.last_login.isoformat(timespec="seconds") if row.user.last_login else ""
            unit = row.unit.code if row.unit else ""
            yield [row.user.name, row.user.email, " ".join(row.roles), unit, row.user.language, ended or "", seen]

    response = StreamingHttpResponse(lines_of(cells()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response


def role_words(roles: list[str]) -> str:
    """The roles' names, in their fixed order."""
    return ", ".join(str(role.label) for role in Role if role in roles)


@needs(Can.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Invite somebody by mail."""
    first_language = request.organisation.language_codes[0]
    form = InviteForm(request.POST or None, today=timezone.localdate(), initial={"language": first_language})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done = _try(
            form,
            lambda: services.invite(
                organisation=request.organisation, viewer=request.viewer, now=timezone.now(), **values
            ),
        )
        if done:
            messages.success(request, _where_it_is(values["email"]))
            return redirect("accounts:members", slug)
    return render(request, "accounts/invite.html", {"form": form}, status=400 if form.errors else 200)


@needs(Can.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """One member: roles, unit, last day."""
    membership = _membership(request, public_id)
    present = {"roles": membership.roles, "unit": membership.unit_id, "ends_on": membership.ends_on}
    form = MembershipForm(request.POST or None, today=timezone.localdate(), initial=present)
    if request.method == "POST" and form.is_valid():
        done = _try(
            form,
            lambda: services.change_membership(
                membership=membership, viewer=request.viewer, today=timezone.localdate(), **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, _("The membership is changed."))
            return redirect("accounts:members", slug)
    shown = {"form": form, "membership": membership, "roles": role_words(membership.roles)}
    return render(request, "accounts/member.html", shown, status=400 if form.errors else 200)


@needs(Can.MANAGE_MEMBERS)
@require_POST
def end_membership(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Close the door to a member at once."""
    membership = _membership(request, public_id)
    try:
        services.end_membership(membership=membership, viewer=request.viewer, now=timezone.now())
    except MemberRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("accounts:member", slug, public_id)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user.name})
    return redirect("accounts:members", slug)


@needs(Can.MANAGE_MEMBERS)
@require_POST
def withdraw(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Make an open invitation void."""
    invitation: Invitation = get_object_or_404(Invitation.objects.select_related("organisation"), public_id=public_id)
    services.withdraw_invitation(invitation=invitation, viewer=request.viewer, now=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:members", slug)


@needs(Can.MANAGE_MEMBERS)
@require_POST
def resend(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Mail an open invitation anew."""
    open_ones = queries.open_invitations(viewer=request.viewer, now=timezone.now())
    invitation = get_object_or_404(open_ones, public_id=public_id)
    try:
        services.resend_invitation(invitation=invitation, viewer=request.viewer, now=timezone.now())
    except MemberRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    else:
        messages.success(request, _where_it_is(invitation.email))
    return redirect("accounts:members", slug)


def _where_it_is(email: str) -> str:
    """What became of an invitation's mail."""
    if settings.MAIL_LEAVES:
        return _("The invitation to %(email)s is on its way.") % {"email": email}
    return _("No mail server is set: the invitation to %(email)s lies in the mailbox.") % {"email": email}


def _membership(request: MemberRequest, public_id: uuid.UUID) -> Membership:
    found = Membership.objects.select_related("user", "unit", "organisation")
    return get_object_or_404(found, organisation=request.organisation, public_id=public_id)


def _try(form: MembershipForm, act: Callable[[], Any]) -> bool:
    """Do it; a refusal becomes an error of the form."""
    try:
        act()
    except MemberRefused as refused:
        form.add_error(None, REFUSALS[refused.code])
        return False
    return True
