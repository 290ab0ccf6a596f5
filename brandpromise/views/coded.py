"""What the pages of carriers and of claims share: things with a code that are listed, written and put away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest, language_names, viewer_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.models import Carrier, Claim, Pillar
from brandpromise.views.common import section
from lib.both_texts import BothTexts, ChangedMeanwhile, both_as_sent

Thing = TypeVar("Thing", Carrier, Claim)
PAGE = 30


def found_or_404(found: Thing | None) -> Thing:
    """What was looked for by its code. :raises Http404: there is none"""
    if found is None:
        raise Http404("nothing has this code")
    return found


def address_of(thing: Carrier | Claim) -> str:
    """Its own page."""
    return reverse(f"brandpromise:{thing._meta.model_name}", args=[thing.organisation.slug, thing.code])


def as_asked(request: MemberRequest, filters: Sequence[str]) -> dict[str, str]:
    """What a list page is filtered and ordered by."""
    return {name: request.GET.get(name, "").strip() for name in filters}


def list_context(
    request: MemberRequest, here: str, rows: Sequence[Carrier | Claim], chosen: Mapping[str, str]
) -> dict[str, Any]:
    """A page of the list, and what its filters and buttons ask for."""
    return {
        **section(request, request.organisation.slug, here),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "is_filtered": any(value for name, value in chosen.items() if name != "sort"),
        "pillars": Pillar.objects.prefetch_related("texts"),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }


def saved_or_said(
    request: MemberRequest,
    form: forms.Form,
    found: Thing | None,
    save: Callable[[], Thing],
    *,
    parts: Sequence[str],
    taken: str,
) -> tuple[Thing | None, BothTexts | None]:
    """What was saved; or nothing, when the form says why, or both texts of two who wrote at once.

    :param parts: the fields with texts in several languages
    :param taken: what the form says where the code is another one's
    """
    try:
        return save(), None
    except services.CodeTaken:
        form.add_error("code", taken)
    except ChangedMeanwhile:
        if found is None:
            raise
        found.refresh_from_db()
        return None, both_as_sent(form, stored=found, parts=parts, names=language_names(request))
    return None, None


def put_away_or_back(request: MemberRequest, thing: Carrier | Claim) -> HttpResponse:
    """Put away what is in use and bring back what is not."""
    services.archive(thing=thing, by=viewer_of(request), at=None if thing.archived_at else timezone.now())
    messages.success(request, _("It is put away.") if thing.archived_at else _("It is back in use."))
    return redirect(address_of(thing))
