"""What the forms of journeys, designs and changes let one choose, by what the reader calls it."""

from typing import Any

from django import forms

from lib.local_text import local
from programs.models import Segment
from touchpoints.models import Initiative


class NamedChoice(forms.ModelChoiceField):
    """Something with a local name."""

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name) or obj.code


class NamedChoices(forms.ModelMultipleChoiceField):
    """Several things with local names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name) or obj.code


class SegmentChoice(forms.ModelChoiceField):
    """A segment with its axis."""

    def label_from_instance(self, obj: Segment) -> str:
        return obj.in_words


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
