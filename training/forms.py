"""Forms of courses and sessions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import JobRole
from brandpromise.forms.carriers import PillarChoice
from brandpromise.models import Pillar
from brandpromise.queries import offered_pillars
from feedback.forms.instruments import options_of
from lib.forms import LocalForm, LocalTextFormField
from organisations.models import Unit, code_validator
from programs.forms import DayInput
from touchpoints.forms import NamedChoice
from touchpoints.models import Touchpoint
from training.models import CourseKind

MOST_CHOICES = 6


class CourseForm(LocalForm):
    """A course, what it belongs to and for whom it is."""

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))
    aim = LocalTextFormField(label=_("What people can do afterwards"), rows=2, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CourseKind.choices)
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar of the promise"), required=False, empty_label=_("none")
    )
    touchpoint = NamedChoice(
        queryset=Touchpoint.objects.none(), label=_("Touchpoint"), required=False, empty_label=_("all touchpoints")
    )
    unit = NamedChoice(
        queryset=Unit.objects.none(), label=_("For the unit"), required=False, empty_label=_("everybody")
    )
    job_role = NamedChoice(
        queryset=JobRole.objects.none(), label=_("For the job"), required=False, empty_label=_("every job")
    )
    target_share = forms.IntegerField(label=_("Target, % of people"), min_value=1, max_value=100, initial=90)
    valid_months = forms.IntegerField(
        label=_("Valid for (months)"), min_value=1, max_value=240, required=False, help_text=_("Empty: for ever.")
    )
    due_on = forms.DateField(label=_("Due on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, unit_ids: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(archived_at=None)
        self.fields["pillar"].queryset = offered_pillars()
        self.fields["touchpoint"].queryset = Touchpoint.objects.filter(archived_at=None)
        self.fields["unit"].queryset = units if unit_ids is None else units.filter(pk__in=unit_ids)
        self.fields["unit"].required = unit_ids is not None
        self.fields["job_role"].queryset = JobRole.objects.filter(archived_at=None)


class CheckQuestionForm(LocalForm):
    """A question of the knowledge check with its answers."""

    text = LocalTextFormField(label=_("Question"), rows=2)
    choices = LocalTextFormField(
        label=_("Answers"), rows=4,
        help_text=_("One answer a line, the right one first, in the same order in every language; shown mixed."),
    )  # fmt: skip
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar of the promise"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].queryset = offered_pillars()

    def clean_choices(self) -> list[dict[str, str]]:
        lines: dict[str, str] = self.cleaned_data["choices"]
        choices = [label for _code, label in options_of(lines)]
        if not 2 <= len(choices) <= MOST_CHOICES:
            raise forms.ValidationError(_("Give 2 to 6 answers."))
        return choices


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SessionForm(forms.Form):
    """A meeting of a course."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=MomentInput)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1440, initial=60)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    trainer = forms.CharField(label=_("Trainer"), max_length=150, required=False)
