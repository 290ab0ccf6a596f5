"""Forms about members: invite somebody, change a membership."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.choices import language_names, role_choices, unit_choices
from accounts.roles import Role
from accounts.services.members import CONSULTANT_DAYS, default_end
from organisations.models import Unit

REFUSALS = {
    "no_roles": _("Choose at least one role."),
    "unknown_role": _("There is no such role."),
    "end_date": _("A consultant's membership needs a last day."),
    "past_end": _("The last day lies in the past. To close the door at once, end the membership."),
    "member": _("Somebody with this address is a member already."),
    "last_admin": _("The organisation would be left without an administrator: make somebody else one first."),
    "own_roles": _("Nobody gives roles to themselves: ask another administrator."),
}


def day_input() -> forms.DateInput:
    """A day as browsers pick it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MembershipForm(forms.Form):
    """Roles, unit and last day."""

    roles = forms.MultipleChoiceField(label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple)
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, help_text=_("Frontline employees and team managers see this unit and below.")
    )
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=day_input())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        needed = _("Consultants need one; left empty, they get %(days)s days.")
        self.fields["ends_on"].help_text = needed % {"days": CONSULTANT_DAYS}
        self.fields["unit"].choices = unit_choices(empty="–")  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit | None:
        chosen = self.cleaned_data["unit"]
        return Unit.objects.get(pk=chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("ends_on") and Role.CONSULTANT in values.get("roles", ()):
            values["ends_on"] = default_end(values["roles"], self.today)
        if values.get("ends_on") and values["ends_on"] < self.today:
            self.add_error("ends_on", REFUSALS["past_end"])
        return values


class InviteForm(MembershipForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_names, help_text=_("The mail is written in it."))

    field_order = ("email", "name", "language", "roles", "unit", "ends_on")
