"""Collection points: the link, its QR code to download, and a card to print."""

import io
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.sending import once
from feedback.forms.surveys import PointForm
from feedback.models import CollectionPoint
from feedback.queries import surveys as queries
from feedback.services.points import close_point, create_point, reopen_point
from feedback.views.tabs import feedback_tabs

QR_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@needs(Can.READ_SURVEYS)
@require_safe
def point_list(request: MemberRequest, slug: str) -> HttpResponse:
    """All collection points, by survey."""
    context = {
        "points": queries.points(viewer=request.viewer),
        "tabs": feedback_tabs(request, "points"),
    }
    return render(request, "feedback/points.html", context)


@needs(Can.SEND_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def point_new(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A new collection point of a survey."""
    survey = get_object_or_404(queries.surveys(viewer=request.viewer), code=code)
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        point = create_point(
            organisation=request.organisation, survey=survey, actor=request.viewer.actor, **form.cleaned_data
        )
        return redirect("feedback:point", slug=slug, point=point.public_id)
    context = {
        "form": form,
        "survey": survey,
        "form_heading": _("New collection point"),
        "tabs": feedback_tabs(request, "points"),
    }
    return render(request, "feedback/form.html", context)


@needs(Can.READ_SURVEYS)
@require_safe
def point_page(request: MemberRequest, slug: str, point: UUID) -> HttpResponse:
    """One collection point: its address, its QR code, how much came through it."""
    found = _point(request, point)
    context = {
        "point": found,
        "address": public_address(found),
        "total": queries.traffic_of_points(found.survey).get(found.pk, 0),
        "may_send": request.viewer.can(Can.SEND_SURVEYS),
        "tabs": feedback_tabs(request, "points"),
    }
    return render(request, "feedback/point.html", context)


@needs(Can.READ_SURVEYS)
@require_safe
def point_qr(request: MemberRequest, slug: str, point: UUID, kind: str) -> HttpResponse:
    """The QR code as a picture; `?download=1` as a file."""
    found = _point(request, point)
    if kind not in QR_KINDS:
        raise Http404
    picture = io.BytesIO()
    segno.make(public_address(found), error="m", micro=False).save(picture, kind=kind, scale=12, border=4)
    response = HttpResponse(picture.getvalue(), content_type=QR_KINDS[kind])
    if request.GET.get("download"):
        name = slugify(found.name) or "qr"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@needs(Can.READ_SURVEYS)
@require_safe
def point_card(request: MemberRequest, slug: str, point: UUID) -> HttpResponse:
    """A card to print: the question, the QR code and the address."""
    found = _point(request, point)
    first = next((q for q in (found.survey.main_nps, found.survey.main_csat, found.survey.main_ces) if q), None)
    address = public_address(found)
    context = {"point": found, "question": first, "address": address, "short": address.partition("//")[2]}
    return render(request, "feedback/point_card.html", context)


@needs(Can.SEND_SURVEYS)
@require_POST
def point_state(request: MemberRequest, slug: str, point: UUID) -> HttpResponse:
    """Close a collection point, or open it again."""
    found = _point(request, point)
    if request.POST.get("state") == "closed":
        close_point(point=found, actor=request.viewer.actor, now=timezone.now())
        messages.success(request, _("The collection point is closed."))
    else:
        reopen_point(point=found, actor=request.viewer.actor)
        messages.success(request, _("The collection point is open."))
    return redirect("feedback:point", slug=slug, point=point)


def public_address(point: CollectionPoint) -> str:
    """The printed address of a collection point."""
    return settings.ADDRESS + reverse("feedback:survey_page", kwargs={"code": point.code})


def _point(request: MemberRequest, public_id: UUID) -> CollectionPoint:
    return get_object_or_404(queries.points(viewer=request.viewer), public_id=public_id)
