"""The form of a job role's places: a row for each touchpoint, those that the reader may not edit only shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.forms import LocalForm, LocalTextFormField
from touchpoints.models import RolePart, RolePlace, Touchpoint
from touchpoints.services.role_places import PlaceText


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A touchpoint with its two fields, or with what stands there for who may not edit it."""

    touchpoint: Touchpoint
    place: RolePlace | None
    part: forms.BoundField | None = None
    note: forms.BoundField | None = None


class RolePlacesForm(LocalForm):
    """Which touchpoints a role meets, and what it does there."""

    def __init__(
        self,
        *args: Any,
        touchpoints: Sequence[Touchpoint],
        editable: frozenset[int],
        places: Mapping[int, RolePlace],
        **kwargs: Any,
    ) -> None:
        self.touchpoints, self.editable, self.places = touchpoints, editable, places
        kwargs["initial"] = {
            name: value
            for pk, place in places.items()
            for name, value in ((f"part_{pk}", place.part), (f"note_{pk}", place.note))
        }
        languages = kwargs["languages"]
        super().__init__(*args, **kwargs)
        nothing = [("", pgettext_lazy("job role at a touchpoint", "is not there")), *RolePart.choices]
        for one in touchpoints:
            if one.pk in editable:
                self.fields[f"part_{one.pk}"] = forms.ChoiceField(
                    label=pgettext_lazy("job role at a touchpoint", "Part"), choices=nothing, required=False
                )
                self.fields[f"note_{one.pk}"] = LocalTextFormField(
                    label=_("What the role does there"), languages=languages, required=False
                )

    @property
    def rows(self) -> list[PlaceRow]:
        """Every touchpoint."""
        return [self._row(one) for one in self.touchpoints]

    def _row(self, one: Touchpoint) -> PlaceRow:
        if one.pk not in self.editable:
            return PlaceRow(one, self.places.get(one.pk))
        return PlaceRow(one, self.places.get(one.pk), self[f"part_{one.pk}"], self[f"note_{one.pk}"])

    @property
    def texts(self) -> dict[Touchpoint, PlaceText]:
        """What was said of each touchpoint that may be edited."""
        typed = self.cleaned_data
        return {
            one: PlaceText(typed[f"part_{one.pk}"], typed[f"note_{one.pk}"])
            for one in self.touchpoints
            if one.pk in self.editable
        }
