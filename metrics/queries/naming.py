"""Names for readers, in the language of the page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Question, Source, Survey
from lib.local_text import local
from metrics.queries.asking import Dimension
from organisations.models import Channel, Unit
from programs.models import SegmentAxis
from touchpoints.models import Touchpoint


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
