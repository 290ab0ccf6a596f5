"""Forms of accountability: giving a part, and handing over what somebody holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from accounts.viewer import Viewer
from touchpoints.answering.holdings import Held, holding_kinds
from touchpoints.answering.words import Part
from touchpoints.queries.holders import HolderRow, UnknownHolder, by_number, choices, holder_row


class PartForm(forms.Form):
    """Who gets which part: somebody by name, or a person of the roster by number."""

    part = forms.ChoiceField(label=pgettext_lazy("RACI", "Part"))
    who = forms.ChoiceField(label=_("Who"), required=False)
    number = forms.CharField(
        label=_("Or somebody of the roster, by employee number"), required=False, max_length=50,
        help_text=_("For people who do not sign in here."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, today: date, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.today = viewer, today
        self.holder: HolderRow | None = None
        self.fields["part"].choices = [(part.value, f"{part.letter} · {part.label}") for part in parts]
        groups = [(kind.label, offered) for kind, offered in choices(viewer=viewer, today=today) if offered]
        self.fields["who"].choices = [("", "–"), *groups]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        who, number = typed.get("who", ""), typed.get("number", "").strip()
        if bool(who) == bool(number):
            raise forms.ValidationError(_("Choose somebody, or give an employee number."), code="who")
        try:
            self.holder = (
                by_number(number=number, viewer=self.viewer, today=self.today)
                if number
                else holder_row(key=who, viewer=self.viewer)
            )
        except UnknownHolder:
            self.add_error("number" if number else "who", _("Nobody here has this number."))
        return typed


OPEN = "open"


class HandOverForm(forms.Form):
    """A successor for everything, others for single things, and a note."""

    everything = forms.ChoiceField(label=_("Everything goes to"), required=False)
    note = forms.CharField(
        label=_("Note to the successors"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is under way, whom to ask, where the papers lie."),
    )  # fmt: skip

    def __init__(self, *args: Any, held: Sequence[Held], members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.public_id): one for one in members}
        self.held = [one for one in held if not one.waits]
        people = [(key, member.user.name) for key, member in self.members.items()]
        self.fields["everything"].choices = [("", _("nobody yet")), *people]
        single = [("", pgettext_lazy("successor", "as above")), (OPEN, _("leave it open")), *people]
        for one in self.held:
            self.fields[one.field] = forms.ChoiceField(label=_("Successor"), required=False, choices=single)

    def successors(self) -> Mapping[str, Membership]:
        """Who takes over what, by the field of each thing; what stays open is not in it."""
        whole = self.cleaned_data["everything"]
        chosen = {one.field: self.cleaned_data[one.field] or whole for one in self.held}
        return {field: self.members[key] for field, key in chosen.items() if key in self.members}

    def groups(self) -> list[tuple[str, list[tuple[Held, Any]]]]:
        """The things by kind, each with its field."""
        found = []
        for kind in holding_kinds():
            rows = [(one, self[one.field]) for one in self.held if one.kind == kind.kind]
            if rows:
                found.append((str(kind.label), rows))
        return found
