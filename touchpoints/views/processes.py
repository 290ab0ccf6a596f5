"""Processes behind touchpoints: the list, a version with picture and sums, approval, measuring, files."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.charts import standalone
from lib.local_text import local
from touchpoints import services
from touchpoints.forms.processes import MeasureForm, NameForm, ProcessForm
from touchpoints.models import Process, ProcessMap, ProcessStep, Touchpoint, VersionState
from touchpoints.processes.arithmetic import Sums
from touchpoints.processes.drawing import draw_process
from touchpoints.processes.papers import process_pdf
from touchpoints.processes.tables import about_minutes, around_words, step_rows, sums_rows
from touchpoints.processes.text import ProcessText
from touchpoints.queries import processes as asking
from touchpoints.queries import touchpoints_of
from touchpoints.services import processes as writing
from touchpoints.views.common import comparison_page, languages_of, viewer_of

FILTERS = ("words", "touchpoint", "state")


def process_or_404(request: MemberRequest, code: str) -> Process:
    """The process of this code at a touchpoint that the viewer may read.

    :raises Http404: there is none
    :raises PermissionDenied: it stands at somebody else's touchpoint
    """
    found: Process = get_object_or_404(Process.objects.select_related("touchpoint", "organisation"), code=code)
    if not asking.processes_of(viewer=viewer_of(request)).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def process_to_edit(request: MemberRequest, code: str) -> Process:
    """The process of this code, for somebody who may draw it.

    :raises Http404: there is none
    :raises PermissionDenied: it stands at somebody else's touchpoint
    """
    found = process_or_404(request, code)
    if not services.may_edit(touchpoint=found.touchpoint, viewer=viewer_of(request)):
        raise PermissionDenied
    return found


def _version(versions: Any, number: int) -> ProcessMap:
    found: ProcessMap | None = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404("no such version")
    return found


@needs(Can.READ_SCRIPTS)
@require_safe
def process_list(request: MemberRequest, slug: str) -> HttpResponse:
    """What happens behind the touchpoints, and what the decisions about it save."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    context = {
        "slug": slug,
        "rows": asking.process_rows(viewer=viewer, **asked),
        "chosen": asked,
        "is_filtered": any(asked.values()),
        "touchpoints": touchpoints_of(viewer=viewer),
        "may_edit": _editable(request).exists() if viewer.can(Can.EDIT_OWN_TOUCHPOINT) else False,
    }
    return render(request, "touchpoints/processes/list.html", context)


def _editable(request: MemberRequest) -> Any:
    """The touchpoints at which the viewer may begin a process."""
    viewer = viewer_of(request)
    found = Touchpoint.objects.filter(archived_at=None)
    return found if viewer.can(Can.EDIT_PROGRAMME) else found.filter(pk__in=viewer.touchpoint_ids or ())


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def process_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a process; `?touchpoint=` chooses where."""
    offered = _editable(request)
    initial = {"touchpoint": offered.filter(code=request.GET.get("touchpoint", "")).first()}
    form = ProcessForm(request.POST or None, languages=languages_of(request), touchpoints=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.create_process(by=viewer_of(request), **form.cleaned_data)
        except services.CodeTaken:
            form.add_error("code", _("There is another process of this code."))
        else:
            return redirect(reverse("touchpoints:process_edit", args=[slug, made.code]))
    context = {
        "slug": slug, "form": form, "heading": _("New process"),
        "back": reverse("touchpoints:process_list", args=[slug]),
    }  # fmt: skip
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def process_rename(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Call a process otherwise."""
    found = process_to_edit(request, code)
    form = NameForm(request.POST or None, languages=languages_of(request), initial={"name": found.name})
    back = reverse("touchpoints:process", args=[slug, code])
    if request.method == "POST" and form.is_valid():
        writing.rename_process(process=found, name=form.cleaned_data["name"], by=viewer_of(request))
        return redirect(back)
    heading = _("Another name for %(name)s") % {"name": local(found.name)}
    return render(request, "touchpoints/form.html", {"slug": slug, "form": form, "back": back, "heading": heading})


@needs(Can.READ_SCRIPTS)
@require_safe
def process(request: MemberRequest, slug: str, code: str, number: int | None = None) -> HttpResponse:
    """One version: the picture, the sums, every step; without a number the one that holds, or the newest."""
    found, viewer = process_or_404(request, code), viewer_of(request)
    versions = asking.versions_of(process=found, viewer=viewer)
    holds = next((one for one in versions if one.state == VersionState.APPROVED), None)
    shown = _version(versions, number) if number is not None else holds or next(iter(versions), None)
    context: dict[str, Any] = {
        "slug": slug,
        "process": found,
        "shown": shown,
        "versions": versions,
        "may_edit": services.may_edit(touchpoint=found.touchpoint, viewer=viewer),
        "may_approve": viewer.can(Can.APPROVE_SCRIPT),
    }
    if shown is not None:
        context |= _told(shown, versions)
        context["before"] = next((one for one in versions if one.number < shown.number), None)
    return render(request, "touchpoints/processes/process.html", context)


