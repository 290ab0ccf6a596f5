"""What is said of a measured or counted row that cannot be taken, on pages and by the API."""

from django.utils.translation import gettext_lazy as _

from touchpoints.fider import FiderRefusal
from touchpoints.measures import Refusal
from touchpoints.volumes.rows import VolumeRefusal

REFUSALS = {
    Refusal.DAY: _("The day lies in the future or before 1990."),
    Refusal.UNIT: _("There is no unit of this code."),
    Refusal.NEGATIVE: _("The value is negative."),
    Refusal.TOO_LARGE: _("The value is larger than this measure allows."),
    Refusal.NOT_WHOLE: _("A count is a whole number."),
    Refusal.NOT_YES_NO: _("Kept is 1, not kept is 0."),
    Refusal.CASES: _("The number of cases is a whole number from 1 on."),
}

VOLUME_REFUSALS = {
    VolumeRefusal.UNREADABLE: _("The line cannot be read: its quotes are broken."),
    VolumeRefusal.TOUCHPOINT: _("There is no touchpoint of this code, or it is not your own."),
    VolumeRefusal.CHANNEL: _("There is no channel of this code."),
    VolumeRefusal.PERIOD: _("Write a month as 2026-05, a week as 2026-w20."),
    VolumeRefusal.FUTURE: _("The period is not over yet."),
    VolumeRefusal.COUNT: _("The count is a whole number from 0 on."),
    VolumeRefusal.WORDS: _("Say where the count comes from, in 200 characters at most."),
    VolumeRefusal.TWICE: _("Touchpoint, channel and period stand on another line too."),
}

FIDER_REFUSALS = {
    FiderRefusal.UNREADABLE: VOLUME_REFUSALS[VolumeRefusal.UNREADABLE],
    FiderRefusal.NUMBER: _("The number is no whole number from 1 on."),
    FiderRefusal.TITLE: _("The title is missing."),
    FiderRefusal.LONG: _("The title has more than 160 characters, or a text more than 20,000."),
    FiderRefusal.MOMENT: _("The moment of the proposal cannot be read, or lies in the future."),
    FiderRefusal.COUNT: _("Votes or comments are no whole number."),
    FiderRefusal.TWICE: _("The number stands on an earlier line."),
}
