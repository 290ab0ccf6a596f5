"""What is said of a measured row that cannot be taken, on pages and by the API."""

from django.utils.translation import gettext_lazy as _

from touchpoints.measures import Refusal

REFUSALS = {
    Refusal.DAY: _("The day lies in the future or before 1990."),
    Refusal.UNIT: _("There is no unit of this code."),
    Refusal.NEGATIVE: _("The value is negative."),
    Refusal.TOO_LARGE: _("The value is larger than this measure allows."),
    Refusal.NOT_WHOLE: _("A count is a whole number."),
    Refusal.NOT_YES_NO: _("Kept is 1, not kept is 0."),
    Refusal.CASES: _("The number of cases is a whole number from 1 on."),
}