def _told(shown: ProcessMap, versions: Sequence[ProcessMap]) -> dict[str, Any]:
    text = asking.text_of_map(shown)
    sums = asking.sums_of_version(shown, versions)
    name = local(shown.process.name)
    return {
        "text": text,
        "sums": sums,
        "takes": about_minutes(sums.before.minutes) if sums else "",
        "shall_take": about_minutes(sums.after.minutes) if sums else "",
        "saves": sums is not None and sums.before.minutes != sums.after.minutes,
        "efforts": sums_rows(text, sums) if sums else [],
        "picture": draw_process(text, title=name, links=True) if text.steps else "",
        "rows": step_rows(text),
        "around": [(label, words) for label, words in around_words(text) if words],
        "holds": shown.state == VersionState.APPROVED,
    }


@needs(Can.READ_SCRIPTS)
@require_safe
def process_comparison(request: MemberRequest, slug: str, code: str, before: int, after: int) -> HttpResponse:
    """Two versions of the map, part by part."""
    found = process_or_404(request, code)
    versions = asking.versions_of(process=found, viewer=viewer_of(request))
    earlier, later = _version(versions, before), _version(versions, after)
    back = reverse("touchpoints:process_version", args=[slug, code, after])
    return comparison_page(
        request, found.touchpoint, (earlier, later), asking.compare_processes, title=local(found.name), back=back
    )


@needs(Can.APPROVE_SCRIPT)
@require_POST
def process_approve(request: MemberRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Approve a draft."""
    found = process_or_404(request, code)
    drawn = get_object_or_404(
        ProcessMap.objects.select_related("process", "touchpoint", "organisation"), process=found, number=number
    )
    try:
        writing.approve_process(drawn=drawn, by=viewer_of(request), at=timezone.now())
    except services.NothingToApprove as refused:
        raise PermissionDenied from refused
    messages.success(request, _("Version %(number)s holds from now on.") % {"number": number})
    return redirect(reverse("touchpoints:process", args=[slug, code]))


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def process_measure(request: MemberRequest, slug: str, code: str, number: int, step: int) -> HttpResponse:
    """Record what a changed step takes now."""
    found = process_to_edit(request, code)
    steps = ProcessStep.objects.select_related("map__process__organisation", "map__touchpoint")
    shown = get_object_or_404(steps, map__process=found, map__number=number, position=step)
    form = MeasureForm(request.POST)
    try:
        if not form.is_valid():
            raise writing.NothingToMeasure
        writing.measure_step(step=shown, day=timezone.localdate(), by=viewer_of(request), **form.cleaned_data)
        messages.success(request, _("Step %(number)s is measured.") % {"number": step})
    except writing.NothingToMeasure:
        messages.error(request, _("Give minutes or cost of a changed step of the version that holds."))
    return redirect(reverse("touchpoints:process_version", args=[slug, code, number]) + f"#step-{step}")


@needs(Can.READ_SCRIPTS)
@require_safe
def process_export(request: MemberRequest, slug: str, code: str, number: int, kind: str) -> HttpResponse:
    """The picture as SVG, or picture, sums and steps as PDF."""
    found = process_or_404(request, code)
    versions = asking.versions_of(process=found, viewer=viewer_of(request))
    shown = _version(versions, number)
    text = asking.text_of_map(shown)
    title = _("%(process)s, version %(number)s") % {"process": local(found.name), "number": number}
    picture = standalone(draw_process(text, title=title), "light", request.organisation.accent)
    made: str | bytes
    if kind == "svg":
        made, content_type = picture, "image/svg+xml"
    elif kind == "pdf":
        sums = asking.sums_of_version(shown, versions)
        made, content_type = _paper(request, text, sums, title, picture), "application/pdf"
    else:
        raise Http404("no such file")
    headers = {"Content-Disposition": f'attachment; filename="{code}-{number}.{kind}"'}
    return HttpResponse(made, content_type=content_type, headers=headers)


def _paper(request: MemberRequest, text: ProcessText, sums: Sums | None, title: str, picture: str) -> bytes:
    organisation = request.organisation
    return process_pdf(
        text, sums, title=title, picture=picture, accent=organisation.accent or "#2f4b8f",
        footer=organisation.name,
    )  # fmt: skip
