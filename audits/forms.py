"""Forms of the audit's pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audits.models import Severity
from audits.services import EvidenceSpec
from feedback.models import Question, Survey
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from metrics.indicators import INDICATORS
from touchpoints.models import Design, Initiative, Touchpoint


class TouchpointChoice(forms.ModelChoiceField):
    """A touchpoint by its name in the reader's language."""

    def label_from_instance(self, obj: Touchpoint) -> str:
        return local(obj.name) or obj.code


class SurveyChoice(forms.ModelChoiceField):
    """A survey by its name in the reader's language."""

    def label_from_instance(self, obj: Survey) -> str:
        return local(obj.name) or obj.code


class SurveysForm(forms.Form):
    """One more survey, and the wave to compare with."""

    survey = SurveyChoice(queryset=Survey.objects.none(), label=_("Survey"), required=False, empty_label=_("none"))
    compared_with = SurveyChoice(
        queryset=Survey.objects.none(), label=_("Compare with the earlier wave"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, surveys: QuerySet[Survey], waves: QuerySet[Survey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = surveys
        self.fields["compared_with"].queryset = waves


class SummaryForm(LocalForm):
    """What the audit saw, in a few sentences."""

    summary = LocalTextFormField(label=_("Summary"), rows=5, required=False)


class FindingForm(LocalForm):
    """A finding with, if wanted, one figure as evidence."""

    title = LocalTextFormField(label=_("Finding"), help_text=_("One sentence that says what is so."))
    text = LocalTextFormField(label=_("What we saw"), rows=4, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.WEAK)
    touchpoint = TouchpointChoice(
        queryset=Touchpoint.objects.none(), label=_("Touchpoint"), required=False, empty_label=_("none")
    )
    evidence = forms.ChoiceField(
        label=_("Evidence"), required=False,
        help_text=_("The figure is frozen with its interval and its number of answers as it stands now."),
    )  # fmt: skip

    def __init__(self, *args: Any, touchpoints: Any, evidence: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints
        self.fields["evidence"].choices = [("", _("none")), *evidence]

    def specs(self) -> list[EvidenceSpec]:
        """The chosen figure, as the service wants it."""
        chosen = self.cleaned_data["evidence"]
        if not chosen:
            return []
        survey, question, indicator = chosen.split("|")
        return [EvidenceSpec(indicator, survey=survey, question=question)]


def evidence_choices(surveys: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every figure of the surveys that can prove something, one group a survey."""
    groups = []
    for survey in surveys:
        questions = Question.objects.filter(instrument=survey.version.instrument_id)
        entries = [
            (f"{survey.code}|{question.code}|{indicator}", f"{_name(question)} · {INDICATORS[indicator].label}")
            for question in questions
            for indicator in _indicators(question)
        ]
        if entries:
            groups.append((local(survey.name) or survey.code, entries))
    return groups


def _indicators(question: Question) -> list[str]:
    by_kind = {"rating": ["rating_top2", "rating_mean"], "recommend": ["nps"], "recommend10": ["nps"],
               "effort": ["ces_mean"], "smiley": ["smiley_index"]}  # fmt: skip
    return by_kind.get(question.kind, [])


def _name(question: Question) -> str:
    return local(question.label) or local(question.text) or question.code


class DesignChoice(forms.ModelChoiceField):
    """A design by its touchpoint and version."""

    def label_from_instance(self, obj: Design) -> str:
        wanted = local(obj.desired)
        short = wanted if len(wanted) <= 70 else f"{wanted[:69]}…"
        return f"{local(obj.touchpoint.name)} · {obj.number}: {short}"


class AnswerForm(forms.Form):
    """Which design answers the finding."""

    design = DesignChoice(queryset=Design.objects.none(), label=_("Desired experience that answers it"))

    def __init__(self, *args: Any, designs: QuerySet[Design], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].queryset = designs


class ChangeChoice(forms.ModelChoiceField):
    """A change with its number."""

    def label_from_instance(self, obj: Initiative) -> str:
        return f"{obj.number} · {local(obj.name)}"


class ChangeForm(forms.Form):
    """Which change answers the finding."""

    change = ChangeChoice(
        queryset=Initiative.objects.none(), to_field_name="public_id", label=_("Change that answers it")
    )

    def __init__(self, *args: Any, changes: QuerySet[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change"].queryset = changes


class OutcomeForm(forms.Form):
    """What became of a finding."""

    outcome = forms.CharField(label=_("What became of it"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_closed = forms.BooleanField(label=_("This ends it"), required=False)
