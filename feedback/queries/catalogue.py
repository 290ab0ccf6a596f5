"""The organisation's codes that an answer may name, each kind read once and only when an answer names it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from django.db.models import Model

from accounts.models import Employee
from feedback import bulk
from feedback.answers.filling import Filling
from organisations.models import Channel, Unit
from organisations.tenancy import scoped_organisation
from programs.models import SegmentAxis
from touchpoints.models import Touchpoint

_CHUNK = 500
_PLACES: Sequence[tuple[str, type[Model]]] = (("channel", Channel), ("unit", Unit), ("touchpoint", Touchpoint))


def _segment_codes(filling: Filling) -> Iterable[object]:
    return filling.segments.values() if isinstance(filling.segments, Mapping) else ()


class Catalogue:
    """Codes to primary keys and back, inside the open scope. Made for one request or one chunk of work.

    :param fillings: read only the codes that these name, not all there are
    """

    def __init__(self, fillings: Iterable[Filling] | None = None) -> None:
        self._organisation_id = scoped_organisation().pk
        self._fillings = None if fillings is None else list(fillings)

    def _named(self, read: Callable[[Filling], Iterable[object]]) -> list[str]:
        """The texts that can be codes among what the fillings say in one place."""
        found = {code for filling in self._fillings or () for code in read(filling) if isinstance(code, str)}
        return sorted(code for code in found if code and "\x00" not in code)

    @cached_property
    def _places(self) -> Mapping[type[Model], Mapping[str, int]]:
        """Of each kind of place the codes that the fillings name."""
        named = {model: self._named(lambda filling, name=name: (getattr(filling, name),)) for name, model in _PLACES}  # type: ignore[misc]
        return bulk.named_codes(named, organisation_id=self._organisation_id)

    def _codes(self, model: type[Model]) -> Mapping[str, int]:
        if self._fillings is None:
            return bulk.codes(model, organisation_id=self._organisation_id)
        return self._places[model]

    @cached_property
    def channels(self) -> Mapping[str, int]:
        return self._codes(Channel)

    @cached_property
    def units(self) -> Mapping[str, int]:
        return self._codes(Unit)

    @cached_property
    def touchpoints(self) -> Mapping[str, int]:
        return self._codes(Touchpoint)

    @cached_property
    def axes(self) -> Mapping[str, int]:
        return bulk.codes(SegmentAxis, organisation_id=self._organisation_id)

    @cached_property
    def segments(self) -> Mapping[tuple[str, str], int]:
        """Segments by the codes of their axis and their own."""
        among = None if self._fillings is None else self._named(_segment_codes)
        return bulk.segment_codes(organisation_id=self._organisation_id, among=among)

    @cached_property
    def channel_codes(self) -> Mapping[int, str]:
        return {pk: code for code, pk in self.channels.items()}

    @cached_property
    def unit_codes(self) -> Mapping[int, str]:
        return {pk: code for code, pk in self.units.items()}

    @cached_property
    def touchpoint_codes(self) -> Mapping[int, str]:
        return {pk: code for code, pk in self.touchpoints.items()}

    @cached_property
    def segment_codes(self) -> Mapping[int, tuple[str, str]]:
        return {pk: codes for codes, pk in self.segments.items()}

    def employees(self, numbers: Iterable[str]) -> dict[str, int]:
        """The roster's rows with these numbers."""
        wanted = sorted(set(numbers))
        found: dict[str, int] = {}
        for start in range(0, len(wanted), _CHUNK):
            rows = Employee.objects.filter(number__in=wanted[start : start + _CHUNK])
            found.update(rows.values_list("number", "pk"))
        return found
