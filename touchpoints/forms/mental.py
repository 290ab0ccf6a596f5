"""Forms around the map: a round in which staff draw it from memory, what a name is, a review, a role's places."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import Unit
from programs.forms import DayInput
from touchpoints.forms.choices import InitiativeChoice, NamedChoice, NamedChoices
from touchpoints.models import Benefit, BenefitVerdict, Initiative, Journey, NameVerdict, Rates, Touchpoint
from touchpoints.services.reviews import Judged

ACTIONS_ASKED = 5


class RoundForm(forms.Form):
    """Whom to ask, about which journey, until when."""

    journey = NamedChoice(queryset=Journey.objects.none(), label=_("Journey"), empty_label=None)
    closes_on = forms.DateField(label=_("Last day for answers"), widget=DayInput)
    units = NamedChoices(
        queryset=Unit.objects.none(), label=_("Whose people are asked"), required=False,
        help_text=_("With the units below them. Nothing ticked: everybody on the roster."),
    )  # fmt: skip
    rates = forms.ChoiceField(
        label=_("Each touchpoint is rated on"), choices=Rates.choices, widget=forms.RadioSelect,
        initial=Rates.IMPORTANCE,
    )  # fmt: skip
    offers_names = forms.BooleanField(
        label=_("Offer a list of our touchpoints to pick from"), required=False,
        help_text=_(
            "Whoever sees a list recognises more than comes to mind. Without it people write from memory, and "
            "you match their words with your touchpoints afterwards. Do not compare rounds of both kinds."
        ),
    )  # fmt: skip
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        journeys: QuerySet[Journey],
        units: QuerySet[Unit],
        today: date,
        is_limited: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["journey"].queryset = journeys
        self.fields["units"].queryset = units
        if is_limited:
            self.fields["units"].required = True
            self.fields["units"].help_text = _("With the units below them.")

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over."))
        return day


class NameForm(forms.Form):
    """What a name is, and which touchpoint if it is one."""

    verdict = forms.ChoiceField(choices=NameVerdict.choices)
    touchpoint = NamedChoice(queryset=Touchpoint.objects.none(), to_field_name="code", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.filter(archived_at=None)


class ReviewForm(forms.Form):
    """What a mapping session brought: five answers, each with a word, and what is done next."""

    journey = NamedChoice(queryset=Journey.objects.none(), label=_("Journey"), empty_label=None)
    title = forms.CharField(
        label=_("Session"), max_length=120, help_text=_("For instance: first map of the arrival, with security.")
    )
    held_on = forms.DateField(label=_("Held on"), widget=DayInput)
    people = forms.IntegerField(label=_("People who took part"), min_value=1, max_value=9999, required=False)

    def __init__(self, *args: Any, journeys: QuerySet[Journey], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["journey"].queryset = journeys
        for benefit in Benefit:
            self.fields[benefit.value] = forms.ChoiceField(
                label=benefit.label, choices=BenefitVerdict.choices, widget=forms.RadioSelect
            )
            self.fields[f"{benefit.value}_note"] = forms.CharField(
                label=pgettext_lazy("beside an answer", "A word on it"), max_length=500, required=False
            )
        for number in range(1, ACTIONS_ASKED + 1):
            self.fields[f"action_{number}"] = forms.CharField(
                label=_("Next action %(number)s") % {"number": number}, max_length=160, required=False,
                help_text=_("What, who does it and until when, in one line: hang up the map, Rosa, until 5 May."),
            )  # fmt: skip

    @property
    def about(self) -> list[forms.BoundField]:
        """What session it was."""
        return [self[name] for name in ("journey", "title", "held_on", "people")]

    @property
    def benefits(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each benefit with the field for a word."""
        return [(self[benefit.value], self[f"{benefit.value}_note"]) for benefit in Benefit]

    @property
    def agreed(self) -> list[forms.BoundField]:
        """The fields for what is done next."""
        return [self[f"action_{number}"] for number in range(1, ACTIONS_ASKED + 1)]

    @property
    def answers(self) -> dict[str, Judged]:
        """What was said of each benefit."""
        typed = self.cleaned_data
        return {one.value: Judged(typed[one.value], typed[f"{one.value}_note"]) for one in Benefit}

    @property
    def actions(self) -> Sequence[str]:
        """What is done next."""
        return [self.cleaned_data[f"action_{number}"] for number in range(1, ACTIONS_ASKED + 1)]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(_("A session is reviewed when it is over."))
        return day


class ActionForm(forms.Form):
    """Which change takes on what was agreed."""

    initiative = InitiativeChoice(
        queryset=Initiative.objects.none(), label=pgettext_lazy("noun", "Change"), empty_label="–"
    )

    def __init__(self, *args: Any, initiatives: QuerySet[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = initiatives
