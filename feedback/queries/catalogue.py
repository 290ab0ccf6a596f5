"""The organisation's codes that an answer may name, each kind read once and only when an answer names it."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from accounts.models import Employee
from feedback import bulk
from organisations.models import Channel, Unit
from organisations.tenancy import scoped_organisation
from programs.models import SegmentAxis
from touchpoints.models import Touchpoint

_CHUNK = 500


class Catalogue:
    """Codes to primary keys and back, inside the open scope. Made for one request or one chunk of work."""

    def __init__(self) -> None:
        self._organisation_id = scoped_organisation().pk

    @cached_property
    def channels(self) -> Mapping[str, int]:
        return bulk.codes(Channel, organisation_id=self._organisation_id)

    @cached_property
    def units(self) -> Mapping[str, int]:
        return bulk.codes(Unit, organisation_id=self._organisation_id)

    @cached_property
    def touchpoints(self) -> Mapping[str, int]:
        return bulk.codes(Touchpoint, organisation_id=self._organisation_id)

    @cached_property
    def axes(self) -> Mapping[str, int]:
        return bulk.codes(SegmentAxis, organisation_id=self._organisation_id)

    @cached_property
    def segments(self) -> Mapping[tuple[str, str], int]:
        """Segments by the codes of their axis and their own."""
        return bulk.segment_codes(organisation_id=self._organisation_id)

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
