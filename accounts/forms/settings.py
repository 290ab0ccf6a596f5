"""Forms of the organisation: its settings, units and channels."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.choices import ZoneField, language_names, unit_choices
from accounts.models import JobRole
from accounts.roles import OPTIONAL_GRANTS
from lib.forms import LocalTextFormField
from organisations.models import Channel, Organisation, Unit, UnitKind, code_validator
from organisations.queries import subtree_ids

OPTION_WORDS = {
    "committee_row_export": _("Committee members may export single answers (without identity)"),
    "admin_reads_comments": _("Administrators may read comments (masked)"),
}


class SettingsForm(forms.ModelForm):
    """What an administrator sets for the whole organisation."""

    time_zone = ZoneField(
        label=_("Time zone"),
        help_text=_("Days begin by this clock. Another zone moves answers between days; figures are counted anew."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=language_names, widget=forms.CheckboxSelectMultiple,
        help_text=_("Scripts, the promise and questions are kept in these."),
    )  # fmt: skip
    first_language = forms.ChoiceField(label=_("Own language"), choices=language_names)
    options = forms.MultipleChoiceField(
        label=_("Rights switched on"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(name, OPTION_WORDS.get(name, name)) for name in OPTIONAL_GRANTS],
        help_text=_("Off by default; every change and every use enters the activity trail."),
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "name", "time_zone", "accent", "slide_font", "customer_noun", "minimum_customers", "minimum_employees",
        ]  # fmt: skip
        widgets: ClassVar = {"accent": forms.TextInput(attrs={"type": "color"})}
        help_texts: ClassVar = {
            "slide_font": _("A font that your machines have, such as Lato; empty for a common one."),
            "customer_noun": _("Passengers, guests, patients …"),
            "minimum_customers": _("Smaller groups are hidden from whoever may not open single answers. Raise only."),
            "minimum_employees": _("Figures about employees show from this size on. Raise only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = self.instance.language_codes
        on = [name for name, is_on in self.instance.options.items() if is_on]
        self.initial.update({"languages": codes, "first_language": codes[0], "options": on})
        self._minimums = {name: getattr(self.instance, name) for name in ("minimum_customers", "minimum_employees")}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, before in self._minimums.items():
            if values.get(name) is not None and values[name] < before:
                self.add_error(name, _("This can only be raised; it is %(before)s now.") % {"before": before})
        languages, first = values.get("languages") or [], values.get("first_language")
        if languages and first not in languages:
            self.add_error("first_language", _("The own language must be among the languages."))
        return values

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them."""
        cleaned = self.cleaned_data
        first = cleaned["first_language"]
        kept = {name: cleaned[name] for name in self.Meta.fields}
        kept["languages"] = [first, *(code for code in cleaned["languages"] if code != first)]
        kept["options"] = {name: name in cleaned["options"] for name in OPTIONAL_GRANTS}
        return kept


class UnitForm(forms.Form):
    """A unit's name, kind and place in the tree; the code is given once."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ChoiceField(label=_("Lies below"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit:
            kwargs["initial"] = {"name": unit.name, "kind": unit.kind, "parent": unit.parent_id}
        super().__init__(*args, **kwargs)
        self.fields["name"] = LocalTextFormField(label=_("Name"), languages=organisation.language_codes)
        own = subtree_ids(unit.pk) if unit else frozenset()
        top = str(_("nothing: it stands at the top"))
        choices = [(value, label) for value, label in unit_choices(empty=top) if not value or int(value) not in own]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]
        if unit:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Unit.objects.filter(code=code).exists():
            raise ValidationError(_("This code is or was in use."), code="taken")
        return code

    def clean_parent(self) -> Unit | None:
        chosen = self.cleaned_data["parent"]
        return Unit.objects.get(pk=chosen) if chosen else None


class CodedForm(forms.Form):
    """The name of something that has a code; the code is given once."""

    model: ClassVar[type[Channel | JobRole]]

    code = forms.CharField(label=_("Code"), max_length=50, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"))

    def __init__(
        self, *args: Any, organisation: Organisation, row: Channel | JobRole | None = None, **kwargs: Any
    ) -> None:
        if row:
            kwargs["initial"] = {"name": row.name}
        super().__init__(*args, **kwargs)
        self.fields["name"] = LocalTextFormField(label=_("Name"), languages=organisation.language_codes)
        if row:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.model.objects.filter(code=code).exists():
            raise ValidationError(_("This code is or was in use."), code="taken")
        return code


class ChannelForm(CodedForm):
    """A channel's name."""

    model = Channel


class JobRoleForm(CodedForm):
    """A job's name; roster files name it by its code."""

    model = JobRole
