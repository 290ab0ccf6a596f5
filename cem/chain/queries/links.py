"""The chain put together of what every app knows of its link; the number of questions does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Pillar, PillarText, Promise
from brandpromise.queries import approved_promise
from cem.chain.queries.holes import Hole, Knows, holes_of
from cem.chain.queries.parts import ChainPillar, ChainTouchpoint, TrainedIn
from feedback.models import Aspect
from metrics.queries import Dimension, FigureQuery, GroupBy, Lookups
from metrics.queries.gaps import Gap, gaps
from metrics.queries.pairing import Promised, promised_questions
from organisations.models import Organisation
from touchpoints.changing.states import ChangeState
from touchpoints.measured import Reading, readings
from touchpoints.models import Design, Initiative, InitiativeTouchpoint, Script, Touchpoint, VersionState
from touchpoints.queries import touchpoints_of
from touchpoints.queries.initiatives import initiatives_of
from touchpoints.queries.standards import StandardView, readable_wordings, standard_views
from training.queries import coverage


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole, with the touchpoints on which no pillar hangs, and the holes as sentences."""

    promise: Promise | None
    pillars: Sequence[ChainPillar]
    loose: Sequence[ChainTouchpoint]
    holes: Sequence[Hole]


@dataclass(frozen=True, slots=True)
class _Links:
    """Every link by what it hangs on."""

    designs: Mapping[int, Design]
    standards: Mapping[int, Sequence[StandardView]]
    scripts: Mapping[int, Script]
    changes: Mapping[int, Sequence[Initiative]]
    at_touchpoint: Mapping[int, Sequence[TrainedIn]]
    of_pillar: Mapping[int, Sequence[TrainedIn]]
    scores: Mapping[str, Sequence[Reading]]
    asked_at: Mapping[int, frozenset[int]]  # pillar → touchpoints where customers are asked about it
    sampled: frozenset[int]  # pillars about which sample surveys ask
    gaps: Mapping[tuple[str, str | None], Gap]  # pillar and touchpoint, None for the pillar as a whole


def whole_chain(*, viewer: Viewer, organisation: Organisation, today: date) -> Chain:
    """The chain of the promise that holds, as far as the viewer may see it."""
    promise = approved_promise()
    touchpoints = list(touchpoints_of(viewer=viewer))
    links = _links(touchpoints, viewer=viewer, organisation=organisation, today=today)
    pillars = [_pillar(text, touchpoints, links) for text in (promise.pillars.all() if promise else ())]
    carried = {one.touchpoint.pk for pillar in pillars for one in pillar.touchpoints}
    loose = [_touchpoint(touchpoint, links) for touchpoint in touchpoints if touchpoint.pk not in carried]
    knows = Knows(training=viewer.can(Can.READ_COVERAGE), figures=viewer.can(Can.READ_FIGURES))
    return Chain(promise, pillars, loose, holes_of(promise, pillars, loose, knows=knows))


def _pillar(text: PillarText, touchpoints: Iterable[Touchpoint], links: _Links) -> ChainPillar:
    pillar = text.pillar
    carrying = [touchpoint for touchpoint in touchpoints if _carries(touchpoint, pillar, links)]
    return ChainPillar(
        pillar=pillar,
        text=text,
        touchpoints=[
            replace(_touchpoint(touchpoint, links), gap=links.gaps.get((pillar.code, touchpoint.code)))
            for touchpoint in carrying
        ],
        courses=links.of_pillar.get(pillar.pk, ()),
        gap=links.gaps.get((pillar.code, None)),
        is_sampled=pillar.pk in links.sampled,
    )


def _carries(touchpoint: Touchpoint, pillar: Pillar, links: _Links) -> bool:
    """A touchpoint carries a pillar where its design says so, or where customers are asked about it there."""
    design = links.designs.get(touchpoint.pk)
    designed = design is not None and design.pillar_id == pillar.pk
    return designed or touchpoint.pk in links.asked_at.get(pillar.pk, frozenset())


def _touchpoint(touchpoint: Touchpoint, links: _Links) -> ChainTouchpoint:
    pk = touchpoint.pk
    return ChainTouchpoint(
        touchpoint=touchpoint,
        design=links.designs.get(pk),
        standards=links.standards.get(pk, ()),
        script=links.scripts.get(pk),
        changes=links.changes.get(pk, ()),
        courses=links.at_touchpoint.get(pk, ()),
        scores=links.scores.get(touchpoint.code, ()),
    )


