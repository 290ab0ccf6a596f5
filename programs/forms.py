"""Forms of the programme's pages."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from lib.forms import LocalForm, LocalTextFormField
from organisations.models import code_validator
from programs.models import AxisKind


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class BasicsForm(LocalForm):
    """First step of a new engagement."""

    name = LocalTextFormField(label=_("Name of the programme"))
    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=50, validators=[code_validator], required=False,
        help_text=_("Small letters, digits and -. Left empty, it is made from the name; it stays for ever."),
    )  # fmt: skip
    first_day = forms.DateField(label=_("First day"), widget=DayInput)

    def clean_slug(self) -> str:
        names = self.cleaned_data.get("name") or {}
        made = (slugify(name)[:50].strip("-") for name in names.values())
        slug = self.cleaned_data["slug"] or next(filter(None, made), "")
        if not slug and names:
            raise forms.ValidationError(_("The name gives no short name: write one."), code="required")
        return slug


class VisionForm(LocalForm):
    """What the experience shall be like, and what the programme is to reach."""

    vision = LocalTextFormField(
        label=_("Vision of the experience"), rows=4, required=False,
        help_text=_("What a customer will say when the programme has succeeded."),
    )  # fmt: skip
    goals = LocalTextFormField(
        label=_("Goals"), rows=4, required=False, help_text=_("One a line; measurable, with a day.")
    )


class EngagementForm(VisionForm):
    """Name, vision and goals on one page."""

    name = LocalTextFormField(label=_("Name of the programme"))
    field_order = ("name", "vision", "goals")


class MemberChoice(forms.ModelChoiceField):
    """One of the organisation's members, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        return str(obj.user)


class MembersChoice(forms.ModelMultipleChoiceField):
    """Several of the organisation's members, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        return str(obj.user)


class PeopleForm(forms.Form):
    """Who of the consultants works on the engagement."""

    consultants = MembersChoice(
        queryset=Membership.objects.none(), label=_("Consultants on this programme"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Once somebody is listed, other consultants do not see it. Leave empty for all."),
    )  # fmt: skip

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultants"].queryset = members


class PlanForm(forms.Form):
    """A stage's owner and days."""

    owner = MemberChoice(queryset=Membership.objects.none(), label=_("Owner"), required=False, empty_label=_("nobody"))
    planned_from = forms.DateField(label=_("Planned from"), widget=DayInput, required=False)
    planned_until = forms.DateField(label=_("Planned until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members


class StartForm(forms.Form):
    """Beginning a stage."""

    reason = forms.CharField(
        label=_("Why now"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("Needed when an earlier phase has not been passed; it is kept and shown."),
    )  # fmt: skip


class ProposeForm(forms.Form):
    """Proposing a gate."""

    note = forms.CharField(
        label=_("A word to the committee"), widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text=_("When something is missing: why the phase should be passed nevertheless."),
    )  # fmt: skip


class WaiverForm(forms.Form):
    """Proposing that a stage pass although something it must have is open."""

    reason = forms.CharField(
        label=_("Why it may pass nevertheless"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept and shown for ever, with what was open and who decided."),
    )  # fmt: skip


class DecideForm(forms.Form):
    """One person's decision."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[
            ("approve", pgettext_lazy("decision", "Approve")),
            ("return", pgettext_lazy("decision", "Return with reasons")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_(
            "Needed for a return. Approvals do not outweigh it: it stands until you approve after all, or a second "
            "person returns it too and it goes back to be mended. Where one person decides, it goes back at once."
        ),
    )  # fmt: skip


class DeliverableForm(forms.Form):
    """Saying that a deliverable is done."""

    address = forms.URLField(
        label=_("Address of the evidence"), required=False, assume_scheme="https",
        help_text=_("A page here or elsewhere on which one can see it."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class AxisForm(LocalForm):
    """An axis of segments."""

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))
    kind = forms.ChoiceField(label=_("What it tells of customers"), choices=AxisKind.choices)
    position = forms.IntegerField(label=_("Order"), min_value=0, initial=0)


class SegmentForm(LocalForm):
    """A segment of an axis."""

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))
    position = forms.IntegerField(label=_("Order"), min_value=0, initial=0)
