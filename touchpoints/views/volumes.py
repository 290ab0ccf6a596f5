"""Channels: who comes by which, what moved, and the counts behind it by form and file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib import charts
from lib.csv_files import lines_of
from lib.local_text import local
from organisations.models import Channel
from touchpoints.forms.tables import TableForm
from touchpoints.forms.volumes import VolumeForm
from touchpoints.models import ChannelVolume, Touchpoint, ValueSource
from touchpoints.queries.volumes import EVERYWHERE, Volumes, volumes_of
from touchpoints.refusals import VOLUME_REFUSALS
from touchpoints.services import NotYours
from touchpoints.services import volumes as counting
from touchpoints.views.common import touchpoint_or_404, viewer_of
from touchpoints.volumes.lines import COLUMNS, HeadingsMissing, read_lines
from touchpoints.volumes.rows import Volume, code_of

ON_A_PAGE = 20


@needs(Can.READ_PROGRAMME, Can.WRITE_MEASURES)
@require_safe
def channel_drift(request: MemberRequest, slug: str) -> HttpResponse:
    """Every touchpoint's channels; where most customers moved comes first."""
    volumes = _asked(request)
    context = {**_context(request, slug, volumes), "lines": volumes.lines, "unprepared": volumes.unprepared}
    return render(request, "touchpoints/volumes/drift.html", context)


