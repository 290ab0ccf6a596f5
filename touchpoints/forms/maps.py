"""Forms of maps: stages, places, notes, feelings, versions, files."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import Channel, code_validator
from programs.models import Segment
from touchpoints.forms.choices import NamedChoice, SegmentChoice
from touchpoints.mapping.reading import MOST_CHARACTERS, format_of
from touchpoints.models import (
    FeelingKind,
    FeelingLevel,
    ForWhom,
    Journey,
    JourneyMap,
    JourneyStage,
    MapKind,
    Need,
    Touchpoint,
)


def segments() -> QuerySet[Segment]:
    """The segments in use."""
    return Segment.objects.filter(archived_at=None, axis__archived_at=None).select_related("axis")


class NewJourneyForm(LocalForm):
    """A journey: whose it is, and of which it is a part."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"))
    for_whom = forms.ChoiceField(label=_("Whose journey it is"), choices=ForWhom.choices, initial=ForWhom.EXTERNAL)
    part_of = forms.ChoiceField(
        label=_("Draws a stage closer"), required=False,
        help_text=_("A sub-journey is opened from the stage it belongs to."),
    )  # fmt: skip

    def __init__(self, *args: Any, journeys: QuerySet[Journey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journeys = {journey.code: journey for journey in journeys}
        choices: list[tuple[str, Any]] = [("", _("no, it stands for itself"))]
        choices += [
            (local(journey.name), [(f"{journey.code}/{stage.code}", local(stage.name)) for stage in journey.stages])
            for journey in self.journeys.values()
        ]
        self.fields["part_of"].choices = choices

    def place(self) -> dict[str, Any]:
        """The parent and its stage, as the service takes them."""
        parent, _slash, stage = self.cleaned_data["part_of"].partition("/")
        return {"parent": self.journeys.get(parent), "parent_stage": stage}


class MapStageForm(LocalForm):
    """A stretch of a map."""

    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    name = LocalTextFormField(label=_("Name"))
    need = forms.ChoiceField(label=_("What the customer needs there"), choices=Need.choices, initial=Need.USE)
    revision = RevisionField(required=False)


class NoteForm(LocalForm):
    """A note in a lane."""

    text = LocalTextFormField(label=_("Note"), rows=3)
    segment = SegmentChoice(
        queryset=Segment.objects.none(), label=_("Whose"), required=False, empty_label=_("everybody")
    )
    touchpoint = NamedChoice(
        queryset=Touchpoint.objects.none(), to_field_name="code", label=_("About"), required=False,
        empty_label=_("the whole stage"),
    )  # fmt: skip
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, touchpoints: QuerySet[Touchpoint], about_stage: bool = True, **kwargs: Any) -> None:
        """:param about_stage: whether a note may speak of the whole stage"""
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments()
        about = self.fields["touchpoint"]
        about.queryset = touchpoints
        if not about_stage:
            about.required, about.empty_label = True, None


class FeelingForm(forms.Form):
    """What customers shall feel on a stage, or are thought to."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FeelingKind.choices)
    level = forms.TypedChoiceField(
        label=_("Feeling"), coerce=int, empty_value=None, required=False,
        choices=[("", pgettext_lazy("feeling", "not said")), *reversed(FeelingLevel.choices)],
    )  # fmt: skip
    segment = SegmentChoice(
        queryset=Segment.objects.none(), label=_("Whose"), required=False, empty_label=_("everybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments()


class OnStageForm(forms.Form):
    """Where on a map a touchpoint stands."""

    stage = NamedChoice(queryset=JourneyStage.objects.none(), to_field_name="public_id", label=_("Stage"),
                        empty_label=None)  # fmt: skip
    channel = NamedChoice(
        queryset=Channel.objects.none(), to_field_name="code", label=_("Channel"), required=False,
        empty_label=_("any channel"),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Order"), min_value=1, required=False, help_text=_("1 is first; empty is last.")
    )

    def __init__(self, *args: Any, drawn: JourneyMap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = drawn.stages.all()
        self.fields["channel"].queryset = Channel.objects.filter(archived_at=None)

    def order(self) -> int | None:
        """The position as services count, from 0."""
        position: int | None = self.cleaned_data["position"]
        return None if position is None else position - 1


class MoveForm(OnStageForm):
    """A touchpoint that stands on the map already."""

    is_moment_of_truth = forms.BooleanField(
        label=_("Moment of truth"), required=False, help_text=_("It decides loyalty; few do.")
    )
    is_hypothesis = forms.BooleanField(
        label=_("Only our hypothesis so far"), required=False,
        help_text=_("Nobody has shown it yet by what customers said."),
    )  # fmt: skip


class NewPlaceForm(OnStageForm):
    """A touchpoint to be put on the map."""

    field_order = ("touchpoint", "stage", "channel", "position")
    touchpoint = NamedChoice(queryset=Touchpoint.objects.none(), to_field_name="code", label=_("Touchpoint"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = Touchpoint.objects.filter(archived_at=None)


class CopyForm(forms.Form):
    """A new version, copied from one."""

    kind = forms.ChoiceField(label=_("What it shows"), choices=MapKind.choices)
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)


class FileForm(forms.Form):
    """A map in a file, or pasted."""

    FORMATS = (
        ("auto", _("as the file's name or content tells")), ("json", _("own JSON")), ("csv", _("CSV matrix")),
        ("mermaid", _("Mermaid journey")),
    )  # fmt: skip
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    kind = forms.ChoiceField(label=_("What it shows"), choices=MapKind.choices)
    file = forms.FileField(label=_("File"), required=False, help_text=_("Give a file, or paste its content below."))
    text = forms.CharField(
        label=_("Or its content"), required=False, widget=forms.Textarea(attrs={"rows": 8}), strip=False,
        max_length=MOST_CHARACTERS,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            if file.size > MOST_CHARACTERS:
                self.add_error("file", _("The file is larger than 2 MB."))
            else:
                cleaned["text"] = _decoded(file.read(), self)
        if not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste its content."))
        if cleaned.get("format") == "auto":
            cleaned["format"] = format_of(file.name if file else "", cleaned.get("text", ""))
        return cleaned


def _decoded(content: bytes, form: forms.Form) -> str:
    """The file's text; only UTF-8 is taken, nothing is guessed."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", _("The file is not written in UTF-8."))
        return ""
