"""Versions of a design: one with all its parts, and how two differ."""

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.differences import Difference, differences
from lib.local_text import local
from touchpoints.models import Design, DesignStandard, Touchpoint, VersionState
from touchpoints.queries.touchpoints import may_read


def designs_of(*, touchpoint: Touchpoint, viewer: Viewer) -> QuerySet[Design]:
    """The versions the viewer may read with all their parts: drafts only for those who take part in the programme."""
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return Design.objects.none()
    designs = Design.objects.filter(touchpoint=touchpoint).select_related("pillar")
    if not viewer.can(Can.READ_PROGRAMME):
        designs = designs.exclude(state=VersionState.DRAFT)
    return designs.prefetch_related(
        "pillar__texts", "levels__segment__axis", "sources__file", "standards__standard", "ideas"
    )


def compare_designs(before: Design, after: Design) -> list[Difference]:
    """Two versions part by part in the reader's language."""
    return differences(_all_parts(before), _all_parts(after))


def design_parts(design: Design) -> list[tuple[str, str]]:
    """The words of a design by the names of their parts."""
    return [
        (_("Experience today"), local(design.today)),
        (_("Desired experience"), local(design.desired)),
        (_("Pillar"), design.pillar.name if design.pillar else ""),
        (_("Feelings wanted"), ", ".join(design.feelings)),
    ]


def _all_parts(design: Design) -> list[tuple[str, str]]:
    parts = design_parts(design)
    for level in design.levels.all():
        words = f"{level.get_level_display()} {local(level.note)}"
        parts.append((_("Level for %(segment)s") % {"segment": level.segment.in_words}, words))
    for one in design.standards.all():
        parts.append((_("Standard %(code)s") % {"code": one.standard.code}, standard_words(one)))
    parts.extend(
        (_("Evidence: %(title)s") % {"title": source.title}, source.address) for source in design.sources.all()
    )
    return parts


def standard_words(wording: DesignStandard) -> str:
    """A standard in one line: its name, target and whose it is."""
    target = number_format(wording.target.normalize(), use_l10n=True)
    words = [
        local(wording.name) + ":", wording.get_direction_display(), target, wording.standard.get_kind_display(),
        f"({wording.get_origin_display()}{', ' + wording.basis if wording.basis else ''})",
    ]  # fmt: skip
    return " ".join(str(word) for word in words)
