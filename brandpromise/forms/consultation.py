"""Forms of a round: opening it, answering it on a phone in a minute, and telling what became of a remark."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brandpromise.models import PillarText
from lib.forms import LocalForm, LocalTextFormField
from programs.forms import DayInput

LONGEST_REMARK = 2000


class ConsultationForm(LocalForm):
    """What is asked, and until when."""

    question = LocalTextFormField(
        label=_("Question"), rows=2, required=False,
        help_text=_(
            "Empty: “What matters most to our customers?” Ask in every language your people read; where one is missing "
            "they see another."
        ),
    )  # fmt: skip
    closes_on = forms.DateField(label=_("Last day for answers"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over."))
        return day


class OpinionForm(forms.Form):
    """A place for each pillar, a word on each, a word on the whole."""

    def __init__(self, *args: Any, pillars: Sequence[PillarText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pillars = list(pillars)
        places = [(str(place), str(place)) for place in range(1, len(self.pillars) + 1)]
        for text in self.pillars:
            self.fields[f"place_{text.pillar_id}"] = forms.ChoiceField(
                label=_("Place"), choices=places, required=False, widget=forms.RadioSelect
            )
            self.fields[f"remark_{text.pillar_id}"] = _words(_("Your words on it"))
        self.fields["remark"] = _words(_("Anything else about the promise?"))
        self.fields["is_named"] = forms.BooleanField(
            label=_("My name may stand beside my words"), required=False, initial=True
        )

    @property
    def rows(self) -> list[tuple[PillarText, forms.BoundField, forms.BoundField]]:
        """Every pillar with its two fields."""
        return [(text, self[f"place_{text.pillar_id}"], self[f"remark_{text.pillar_id}"]) for text in self.pillars]

    @property
    def places(self) -> dict[int, int]:
        """The pillars in the order chosen, as 1, 2, 3 …; gaps between the numbers close."""
        chosen = sorted(self._chosen(), key=lambda pair: pair[1])
        return {pillar: place for place, (pillar, _number) in enumerate(chosen, start=1)}

    @property
    def remarks(self) -> dict[int | None, str]:
        """The words, by pillar; None for the whole."""
        said: dict[int | None, str] = {
            text.pillar_id: self.cleaned_data.get(f"remark_{text.pillar_id}", "") for text in self.pillars
        }
        return said | {None: self.cleaned_data.get("remark", "")}

    def _chosen(self) -> list[tuple[int, int]]:
        numbers = ((text.pillar_id, self.cleaned_data.get(f"place_{text.pillar_id}")) for text in self.pillars)
        return [(pillar, int(number)) for pillar, number in numbers if number]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        numbers = [number for _pillar, number in self._chosen()]
        if len(set(numbers)) < len(numbers):
            raise forms.ValidationError(_("Two pillars have the same place. Give each another one."))
        if not numbers and not any(text.strip() for text in self.remarks.values()):
            raise forms.ValidationError(_("Give the pillars their places, or write a word."))
        return cleaned


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemarkAnswerForm(forms.Form):
    """What became of a remark; two buttons say whether it was taken up."""

    verdict = forms.ChoiceField(
        choices=[
            ("taken_up", pgettext_lazy("remark", "taken up")), ("not_taken_up", pgettext_lazy("remark", "not taken up"))
        ]
    )  # fmt: skip
    answer = forms.CharField(label=_("What became of it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
