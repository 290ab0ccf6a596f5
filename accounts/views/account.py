"""The own account: name, language, colours, protection, memberships."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import memberships_of
from accounts.forms.account import ProfileForm
from accounts.models import User
from accounts.policy import public, signed_in
from accounts.preferences import THEMES, remember
from accounts.requests import UserRequest
from accounts.roles import Role


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: UserRequest) -> HttpResponse:
    """What the product keeps about the person who signed in, and where they may go."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(user.language):
            messages.success(request, _("Your account is saved."))
        response = redirect("accounts:account")
        remember(response, language=user.language, theme=user.theme)
        return response
    from allauth.mfa.utils import is_mfa_enabled

    memberships = [
        (membership, ", ".join(str(Role(role).label) for role in membership.roles if role in Role.values))
        for membership in memberships_of(user=request.user, today=timezone.localdate())
    ]
    shown = {"form": form, "memberships": memberships, "has_second_factor": is_mfa_enabled(user)}
    return render(request, "accounts/account.html", shown, status=400 if form.errors else 200)


@public("choosing language and colours, also before signing in")
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a chosen language or look: in cookies, and with the user who signed in. Leads back to `next`."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    language = language if language in dict(settings.LANGUAGES) else None
    theme = theme if theme in THEMES else None
    chosen = {name: value for name, value in (("language", language), ("theme", theme)) if value is not None}
    if chosen and request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(**chosen)
    response = redirect(_way_back(request))
    remember(response, language=language, theme=theme)
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "/"
