"""What the forms of journeys, designs and changes let one choose, by what the reader calls it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from lib.local_text import local
from programs.models import Segment
from touchpoints.mapping.words import MapKind
from touchpoints.models import Initiative, Placement


class NamedChoice(forms.ModelChoiceField):
    """Something with a local name."""

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name) or obj.code


class NamedChoices(forms.ModelMultipleChoiceField):
    """Several things with local names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name) or obj.code


class _ByAxis(ModelChoiceIterator):
    """Segments axis by axis, each axis and its segments in their own order."""

    def __init__(self, field: forms.ModelChoiceField) -> None:
        super().__init__(field)
        self.queryset = self.queryset.order_by("axis__position", "axis__code", "position", "code")


class SegmentChoice(forms.ModelChoiceField):
    """A segment with its axis."""

    iterator = _ByAxis

    def label_from_instance(self, obj: Segment) -> str:
        return obj.in_words


class _ByStage(ModelChoiceIterator):
    """Touchpoints under the journey and stage in which they stand first; those on no map last."""

    def __iter__(self) -> Iterator[Any]:
        stages = _stages()
        groups: dict[str, list[Any]] = {name: [] for name in stages.values()}
        elsewhere: list[Any] = []
        for one in self.queryset:
            groups.get(stages.get(one.pk, ""), elsewhere).append(self.choice(one))
        yield from ((name, choices) for name, choices in groups.items() if choices)
        if elsewhere:
            yield _("On no map"), elsewhere


def _stages() -> dict[int, str]:
    """By touchpoint where it stands: on the newest map as it is, of the first journey that has it."""
    rows = Placement.objects.filter(stage__map__kind=MapKind.AS_IS).order_by(
        "stage__map__journey__engagement", "stage__map__journey", "-stage__map__number", "stage__position", "position"
    )
    names: dict[int, str] = {}
    for touchpoint, journey, stage in rows.values_list("touchpoint", "stage__map__journey__name", "stage__name"):
        names.setdefault(touchpoint, f"{local(journey)} · {local(stage)}")
    return names


class TouchpointChoices(NamedChoices):
    """Touchpoints, grouped by journey and stage."""

    iterator = _ByStage


class InitiativeChoice(forms.ModelChoiceField):
    """One of the engagement's changes."""

    def label_from_instance(self, obj: Initiative) -> str:
        return numbered(obj)


class InitiativeChoices(forms.ModelMultipleChoiceField):
    """Some of the engagement's changes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Initiative) -> str:
        return numbered(obj)


def numbered(initiative: Initiative) -> str:
    """A change with its number."""
    return f"{initiative.number} · {local(initiative.name)}"
