"""Forms of a launch: lines of the checklist, the product's quality, messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brandpromise.forms.carriers import PillarChoice
from brandpromise.models import Pillar
from brandpromise.queries import offered_pillars
from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import Channel
from programs import evidence
from programs.forms import DayInput
from programs.models import Engagement, Segment
from touchpoints.changing.launching import Level, PointKind, Quality
from touchpoints.forms.choices import InitiativeChoice, NamedChoice, SegmentChoice
from touchpoints.models import Initiative, Touchpoint


class PointForm(LocalForm):
    """A line of the checklist: what it asks for, and whether the launch waits for it."""

    kind = forms.ChoiceField(label=_("What it asks for"), choices=PointKind.choices)
    level = forms.ChoiceField(
        label=_("Must or should"), choices=Level.choices, initial=Level.MUST, widget=forms.RadioSelect
    )
    initiative = InitiativeChoice(
        queryset=Initiative.objects.none(), label=_("Change"), required=False, empty_label="–"
    )
    touchpoint = NamedChoice(
        queryset=Touchpoint.objects.none(), label=_("Touchpoint"), required=False, empty_label="–",
        help_text=_("For a desired experience or a script."),
    )  # fmt: skip
    evidence_name = forms.ChoiceField(label=_("Training"), required=False)
    title = LocalTextFormField(
        label=_("In words"), required=False, help_text=_("Needed for something else; otherwise its own name is shown.")
    )
    reason = forms.CharField(
        label=_("Why it need not be there any more"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where a must becomes a should or asks for something else; it stays on the page."),
    )  # fmt: skip

    def __init__(self, *args: Any, engagement: Engagement, was_must: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not was_must:
            del self.fields["reason"]
        self.fields["initiative"].queryset = Initiative.objects.filter(engagement=engagement)
        self.fields["touchpoint"].queryset = Touchpoint.objects.filter(archived_at=None)
        self.fields["evidence_name"].choices = [
            ("", "–"),
            *((name, local(title)) for name, title in evidence.offered()),
        ]


class TickForm(forms.Form):
    """Saying that a line of one's own is there."""

    words = forms.CharField(label=_("What shows it"), max_length=1000)


class QualityForm(forms.Form):
    """Does the product or service itself work at these touchpoints?"""

    quality = forms.ChoiceField(label=_("Answer"), choices=Quality.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("How this is known"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("A test, a figure, a complaint that stopped: what anybody could check."),
    )  # fmt: skip
    address = forms.URLField(label=_("Address of the evidence"), required=False, max_length=500, assume_scheme="https")


class MessageForm(LocalForm):
    """What customers are told: to whom, by which channel, when, and what it promises."""

    text = LocalTextFormField(label=_("What customers read or hear"), rows=4)
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar it promises"), required=False, empty_label=_("none")
    )
    segment = SegmentChoice(
        queryset=Segment.objects.none(), label=_("Audience"), required=False, empty_label=_("all customers")
    )
    channel = NamedChoice(queryset=Channel.objects.none(), label=_("Channel"), required=False, empty_label=_("any"))
    day = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].queryset = offered_pillars()
        self.fields["segment"].queryset = Segment.objects.filter(archived_at=None).select_related("axis")
        self.fields["channel"].queryset = Channel.objects.filter(archived_at=None)
