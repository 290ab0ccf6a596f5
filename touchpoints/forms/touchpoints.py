"""Forms of touchpoints and their people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import code_validator
from programs.forms import MemberChoice, MembersChoice
from touchpoints.models import Attribute, Control


class AttributesField(forms.MultipleChoiceField):
    """Codes of attributes, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class TouchpointForm(LocalForm):
    """What a touchpoint is. The code is asked once."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"))
    description = LocalTextFormField(label=_("What happens there"), rows=3, required=False)
    control = forms.ChoiceField(label=_("In whose hands"), choices=Control.choices)
    depends_on = LocalTextFormField(
        label=_("Depends on"), required=False, help_text=_("A partner, supplier or law, where it is not ours alone.")
    )
    attributes = AttributesField(
        label=_("What matters there"), required=False, help_text=_("Operational and emotional attributes.")
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        self.fields["attributes"].choices = [(one.code, local(one.name)) for one in Attribute.objects.all()]


class PeopleForm(forms.Form):
    """Who answers for a touchpoint and who works there."""

    owner = MemberChoice(queryset=Membership.objects.none(), label=_("Owner"), required=False, empty_label=_("nobody"))
    people = MembersChoice(
        queryset=Membership.objects.none(), label=_("People who work there"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("They see its script, its figures and its customers' words."),
    )  # fmt: skip

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members
        self.fields["people"].queryset = members
