"""Forms of surveys and collection points."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import (
    CollectionPoint,
    InstrumentVersion,
    KeepWhich,
    Question,
    QuestionType,
    Survey,
    SurveyRole,
    SurveyState,
)
from feedback.services.surveys import MAIN_QUESTIONS
from lib.forms import LocalTextFormField
from lib.local_text import local
from organisations.models import Channel, Organisation, Unit, code_validator
from programs.models import Cycle
from touchpoints.models import Touchpoint


class LocalChoice(forms.ModelChoiceField):
    """A choice among rows that have a name in several languages."""

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name) or obj.code


class QuestionChoice(forms.ModelChoiceField):
    """A choice among a survey's questions."""

    def label_from_instance(self, obj: Question) -> str:
        return f"{obj.code} – {local(obj.text)}"


class VersionChoice(forms.ModelChoiceField):
    """A choice among the versions of all questionnaires."""

    def label_from_instance(self, obj: InstrumentVersion) -> str:
        return _("%(name)s, version %(number)s") % {"name": local(obj.instrument.name), "number": obj.number}


class CycleChoice(forms.ModelChoiceField):
    """A choice among the cycles of all engagements."""

    def label_from_instance(self, obj: Cycle) -> str:
        return _("%(name)s, cycle %(number)s") % {"name": local(obj.engagement.name), "number": obj.number}


def day_input() -> forms.DateInput:
    """A browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SurveyForm(forms.Form):
    """A survey: new ones name their questionnaire and code, opened ones keep both."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=50,
        validators=[code_validator],
        help_text=gettext_lazy("For programs and files; it never changes."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=SurveyRole.choices)
    opens_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=day_input())
    closes_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=day_input())
    keep = forms.ChoiceField(
        label=gettext_lazy("What counts when a person answers twice"), choices=KeepWhich.choices, initial=KeepWhich.ALL
    )
    weighted = forms.BooleanField(label=gettext_lazy("Answers carry weights"), required=False)
    is_sample = forms.BooleanField(
        label=gettext_lazy("This survey is a sample: its answers are made up"),
        required=False,
        help_text=gettext_lazy(
            "No figure counts it unless somebody asks for this very survey, no audit can take it up, and its pages and "
            "files say that it is a sample. The trail keeps who said so, and who took it back."
        ),
    )

    def __init__(self, *args: Any, organisation: Organisation, survey: Survey | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(survey) if survey else {})
        super().__init__(*args, **kwargs)
        self.survey = survey
        languages = organisation.language_codes
        self.fields["name"] = LocalTextFormField(label=_("Name"), languages=languages)
        if survey is None or survey.state == SurveyState.DRAFT:
            self.fields["version"] = VersionChoice(
                InstrumentVersion.objects.select_related("instrument"), label=_("Questionnaire")
            )
        if survey is not None:
            del self.fields["code"]
            self._add_main_questions(survey)
        cycles = Cycle.objects.select_related("engagement").order_by("-pk")
        self.fields["cycle"] = CycleChoice(
            cycles,
            label=_("Cycle"),
            required=False,
            initial=_only_open(cycles),
            help_text=_("The board of its programme shows the answers. Without a cycle only a single programme does."),
        )
        words = {"population": _("Who is asked"), "mode": _("How it is asked"), "thanks": _("Words of thanks")}
        for name, label in words.items():
            self.fields[name] = LocalTextFormField(label=label, languages=languages, required=False)
        first = ["code", "name", "version", "role", "cycle"]
        self.order_fields([name for name in first if name in self.fields])

    def _add_main_questions(self, survey: Survey) -> None:
        asked = Question.objects.filter(pk__in=survey.version.items.values("question"))
        labels = {
            "main_nps": _("Main question of recommendation"),
            "main_csat": _("Main question of satisfaction"),
            "main_ces": _("Main question of effort"),
        }
        for name, indicator in MAIN_QUESTIONS.items():
            suiting = [question.pk for question in asked if indicator in question.feeds]
            if suiting:
                self.fields[name] = QuestionChoice(asked.filter(pk__in=suiting), label=labels[name], required=False)
        words: QuerySet[Question] = asked.filter(kind=QuestionType.TEXT)
        if words:
            self.fields["comment"] = QuestionChoice(words, label=_("Question that is the comment"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day lies before the first."))
        code = cleaned.get("code")
        if code and Survey.objects.filter(code=code).exists():
            self.add_error("code", _("Another survey has this code."))
        cycle = cleaned.get("cycle")
        cleaned["engagement"] = cycle.engagement if cycle else (self.survey.engagement if self.survey else None)
        return cleaned


def _only_open(cycles: QuerySet[Cycle]) -> Cycle | None:
    """What a new survey most likely belongs to."""
    running = [cycle for cycle in cycles if cycle.closed_on is None]
    return running[0] if len(running) == 1 else None


def _initial(survey: Survey) -> dict[str, Any]:
    names = (
        "code", "name", "version", "role", "opens_on", "closes_on", "keep", "weighted", "is_sample", "cycle",
        "population", "mode", "thanks", "main_nps", "main_csat", "main_ces", "comment",
    )  # fmt: skip
    return {name: getattr(survey, name) for name in names}


class PointForm(forms.Form):
    """A collection point: where it stands."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Where it stands, such as “Poster at gate B”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {
            "touchpoint": (Touchpoint.objects.filter(archived_at=None), _("Touchpoint")),
            "unit": (Unit.objects.filter(archived_at=None), _("Unit")),
            "channel": (Channel.objects.filter(archived_at=None), _("Channel")),
        }
        for name, (rows, label) in places.items():
            self.fields[name] = LocalChoice(rows, label=label, required=False)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if CollectionPoint.objects.filter(name=name).exists():
            raise forms.ValidationError(_("Another collection point has this name."))
        return name
