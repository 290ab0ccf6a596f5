"""Questionnaires, their questions, and scales."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.forms.instruments import (
    InstrumentForm,
    OptionForm,
    QuestionForm,
    QuestionWordsForm,
    ScaleForm,
    ScalePointerForm,
)
from feedback.models import SCALED_TYPES, Instrument, Question, Scale, VersionItem
from feedback.queries import surveys as queries
from feedback.services import instruments as services
from feedback.services.scales import ScaleDraft, ensure_standard_scales, make_scale
from feedback.views.tabs import feedback_tabs


@needs(Can.READ_SURVEYS)
@require_safe
def instrument_list(request: MemberRequest, slug: str) -> HttpResponse:
    """All questionnaires."""
    context = {
        "instruments": queries.instruments(viewer=request.viewer),
        "may_edit": request.viewer.can(Can.EDIT_SURVEYS),
        "may_invite": request.viewer.can(Can.MANAGE_MEMBERS),
        "tabs": feedback_tabs(request, "instruments"),
    }
    return render(request, "feedback/instruments.html", context)


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def instrument_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new questionnaire, empty."""
    form = InstrumentForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        instrument = services.create_instrument(organisation=request.organisation, **form.cleaned_data)
        return redirect("feedback:instrument", slug=slug, code=instrument.code)
    return _form(request, form, _("New questionnaire"))


