"""Forms of a design: from today's experience to the desired one, with levels, standards and evidence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from brandpromise.forms.carriers import PillarChoice
from brandpromise.models import Pillar
from brandpromise.queries import offered_pillars
from lib.forms import LocalForm, LocalTextFormField
from organisations.models import code_validator
from programs.models import Segment
from touchpoints.forms.choices import SegmentChoice
from touchpoints.models import Design, Direction, Emotion, ExperienceLevel, MeasureKind, StandardOrigin
from touchpoints.services import LevelText, SourceText, StandardText

MOST = 30


class DesignForm(LocalForm):
    """From today's experience to the desired one."""

    today = LocalTextFormField(label=_("Experience today"), rows=3, required=False)
    desired = LocalTextFormField(
        label=_("Desired experience"), rows=3, help_text=_("One sentence that a clerk understands.")
    )
    emotions = forms.MultipleChoiceField(
        label=_("Feelings wanted"), choices=Emotion.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    pillar = PillarChoice(
        queryset=Pillar.objects.none(), label=_("Pillar of the promise"), required=False, empty_label=_("none")
    )
    why = forms.CharField(label=_("What changed and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pillar"].queryset = offered_pillars()


class LevelForm(LocalForm):
    """How far the experience shall go for one segment."""

    segment = SegmentChoice(queryset=Segment.objects.none(), label=_("Segment"), required=False, empty_label="–")
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[("", "–"), *ExperienceLevel.choices], coerce=int, empty_value=None, required=False
    )
    note = LocalTextFormField(label=_("What is different for them"), required=False)

    def __init__(self, *args: Any, segments: QuerySet[Segment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if bool(typed.get("segment")) != bool(typed.get("level")):
            raise forms.ValidationError(_("A level needs its segment, and a segment its level."))
        return typed


class StandardForm(LocalForm):
    """A measurable part of the design; without a code the row is left out."""

    code = forms.CharField(label=_("Code"), max_length=50, required=False, validators=[code_validator])
    name = LocalTextFormField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Measured in"), choices=MeasureKind.choices, required=False)
    direction = forms.ChoiceField(label=_("Target"), choices=Direction.choices, required=False)
    target = forms.DecimalField(label=_("Value"), max_digits=12, decimal_places=3, min_value=0, required=False)
    origin = forms.ChoiceField(label=_("Whose"), choices=StandardOrigin.choices, required=False)
    basis = forms.CharField(label=_("Law or rule"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("code"):
            for name in ("name", "target"):
                if name not in self.errors and not typed.get(name) and typed.get(name) != 0:
                    self.add_error(name, _("A standard needs its name and its target."))
        elif any(typed.get("name") or ()):
            self.add_error("code", _("A standard needs its code."))
        return typed


class SourceForm(forms.Form):
    """What asked for the design: an address, or a file to attach."""

    title = forms.CharField(label=_("What it shows"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    file = forms.CharField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(label=_("or a file"), required=False)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address and not address.startswith(("https://", "http://", "/")):
            raise forms.ValidationError(_("An address begins with https://, http:// or, for a page here, with /."))
        return address

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        is_told = any(typed.get(name) for name in ("address", "file", "upload"))
        if is_told and not typed.get("title"):
            self.add_error("title", _("Say what it shows."))
        if typed.get("title") and not is_told and "address" not in self.errors:
            self.add_error("address", _("Give an address or attach a file."))
        return typed


LevelFormSet = forms.formset_factory(LevelForm, extra=1, max_num=MOST, can_delete=True)
StandardFormSet = forms.formset_factory(StandardForm, extra=1, max_num=MOST, can_delete=True)
SourceFormSet = forms.formset_factory(SourceForm, extra=1, max_num=MOST, can_delete=True)


class DesignEditor:
    """All forms of a design together, begun from a version or from what was typed."""

    def __init__(self, *, base: Design | None, languages: Sequence[str], typed: Any = None, files: Any = None) -> None:
        words = {"languages": languages}
        segments = Segment.objects.filter(archived_at=None, axis__archived_at=None).select_related("axis")
        self.form = DesignForm(typed, languages=languages, initial=_begun(base))
        self.levels = LevelFormSet(
            typed, prefix="level", initial=_levels(base), form_kwargs={**words, "segments": segments}
        )
        self.standards = StandardFormSet(typed, prefix="standard", initial=_standards(base), form_kwargs=words)
        self.sources = SourceFormSet(typed, files, prefix="source", initial=_sources(base))

    @property
    def parts(self) -> list[BaseFormSet]:
        return [self.levels, self.standards, self.sources]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(part.is_valid() for part in self.parts)])

    def level_texts(self) -> list[LevelText]:
        rows = {row["segment"]: row for row in _kept(self.levels) if row.get("segment")}
        return [LevelText(segment, row["level"], row["note"] or {}) for segment, row in rows.items()]

    def standard_texts(self) -> list[StandardText]:
        wanted = ("code", "name", "kind", "target", "direction", "origin", "basis")
        rows = {row["code"]: row for row in _kept(self.standards) if row.get("code")}
        return [StandardText(**{name: row[name] for name in wanted}) for row in rows.values()]

    def source_rows(self) -> list[dict[str, Any]]:
        """What was typed about evidence; files are for the caller to keep."""
        return [row for row in _kept(self.sources) if row.get("title")]


def source_text(row: dict[str, Any], file: Any) -> SourceText:
    """A typed row with the file that was kept for it."""
    return SourceText(title=row["title"], address=row["address"], file=file)


def _kept(part: BaseFormSet) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in part if form.cleaned_data and not form.cleaned_data.get("DELETE")]


def _begun(base: Design | None) -> dict[str, Any]:
    if base is None:
        return {}
    begun = {"today": base.today, "desired": base.desired, "pillar": base.pillar_id, "emotions": base.emotions}
    return begun if base.is_frozen else {**begun, "why": base.why}


def _levels(base: Design | None) -> list[dict[str, Any]]:
    rows = base.levels.all() if base else ()
    return [{"segment": one.segment_id, "level": one.level, "note": one.note} for one in rows]


def _standards(base: Design | None) -> list[dict[str, Any]]:
    return [
        {
            "code": one.standard.code, "name": one.name, "kind": one.standard.kind, "direction": one.direction,
            "target": one.target.normalize(), "origin": one.origin, "basis": one.basis,
        }
        for one in (base.standards.all() if base else ())
    ]  # fmt: skip


def _sources(base: Design | None) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "address": one.address, "file": str(one.file.public_id) if one.file else ""}
        for one in (base.sources.all() if base else ())
    ]
