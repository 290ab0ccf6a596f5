"""The wizard's first forms: the file, how it is written, which column means what."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.answers.plan import QuestionPlan, SurveyPlan
from feedback.models import Aspect, ImportProfile, OnConflict, Survey
from lib.local_text import local
from lib.table_files.dialect import ENCODINGS

DELIMITER_NAMES = (
    (",", gettext_lazy("comma ( , )")),
    (";", gettext_lazy("semicolon ( ; )")),
    ("\t", gettext_lazy("tabulator")),
    ("|", gettext_lazy("vertical bar ( | )")),
)
FIELD_NAMES = {
    "external_id": gettext_lazy("number of the answer"),
    "answered_at": gettext_lazy("day or time of the answer"),
    "contact_at": gettext_lazy("day or time of the contact"),
    "asked_at": gettext_lazy("day or time of the question"),
    "unit": gettext_lazy("unit"),
    "touchpoint": gettext_lazy("touchpoint"),
    "channel": gettext_lazy("channel"),
    "customer": gettext_lazy("customer number"),
    "employee": gettext_lazy("employee number"),
    "language": gettext_lazy("language of the answer"),
    "weight": gettext_lazy("weight"),
    "contact_allowed": gettext_lazy("consent to contact"),
    "source": gettext_lazy("source"),
}


class SurveyChoice(forms.ModelChoiceField):
    """Surveys by their name in the reader's language."""

    def label_from_instance(self, survey: Any) -> str:
        return local(survey.name) or survey.code


class UploadForm(forms.Form):
    """The file, the survey it belongs to, and a kept profile."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, up to 100 MB, 1,000,000 rows and 200 columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    survey = SurveyChoice(label=gettext_lazy("Survey"), queryset=None)
    profile: "forms.ModelChoiceField[ImportProfile]" = forms.ModelChoiceField(
        label=gettext_lazy("Profile"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none: I will say what the columns mean"),
        help_text=gettext_lazy("How a file of the same kind was read before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.order_by("-pk")
        self.fields["profile"].queryset = ImportProfile.objects.all()


class ReadingForm(forms.Form):
    """How the file is written: proposed, to be confirmed."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=[(name, name) for name in ENCODINGS])
    delimiter = forms.ChoiceField(label=gettext_lazy("Cells are parted by"), choices=DELIMITER_NAMES)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    heading_row = forms.IntegerField(label=gettext_lazy("Row with the headings"), min_value=1, max_value=50)
    skip_rows = forms.IntegerField(
        label=gettext_lazy("Rows to leave out after it"), min_value=0, max_value=50, required=False
    )

    def __init__(self, *args: Any, kind: str, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["sheet"].choices = [(name, name) for name in sheets]
        for name in ("encoding", "delimiter") if kind == "xlsx" else ("sheet",):
            del self.fields[name]

    def table(self) -> dict[str, Any]:
        """The `file` table of the profile."""
        return {"kind": self.kind, **self.cleaned_data, "skip_rows": self.cleaned_data["skip_rows"] or 0}


class ColumnsForm(forms.Form):
    """One choice for each column: what it means."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Mapping[str, Any]],
        targets: Mapping[str, str],
        plan: SurveyPlan,
        axes: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self._plan = columns, plan
        for place, column in enumerate(columns):
            heading = column["heading"]
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=_targets(heading, plan, axes),
                initial=targets.get(heading, ""),
            )

    def rows(self) -> list[dict[str, Any]]:
        """The columns with what they hold and their choice."""
        return [{**column, "field": self[f"column_{place}"]} for place, column in enumerate(self.columns)]

    def targets(self) -> dict[str, str]:
        """What each heading means."""
        chosen = {column["heading"]: self.cleaned_data[f"column_{place}"] for place, column in enumerate(self.columns)}
        return {heading: target for heading, target in chosen.items() if target}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        taken: dict[str, list[str]] = {}
        for heading, target in self.targets().items():
            taken.setdefault(target, []).append(heading)
        for target, headings in taken.items():
            if len(headings) > 1 and not self._may_be_several(target):
                self.add_error(
                    None, _("Several columns mean the same: %(columns)s.") % {"columns": ", ".join(headings)}
                )
        if not any(target.startswith("question:") for target in taken):
            self.add_error(None, _("No column is mapped to a question."))
        return cleaned

    def _may_be_several(self, target: str) -> bool:
        question = self._plan.questions.get(target.removeprefix("question:"))
        return question is not None and question.kind == "choices"


def _targets(heading: str, plan: SurveyPlan, axes: Iterable[str]) -> list[tuple[Any, Any]]:
    questions = [(f"question:{code}", _question_words(question)) for code, question in plan.questions.items()]
    return [
        ("", _("not imported")),
        (_("Questions"), questions),
        (_("About the answer"), [(f"field:{name}", label) for name, label in FIELD_NAMES.items()]),
        (_("Segments"), [(f"segment:{axis}", axis) for axis in axes]),
        (_("Other"), [(f"metadata:{heading}", _("keep as a note"))]),
    ]


def _question_words(question: QuestionPlan) -> str:
    """The code with the words; the two sides of a promise's gap are told apart by what they ask."""
    words = f"{question.code} · {local(question.label) or local(question.text)}"
    return f"{words} ({Aspect(question.aspect).label})" if question.aspect else words


class StartForm(forms.Form):
    """What to do with lines whose answer is stored with other values."""

    on_conflict = forms.ChoiceField(
        label=gettext_lazy("Lines whose answer is stored with other values"),
        choices=OnConflict.choices,
        widget=forms.RadioSelect,
    )


class ProfileNameForm(forms.Form):
    """The name under which a mapping is kept."""

    name = forms.CharField(label=gettext_lazy("Keep these settings as a profile"), max_length=100)
