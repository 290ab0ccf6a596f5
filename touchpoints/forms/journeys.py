"""Forms of journeys and of what stands on them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import Channel, code_validator
from touchpoints.models import Need, Touchpoint


class JourneyForm(LocalForm):
    """A journey."""

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))


class StageForm(LocalForm):
    """A stretch of the journey."""

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))
    need = forms.ChoiceField(label=_("What the customer needs there"), choices=Need.choices, initial=Need.USE)
    position = forms.IntegerField(label=_("Order"), min_value=0, required=False)


class NamedChoice(forms.ModelChoiceField):
    """Something with a local name."""

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name)


class PlaceForm(forms.Form):
    """A touchpoint on a stretch of the journey."""

    touchpoint = NamedChoice(queryset=Touchpoint.objects.none(), label=_("Touchpoint"))
    channel = NamedChoice(
        queryset=Channel.objects.none(), label=_("Channel"), required=False, empty_label=_("any channel")
    )
    position = forms.IntegerField(label=_("Order"), min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.filter(archived_at=None)
        self.fields["channel"].queryset = Channel.objects.filter(archived_at=None)
