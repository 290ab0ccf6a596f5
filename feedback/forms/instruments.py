"""Forms of questionnaires, questions and scales."""

import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandpromise.forms.carriers import PillarChoice
from brandpromise.models import Pillar
from feedback.answers.plan import CHOICE_KINDS
from feedback.forms.surveys import LocalChoice, day_input
from feedback.models import SCALED_TYPES, Aspect, Direction, Feeds, Instrument, Question, QuestionType, Scale
from lib.forms import LocalTextFormField
from lib.local_text import LocalText
from organisations.models import Organisation, code_validator
from touchpoints.models import Attribute, Touchpoint


class InstrumentForm(forms.Form):
    """A new questionnaire."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=50,
        validators=[code_validator],
        help_text=gettext_lazy("For programs and files; it never changes."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = LocalTextFormField(label=_("Name"), languages=organisation.language_codes)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Instrument.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another questionnaire has this code."))
        return code


class QuestionWordsForm(forms.Form):
    """What may change about a question for ever: its words, its place, what it feeds."""

    def __init__(self, *args: Any, organisation: Organisation, question: Question | None = None, **kwargs: Any) -> None:
        if question:
            names = ("text", "help", "label", "touchpoint", "attribute", "pillar", "aspect", "feeds")
            kwargs.setdefault("initial", {name: getattr(question, name) for name in names})
        super().__init__(*args, **kwargs)
        languages = organisation.language_codes
        self.fields["text"] = LocalTextFormField(label=_("Question"), languages=languages, rows=2)
        self.fields["help"] = LocalTextFormField(label=_("Explanation"), languages=languages, required=False)
        self.fields["label"] = LocalTextFormField(label=_("Short name in tables"), languages=languages, required=False)
        self.fields["touchpoint"] = LocalChoice(
            Touchpoint.objects.filter(archived_at=None), label=_("Touchpoint"), required=False
        )
        self.fields["attribute"] = LocalChoice(Attribute.objects.all(), label=_("Attribute"), required=False)
        self.fields["pillar"] = PillarChoice(
            queryset=Pillar.objects.prefetch_related("texts"), label=_("Pillar of the promise"), required=False
        )
        self.fields["aspect"] = forms.ChoiceField(
            label=_("Asks about the pillar"),
            choices=[("", "---------"), *Aspect.choices],
            required=False,
            help_text=_(
                "Both sides of the gap are ratings on one scale, asked of the same person; points of importance are a "
                "number."
            ),
        )
        self.fields["feeds"] = forms.MultipleChoiceField(
            label=_("Indicators it feeds"),
            choices=Feeds.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("pillar")) != bool(cleaned.get("aspect")):
            self.add_error("aspect", _("A pillar and what is asked about it go together."))
        return cleaned


class QuestionForm(QuestionWordsForm):
    """A new question of any type."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=50,
        validators=[code_validator],
        help_text=gettext_lazy("Unique in the questionnaire and never used again, so that waves can be compared."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=QuestionType.choices)
    required = forms.BooleanField(label=gettext_lazy("Needs an answer"), required=False)

    def __init__(self, *args: Any, instrument: Instrument, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, **kwargs)
        self.instrument = instrument
        self.fields["scale"] = LocalChoice(
            Scale.objects.all(),
            label=_("Scale"),
            required=False,
            help_text=_("For ratings and effort; without one, the standard scale of the type."),
        )
        self.fields["options"] = LocalTextFormField(
            label=_("Answers to choose from"),
            languages=organisation.language_codes,
            rows=4,
            required=False,
            help_text=_("For a choice: one answer a line, in the same order in every language."),
        )
        self.fields["feeds"].help_text = _("Without a mark: what the type feeds by itself.")
        self.order_fields(["code", "kind", "text", "scale", "options", "required"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.instrument.questions.filter(code=code).exists():
            raise forms.ValidationError(_("The questionnaire has, or had, a question with this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        cleaned["options"] = options_of(cleaned.get("options") or {}) if kind in CHOICE_KINDS else []
        if kind in CHOICE_KINDS and len(cleaned["options"]) < 2:
            self.add_error("options", _("A choice needs at least two answers."))
        if kind not in SCALED_TYPES:
            cleaned["scale"] = None
        return cleaned


def options_of(lines: LocalText) -> list[tuple[str, dict[str, str]]]:
    """Codes and labels of the answers written one a line in each language; the first language makes the codes."""
    columns = {language: text.splitlines() for language, text in lines.items()}
    longest = max((len(column) for column in columns.values()), default=0)
    found: dict[str, dict[str, str]] = {}
    for place in range(longest):
        label = {language: column[place].strip() for language, column in columns.items() if place < len(column)}
        label = {language: text for language, text in label.items() if text}
        if label:
            found[_free_code(next(iter(label.values())), found)] = label
    return list(found.items())


def _free_code(text: str, taken: dict[str, Any]) -> str:
    base = re.sub(r"[^a-z0-9_-]", "", slugify(text))[:40] or "option"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


class ScalePointerForm(forms.Form):
    """Another scale for a question, from a day on."""

    from_day = forms.DateField(label=gettext_lazy("From the day"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"] = LocalChoice(Scale.objects.all(), label=_("Scale"))
        self.order_fields(["scale", "from_day"])


class OptionForm(forms.Form):
    """One more answer of a choice."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=50, validators=[code_validator])

    def __init__(self, *args: Any, question: Question, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["label"] = LocalTextFormField(label=_("Label"), languages=organisation.language_codes)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.question.options.filter(code=code).exists():
            raise forms.ValidationError(_("The question has, or had, an answer with this code."))
        return code


class ScaleForm(forms.Form):
    """A new scale; it is never changed afterwards."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=50, validators=[code_validator])
    minimum = forms.IntegerField(label=gettext_lazy("Lowest value"), min_value=-10, max_value=100)
    maximum = forms.IntegerField(label=gettext_lazy("Highest value"), min_value=-9, max_value=110)
    low_cut = forms.IntegerField(
        label=gettext_lazy("Highest value of the low class"), required=False, help_text=gettext_lazy("0–10: 6")
    )
    high_cut = forms.IntegerField(
        label=gettext_lazy("Lowest value of the high class"), required=False, help_text=gettext_lazy("0–10: 9")
    )
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = organisation.language_codes
        self.fields["name"] = LocalTextFormField(label=_("Name"), languages=languages)
        self.fields["lowest"] = LocalTextFormField(label=_("Word at the lowest"), languages=languages, required=False)
        self.fields["highest"] = LocalTextFormField(label=_("Word at the highest"), languages=languages, required=False)
        self.order_fields(["code", "name", "minimum", "lowest", "maximum", "highest"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Scale.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another scale has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("minimum"), cleaned.get("maximum")
        if low is None or high is None:
            return cleaned
        if not low < high <= low + 10:
            self.add_error("maximum", _("A scale has 2 to 11 points."))
        for name in ("low_cut", "high_cut"):
            cut = cleaned.get(name)
            if cut is not None and not low <= cut <= high:
                self.add_error(name, _("This value is not on the scale."))
        return cleaned
