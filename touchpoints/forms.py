"""Forms of journeys, touchpoints, designs and scripts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from brandpromise.models import Pillar
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import Channel, code_validator
from programs.forms import MemberChoice, MembersChoice
from touchpoints.models import Attribute, Control, Need, Touchpoint


class AttributesField(forms.MultipleChoiceField):
    """Codes of attributes, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class TouchpointForm(LocalForm):
    """What a touchpoint is. The code is asked once."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator], help_text=_("It stays for ever.")
    )
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


class PillarChoice(forms.ModelChoiceField):
    """One of the promise's pillars, by what the newest promise calls it."""

    def label_from_instance(self, obj: Pillar) -> str:
        return obj.name


class DesignForm(LocalForm):
    """From today's experience to the desired one."""

    today = LocalTextFormField(label=_("Experience today"), rows=3, required=False)
    desired = LocalTextFormField(
        label=_("Desired experience"), rows=3, help_text=_("One sentence that a clerk understands.")
    )
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar of the promise"), required=False, empty_label=_("none")
    )
    why = forms.CharField(label=_("What changed and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].queryset = Pillar.objects.all()


class ScriptForm(LocalForm):
    """The script as a whole; its steps are forms of their own."""

    title = LocalTextFormField(label=_("Title"))
    escalation = LocalTextFormField(label=_("Whom to call on"), rows=2, required=False)
    why = forms.CharField(label=_("What changed and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class StepForm(LocalForm):
    """One step of a script; a step without words is left out."""

    act = LocalTextFormField(label=_("What to do"), rows=2, required=False)
    say = LocalTextFormField(label=_("Words to use"), rows=2, required=False)
    avoid = LocalTextFormField(label=_("Words to avoid"), rows=2, required=False)
    if_harder = LocalTextFormField(label=_("In a harder case"), rows=2, required=False)


StepFormSet = forms.formset_factory(StepForm, extra=1, max_num=20)


class ReturnForm(forms.Form):
    """Giving a script back."""

    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 2}))


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