@needs(Can.READ_SURVEYS)
@require_safe
def instrument_page(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One questionnaire: the questions of its latest version in their order."""
    instrument = _instrument(request, code)
    version = services.latest_version(instrument)
    items = VersionItem.objects.filter(version=version).select_related(
        "question__touchpoint", "question__attribute", "question__pillar"
    )
    context = {
        "instrument": instrument,
        "version": version,
        "frozen": services.is_frozen(version),
        "items": items.prefetch_related("question__scales__scale", "question__options", "question__pillar__texts"),
        "may_edit": request.viewer.can(Can.EDIT_SURVEYS),
        "tabs": feedback_tabs(request, "instruments"),
    }
    return render(request, "feedback/instrument.html", context)


@needs(Can.EDIT_SURVEYS)
@require_POST
def instrument_arrange(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """The order of the questions, which need an answer, and which are asked."""
    instrument = _instrument(request, code)
    version = services.latest_version(instrument)
    asked = [item.question_id for item in VersionItem.objects.filter(version=version)]
    kept = [pk for pk in asked if request.POST.get(f"asked-{pk}")]
    order = sorted(kept, key=lambda pk: (_place(request.POST.get(f"place-{pk}", "")), asked.index(pk)))
    required = [pk for pk in kept if request.POST.get(f"required-{pk}")]
    try:
        services.arrange(version=version, order=order, required=required)
    except services.VersionFrozen:
        messages.error(request, _("A survey asks this version already. Make a new version first."))
    else:
        messages.success(request, _("Order and boxes are kept."))
    return redirect("feedback:instrument", slug=slug, code=code)


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 9999


@needs(Can.EDIT_SURVEYS)
@require_POST
def instrument_version(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A new version that begins with the questions of the latest."""
    version = services.new_version(instrument=_instrument(request, code))
    messages.success(request, _("Version %(number)s can be changed now.") % {"number": version.number})
    return redirect("feedback:instrument", slug=slug, code=code)


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One more question at the end of the latest version."""
    instrument = _instrument(request, code)
    form = QuestionForm(request.POST or None, instrument=instrument, organisation=request.organisation)
    if request.method == "POST" and form.is_valid() and _added(form, instrument):
        return redirect("feedback:instrument", slug=slug, code=code)
    return _form(request, form, _("New question"), instrument)


def _added(form: QuestionForm, instrument: Instrument) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    values["feeds"] = values["feeds"] or None
    try:
        services.add_question(instrument=instrument, **values)
    except services.VersionFrozen:
        form.add_error(None, _("A survey asks this version already. Make a new version first."))
    except services.WrongScale:
        form.add_error("scale", _("This scale does not suit the type of the question."))
    except services.WrongAspect:
        form.add_error("aspect", _("This does not suit the type of the question."))
    return not form.errors


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: MemberRequest, slug: str, code: str, question: str) -> HttpResponse:
    """A question's words; another scale from a day on; one more answer of a choice."""
    instrument = _instrument(request, code)
    found = get_object_or_404(Question.objects.select_related("instrument"), instrument=instrument, code=question)
    part = request.POST.get("part", "words") if request.method == "POST" else ""
    words = QuestionWordsForm(
        request.POST if part == "words" else None, organisation=request.organisation, question=found
    )
    scale = ScalePointerForm(request.POST if part == "scale" else None)
    option = OptionForm(request.POST if part == "option" else None, question=found, organisation=request.organisation)
    form = {"words": words, "scale": scale, "option": option}.get(part)
    if form is not None and form.is_valid() and _question_changed(found, part, form):
        messages.success(request, _("The question is changed."))
        return redirect("feedback:question", slug=slug, code=code, question=question)
    context = {
        "instrument": instrument,
        "question": found,
        "words": words,
        "scale": scale if found.kind in SCALED_TYPES else None,
        "option": option if found.kind in ("choice", "choices") else None,
        "tabs": feedback_tabs(request, "instruments"),
    }
    return render(request, "feedback/question.html", context)


def _question_changed(question: Question, part: str, form: Any) -> bool:
    if part == "words":
        try:
            services.reword_question(question=question, **form.cleaned_data)
        except services.WrongAspect:
            form.add_error("aspect", _("This does not suit the type of the question."))
    elif part == "option":
        services.add_option(question=question, **form.cleaned_data)
    else:
        try:
            services.set_question_scale(question=question, **form.cleaned_data)
        except services.WrongScale:
            form.add_error("scale", _("This scale does not suit the type of the question."))
    return not form.errors


@needs(Can.EDIT_SURVEYS)
@require_POST
def option_archive(request: MemberRequest, slug: str, code: str, question: str) -> HttpResponse:
    """Show an answer of a choice no longer."""
    found = get_object_or_404(Question, instrument=_instrument(request, code), code=question)
    option = get_object_or_404(found.options, code=request.POST.get("option", ""))
    services.archive_option(option=option, now=timezone.now())
    return redirect("feedback:question", slug=slug, code=code, question=question)


@needs(Can.READ_SURVEYS)
@require_safe
def scale_list(request: MemberRequest, slug: str) -> HttpResponse:
    """All scales; they are made once and never changed."""
    context = {
        "scales": Scale.objects.all(),
        "may_edit": request.viewer.can(Can.EDIT_SURVEYS),
        "may_invite": request.viewer.can(Can.MANAGE_MEMBERS),
        "tabs": feedback_tabs(request, "scales"),
    }
    return render(request, "feedback/scales.html", context)


@needs(Can.EDIT_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def scale_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new scale."""
    form = ScaleForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        ends = {values["minimum"]: values.pop("lowest"), values["maximum"]: values.pop("highest")}
        labels = {str(value): words for value, words in ends.items() if words}
        make_scale(organisation=request.organisation, draft=ScaleDraft(labels=labels, **values))
        return redirect("feedback:scales", slug=slug)
    return _form(request, form, _("New scale"), tab="scales")


@needs(Can.EDIT_SURVEYS)
@require_POST
def scales_standard(request: MemberRequest, slug: str) -> HttpResponse:
    """Add the scales every organisation begins with."""
    ensure_standard_scales(request.organisation)
    return redirect("feedback:scales", slug=slug)


def _instrument(request: MemberRequest, code: str) -> Instrument:
    return get_object_or_404(queries.instruments(viewer=request.viewer), code=code)


def _form(
    request: MemberRequest, form: Any, heading: str, instrument: Instrument | None = None, tab: str = "instruments"
) -> HttpResponse:
    context = {"form": form, "form_heading": heading, "instrument": instrument, "tabs": feedback_tabs(request, tab)}
    return render(request, "feedback/form.html", context)
