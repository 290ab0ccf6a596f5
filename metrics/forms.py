"""Forms of the pages of figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models import SCALED_TYPES, Aspect, Question
from lib.local_text import local
from touchpoints.models import Standard

SHAPES = [("wide", _("one line for each response")), ("long", _("one line for each answer"))]
FILES = [
    ("csv", _("CSV, with its codebook in a ZIP file")),
    ("xlsx", _("Excel (XLSX), codebook on a second sheet")),
]

EXTRAS = [
    ("words", _("customers’ words, masked as well as a program can")),
    ("external_id", _("the numbers that senders and files gave their answers")),
]


class ExportForm(forms.Form):
    """The form a file of answers takes; words are offered to those who may read them."""

    shape = forms.ChoiceField(
        label=_("Lines"),
        choices=SHAPES,
        initial="wide",
    )
    values = forms.ChoiceField(
        label=_("Answers and headings"),
        choices=[("codes", pgettext_lazy("export", "as codes")), ("labels", pgettext_lazy("export", "as words"))],
        initial="codes",
    )
    form = forms.ChoiceField(
        label=_("File"),
        choices=FILES,
        initial="csv",
    )
    extras = forms.MultipleChoiceField(
        label=pgettext_lazy("export", "Also"), choices=EXTRAS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, reads_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reads_words:
            self.fields["extras"].choices = EXTRAS[1:]


class QuestionChoice(forms.ModelChoiceField):
    """Questions by their words, with the questionnaire's name before them."""

    def label_from_instance(self, obj: Question) -> str:
        return (
            f"{local(obj.instrument.name) or obj.instrument.code} · {local(obj.label) or local(obj.text) or obj.code}"
        )


class StandardChoice(forms.ModelChoiceField):
    """Standards by touchpoint and code."""

    def label_from_instance(self, obj: Standard) -> str:
        return f"{local(obj.touchpoint.name) or obj.touchpoint.code} · {obj.code}"


class ClaimMeasureForm(forms.Form):
    """By what a claim is checked: customers' answers, or a service standard."""

    question = QuestionChoice(queryset=Question.objects.none(), label=_("Question to customers"), required=False)
    at_least = forms.IntegerField(
        label=_("Good from this value on"), required=False, min_value=-10, max_value=110,
        help_text=_("On a scale from 1 to 5, for example, 4."),
    )  # fmt: skip
    target_share = forms.IntegerField(
        label=_("Target (percent of customers)"), required=False, min_value=1, max_value=100,
        help_text=_("The claim is kept when so many answered well, beyond doubt."),
    )  # fmt: skip
    standard = StandardChoice(
        queryset=Standard.objects.none(), label=_("Or a service standard"), required=False,
        help_text=_("Its own target decides."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        experienced = Question.objects.filter(kind__in=list(SCALED_TYPES), aspect__in=("", Aspect.EXPERIENCED))
        self.fields["question"].queryset = experienced.select_related("instrument").order_by("instrument__code", "pk")
        self.fields["standard"].queryset = Standard.objects.select_related("touchpoint")
