"""API keys: made with scopes, shown once, withdrawn."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries
from accounts.forms.keys import KeyForm
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.services.keys import make_key, withdraw_key


@needs(Can.MANAGE_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: MemberRequest, slug: str) -> HttpResponse:
    """All keys, and the form of a new one, whose secret this answer alone shows."""
    form = KeyForm(request.POST or None)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        made, secret = make_key(
            organisation=request.organisation, actor=request.viewer.actor, actor_name=request.viewer.name,
            now=timezone.now(), **form.cleaned_data,
        )  # fmt: skip
        form = KeyForm()
    shown = {
        "form": form, "made": made, "secret": secret, "now": timezone.now(),
        "keys": queries.keys(viewer=request.viewer),
    }  # fmt: skip
    return render(request, "accounts/keys.html", shown, status=400 if form.errors else 200)


@needs(Can.MANAGE_KEYS)
@require_POST
def withdraw(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Make a key void at once."""
    key = get_object_or_404(queries.keys(viewer=request.viewer).select_related("organisation"), public_id=public_id)
    withdraw_key(key=key, actor=request.viewer.actor, actor_name=request.viewer.name, now=timezone.now())
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("accounts:keys", slug)
