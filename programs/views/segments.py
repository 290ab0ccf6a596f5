"""Settings: the axes by which customers are divided, and their segments."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs import services
from programs.forms import AxisForm, SegmentForm
from programs.models import AxisKind, Segment, SegmentAxis


@needs(Can.EDIT_PROGRAMME, Can.MANAGE_SETTINGS)
@require_safe
def segments(request: MemberRequest, slug: str) -> HttpResponse:
    """Every axis with its segments."""
    axes = SegmentAxis.objects.prefetch_related("segments")
    context = {"slug": slug, "axes": axes, "kinds": AxisKind.choices}
    return render(request, "programs/segments.html", context)


@needs(Can.EDIT_PROGRAMME, Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def axis_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new axis, or one to be rewritten; its code stays."""
    axis = get_object_or_404(SegmentAxis, code=code) if code else None
    initial = {"code": axis.code, "name": axis.name, "kind": axis.kind, "position": axis.position} if axis else {}
    form = AxisForm(request.POST or None, initial=initial, languages=_languages(request))
    _keep_code(form, code)
    if request.method == "POST" and form.is_valid():
        if not axis and SegmentAxis.objects.filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("There is another axis of this code."))
        else:
            services.save_axis(
                organisation=request.organisation,
                actor=request.viewer.actor,
                **form.cleaned_data,
            )
            return redirect(reverse("programs:segments", args=[slug]))
    context = {"slug": slug, "form": form, "axis": axis}
    return render(request, "programs/segment_edit.html", context)


@needs(Can.EDIT_PROGRAMME, Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_edit(request: MemberRequest, slug: str, axis: str, code: str = "") -> HttpResponse:
    """A new segment on an axis, or one to be rewritten."""
    on_axis = get_object_or_404(SegmentAxis, code=axis)
    segment = get_object_or_404(Segment, axis=on_axis, code=code) if code else None
    initial = {"code": code, "name": segment.name, "position": segment.position} if segment else {}
    form = SegmentForm(request.POST or None, initial=initial, languages=_languages(request))
    _keep_code(form, code)
    if request.method == "POST" and form.is_valid():
        if not segment and on_axis.segments.filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("There is another segment of this code on the axis."))
        else:
            services.save_segment(axis=on_axis, actor=request.viewer.actor, **form.cleaned_data)
            return redirect(reverse("programs:segments", args=[slug]))
    context = {"slug": slug, "form": form, "axis": on_axis, "segment": segment, "is_segment": True}
    return render(request, "programs/segment_edit.html", context)


@needs(Can.EDIT_PROGRAMME, Can.MANAGE_SETTINGS)
@require_POST
def segment_archive(request: MemberRequest, slug: str, axis: str, code: str) -> HttpResponse:
    """Put a segment away."""
    segment = get_object_or_404(Segment, axis__code=axis, code=code)
    services.archive_segment(segment=segment, actor=request.viewer.actor, at=timezone.now())
    return redirect(reverse("programs:segments", args=[slug]))


def _languages(request: MemberRequest) -> list[str]:
    languages: list[str] = request.organisation.language_codes
    return languages


def _keep_code(form: AxisForm | SegmentForm, code: str) -> None:
    if code:
        form.fields["code"].disabled = True
