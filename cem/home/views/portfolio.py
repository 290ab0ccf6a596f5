"""The first address of all."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.policy import public
from accounts.services.first_run import is_first_run
from cem.home.doors import PortfolioGroup, portfolio_of


@public("leads strangers to the sign-in page, and the first person of all to the first run")
@never_cache
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Every engagement the reader takes part in; the only one opens at once."""
    if not request.user.is_authenticated:
        return redirect("accounts:first_run") if is_first_run() else redirect_to_login(request.get_full_path())
    groups = portfolio_of(request.user, today=timezone.localdate())  # type: ignore[arg-type]
    only = _only_way(groups)
    if only and "all" not in request.GET:
        return redirect(only)
    context = {
        "groups": groups,
        "engagements": sum(len(group.lines) for group in groups),
        "waiting": sum(group.waiting for group in groups),
        "late": sum(group.late for group in groups),
    }
    return render(request, "cem/portfolio.html", context)


def _only_way(groups: list[PortfolioGroup]) -> str:
    """Where somebody with one organisation goes: to their work, their only board, or the way to their second factor."""
    if len(groups) != 1:
        return ""
    (group,) = groups
    home = f"/o/{group.organisation.slug}/"
    if group.is_frontline or group.needs_second_factor:
        return home
    if len(group.lines) == 1:
        return f"{home}p/{group.lines[0].summary.engagement.slug}/"
    return ""
