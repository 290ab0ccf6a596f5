"""The sign-in page: allauth's, with the sample people of a demo beside it."""

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.doors import sample_sign_ins
from accounts.policy import Audience, Policy
from accounts.services.first_run import is_first_run


class SignIn(LoginView):
    """E-mail address and password; while nobody can sign in, the way leads to the first-run page."""

    policy = Policy(Audience.PUBLIC, reason="signing in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_first_run():
            return redirect("accounts:first_run")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"samples": sample_sign_ins()}


sign_in = SignIn.as_view()
