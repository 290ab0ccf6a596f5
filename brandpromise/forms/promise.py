"""Forms of a version: its words, pillars, value drivers, and its way to the vote."""

from collections.abc import Collection, Sequence
from itertools import chain, count
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import LocalText, local
from lib.texts import fold
from organisations.models import code_validator

MOST_PARTS = 12


class PromiseForm(LocalForm):
    """The promise in words."""

    text = LocalTextFormField(
        label=_("Promise"), rows=3, help_text=_("What a customer may expect at every touchpoint.")
    )
    audience = LocalTextFormField(label=_("For whom"), rows=2, required=False)
    proof = LocalTextFormField(label=_("Why it can be believed"), rows=2, required=False)
    what_changed = LocalTextFormField(label=_("What changed and why"), rows=2, required=False)
    revision = RevisionField()


class PartForm(LocalForm):
    """One of several parts: left out where nothing is written in it; never dropped because of one empty box."""

    def clean(self) -> None:
        """Written without a name it is refused: a reader would meet a part that is called nothing."""
        super().clean()
        if self.is_written and not self.errors and not self.cleaned_data["name"]:
            self.add_error("name", gettext("Name it, or choose to leave it out."))

    @property
    def is_written(self) -> bool:
        """Whether any of its boxes holds a word, and nobody chose to leave it out."""
        row = getattr(self, "cleaned_data", {})
        return not row.get("DELETE") and any(row.get(name) for name in self.fields)


class PillarForm(PartForm):
    """One pillar. Its code is made from its name where none is written."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator], required=False,
        help_text=_("Small letters, digits, - and _. Left empty, it is made from the name."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"), required=False)
    meaning = LocalTextFormField(label=_("What it means"), rows=2, required=False)
    proof = LocalTextFormField(label=_("What proves it"), rows=2, required=False)


class DriverForm(PartForm):
    """One value driver."""

    name = LocalTextFormField(
        label=_("Value driver"), required=False,
        help_text=_("What the promise brings the company, such as fewer calls or guests who return."),
    )  # fmt: skip
    goal = LocalTextFormField(label=_("Goal of the strategy it serves"), required=False)
    how = LocalTextFormField(label=_("How keeping the promise serves it"), rows=2, required=False)
    pillar = forms.ChoiceField(label=_("Pillar it rests on"), required=False)

    def __init__(self, *args: Any, pillars: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].choices = [("", _("the promise as a whole")), *pillars]


class PartsBase(forms.BaseFormSet):
    """Parts of which each may be left out."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave it out")

    @property
    def written(self) -> list[dict[str, Any]]:
        """What is written, part by part, without those left out."""
        return [one.cleaned_data for one in self.forms if one.is_written]


class PillarsBase(PartsBase):
    """The pillars, each with a code of its own."""

    def clean(self) -> None:
        """A pillar without a code keeps the one it had; a new one gets one made from its name."""
        taken: set[str] = {row.get("code", "") for row in self.written}
        for one in self.forms:
            if one.is_written and not one.errors and not one.cleaned_data["code"]:
                made = one.initial.get("code") or free_code(one.cleaned_data["name"], taken)
                one.cleaned_data["code"] = made
                taken.add(made)


def free_code(name: LocalText, taken: Collection[str]) -> str:
    """A code made from a name, by itself or with the first number that is free."""
    base = slugify(fold(local(name, "en")))[:40].strip("-_") or "pillar"
    numbered = (f"{base}-{number}" for number in count(2))
    return next(code for code in chain([base], numbered) if code not in taken)


PillarFormSet = forms.formset_factory(
    PillarForm, formset=PillarsBase, extra=1, max_num=MOST_PARTS, can_delete=True
)  # fmt: skip
DriverFormSet = forms.formset_factory(DriverForm, formset=PartsBase, extra=1, max_num=MOST_PARTS, can_delete=True)


class ProposeForm(forms.Form):
    """Putting a draft to the vote; with a reason where not everybody was heard or asked."""

    despite = forms.CharField(
        label=_("Why it is proposed all the same"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept with the proposal for those who decide."),
    )  # fmt: skip
