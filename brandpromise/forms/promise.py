"""Forms of a version: its words, pillars, value drivers, and its way to the vote."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from organisations.models import code_validator

MOST_PARTS = 12


class PromiseForm(LocalForm):
    """The promise in words."""

    text = LocalTextFormField(
        label=_("Promise"), rows=3, help_text=_("What a customer may expect at every touchpoint.")
    )
    audience = LocalTextFormField(label=_("For whom"), rows=2, required=False)
    proof = LocalTextFormField(label=_("Why it can be believed"), rows=2, required=False)
    what_changed = LocalTextFormField(label=_("What changed and why"), rows=2, required=False)
    revision = RevisionField()


class PillarForm(LocalForm):
    """One pillar; without a code it is left out."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator], required=False,
        help_text=_("Small letters, digits, - and _; empty leaves the pillar out."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"), required=False)
    meaning = LocalTextFormField(label=_("What it means"), rows=2, required=False)
    proof = LocalTextFormField(label=_("What proves it"), rows=2, required=False)


class DriverForm(LocalForm):
    """One value driver; without a name it is left out."""

    name = LocalTextFormField(
        label=_("Value driver"), required=False,
        help_text=_("What the promise brings the company, such as fewer calls or guests who return. Empty: left out."),
    )  # fmt: skip
    goal = LocalTextFormField(label=_("Goal of the strategy it serves"), required=False)
    how = LocalTextFormField(label=_("How keeping the promise serves it"), rows=2, required=False)
    pillar = forms.ChoiceField(label=_("Pillar it rests on"), required=False)

    def __init__(self, *args: Any, pillars: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].choices = [("", _("the promise as a whole")), *pillars]


PillarFormSet = forms.formset_factory(PillarForm, extra=1, max_num=MOST_PARTS)
DriverFormSet = forms.formset_factory(DriverForm, extra=1, max_num=MOST_PARTS)


class ProposeForm(forms.Form):
    """Putting a draft to the vote; with a reason where a unit has not said that it can deliver."""

    despite = forms.CharField(
        label=_("Why it is proposed all the same"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept with the proposal for those who decide."),
    )  # fmt: skip
