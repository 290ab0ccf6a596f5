"""The form of a new API key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import SCOPES

SCOPE_WORDS = {
    "nps:read": _("figures, through the gate of small groups"),
    "responses:read": _("single answers without identity"),
    "responses:write": _("send answers"),
    "comments:read": _("comments, masked"),
    "identity:read": _("who answered, where the organisation allows it"),
    "scripts:read": _("scripts and the brand promise"),
    "programme:read": _("engagements, cycles, phases, journeys, touchpoints, surveys, findings, changes"),
    "training:read": _("coverage of trainings"),
    "people:write": _("the employees' roster"),
    "audit:read": _("the activity trail"),
    "measures:write": _("send what was measured of service standards"),
}
LIVES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")), ("", _("no end")))


def scope_choices() -> list[tuple[str, str]]:
    """Every scope with what it opens."""
    return [(scope, f"{scope} – {SCOPE_WORDS[scope]}") for scope in SCOPES]


class KeyForm(forms.Form):
    """Name, scopes and end of a key."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Who uses it: “Power BI, sales”."))
    scopes = forms.MultipleChoiceField(label=_("Scopes"), choices=scope_choices, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("Works for"), choices=LIVES, coerce=int, empty_value=None, required=False, initial="90"
    )
