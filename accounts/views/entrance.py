"""The first run and invitations: how people get in who have no account yet."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.entrance import WRONG_CODE, AcceptForm, FirstRunForm
from accounts.models import Invitation, Membership, User
from accounts.policy import public
from accounts.requests import MemberRequest
from accounts.services.first_run import WrongCode, is_first_run, set_up
from accounts.services.members import MemberRefused, accept_invitation, open_invitation


@public("while nobody can sign in; the one-time code on the console is the credential")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: MemberRequest) -> HttpResponse:
    """The first organisation and its administrator; 404 as soon as anybody can sign in."""
    if not is_first_run():
        raise Http404("somebody can sign in already")
    suggested = {"language": translation.get_language(), "time_zone": settings.TIME_ZONE}
    form = FirstRunForm(request.POST or None, initial=suggested)
    if request.method == "POST" and form.is_valid():
        membership = _set_up(form)
        if membership:
            return _let_in(request, membership, reverse("mfa_activate_totp"))
    return render(request, "accounts/first_run.html", {"form": form}, status=400 if form.errors else 200)


def _set_up(form: FirstRunForm) -> Membership | None:
    try:
        return set_up(code=form.cleaned_data["code"], answers=form.answers(own_language=translation.get_language()))
    except WrongCode:
        form.add_error("code", WRONG_CODE)
    except ValidationError as weak:
        form.add_error("password", weak)
    return None


@public("the mailed token is the credential")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: MemberRequest, token: str) -> HttpResponse:
    """An invitation: a new person chooses a password, a known one signs in and joins."""
    if request.organisation is None:
        raise Http404("no such invitation")
    try:
        invitation = open_invitation(token=token, now=timezone.now())
    except MemberRefused:
        return render(request, "accounts/invitation_over.html", status=410)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not request.user.is_authenticated:
        translation.activate(invitation.language)
    if request.user.is_authenticated:
        return _join(request, token, invitation)
    if User.objects.filter(email=invitation.email).exists():
        return _show(request, invitation, way="sign_in")
    return _make_user(request, token, invitation)


def _join(request: MemberRequest, token: str, invitation: Invitation) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (told to the type checker)
    if user.email.lower() != invitation.email:
        return _show(request, invitation, way="other")
    if request.method != "POST":
        return _show(request, invitation, way="join")
    membership = accept_invitation(token=token, now=timezone.now(), user=user)
    return redirect(_start_of(membership))


def _make_user(request: MemberRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            membership = accept_invitation(
                token=token, now=timezone.now(), name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except MemberRefused:  # another device was quicker
            return redirect(request.path)
        return _let_in(request, membership, _start_of(membership))
    return _show(request, invitation, way="new", form=form)


def _show(request: MemberRequest, invitation: Invitation, *, way: str, form: AcceptForm | None = None) -> HttpResponse:
    shown = {"invitation": invitation, "way": way, "form": form, "here": request.path}
    return render(request, "accounts/invitation.html", shown, status=400 if form and form.errors else 200)


def _let_in(request: MemberRequest, membership: Membership, address: str) -> HttpResponse:
    """Sign in the new user, who has just proved to know the password."""
    record_authentication(request, membership.user, method="password", reauthenticated=True)
    return perform_login(request, membership.user, redirect_url=address)


def _start_of(membership: Membership) -> str:
    return f"/o/{membership.organisation.slug}/"
