"""Forms of a journey's beginning: from which template, under which name, with which knowledge first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import code_validator
from touchpoints.models import StartWay
from touchpoints.templates_of_journeys import templates

WAYS = (
    (StartWay.INSIDE_OUT.value, _("From the inside out: staff draw what they know, customers check it afterwards.")),
    (StartWay.OUTSIDE_IN.value, _("From the outside in: customers are asked first, staff's view is held against it.")),
)


class StartForm(LocalForm):
    """A journey from a template."""

    name = LocalTextFormField(label=_("Name of the journey"))
    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("How does the team start?"), choices=WAYS, widget=forms.RadioSelect,
                            help_text=_("Each way has its own first steps; it can be changed later."))  # fmt: skip


class WayForm(forms.Form):
    """Which knowledge the team begins with."""

    way = forms.ChoiceField(choices=WAYS)


class BeginningForm(forms.Form):
    """In the wizard of a new engagement: which journey it begins with, if any."""

    template = forms.ChoiceField(label=_("Begin with a journey from a template"), required=False,
                                 widget=forms.RadioSelect)  # fmt: skip
    way = forms.ChoiceField(
        label=_("How does the team start?"), choices=WAYS, required=False, widget=forms.RadioSelect,
        initial=StartWay.INSIDE_OUT.value, help_text=_("Each way has its own first steps; it can be changed later."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", pgettext_lazy("template of a journey", "none, we draw our own"))
        told = [(one.code, f"{local(one.name)}: {local(one.about)}") for one in templates()]
        self.fields["template"].choices = [*told, nothing]
