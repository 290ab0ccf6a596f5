"""Forms of the promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import LocalForm, LocalTextFormField
from organisations.models import code_validator


class PromiseForm(LocalForm):
    """The promise in words."""

    text = LocalTextFormField(
        label=_("Promise"), rows=3, help_text=_("What a customer may expect at every touchpoint.")
    )
    audience = LocalTextFormField(label=_("For whom"), rows=2, required=False)
    proof = LocalTextFormField(label=_("Why it can be believed"), rows=2, required=False)
    what_changed = LocalTextFormField(label=_("What changed and why"), rows=2, required=False)


class PillarForm(LocalForm):
    """One pillar; without a code it is left out."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator], required=False,
        help_text=_("Small letters, digits, - and _; empty leaves the pillar out."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"), required=False)
    meaning = LocalTextFormField(label=_("What it means"), rows=2, required=False)


PillarFormSet = forms.formset_factory(PillarForm, extra=1, max_num=12)
