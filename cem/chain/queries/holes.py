"""Where the chain is broken, each hole in one sentence with the page where it is mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from brandpromise.models import Promise
from cem.chain.queries.parts import ChainPillar, ChainTouchpoint, TrainedIn
from lib.local_text import local
from touchpoints.models import Touchpoint


class HoleKind(StrEnum):
    """What is missing."""

    NO_PROMISE = "no_promise"
    PILLAR_NOT_CARRIED = "pillar_not_carried"
    PILLAR_NOT_TRAINED = "pillar_not_trained"
    PILLAR_NOT_MEASURED = "pillar_not_measured"
    NO_DESIGN = "no_design"
    NO_PILLAR = "no_pillar"
    NO_STANDARD = "no_standard"
    NO_SCRIPT = "no_script"
    SCRIPT_NOT_TRAINED = "script_not_trained"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Hole:
    """One missing link: of a pillar, or at a touchpoint."""

    kind: HoleKind
    sentence: str
    pillar: str = ""
    touchpoint: str = ""


@dataclass(frozen=True, slots=True)
class Knows:
    """What the reader may see: of what may not be seen nothing is said to be missing."""

    training: bool
    figures: bool


_TRAINING = frozenset({HoleKind.PILLAR_NOT_TRAINED, HoleKind.SCRIPT_NOT_TRAINED})
_FIGURES = frozenset({HoleKind.PILLAR_NOT_MEASURED, HoleKind.NOT_MEASURED})


def holes_of(
    promise: Promise | None, pillars: Sequence[ChainPillar], loose: Sequence[ChainTouchpoint], *, knows: Knows
) -> list[Hole]:
    """Every hole: those of the promise first, then those at touchpoints in their order."""
    hidden = (frozenset() if knows.training else _TRAINING) | (frozenset() if knows.figures else _FIGURES)
    return [hole for hole in _all_holes(promise, pillars, loose) if hole.kind not in hidden]


def _all_holes(promise: Promise | None, pillars: Sequence[ChainPillar], loose: Sequence[ChainTouchpoint]) -> list[Hole]:
    found = [] if promise else [Hole(HoleKind.NO_PROMISE, _("No promise has been approved yet."))]
    for pillar in pillars:
        found += _of_pillar(pillar)
    seen = {one.touchpoint.pk: one for pillar in pillars for one in pillar.touchpoints}
    every = [*seen.values(), *loose]
    for one in sorted(every, key=lambda one: (one.touchpoint.position, one.touchpoint.code)):
        found += _at_touchpoint(one)
    return found


def _of_pillar(one: ChainPillar) -> Iterator[Hole]:
    name, code = local(one.text.name) or one.pillar.code, one.pillar.code
    if not one.touchpoints:
        yield Hole(
            HoleKind.PILLAR_NOT_CARRIED, _("No touchpoint carries “%(pillar)s”.") % {"pillar": name}, pillar=code
        )
    if _is_untrained(one.courses):
        yield Hole(
            HoleKind.PILLAR_NOT_TRAINED, _("Nobody was trained in “%(pillar)s”.") % {"pillar": name}, pillar=code
        )
    if one.gap is None:
        sentence = (
            _("Only a sample survey asks about “%(pillar)s”: its made-up answers do not count here.")
            if one.is_sampled
            else _("No customer has been asked what they expect and experience of “%(pillar)s”.")
        )
        yield Hole(HoleKind.PILLAR_NOT_MEASURED, sentence % {"pillar": name}, pillar=code)


def _at_touchpoint(one: ChainTouchpoint) -> Iterator[Hole]:
    name = local(one.touchpoint.name) or one.touchpoint.code
    if one.design is None:
        yield _hole(HoleKind.NO_DESIGN, _("%(touchpoint)s has no approved design."), one.touchpoint, name)
    elif one.design.pillar_id is None:
        yield _hole(HoleKind.NO_PILLAR, _("The design of %(touchpoint)s serves no pillar."), one.touchpoint, name)
    if one.design is not None and not one.standards:
        yield _hole(HoleKind.NO_STANDARD, _("The design of %(touchpoint)s has no standard to be measured by."),
                    one.touchpoint, name)  # fmt: skip
    if one.design is not None and one.script is None:
        yield _hole(HoleKind.NO_SCRIPT, _("%(touchpoint)s has a design and no script."), one.touchpoint, name)
    if one.script is not None and _is_untrained(one.courses):
        yield _hole(
            HoleKind.SCRIPT_NOT_TRAINED, _("Nobody was trained in the script of %(touchpoint)s."), one.touchpoint, name
        )
    if not one.scores:
        yield _hole(HoleKind.NOT_MEASURED, _("No customer has judged %(touchpoint)s."), one.touchpoint, name)


def _hole(kind: HoleKind, sentence: str, touchpoint: Touchpoint, name: str) -> Hole:
    return Hole(kind, sentence % {"touchpoint": name}, touchpoint=touchpoint.code)


def _is_untrained(courses: Iterable[TrainedIn]) -> bool:
    """Whether no course about it has been attended by anybody, as far as the reader may know."""
    return all(one.is_known_empty for one in courses)
