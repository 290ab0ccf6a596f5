"""Forms of changes: writing one, and bringing it into another state."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from brandpromise.forms.carriers import PillarChoices
from brandpromise.models import Pillar
from brandpromise.queries import offered_pillars
from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from programs.forms import DayInput, MemberChoice, MembersChoice
from programs.models import Engagement, Segment
from touchpoints.changing.states import Domain, Sort
from touchpoints.forms.choices import InitiativeChoices, SegmentChoice, TouchpointChoices
from touchpoints.models import Initiative, Touchpoint


class InitiativeForm(LocalForm):
    """What a change is, who owns it, what it costs and is assumed to bring."""

    name = LocalTextFormField(label=_("Name"))
    domain = forms.ChoiceField(label=_("What it changes"), choices=Domain.choices)
    description = LocalTextFormField(label=_("What will be different"), rows=3, required=False)
    touchpoints = TouchpointChoices(
        queryset=Touchpoint.objects.none(), label=_("Touchpoints"), required=False,
        help_text=_("Where customers will notice it; its result is measured there."),
    )  # fmt: skip
    pillars = PillarChoices(queryset=Pillar.objects.none(), label=_("Pillars of the promise"), required=False)
    owner = MemberChoice(
        queryset=Membership.objects.none(), label=_("Who answers for it"), required=False, empty_label=_("nobody"),
        help_text=_("One person; needed before it is planned."),
    )  # fmt: skip
    joint_owners = MembersChoice(
        queryset=Membership.objects.none(), label=_("Who owns it too"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("People of other departments without whom it does not work."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Due"), widget=DayInput, required=False)
    waits_for = InitiativeChoices(
        queryset=Initiative.objects.none(), label=_("Goes live only after"), required=False,
        help_text=_("Work on it may begin before; it is not set live before all of these are."),
    )  # fmt: skip
    cost = forms.DecimalField(label=_("Cost"), max_digits=14, decimal_places=2, min_value=0, required=False)
    cost_unit = forms.CharField(
        label=_("Unit of the cost"), max_length=20, required=False, help_text=_("A currency, or days of work.")
    )
    benefit = LocalTextFormField(label=_("What it is assumed to bring"), rows=2, required=False)
    benefit_value = forms.DecimalField(label=_("As a number"), max_digits=14, decimal_places=2, required=False)
    benefit_unit = forms.CharField(
        label=_("Unit of the number"), max_length=60, required=False,
        help_text=_("What of: points of satisfaction, % of passengers, minutes a case, money in a year."),
    )  # fmt: skip
    sort = forms.ChoiceField(
        label=_("Sort"), choices=Sort.choices, initial=Sort.ORDINARY, widget=forms.RadioSelect,
        help_text=_("Technology and loyalty programmes are a means: the next three answers are needed for a plan."),
    )  # fmt: skip
    segment = SegmentChoice(queryset=Segment.objects.none(), label=_("Whose need"), required=False, empty_label="–")
    need = LocalTextFormField(label=_("Which need of theirs it serves"), rows=2, required=False)
    gain = LocalTextFormField(label=_("What the customer gains"), rows=2, required=False)
    revision = RevisionField(required=False)

    def __init__(
        self, *args: Any, engagement: Engagement, members: QuerySet[Membership], touchpoints: QuerySet[Touchpoint],
        initiative: Initiative | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        others = Initiative.objects.filter(engagement=engagement)
        self.fields["touchpoints"].queryset = touchpoints
        self.fields["pillars"].queryset = offered_pillars()
        self.fields["owner"].queryset = self.fields["joint_owners"].queryset = members
        self.fields["waits_for"].queryset = others.exclude(pk=initiative.pk) if initiative else others
        self.fields["segment"].queryset = Segment.objects.filter(archived_at=None).select_related("axis")

    def clean(self) -> dict[str, Any]:
        """A number says nothing without its unit."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, unit in (("cost", "cost_unit"), ("benefit_value", "benefit_unit")):
            if cleaned.get(name) is not None and not cleaned.get(unit) and unit not in self.errors:
                self.add_error(unit, _("Say in which unit the number is."))
        return cleaned


class MoveForm(forms.Form):
    """Bringing a change into another state, with what that state asks for."""

    to = forms.CharField(widget=forms.HiddenInput)
    live_on = forms.DateField(label=_("Live since"), widget=DayInput, required=False)
    words = forms.CharField(
        label=_("What shows that it is live"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )
    address = forms.URLField(label=_("Address of the evidence"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File of the evidence"), required=False)
    ending = forms.CharField(
        label=_("What came of it, or why it is stopped"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        max_length=2000,
    )  # fmt: skip

    ASKED = {"live": ("live_on", "words", "address", "file"), "done": ("ending",), "stopped": ("ending",)}

    def __init__(self, *args: Any, to: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = to
        for name in set(self.fields) - {"to", *self.ASKED.get(to, ())}:
            del self.fields[name]
        for name in {"live_on", "words", "ending"} & set(self.fields):
            self.fields[name].required = True
