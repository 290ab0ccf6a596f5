"""Ideas taken over: into the desired experience as what asked for it, the backlog of the script, or a change."""

from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from accounts.viewer import Viewer
from touchpoints.changing.states import OPEN_STATES
from touchpoints.models import (
    Design,
    DesignSource,
    Idea,
    Initiative,
    Misfit,
    MisfitState,
    Script,
    Touchpoint,
    VersionState,
)
from touchpoints.services.designs import LevelText, SourceText, draft_design
from touchpoints.services.standards import StandardText


class Adoption(StrEnum):
    """Into what an idea is taken over."""

    NONE = ""
    DESIGN = "design"
    SCRIPT = "script"
    CHANGE = "change"


class NotAdoptable(ValueError):
    """There is nothing to take it over into, or it was taken over before."""


def possible_adoptions(idea: Idea) -> list[Adoption]:
    """Into what the idea can be taken over."""
    if idea.design_id or idea.misfit_id or idea.initiative_id:
        return []
    holds = Script.objects.filter(touchpoint=idea.touchpoint_id, state=VersionState.APPROVED)
    possible = {
        Adoption.DESIGN: idea.touchpoint_id is not None,
        Adoption.SCRIPT: idea.touchpoint_id is not None and holds.exists(),
        Adoption.CHANGE: open_changes().exists(),
    }
    return [adoption for adoption, is_possible in possible.items() if is_possible]


def taken_into(idea: Idea) -> Adoption:
    """Into what the idea was taken over."""
    became = {Adoption.DESIGN: idea.design_id, Adoption.SCRIPT: idea.misfit_id, Adoption.CHANGE: idea.initiative_id}
    return next((adoption for adoption, key in became.items() if key), Adoption.NONE)


def open_changes() -> QuerySet[Initiative]:
    """Changes that are still worked on, by number."""
    return Initiative.objects.filter(state__in=[str(state) for state in OPEN_STATES]).order_by("engagement", "number")


def adopt(*, idea: Idea, adoption: Adoption, change: Initiative | None, address: str, by: Viewer, day: date) -> None:
    """Take the idea over; the row is saved by the caller.

    :param change: into which one, for `Adoption.CHANGE`
    :raises NotAdoptable: it cannot be
    """
    if adoption not in possible_adoptions(idea) or (adoption is Adoption.CHANGE and change is None):
        raise NotAdoptable
    if adoption is Adoption.CHANGE:
        idea.initiative = change
    elif idea.touchpoint is not None:
        if adoption is Adoption.DESIGN:
            idea.design = _into_design(idea.touchpoint, idea.title, address, by)
        else:
            idea.misfit = _into_backlog(idea, idea.touchpoint, day)


def _into_design(touchpoint: Touchpoint, title: str, address: str, by: Viewer) -> Design:
    """The idea stands among the evidence of the next version, which is begun where there is none."""
    draft = Design.objects.filter(touchpoint=touchpoint, state=VersionState.DRAFT).first() or _begun(touchpoint, by)
    DesignSource.objects.create(
        organisation=draft.organisation, design=draft, title=title, address=address, position=draft.sources.count() + 1
    )
    # Who has the draft open sees that it was written meanwhile, and the idea is not lost.
    draft.revision += 1
    draft.save(update_fields=["revision"])
    return draft


def _begun(touchpoint: Touchpoint, by: Viewer) -> Design:
    """A draft like the version that holds."""
    held = Design.objects.filter(touchpoint=touchpoint, state=VersionState.APPROVED).select_related("pillar").first()
    if held is None:
        return draft_design(touchpoint=touchpoint, today={}, desired={}, by=by)
    wordings = held.standards.select_related("standard")
    return draft_design(
        touchpoint=touchpoint,
        today=held.today,
        desired=held.desired,
        pillar=held.pillar,
        emotions=held.emotions,
        levels=[LevelText(one.segment, one.level, one.note) for one in held.levels.select_related("segment")],
        standards=[
            StandardText(
                code=one.standard.code, name=one.name, kind=one.standard.kind, target=one.target,
                direction=one.direction, origin=one.origin, basis=one.basis,
            )
            for one in wordings
        ],
        sources=[SourceText(one.title, one.address, one.file) for one in held.sources.select_related("file")],
        by=by,
    )  # fmt: skip


def _into_backlog(idea: Idea, touchpoint: Touchpoint, day: date) -> Misfit:
    """The idea as a remark in the backlog of the script that holds; no person is kept with it."""
    script = Script.objects.get(touchpoint=touchpoint, state=VersionState.APPROVED)
    return Misfit.objects.create(
        organisation=idea.organisation,
        touchpoint=touchpoint,
        script=script,
        words=idea.title,
        day=day,
        state=MisfitState.TAKEN,
    )
