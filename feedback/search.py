"""What of surveys can be found: surveys and the questions they ask."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from feedback.models import Question, Survey
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation


@search_source("survey", label=_("Surveys"))
def surveys(organisation: Organisation) -> Iterable[Entry]:
    """Every survey."""
    for survey in Survey.objects.select_related("version__instrument"):
        yield Entry(
            title=survey.name or survey.code,
            address=reverse("feedback:survey", args=[organisation.slug, survey.code]),
            needs=Can.READ_SURVEYS,
            words=survey.code,
            note=survey.version.instrument.name,
        )


@search_source("question", label=_("Questions"))
def questions(organisation: Organisation) -> Iterable[Entry]:
    """Every question by its short name and its words."""
    for question in Question.objects.select_related("instrument"):
        yield Entry(
            title=question.label or question.text or question.code,
            address=reverse("feedback:question", args=[organisation.slug, question.instrument.code, question.code]),
            needs=Can.READ_SURVEYS,
            words=f"{question.code} {every_text(question.text)}",
            note=question.instrument.name,
        )
