"""Service standards as rows of the indicators: what is measured at work, before customers feel it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import local
from metrics.indicators import Direction, LeadingIndicator, MeasureUnit, Unit
from touchpoints.models import DesignStandard, MeasureKind
from touchpoints.models import Direction as Target
from touchpoints.queries.standards import readable_wordings

_UNITS: Mapping[str, Unit | MeasureUnit] = {
    MeasureKind.MINUTES: MeasureUnit.MINUTES,
    MeasureKind.PERCENT: Unit.PERCENT,
    MeasureKind.COUNT: MeasureUnit.COUNT,
    # Kept or not is shown as the share of cases in which it was kept.
    MeasureKind.YES_NO: Unit.PERCENT,
}


def leading_indicators(*, viewer: Viewer) -> list[dict[str, Any]]:
    """The standards of the designs that hold, for keys that may read the programme or write measures."""
    if not (viewer.can(Can.READ_PROGRAMME) or viewer.can(Can.WRITE_MEASURES)):
        return []
    wordings = readable_wordings(viewer=viewer).order_by("standard__code")
    return [_written(_indicator(wording), wording) for wording in wordings]


def _indicator(wording: DesignStandard) -> LeadingIndicator:
    return LeadingIndicator(
        code=wording.standard.code,
        label=local(wording.name) or wording.standard.code,
        unit=_UNITS[wording.standard.kind],
        direction=Direction.LOWER if wording.direction == Target.AT_MOST else Direction.HIGHER,
        target=float(wording.target),
        touchpoint=wording.design.touchpoint.code,
        definition_version=wording.design.number,
    )


def _written(indicator: LeadingIndicator, wording: DesignStandard) -> dict[str, Any]:
    return {
        "key": indicator.key,
        "label": str(indicator.label),
        "unit": str(indicator.unit),
        "direction": str(indicator.direction),
        "scale": [],
        "smallest_n": indicator.smallest_n,
        "definition_version": indicator.definition_version,
        "definition": _("Service standard at %(touchpoint)s, measured in %(unit)s; target %(direction)s %(target)s.")
        % {
            "touchpoint": local(wording.design.touchpoint.name) or indicator.touchpoint,
            "unit": wording.standard.get_kind_display(),
            "direction": wording.get_direction_display(),
            "target": f"{wording.target.normalize():f}",
        },
        "leading": True,
        "touchpoint": indicator.touchpoint,
        "wanted": indicator.target,
        "values": f"/api/v1/standards/{indicator.code}/values/",
    }