def _links(touchpoints: Sequence[Touchpoint], *, viewer: Viewer, organisation: Organisation, today: date) -> _Links:
    designs = Design.objects.filter(state=VersionState.APPROVED, touchpoint__in=touchpoints).select_related("pillar")
    scripts = Script.objects.filter(state=VersionState.APPROVED, touchpoint__in=touchpoints)
    lookups = Lookups()
    every = promised_questions()
    promised, sampled = _asked(every, lookups, is_sample=False), _asked(every, lookups, is_sample=True)
    trained = _trained(viewer=viewer, organisation=organisation, today=today)
    return _Links(
        designs={design.touchpoint_id: design for design in designs},
        standards=_standards(viewer=viewer, today=today),
        scripts={script.touchpoint_id: script for script in scripts},
        changes=_changes(viewer),
        at_touchpoint=_by(trained, "touchpoint_id"),
        of_pillar=_by(trained, "pillar_id"),
        scores=readings(viewer=viewer, today=today),
        asked_at=_asked_at(promised),
        sampled=frozenset(question.pillar_id for question in sampled.questions),
        gaps=_gaps(promised, viewer=viewer, today=today, lookups=lookups),
    )


def _standards(*, viewer: Viewer, today: date) -> dict[int, list[StandardView]]:
    wordings = list(readable_wordings(viewer=viewer))
    found: dict[int, list[StandardView]] = defaultdict(list)
    for wording, view in zip(wordings, standard_views(wordings, today=today), strict=True):
        found[wording.design.touchpoint_id].append(view)
    return found


def _changes(viewer: Viewer) -> dict[int, list[Initiative]]:
    """What is being changed at each touchpoint, and was; not what was stopped."""
    readable = initiatives_of(viewer=viewer).exclude(state=ChangeState.STOPPED)
    found: dict[int, list[Initiative]] = defaultdict(list)
    rows = InitiativeTouchpoint.objects.filter(initiative__in=readable.order_by().values("pk"))
    for row in rows.select_related("initiative__engagement").order_by("initiative__number"):
        found[row.touchpoint_id].append(row.initiative)
    return found


def _trained(*, viewer: Viewer, organisation: Organisation, today: date) -> list[TrainedIn]:
    """Every course with its total; courses that nobody is due at have no cell."""
    table = coverage(viewer=viewer, organisation=organisation, day=today)
    sees_everybody = viewer.unit_ids is None
    return [TrainedIn(course, cell, sees_everybody) for course, cell in zip(table.courses, table.totals, strict=True)]


def _by(trained: Iterable[TrainedIn], field: str) -> dict[int, list[TrainedIn]]:
    found: dict[int, list[TrainedIn]] = defaultdict(list)
    for one in trained:
        key: int | None = getattr(one.course, field)
        if key is not None:
            found[key].append(one)
    return found


def _asked(every: Promised, lookups: Lookups, *, is_sample: bool) -> Promised:
    """The questions about the promise in questionnaires of real surveys, or of samples: those prove nothing here."""
    instruments = {survey.instrument_id for survey in lookups.surveys() if survey.is_sample == is_sample}
    return Promised([question for question in every.questions if question.instrument_id in instruments])


def _asked_at(promised: Promised) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for question in promised.questions:
        if question.aspect == Aspect.EXPERIENCED and question.touchpoint_id:
            found[question.pillar_id].add(question.touchpoint_id)
    return {pillar: frozenset(places) for pillar, places in found.items()}


def _gaps(promised: Promised, *, viewer: Viewer, today: date, lookups: Lookups) -> dict[tuple[str, str | None], Gap]:
    """The gaps pillar by pillar and at every touchpoint."""
    if not viewer.can(Can.READ_FIGURES) or not promised.questions:
        return {}
    found: dict[tuple[str, str | None], Gap] = {}
    for group_by in (GroupBy(), GroupBy((Dimension.TOUCHPOINT,))):
        query = FigureQuery("promise_gap", group_by=group_by)
        rows = gaps(query, viewer=viewer, by_pillar=True, today=today, lookups=lookups, promised=promised)
        for row in rows:
            place = row.group.codes[0] if row.group.codes else None
            if row.pillar and row.value is not None and (place or not row.group.codes):
                found[row.pillar, place] = row
    return found
