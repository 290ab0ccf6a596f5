"""Surveys: the list, one survey with its questions and points, and its way from draft over open to closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.forms.answering import AnsweringForm
from feedback.forms.surveys import SurveyForm
from feedback.models import Survey, SurveyState
from feedback.queries import surveys as queries
from feedback.queries.plans import plan
from feedback.services.instruments import is_frozen
from feedback.services.surveys import (
    NothingToAsk,
    change_survey,
    close_survey,
    create_survey,
    open_survey,
)
from feedback.views.tabs import feedback_tabs
from lib.periods import day_of


@needs(Can.READ_SURVEYS)
@require_safe
def survey_list(request: MemberRequest, slug: str) -> HttpResponse:
    """All surveys with their state and how much they were answered."""
    rows = list(queries.surveys(viewer=request.viewer))
    traffic = queries.traffic(rows)
    listed = [(survey, traffic.get(survey.pk, queries.Traffic())) for survey in rows]
    context = {"listed": listed, "tabs": feedback_tabs(request, "surveys"), **_rights(request)}
    return render(request, "feedback/surveys.html", context)


@needs(Can.READ_SURVEYS)
@require_safe
def survey_page(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One survey: what it asks, where it is answered, how far it is."""
    survey = _survey(request, code)
    points = list(queries.points_of(survey))
    through = queries.traffic_of_points(survey)
    context = {
        "survey": survey,
        "questions": list(plan(survey).questions.values()),
        "points": [(point, through.get(point.pk, 0)) for point in points],
        "traffic": queries.traffic([survey]).get(survey.pk, queries.Traffic()),
        "waiting": queries.waits_for_recount(survey),
        "frozen": is_frozen(survey.version),
        "may_preview": request.viewer.can(Can.EDIT_SURVEYS) or request.viewer.can(Can.APPROVE_SURVEYS),
        "tabs": feedback_tabs(request, "surveys"),
        **_rights(request),
    }
    return render(request, "feedback/survey.html", context)


@needs(Can.EDIT_SURVEYS, Can.APPROVE_SURVEYS)
@require_safe
def survey_preview(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """The page as customers would see it, in a language of theirs; there is no way to send it."""
    survey = _survey(request, code)
    organisation = request.organisation
    offered = organisation.language_codes
    wanted = (request.GET.get("lang", ""), translation.get_language() or "")
    language = next((one for one in wanted if one in offered), offered[0])
    today = day_of(timezone.now(), organisation.time_zone)
    with translation.override(language):
        context = {
            "preview": True,
            "form": AnsweringForm.of(plan(survey), today=max(today, survey.opens_on or today)),
            "survey": survey,
            "organisation": organisation,
            "language": language,
            "languages": offered,
        }
        return render(request, "feedback/public/survey.html", context)


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new survey, as a draft."""
    form = SurveyForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        survey = create_survey(organisation=request.organisation, actor=request.viewer.actor, **form.cleaned_data)
        return redirect("feedback:survey", slug=slug, code=survey.code)
    context = {"form": form, "tabs": feedback_tabs(request, "surveys")}
    return render(request, "feedback/survey_form.html", context)


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A survey's words, dates, role and main questions."""
    survey = _survey(request, code)
    form = SurveyForm(request.POST or None, organisation=request.organisation, survey=survey)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        if "version" in values and values["version"] != survey.version:
            # Other questions are asked now: the main ones are chosen among them anew.
            for name in ("main_nps", "main_csat", "main_ces", "comment"):
                values.pop(name, None)
        change_survey(survey=survey, actor=request.viewer.actor, **values)
        messages.success(request, _("The survey is changed."))
        return redirect("feedback:survey", slug=slug, code=survey.code)
    context = {"form": form, "survey": survey, "tabs": feedback_tabs(request, "surveys")}
    return render(request, "feedback/survey_form.html", context)


@needs(Can.SEND_SURVEYS, Can.APPROVE_SURVEYS)
@require_POST
def survey_state(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Open or close a survey."""
    survey = _survey(request, code)
    actor = request.viewer.actor
    if request.POST.get("state") == SurveyState.OPEN:
        try:
            open_survey(survey=survey, actor=actor)
        except NothingToAsk:
            messages.error(request, _("The questionnaire has no questions yet."))
        else:
            messages.success(request, _("The survey is open."))
    elif request.POST.get("state") == SurveyState.CLOSED:
        close_survey(survey=survey, actor=actor)
        messages.success(request, _("The survey is closed."))
    return redirect("feedback:survey", slug=slug, code=survey.code)


def _survey(request: MemberRequest, code: str) -> Survey:
    relations = ("main_nps", "main_csat", "main_ces", "comment")
    return get_object_or_404(queries.surveys(viewer=request.viewer).select_related(*relations), code=code)


def _rights(request: MemberRequest) -> dict[str, bool]:
    viewer = request.viewer
    return {
        "may_edit": viewer.can(Can.EDIT_SURVEYS),
        "may_invite": viewer.can(Can.MANAGE_MEMBERS),
        "may_send": viewer.can(Can.SEND_SURVEYS),
        "may_open": viewer.can(Can.SEND_SURVEYS) or viewer.can(Can.APPROVE_SURVEYS),
        "may_read": viewer.can(Can.READ_ANSWERS),
    }
