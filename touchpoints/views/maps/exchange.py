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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.charts.svg import standalone
from lib.local_text import local
from lib.periods import day_of
from programs.engagements import engagement_or_404
from touchpoints.forms.maps import FileForm
from touchpoints.mapping.carrying import carried, is_carried
from touchpoints.mapping.document import MapDocument, as_json
from touchpoints.mapping.drawing import draw_map
from touchpoints.mapping.matrix import read_matrix, write_matrix
from touchpoints.mapping.mermaid import plain_name, read_mermaid, write_mermaid
from touchpoints.mapping.papers import map_pdf, map_slides
from touchpoints.mapping.reading import Fault, Read, read_json
from touchpoints.models import Journey, JourneyMap, MapKind, Touchpoint
from touchpoints.queries.maps import MapPage, document_of, map_page
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
    "json": _Format(lazy("Own JSON"), "application/json", _json),
    "csv": _Format(lazy("CSV matrix"), "text/csv; charset=utf-8", lambda page, *_rest: write_matrix(page.whole)),
    "mmd": _Format(
        lazy("Mermaid journey"),
        "text/plain; charset=utf-8",
        lambda page, *_rest: write_mermaid(page.whole, get_language() or "en"),
    ),
    "svg": _Format(lazy("Picture (SVG)"), "image/svg+xml", _svg),
    "pdf": _Format(lazy("PDF with table"), "application/pdf", _pdf),
    "pptx": _Format(
        lazy("Slides (PPTX)"), "application/vnd.openxmlformats-officedocument.presentationml.presentation", _pptx
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
        former = _former(on_journey, told["kind"])
        read = _read(told["format"], told["text"], on_journey, former)
        plan = maps.plan_of(read.document) if read.document else None
        faults = [*read.faults, *(plan.faults if plan else ())]
        if plan and not faults and "draw" in request.POST:
            made = maps.draw_document(
                journey=on_journey, document=plan.document, kind=told["kind"], by=viewer_of(request)
            )
            return redirect(map_address(made))
        again = FileForm(initial={"format": told["format"], "kind": told["kind"], "text": told["text"]})
        context |= {"form": again, "plan": plan, "faults": faults, "remarks": read.remarks, "told": told,
                    "former": former, "becomes": _becomes(on_journey, told["kind"])}  # fmt: skip
        if plan and former:
            context["sizes"] = _sizes(document_of(former), plan.document)
    return render(request, "touchpoints/maps/import.html", context)


def _former(journey: Journey, kind: str) -> JourneyMap | None:
    """The version that the file's map would follow: the newest of its kind, else of what is."""
    versions = JourneyMap.objects.filter(journey=journey).select_related("journey").order_by("-number")
    return versions.filter(kind=kind).first() or versions.filter(kind=MapKind.AS_IS).first()


def _becomes(journey: Journey, kind: str) -> str:
    """Which version it would be, and whether everybody would read it from now on."""
    version = f"{MapKind(kind).label} {maps.next_number(journey, kind)}"
    if kind == MapKind.AS_IS:
        told = _(
            "It becomes “%(version)s”: as the newest of its kind it is at once the map that everybody reads and "
            "that lists and figures go by. Earlier versions stay and can be compared."
        )
        return told % {"version": version}
    return _("It becomes “%(version)s”; the map as it is stays the valid one.") % {"version": version}


def _sizes(before: MapDocument, after: MapDocument) -> list[tuple[str, int, int]]:
    """What there is now and what there would be."""
    told: list[tuple[str, Callable[[MapDocument], int]]] = [
        (_("Stages"), lambda one: len(one.stages)),
        (_("Stages named in several languages"), lambda one: sum(len(stage.name) > 1 for stage in one.stages)),
        (_("Places of touchpoints"), lambda one: len(one.places)),
        (_("Moments of truth"), lambda one: one.truths),
        (_("Notes"), lambda one: sum(len(stage.notes) for stage in one.stages)),
        (_("Emotions"), lambda one: sum(len(stage.feelings) for stage in one.stages)),
    ]
    return [(label, count(before), count(after)) for label, count in told]


def _read(kind: str, text: str, journey: Journey, former: JourneyMap | None) -> Read:
    if kind == "csv":
        return read_matrix(text, journey=journey.code, name=journey.name)
    if kind == "mermaid":
        known = {
            plain_name(name).casefold(): code
            for code, names in Touchpoint.objects.values_list("code", "name")
            for name in names.values()
        }
        read = read_mermaid(text, journey=journey.code, language=(get_language() or "en")[:2], known=known)
        return _with_former(read, former) if read.document and former else read
    return read_json(text)


def _with_former(read: Read, former: JourneyMap) -> Read:
    """A Mermaid journey knows less than a map: the rest comes from the version before, and that is told."""
    known, document = document_of(former), read.document
    if document is None or not is_carried(document, known):
        return read
    told = _(
        "A Mermaid file holds no codes, needs, channels, moments of truth or notes: for stages and touchpoints of "
        "the same name they are taken over from “%(version)s”, and emotions where the score is the same."
    )
    remark = Fault("", told % {"version": f"{former.get_kind_display()} {former.number}"})
    return Read(carried(document, known), remarks=[*read.remarks, remark])
