"""The ecosystem: its picture around a journey, the list of actors, an actor's page, files."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.policy import needs
from accounts.queries import members
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import ChangedMeanwhile, both_as_sent
from lib.charts import standalone
from lib.csv_files import lines_of
from lib.local_text import local
from touchpoints.ecosystem.drawing import draw_ecosystem, draw_narrow, key
from touchpoints.ecosystem.papers import ecosystem_pdf
from touchpoints.ecosystem.words import LANES, ActorKind, Effect
from touchpoints.forms.ecosystem import ActorForm, initial_of
from touchpoints.models import EcosystemActor
from touchpoints.queries import touchpoints_of
from touchpoints.queries.ecosystem import (
    ActorView,
    Drawn,
    actor_view,
    actor_views,
    actors_of,
    drawn_journeys,
    notes_about,
    picture_of,
)
from touchpoints.services import CodeTaken
from touchpoints.services import ecosystem as writing
from touchpoints.views.accountability.lists import tabs
from touchpoints.views.common import language_names, languages_of, viewer_of

ON_A_PAGE = 30
FILTERS = ("words", "kind", "effect", "touchpoint", "state")
PARTS = ("name", "does", "terms")
FILES = (("pdf", "PDF"), ("svg", _lazy("Picture (SVG)")), ("csv", "CSV"))


@needs(Can.READ_PROGRAMME)
@require_safe
def ecosystem(request: MemberRequest, slug: str) -> HttpResponse:
    """The picture around a journey (`?journey=`), and the list below it: searched, filtered, sorted, paged."""
    journeys = drawn_journeys(viewer=viewer_of(request))
    drawn, views = _chosen(request, journeys), _found(request, journeys)
    picture = picture_of(views, drawn, slug=slug) if drawn and drawn.stages and views else None
    title = _title(drawn)
    context = {
        "slug": slug,
        "views": views,
        "page": Paginator(views, ON_A_PAGE).get_page(request.GET.get("page")),
        "journeys": [one.journey for one in journeys],
        "drawn": drawn,
        "wide": draw_ecosystem(picture, title=title) if picture else "",
        "narrow": draw_narrow(picture, title=title) if picture else "",
        "elsewhere": len(views) - len(picture.chips) if picture else 0,
        "key": key(),
        "chosen": _asked(request),
        "is_filtered": any(_asked(request).values()),
        "kinds": ActorKind.choices,
        "effects": Effect.choices,
        "touchpoints": touchpoints_of(viewer=viewer_of(request)),
        "late": sum(view.days_late > 0 for view in views),
        "hinder": sum(view.actor.effect == Effect.HINDERS for view in views),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
        "query": request.GET.urlencode(),
        "files": FILES if picture else FILES[-1:] if views else (),
        "tabs": tabs(slug, "ecosystem"),
    }
    return render(request, "touchpoints/ecosystem/page.html", context)


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in FILTERS}


def _chosen(request: MemberRequest, journeys: Sequence[Drawn]) -> Drawn | None:
    asked = request.GET.get("journey", "")
    return next((one for one in journeys if str(one.journey.public_id) == asked), next(iter(journeys), None))


def _found(request: MemberRequest, journeys: Sequence[Drawn]) -> list[ActorView]:
    return actor_views(
        viewer=viewer_of(request), today=timezone.localdate(), journeys=journeys, sort=request.GET.get("sort", ""),
        **_asked(request),
    )  # fmt: skip


def _title(drawn: Drawn | None) -> str:
    return _("Ecosystem of %(journey)s") % {"journey": local(drawn.journey.name)} if drawn else _("Ecosystem")


@needs(Can.READ_PROGRAMME)
@require_safe
def ecosystem_export(request: MemberRequest, slug: str, kind: str) -> HttpResponse:
    """The picture as SVG, picture and table as PDF, or the list as CSV; as it is filtered."""
    journeys = drawn_journeys(viewer=viewer_of(request))
    drawn, views = _chosen(request, journeys), _found(request, journeys)
    made: str | bytes
    if kind == "csv":
        made, content_type = "".join(lines_of(_rows(views))), "text/csv; charset=utf-8"
    elif kind in ("svg", "pdf") and drawn is not None and drawn.stages:
        svg = draw_ecosystem(picture_of(views, drawn, slug=""), title=_title(drawn))
        picture = standalone(svg, "light", request.organisation.accent)
        made = picture if kind == "svg" else _paper(request, views, _title(drawn), picture)
        content_type = "image/svg+xml" if kind == "svg" else "application/pdf"
    else:
        raise Http404("no such file")
    headers = {"Content-Disposition": f'attachment; filename="ecosystem.{kind}"'}
    return HttpResponse(made, content_type=content_type, headers=headers)


def _paper(request: MemberRequest, views: Sequence[ActorView], title: str, picture: str) -> bytes:
    headings = [_("Actor"), _("Kind"), _("What it does to the experience"), _("Effect"), _("Where"),
                _("Looked after by"), _("Terms"), pgettext("day of the next review", "Review")]  # fmt: skip
    rows = [_cells(view) for view in views]
    accent, footer = request.organisation.accent or "#2f4b8f", request.organisation.name
    return ecosystem_pdf(title=title, picture=picture, headings=headings, rows=rows, accent=accent, footer=footer)


def _cells(view: ActorView) -> list[str]:
    one = view.actor
    terms = " · ".join(filter(None, [local(one.terms), one.reference]))
    where = ", ".join(dict.fromkeys(local(name) for name in (*view.stages, *view.touchpoints)))
    return [
        local(one.name), one.get_kind_display(), local(one.does), f"{one.get_effect_display()}, "
        f"{one.get_strength_display()}", where or _("everywhere"), one.owner.user.name if one.owner else _("nobody"),
        terms, date_format(one.review_on, "SHORT_DATE_FORMAT") if one.review_on else "",
    ]  # fmt: skip


def _rows(views: Sequence[ActorView]) -> Iterator[tuple[Any, ...]]:
    yield ("code", "name", "kind", "does", "effect", "strength", "touchpoints", "stages", "owner", "terms", "reference",
           "address", "review_on")  # fmt: skip
    for view in views:
        one = view.actor
        yield (
            one.code, local(one.name), one.kind, local(one.does), one.effect, one.strength,
            "; ".join(link.touchpoint.code for link in one.touchpoints.all()),
            "; ".join(f"{link.journey.code}:{link.stage}" for link in one.stages.all()),
            one.owner.user.name if one.owner else "", local(one.terms), one.reference, one.address, one.review_on or "",
        )  # fmt: skip


def _actor(request: MemberRequest, code: str) -> EcosystemActor:
    return get_object_or_404(actors_of(viewer=viewer_of(request)).select_related("organisation"), code=code)


@needs(Can.READ_PROGRAMME)
@require_safe
def actor(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One actor: what it does, where, under what terms, who looks after it, and what the maps note of its kind."""
    found = _actor(request, code)
    journeys = drawn_journeys(viewer=viewer_of(request))
    view = actor_view(found, journeys, today=timezone.localdate())
    context = {
        "slug": slug,
        "view": view,
        "actor": found,
        "by_journey": [
            (one.journey, [one.stages[place] for place in sorted(view.acts_on[one.journey.pk])])
            for one in journeys
            if view.acts_on[one.journey.pk]
        ],
        "notes": notes_about(view, journeys),
        "lane": LANES[found.kind].label if found.kind in LANES else "",
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
        "tabs": tabs(slug, "ecosystem"),
    }
    return render(request, "touchpoints/ecosystem/actor.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new actor, or one to write anew."""
    found = _actor(request, code) if code else None
    form, both = _form(request, found), None
    if request.method == "POST" and form.is_valid():
        try:
            saved = writing.save_actor(
                organisation=request.organisation, code=code or form.cleaned_data["code"], text=form.text(),
                by=viewer_of(request), actor=found, opened=form.cleaned_data["revision"],
            )  # fmt: skip
        except CodeTaken:
            form.add_error("code", _("There is another actor of this code."))
        except ChangedMeanwhile:
            stored = _actor(request, code)
            both = both_as_sent(form, stored=stored, parts=PARTS, names=language_names(request))
        else:
            return redirect(_address(slug, saved))
    back = _address(slug, found) if found else reverse("touchpoints:ecosystem", args=[slug])
    context = {"slug": slug, "form": form, "actor": found, "both": both, "back": back}
    return render(request, "touchpoints/ecosystem/edit.html", context)


def _form(request: MemberRequest, found: EcosystemActor | None) -> ActorForm:
    viewer, today = viewer_of(request), timezone.localdate()
    current = [one.pk for one in members(viewer=viewer, day=today)]
    return ActorForm(
        request.POST or None, is_new=found is None, languages=languages_of(request),
        members=Membership.objects.filter(pk__in=current).select_related("user"),
        touchpoints=touchpoints_of(viewer=viewer), journeys=drawn_journeys(viewer=viewer),
        initial=initial_of(found) if found else {"review_on": _in_a_year(today)},
    )  # fmt: skip


def _in_a_year(today: date) -> date:
    """When what is written today is looked at again, unless said otherwise."""
    return date(today.year + 1, today.month, min(today.day, 28))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def actor_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put an actor away, or bring it back."""
    found = _actor(request, code)
    writing.archive_actor(actor=found, by=viewer_of(request), at=None if found.archived_at else timezone.now())
    return redirect(_address(slug, found))


def _address(slug: str, found: EcosystemActor) -> str:
    return reverse("touchpoints:ecosystem_actor", args=[slug, found.code])
