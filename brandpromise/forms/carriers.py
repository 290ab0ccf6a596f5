"""Forms of what carries the promise, and of the claims it makes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from brandpromise.models import Carrier, CarrierKind, CarrierMode, Pillar
from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import code_validator
from programs.forms import DayInput


class PillarChoice(forms.ModelChoiceField):
    """One of the promise's pillars, by what the newest promise calls it."""

    def label_from_instance(self, obj: Pillar) -> str:
        return obj.name


class PillarChoices(forms.ModelMultipleChoiceField):
    """Some of the promise's pillars."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Pillar) -> str:
        return obj.name


class CarrierChoice(forms.ModelChoiceField):
    """One of the carriers, by its name."""

    def label_from_instance(self, obj: Carrier) -> str:
        return local(obj.name) or obj.code


class _Coded(LocalForm):
    """A thing with a code that is given once and a revision that later editors open."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _; it stays for ever."),
    )  # fmt: skip
    revision = RevisionField()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["revision" if is_new else "code"]


class CarrierForm(_Coded):
    """What brings the promise to customers, when, and what shows it."""

    name = LocalTextFormField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CarrierKind.choices)
    mode = forms.ChoiceField(
        label=_("How it promises"), choices=CarrierMode.choices, initial=CarrierMode.VERBAL, widget=forms.RadioSelect,
        help_text=_("A price, a uniform or a hall promises without a word."),
    )  # fmt: skip
    promises = LocalTextFormField(
        label=_("What customers take from it"), rows=2, required=False,
        help_text=_("In their words: what they expect after they have seen or heard it."),
    )  # fmt: skip
    where = LocalTextFormField(label=_("Where they meet it"), required=False)
    pillars = PillarChoices(queryset=Pillar.objects.none(), label=_("Pillars it speaks of"), required=False)
    from_day = forms.DateField(label=_("First day"), widget=DayInput, required=False)
    until_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: customers still meet it.")
    )
    address = forms.URLField(
        label=_("Address of the evidence"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Where it can be seen, such as the page or the film."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File of the evidence"), required=False,
        help_text=_("A picture, PDF or slides, up to 20 MB. A new file replaces the one shown."),
    )  # fmt: skip
    field_order = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillars"].queryset = Pillar.objects.prefetch_related("texts")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("from_day"), cleaned.get("until_day")
        if first and last and last < first:
            raise ValidationError({"until_day": _("The last day lies before the first one.")})
        return cleaned


class ClaimForm(_Coded):
    """A slogan and what of it can be checked."""

    slogan = LocalTextFormField(label=_("What we say"), help_text=_("The words as customers meet them."))
    checkable = LocalTextFormField(
        label=_("What can be checked"), rows=2,
        help_text=_("The same as a sentence that is true or not: who, what, within which time, how often."),
    )  # fmt: skip
    carrier = CarrierChoice(
        queryset=Carrier.objects.none(), label=_("Carrier"), required=False, empty_label=_("none")
    )  # fmt: skip
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar of the promise"), required=False, empty_label=_("none")
    )
    field_order = ("code", "slogan", "checkable")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = Carrier.objects.filter(archived_at=None)
        self.fields["pillar"].queryset = Pillar.objects.prefetch_related("texts")