@needs(Can.READ_PROGRAMME, Can.WRITE_MEASURES)
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_channels(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A touchpoint's channels with the counts, and the form for another one."""
    found, viewer = touchpoint_or_404(request, code), viewer_of(request)
    may_count = counting.may_count(viewer=viewer) and viewer.owns_touchpoint(found.pk)
    if request.method == "POST" and not may_count:
        raise PermissionDenied
    channels = Channel.objects.filter(archived_at=None)
    form = VolumeForm(request.POST or None, channels=channels, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _counted(request, found, form):
        return redirect(request.path)
    volumes = _asked(request, only=found)
    counts = volumes_of(viewer=viewer).filter(touchpoint=found).order_by("-starts_on", "channel__position", "pk")
    context = {
        **_context(request, slug, volumes),
        "touchpoint": found,
        "unprepared": volumes.unprepared,
        "counts": Paginator(counts, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_count": may_count,
        "form": form,
    }
    return render(request, "touchpoints/volumes/touchpoint.html", context)


def _counted(request: MemberRequest, touchpoint: Touchpoint, form: VolumeForm) -> bool:
    """Store what was typed, or put what is wrong with it into the form."""
    try:
        _record(request, [form.counted(touchpoint)], ValueSource.FORM)
    except counting.VolumesRefused as refused:
        form.add_error(None, VOLUME_REFUSALS[refused.refusals[0]])
        return False
    messages.success(request, _("Kept. Thank you."))
    return True


def _record(request: MemberRequest, rows: list[Volume], source: ValueSource) -> counting.VolumePlan:
    return counting.record_volumes(
        organisation=request.organisation, rows=rows, source=source, by=viewer_of(request), at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip


def _asked(request: MemberRequest, *, only: Touchpoint | None = None) -> Volumes:
    """The volumes as the address asks for them: `by`, `before` and `after`."""
    return Volumes(
        viewer=viewer_of(request), period=request.GET.get("by", ""), before=_day(request, "before"),
        after=_day(request, "after"), only=only,
    )  # fmt: skip


def _day(request: MemberRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _context(request: MemberRequest, slug: str, volumes: Volumes) -> dict[str, Any]:
    return {
        "slug": slug,
        "volumes": volumes,
        "chart": _chart(volumes),
        "drift": volumes.drifts.get(EVERYWHERE),
        "moved": volumes.moved(),
        "starts": [(start, _name(volumes.period, start)) for start in reversed(volumes.course.starts)],
        "before": _name(volumes.period, volumes.compared[0]) if volumes.compared else "",
        "after": _name(volumes.period, volumes.compared[1]) if volumes.compared else "",
        "may_count": counting.may_count(viewer=viewer_of(request)),
    }


def _name(period: str, start: date) -> str:
    """A period as its readers write it short: 5.2026, or the week's code."""
    return f"{start:%m.%Y}" if period == "month" else code_of(period, start)


def _chart(volumes: Volumes) -> charts.Chart:
    course = volumes.course
    keys = list(volumes.channels)
    wholes = [
        charts.Whole(_name(volumes.period, start), [course.counts.get((key, start), 0) for key in keys])
        for start in course.starts
    ]
    names = [local(channel.name) or channel.code for channel in volumes.channels.values()]
    return charts.shares(key="channels", title=_("Share of each channel"), parts=names, wholes=wholes)


@needs(Can.READ_PROGRAMME, Can.WRITE_MEASURES)
@require_safe
def channel_volumes_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The counts as a CSV file that the import reads back; made-up ones are called so."""
    rows = volumes_of(viewer=viewer_of(request)).order_by("touchpoint__position", "touchpoint__code", "starts_on", "pk")
    if code := request.GET.get("touchpoint", ""):
        rows = rows.filter(touchpoint__code=code)
    answer = HttpResponse("".join(lines_of(_rows(list(rows)))), content_type="text/csv; charset=utf-8")
    sample = "sample-" if any(row.is_sample for row in rows) else ""
    answer["Content-Disposition"] = f'attachment; filename="{sample}channel-volumes.csv"'
    return answer


def _rows(counts: list[ChannelVolume]) -> Iterator[tuple[Any, ...]]:
    yield (*COLUMNS, "sample")
    for row in counts:
        yield (
            row.touchpoint.code, row.channel.code, code_of(row.period, row.starts_on), row.count, row.counted_by,
            "yes" if row.is_sample else "",
        )  # fmt: skip


@needs(Can.WRITE_MEASURES)
@require_http_methods(["GET", "HEAD", "POST"])
def channel_import(request: MemberRequest, slug: str) -> HttpResponse:
    """Counts from a file: first what it would change, then, once somebody has seen that, the change."""
    form = TableForm(request.POST or None, request.FILES or None)
    row = counting.example(by=viewer_of(request), today=timezone.localdate())
    example = (row.touchpoint, row.channel, code_of(row.period, row.starts_on), row.count) if row else ()
    context: dict[str, Any] = {"slug": slug, "form": form, "columns": COLUMNS, "example": example}
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        try:
            lines = list(read_lines(table, today=timezone.localdate()))
            context |= _looked_at(request, lines)
        except HeadingsMissing as missing:
            form.add_error(None, _("These headings are missing: %(names)s.") % {"names": ", ".join(missing.names)})
        except NotYours as refused:
            raise PermissionDenied from refused
        else:
            if "take" in request.POST and context["plan"].changes:
                return _taken(request, slug, context["good"])
            context |= {"kept": table.packed(), "form": TableForm()}
    return render(request, "touchpoints/volumes/import.html", context)


def _looked_at(request: MemberRequest, lines: list[tuple[int, Any]]) -> dict[str, Any]:
    """The plan of the lines that are rows, and every line that is not taken, with its reason."""
    rows = [(number, row) for number, row in lines if isinstance(row, Volume)]
    plan = counting.plan_volumes(rows=[row for _n, row in rows], by=viewer_of(request), today=timezone.localdate())
    rejected = [(number, why) for number, why in lines if not isinstance(why, Volume)]
    rejected += [(rows[place][0], why) for place, why in plan.refusals.items()]
    return {
        "plan": plan,
        "written_over": [(row, code_of(row.period, row.starts_on), stood) for row, stood in plan.written_over],
        "good": [row for place, (_n, row) in enumerate(rows) if place not in plan.refusals],
        "rejected": [(number, VOLUME_REFUSALS[why]) for number, why in sorted(rejected)],
    }


def _taken(request: MemberRequest, slug: str, rows: list[Volume]) -> HttpResponse:
    plan = _record(request, rows, ValueSource.FILE)
    words = ngettext("%(count)s row is kept.", "%(count)s rows are kept.", plan.changes)
    messages.success(request, words % {"count": plan.changes})
    return redirect("touchpoints:channel_drift", slug)
