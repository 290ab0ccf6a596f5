"""Forms about units: which are asked whether they can deliver, what they sign, and who read it together."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from brandpromise.models import CanDeliver
from lib.local_text import local


class AskUnitsForm(forms.Form):
    """Which units are asked."""

    units = forms.MultipleChoiceField(
        label=_("Units that are asked"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Their managers are told. What a unit has signed stays."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = choices


class SignForm(forms.Form):
    """A unit's word."""

    verdict = forms.ChoiceField(
        label=_("Can your unit deliver it?"), choices=CanDeliver.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What it takes, or why not"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Needed unless you say yes."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") in (CanDeliver.NO, CanDeliver.CONDITIONS) and not cleaned.get("words", "").strip():
            raise forms.ValidationError({"words": _("Say what it takes, or why not.")})
        return cleaned


class TeamReadingForm(forms.Form):
    """Who of a team read it together."""

    people = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.public_id), f"{one.name} · {local(one.unit.name)}") for one in people]
