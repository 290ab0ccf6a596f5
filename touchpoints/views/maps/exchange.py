"""Maps as files: taken out in every format, taken in after a look at what would be made."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.charts.svg import standalone
from lib.local_text import local
from lib.periods import day_of
from programs.engagements import engagement_or_404
from touchpoints.forms.maps import FileForm
from touchpoints.mapping.document import as_json
from touchpoints.mapping.drawing import draw_map
from touchpoints.mapping.matrix import read_matrix, write_matrix
from touchpoints.mapping.mermaid import read_mermaid, write_mermaid
from touchpoints.mapping.papers import map_pdf, map_slides
from touchpoints.mapping.reading import Read, read_json
from touchpoints.models import Journey, MapKind, Touchpoint
from touchpoints.queries.maps import MapPage, map_page
from touchpoints.services import maps
from touchpoints.views.common import viewer_of
from touchpoints.views.maps.common import map_address, map_or_404


@dataclass(frozen=True, slots=True)
class _Format:
    label: str | Promise
    content_type: str
    make: Callable[[MapPage, str, MemberRequest], str | bytes]


def map_title(page: MapPage) -> str:
    """The journey's name, what the map shows, its version."""
    kind = str(MapKind(page.drawn.kind).label)
    return f"{local(page.document.name)} – {kind} {page.drawn.number}"


def _json(page: MapPage, title: str, request: MemberRequest) -> str:
    return json.dumps(as_json(page.whole), ensure_ascii=False, indent=1) + "\n"


def _svg(page: MapPage, title: str, request: MemberRequest) -> str:
    drawn = draw_map(page.document, page.measured, title=title)
    return standalone(drawn, "light", request.organisation.accent)


def _pdf(page: MapPage, title: str, request: MemberRequest) -> bytes:
    return map_pdf(page.document, page.measured, title=title, picture=_svg(page, title, request),
                   accent=request.organisation.accent, footer=request.organisation.name)  # fmt: skip


def _pptx(page: MapPage, title: str, request: MemberRequest) -> bytes:
    return map_slides(page.document, page.measured, title=title, accent=request.organisation.accent,
                      font=request.organisation.slide_font or "")  # fmt: skip


_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FORMATS: Mapping[str, _Format] = {
    "json": _Format(_("Own JSON"), "application/json", _json),
    "csv": _Format(_("CSV matrix"), "text/csv; charset=utf-8", lambda page, *_rest: write_matrix(page.whole)),
    "mmd": _Format(
        _("Mermaid journey"),
        "text/plain; charset=utf-8",
        lambda page, *_rest: write_mermaid(page.whole, get_language() or "en"),
    ),
    "svg": _Format(_("Picture (SVG)"), "image/svg+xml", _svg),
    "pdf": _Format(_("PDF with table"), "application/pdf", _pdf),
    "pptx": _Format(
        _("Slides (PPTX)"), "application/vnd.openxmlformats-officedocument.presentationml.presentation", _pptx
    ),
}


def exports_of(page: MapPage, slug: str) -> list[tuple[str | Promise, str]]:
    """Every format with the address that gives the map in it, with the layers now shown."""
    drawn = page.drawn
    here = (slug, drawn.journey.engagement.slug, drawn.public_id)
    layers = "" if page.layers is None else "?" + urlencode([("layers", "1"), *(("layer", one) for one in page.layers)])
    return [
        (form.label, reverse("touchpoints:map_export", args=[*here, kind]) + layers) for kind, form in FORMATS.items()
    ]


@needs(Can.READ_PROGRAMME)
@require_safe
def export(request: MemberRequest, slug: str, engagement: str, key: UUID, kind: str) -> HttpResponse:
    """The map as a file."""
    if kind not in FORMATS:
        raise Http404("no such format")
    drawn = map_or_404(request, engagement, key)
    layers = frozenset(request.GET.getlist("layer")) if "layers" in request.GET else None
    today = day_of(timezone.now(), request.organisation.time_zone)
    page = map_page(drawn=drawn, viewer=viewer_of(request), today=today, layers=layers)
    made = FORMATS[kind].make(page, map_title(page), request)
    name = f"{drawn.journey.code}-{drawn.kind.replace('_', '-')}-{drawn.number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=FORMATS[kind].content_type, headers=headers)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def import_map(request: MemberRequest, slug: str, engagement: str, journey: str) -> HttpResponse:
    """A map from a file: read, shown with all that would be made, then drawn as a new version."""
    shown = engagement_or_404(request, engagement)
    on_journey: Journey = get_object_or_404(Journey, engagement=shown, code=journey)
    form = FileForm(request.POST or None, request.FILES or None, initial={"kind": MapKind.AS_IS})
    context = {"slug": slug, "engagement": shown, "journey": on_journey, "form": form}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        read = _read(told["format"], told["text"], on_journey)
        plan = maps.plan_of(read.document) if read.document else None
        faults = [*read.faults, *(plan.faults if plan else ())]
        if plan and not faults and "draw" in request.POST:
            made = maps.draw_document(
                journey=on_journey, document=plan.document, kind=told["kind"], by=viewer_of(request)
            )
            return redirect(map_address(made))
        again = FileForm(initial={"format": told["format"], "kind": told["kind"], "text": told["text"]})
        context |= {"form": again, "plan": plan, "faults": faults, "remarks": read.remarks, "told": told}
    return render(request, "touchpoints/maps/import.html", context)


def _read(kind: str, text: str, journey: Journey) -> Read:
    if kind == "csv":
        return read_matrix(text, journey=journey.code, name=journey.name)
    if kind == "mermaid":
        known = {
            name.casefold(): code
            for code, names in Touchpoint.objects.values_list("code", "name")
            for name in names.values()
        }
        return read_mermaid(text, journey=journey.code, language=(get_language() or "en")[:2], known=known)
    return read_json(text)
