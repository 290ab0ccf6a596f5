"""The form of one count by hand."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.models import Channel
from touchpoints.forms.choices import NamedChoice
from touchpoints.models import Touchpoint
from touchpoints.refusals import VOLUME_REFUSALS
from touchpoints.volumes.rows import LARGEST, LONGEST_WORDS, Volume, VolumeRefusal, period_of


class VolumeForm(forms.Form):
    """How many customers came by a channel in a month or week."""

    channel = NamedChoice(queryset=Channel.objects.none(), to_field_name="code", label=_("Channel"), empty_label=None)
    period = forms.CharField(label=_("Month or week"), max_length=8, help_text=_("2026-05 or 2026-w20"))
    count = forms.IntegerField(label=_("How many customers"), min_value=0, max_value=LARGEST)
    counted_by = forms.CharField(
        label=_("Where the count comes from"), max_length=LONGEST_WORDS, help_text=_("For example: the till's report.")
    )

    def __init__(self, *args: Any, channels: QuerySet[Channel], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels
        self.today = today

    def clean_period(self) -> Any:
        """The month or week."""
        found = period_of(self.cleaned_data["period"], today=self.today)
        if found is None:
            raise forms.ValidationError(VOLUME_REFUSALS[VolumeRefusal.PERIOD])
        return found

    def counted(self, touchpoint: Touchpoint) -> Volume:
        """What was typed."""
        typed = self.cleaned_data
        period = typed["period"]
        return Volume(
            touchpoint=touchpoint.code, channel=typed["channel"].code, period=str(period.grain),
            starts_on=period.start, count=typed["count"], counted_by=typed["counted_by"],
        )  # fmt: skip
