"""Codes to rows and back, for filters, rows and the names that pages show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import SOURCE_NUMBERS, ProfileSegment, Question, Source, Survey
from feedback.models import Scale as StoredScale
from lib.local_text import local
from lib.stats.scales import Scale
from metrics.queries.asking import Dimension, FigureError
from organisations.models import Channel, Unit
from programs.models import SegmentAxis
from touchpoints.models import Touchpoint

SOURCE_NAMES = {number: source for source, number in SOURCE_NUMBERS.items()}


@dataclass(slots=True)
class Names:
    """What the open organisation calls things; each kind is read when it is first asked for, once."""

    _codes: dict[Dimension, dict[int, str]] = field(default_factory=dict)
    _scales: dict[int, Scale] | None = None

    def code(self, dimension: Dimension, pk: int) -> str | None:
        """The code behind a key in the counts; None for the absent one."""
        return self.codes(dimension).get(pk) if pk else None

    def codes(self, dimension: Dimension) -> Mapping[int, str]:
        """Primary key → code of everything of a kind."""
        if dimension not in self._codes:
            self._codes[dimension] = _read_codes(dimension)
        return self._codes[dimension]

    def ids(self, dimension: Dimension, codes: Iterable[str]) -> set[int]:
        """Primary keys of the codes; a question's code may stand for several questions.

        :raises FigureError: unknown_value
        """
        wanted = set(codes)
        found = {pk for pk, code in self.codes(dimension).items() if code in wanted}
        missing = wanted - {self.codes(dimension)[pk] for pk in found}
        if missing:
            raise unknown(dimension, min(missing))
        return found

    def scale(self, scale_id: int) -> Scale | None:
        """The scale of a row of counts."""
        return self.scales().get(scale_id)

    def scales(self) -> Mapping[int, Scale]:
        """All scales, by primary key."""
        if self._scales is None:
            rows = StoredScale.objects.order_by("pk").values_list("pk", "minimum", "maximum")
            self._scales = {pk: Scale(low, high) for pk, low, high in rows}
        return self._scales


def unknown(dimension: str, code: str) -> FigureError:
    return FigureError(
        "unknown_value",
        str(dimension),
        _("There is no %(kind)s with the code %(code)s.") % {"kind": str(dimension), "code": code[:60]},
    )


def _read_codes(dimension: Dimension) -> dict[int, str]:
    match dimension:
        case Dimension.SOURCE:
            return dict(SOURCE_NAMES)
        case Dimension.SEGMENT:
            rows = SegmentAxis.objects.order_by("pk").values_list("segments__pk", "code", "segments__code")
            return {pk: f"{axis}:{code}" for pk, axis, code in rows if pk}
        case Dimension.SURVEY:
            return dict(Survey.objects.order_by("pk").values_list("pk", "code"))
        case Dimension.QUESTION:
            return dict(Question.objects.order_by("pk").values_list("pk", "code"))
        case Dimension.TOUCHPOINT:
            return dict(Touchpoint.objects.order_by("pk").values_list("pk", "code"))
        case Dimension.CHANNEL:
            return dict(Channel.objects.order_by("pk").values_list("pk", "code"))
        case Dimension.UNIT:
            return dict(Unit.objects.order_by("pk").values_list("pk", "code"))


def units_below(unit_ids: Iterable[int]) -> set[int]:
    """The units and everything below them today."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in Unit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return found


def segments_of_profiles(axis: str) -> dict[int, str]:
    """Profile's primary key → `axis:code` of its segment on one axis. :raises FigureError: unknown_value"""
    if not SegmentAxis.objects.filter(code=axis).exists():
        raise FigureError(
            "unknown_value", "group_by", _("There is no axis with the code %(code)s.") % {"code": axis[:60]}
        )
    rows = ProfileSegment.objects.filter(axis__code=axis).values_list("profile_id", "segment__code")
    return {profile_id: f"{axis}:{code}" for profile_id, code in rows}


def profiles_with(segment_ids_by_axis: Mapping[str, Iterable[int]]) -> set[int]:
    """Profiles that hold, on each of the axes, one of the segments."""
    found: set[int] | None = None
    for segment_ids in segment_ids_by_axis.values():
        holding = set(ProfileSegment.objects.filter(segment__in=list(segment_ids)).values_list("profile_id", flat=True))
        found = holding if found is None else found & holding
    return found or set()


@dataclass(frozen=True)
class ReadableNames:
    """Names for readers of the codes that rows carry, in the language of the page."""

    @cached_property
    def _by_dimension(self) -> dict[Dimension, dict[str, str]]:
        return {}

    def name(self, dimension: Dimension, code: str | None) -> str:
        """The name; the code itself where there is none; a word for answers that have no such part."""
        if code is None:
            return _("not said")
        known = self._by_dimension
        if dimension not in known:
            known[dimension] = _read_names(dimension)
        return known[dimension].get(code) or code


def _read_names(dimension: Dimension) -> dict[str, str]:
    match dimension:
        case Dimension.SOURCE:
            return {value: str(label) for value, label in Source.choices}
        case Dimension.SEGMENT:
            rows = SegmentAxis.objects.order_by("pk").values_list("code", "segments__code", "segments__name")
            return {f"{axis}:{code}": local(name) for axis, code, name in rows if code}
        case Dimension.QUESTION:
            questions = Question.objects.order_by("pk").values_list("code", "label", "text")
            return {code: local(label) or local(text) for code, label, text in questions}
        case _:
            model: Any = {
                Dimension.SURVEY: Survey,
                Dimension.TOUCHPOINT: Touchpoint,
                Dimension.CHANNEL: Channel,
                Dimension.UNIT: Unit,
            }[dimension]
            return {code: local(name) for code, name in model.objects.order_by("pk").values_list("code", "name")}
