"""Processes behind touchpoints: the list, a version with all its parts, and how two versions differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.differences import Difference, differences
from lib.local_text import every_text
from lib.texts import fold
from touchpoints.models import Process, ProcessBranch, ProcessMap, VersionState
from touchpoints.processes.arithmetic import Effort, EndlessLoop, Sums, TooManyShares, sums
from touchpoints.processes.tables import around_words, step_rows
from touchpoints.processes.text import AROUND, BranchText, LaneText, ProcessText, StepText
from touchpoints.queries.touchpoints import touchpoints_of


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process in the list: the version that counts, and its sums."""

    process: Process
    shown: ProcessMap | None
    draft: ProcessMap | None
    sums: Sums | None

    @property
    def saved_a_month(self) -> Effort | None:
        """What the decisions save in a month."""
        if self.sums is None or self.shown is None:
            return None
        return self.sums.before.minus(self.sums.after).times(self.shown.per_month)

    @property
    def steps(self) -> int:
        return len(self.shown.steps.all()) if self.shown else 0


def processes_of(*, viewer: Viewer, touchpoint: str = "") -> QuerySet[Process]:
    """Processes at touchpoints whose designs the viewer may read."""
    found = Process.objects.filter(touchpoint__in=touchpoints_of(viewer=viewer)).select_related("touchpoint")
    return found.filter(touchpoint__code=touchpoint) if touchpoint else found


def process_rows(*, viewer: Viewer, words: str = "", touchpoint: str = "", state: str = "") -> list[ProcessRow]:
    """The list, in the order of the touchpoints; every word must stand in code or name.

    :param state: approved or draft, "" all
    """
    maps = with_parts(maps_of(viewer=viewer).order_by("-number"))
    found = processes_of(viewer=viewer, touchpoint=touchpoint).prefetch_related(Prefetch("maps", maps))
    rows = [_row(process) for process in found if _has(process, words)]
    if state in (VersionState.APPROVED, VersionState.DRAFT):
        rows = [row for row in rows if (row.draft if state == VersionState.DRAFT else _holds(row))]
    return rows


def _holds(row: ProcessRow) -> bool:
    return row.shown is not None and row.shown.state == VersionState.APPROVED


def _has(process: Process, words: str) -> bool:
    text = fold(f"{process.code} {every_text(process.name)} {every_text(process.touchpoint.name)}")
    return all(word in text for word in fold(words).split())


def _row(process: Process) -> ProcessRow:
    by_state = {drawn.state: drawn for drawn in process.maps.all()}
    draft = by_state.get(VersionState.DRAFT)
    shown = by_state.get(VersionState.APPROVED) or draft
    return ProcessRow(process, shown, draft, sums_of_version(shown, process.maps.all()) if shown else None)


def sums_of_version(shown: ProcessMap, versions: Iterable[ProcessMap]) -> Sums | None:
    """The sums of a version, held against what the approved one before it says of today; no draft is held against."""
    found = sums_of(text_of_map(shown))
    frozen = [one for one in versions if one.number < shown.number and one.is_frozen and one.currency == shown.currency]
    if found is None or not frozen:
        return found
    before = max(frozen, key=lambda one: one.number)
    earlier = sums_of(text_of_map(before))
    return found.against(earlier, before.number) if earlier else found


def sums_of(text: ProcessText) -> Sums | None:
    """The sums, or nothing where a stored map does not hold together."""
    try:
        return sums(text.steps)
    except (EndlessLoop, TooManyShares):
        return None


def maps_of(*, viewer: Viewer) -> QuerySet[ProcessMap]:
    """Versions that the viewer may read: drafts only for those who take part in the programme."""
    maps = ProcessMap.objects.select_related("process__touchpoint")
    return maps if viewer.can(Can.READ_PROGRAMME) else maps.exclude(state=VersionState.DRAFT)


def with_parts(maps: QuerySet[ProcessMap]) -> QuerySet[ProcessMap]:
    """Versions with lanes, steps and branches, in three questions however many they are."""
    branches = Prefetch("steps__branches", ProcessBranch.objects.select_related("target"))
    return maps.prefetch_related("lanes", "steps", branches)


def versions_of(*, process: Process, viewer: Viewer) -> Sequence[ProcessMap]:
    """The versions of a process, the newest first, with all their parts."""
    return list(with_parts(maps_of(viewer=viewer).filter(process=process)).order_by("-number"))


def text_of_map(drawn: ProcessMap) -> ProcessText:
    """A stored version, with its parts read before, as it is written."""
    lanes = {lane.pk: place for place, lane in enumerate(drawn.lanes.all())}
    places = {step.pk: place for place, step in enumerate(drawn.steps.all())}
    return ProcessText(
        **{part: getattr(drawn, part) for part in AROUND},
        per_month=drawn.per_month,
        currency=drawn.currency,
        why=drawn.why,
        lanes=[LaneText(lane.name, lane.kind) for lane in drawn.lanes.all()],
        steps=[
            StepText(
                step.name, lanes[step.lane_id], step.minutes, step.cost, step.decision, step.reason,
                step.expected_minutes, step.expected_cost, step.measured_minutes, step.measured_cost,
                tuple(
                    BranchText(one.when, one.share, places.get(one.target_id) if one.target_id else None)
                    for one in step.branches.all()
                ),
            )
            for step in drawn.steps.all()
        ],
    )  # fmt: skip


def compare_processes(before: ProcessMap, after: ProcessMap) -> list[Difference]:
    """Two versions part by part in the reader's language."""
    return differences(process_parts(text_of_map(before)), process_parts(text_of_map(after)))


def process_parts(text: ProcessText) -> list[tuple[str, str]]:
    """The words of a map by the names of their places; what is empty is left out."""
    parts = [(_("Times a month"), str(text.per_month or "")), *around_words(text)]
    for row in step_rows(text):
        words = [row.name, f"({row.lane})", row.before, "→", str(row.decision.label), row.after, row.reason]
        told = " ".join([*words, *(f"· {branch}" for branch in row.branches)])
        parts.append((_("Step %(number)s") % {"number": row.number}, " ".join(told.split())))
    return [(label, words) for label, words in parts if words]
