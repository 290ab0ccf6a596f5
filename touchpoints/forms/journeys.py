"""What forms of journeys and of things on them have alike."""

from typing import Any

from django import forms

from lib.local_text import local


class NamedChoice(forms.ModelChoiceField):
    """Something with a local name."""

    def label_from_instance(self, obj: Any) -> str:
        return local(obj.name)
