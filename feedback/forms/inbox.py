"""The filters of the answers' inbox, read from the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from feedback.forms.surveys import LocalChoice, day_input
from feedback.models import Source, Survey
from feedback.queries.answers import InboxFilter
from lib.forms import AskedDay
from organisations.models import Channel, Unit
from organisations.queries import subtree_ids
from touchpoints.models import Touchpoint

# The classes of recommendation, alike on both scales.
GROUPS: dict[str, tuple[int, ...]] = {"promoters": (9, 10), "passives": (7, 8), "detractors": tuple(range(7))}


class InboxForm(forms.Form):
    """Everything is optional; what cannot be read is said and left out."""

    q = forms.CharField(label=gettext_lazy("Words in the comment"), required=False, max_length=100)
    group = forms.ChoiceField(
        label=gettext_lazy("Recommendation"),
        required=False,
        choices=[
            ("", pgettext_lazy("answers", "all")),
            ("promoters", gettext_lazy("promoters")),
            ("passives", gettext_lazy("passives")),
            ("detractors", gettext_lazy("detractors")),
        ],
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), required=False, choices=[("", pgettext_lazy("answers", "all")), *Source.choices]
    )
    first = AskedDay(label=gettext_lazy("From"), required=False, widget=day_input())
    last = AskedDay(label=gettext_lazy("To"), required=False, widget=day_input())
    words = forms.BooleanField(label=gettext_lazy("With words only"), required=False)
    left_out = forms.BooleanField(label=gettext_lazy("Left out of the figures only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {
            "survey": (Survey.objects.order_by("-pk"), _("Survey")),
            "touchpoint": (Touchpoint.objects.all(), _("Touchpoint")),
            "unit": (Unit.objects.all(), _("Unit")),
            "channel": (Channel.objects.all(), _("Channel")),
        }
        for name, (rows, label) in places.items():
            everything = pgettext("answers", "all")
            self.fields[name] = LocalChoice(
                rows, label=label, required=False, to_field_name="code", empty_label=everything,
                error_messages={"invalid_choice": _("There is no “%(value)s” to choose here: all are shown.")},
            )  # fmt: skip
        self.order_fields(["survey", "touchpoint", "unit", "group", "first", "last", "q", "channel", "source"])

    @property
    def wanted(self) -> InboxFilter:
        """What the address asks for."""
        self.is_valid()
        found = self.cleaned_data
        unit, touchpoint, channel = found.get("unit"), found.get("touchpoint"), found.get("channel")
        return InboxFilter(
            survey=found.get("survey"),
            touchpoint_id=touchpoint.pk if touchpoint else None,
            unit_ids=subtree_ids(unit.pk) if unit else None,
            channel_id=channel.pk if channel else None,
            source=found.get("source") or "",
            first=found.get("first"),
            last=found.get("last"),
            value_in=GROUPS.get(found.get("group") or "", ()),
            only_words=bool(found.get("words")),
            counted=False if found.get("left_out") else None,
            words=(found.get("q") or "").replace("\x00", ""),
        )
