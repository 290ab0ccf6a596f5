"""Figures of any window and part from the counts, against the same question put to the answers; and counting anew."""

import math
import statistics
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import connection

from cem.benchmarks.ground import Ground
from cem.benchmarks.measuring import Measured, alternate, expect, percentile, seconds_of
from cem.benchmarks.world import LAST_DAY, World
from feedback.models import SegmentProfile
from lib.periods import Period
from metrics import counts
from metrics.queries import Figure, FigureQuery, one_figure
from organisations.models import Channel, Unit
from organisations.tenancy import organisation_scope
from touchpoints.models import Touchpoint

RATIO, GROWTH = 50, 3
REBUILD = {"postgresql": 2_000_000, "sqlite": 1_200_000}
GOAL_FROM = 10_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """One question: a window and a part of the customers; parts are numbers of places."""

    days: int | None = None
    touchpoint: int | None = None
    unit: int | None = None
    channel: int | None = None
    segment: int | None = None

    def query(self) -> FigureQuery:
        """As a page or the API asks it."""
        window = Period(LAST_DAY - timedelta(days=self.days - 1), LAST_DAY) if self.days else None
        return FigureQuery(
            surveys=("big",),
            period=window,
            touchpoints=() if self.touchpoint is None else (f"t{self.touchpoint}",),
            units=() if self.unit is None else (f"u{self.unit}",),
            channels=() if self.channel is None else (f"c{self.channel}",),
            segments=() if self.segment is None else (f"kind:s{self.segment}",),
        )

    def conditions(self) -> Mapping[str, object]:
        """The same as conditions on the responses."""
        found: dict[str, object] = {}
        if self.days:
            found["r.answered_on >= %s"] = (LAST_DAY - timedelta(days=self.days - 1)).isoformat()
        for column, model, place in (
            ("touchpoint_id", Touchpoint, self.touchpoint),
            ("unit_id", Unit, self.unit),
            ("channel_id", Channel, self.channel),
        ):
            if place is not None:
                found[f"r.{column} = %s"] = model.objects.order_by("pk")[place].pk  # type: ignore[attr-defined]
        if self.segment is not None:
            found["r.profile_id = %s"] = SegmentProfile.objects.order_by("pk")[self.segment].pk
        return found


CUTS = (
    Cut(),
    Cut(touchpoint=3),
    Cut(unit=2, channel=1),
    Cut(days=90),
    Cut(days=90, touchpoint=1),
    Cut(days=90, segment=2),
    Cut(days=30),
    Cut(days=30, touchpoint=5),
    Cut(days=30, unit=4, channel=2),
    Cut(days=30, touchpoint=7, segment=1),
    Cut(days=7, touchpoint=2),
    Cut(days=7),
)


def slices(ground: Ground) -> Iterator[Measured]:
    """Every cut at a tenth of the rows and at all of them."""
    before = _median_seconds(ground, ground.rows // 10)
    ratios, seconds = _against_raw(ground)
    large = ground.rows >= GOAL_FROM
    yield Measured(
        name="slice",
        value=1000 * percentile(seconds, 0.95),
        unit="ms for a figure, the 95th percentile of 12 cuts",
        base=1000 * statistics.median(ratio * second for ratio, second in zip(ratios, seconds, strict=True)),
        ratio=statistics.median(ratios),
        goal=f"{RATIO} times the raw GROUP BY, at 10 million answers",
        reached=statistics.median(ratios) >= RATIO if large else None,
        note=f"median of the cuts; least {min(ratios):.1f} times, most {max(ratios):.0f} times",
    )
    growth = statistics.median(seconds) / before
    yield Measured(
        name="slice growth", value=growth, unit="times as long with ten times the answers", goal=f"at most {GROWTH}",
        reached=None if ground.is_small else growth <= GROWTH,
    )  # fmt: skip


def _median_seconds(ground: Ground, rows: int) -> float:
    """Median of all cuts at a size."""
    ground.fill(rows)
    with organisation_scope(ground.world.organisation):
        return statistics.median(
            min(seconds_of(partial(ask, ground.world, cut)) for _ in range(ground.rounds)) for cut in CUTS
        )


def _against_raw(ground: Ground) -> tuple[list[float], list[float]]:
    """How many times faster each cut is than raw, and how long it takes."""
    ground.fill()
    world, ratios, seconds = ground.world, [], []
    with organisation_scope(world.organisation):
        for cut in CUTS:
            _expect_equal(ask(world, cut), raw(world, cut))
            rounds = ground.rounds if ground.rows < GOAL_FROM else 3
            slow, quick = alternate(partial(raw, world, cut), partial(ask, world, cut), rounds=rounds)
            ratios.append(slow / quick)
            seconds.append(quick)
    return ratios, seconds


def ask(world: World, cut: Cut) -> Figure:
    """The figure as a page gets it: rights, gate and interval included."""
    return one_figure(cut.query(), viewer=world.viewer)


def raw(world: World, cut: Cut) -> dict[int, int]:
    """How often each value was given, from the answers."""
    conditions = cut.conditions()
    more = "".join(f" AND {condition}" for condition in conditions)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.value, COUNT(*) FROM feedback_response r JOIN feedback_answer a ON a.response_id = r.id "  # noqa: S608
            "WHERE r.organisation_id = %s AND r.survey_id = %s AND a.question_id = %s AND r.counted "
            f"AND r.deleted_at IS NULL{more} GROUP BY a.value",
            [world.organisation.pk, world.big.pk, world.question().pk, *conditions.values()],
        )
        return dict(cursor.fetchall())


def _expect_equal(figure: Figure, given: Mapping[int, int]) -> None:
    n = sum(given.values())
    expect(figure.n == n, f"{figure.n} answers counted, {n} given")
    promoters = sum(count for value, count in given.items() if value >= 9)
    detractors = sum(count for value, count in given.items() if value <= 6)
    if n:
        nps = 100 * (promoters - detractors) / n
        expect(math.isclose(figure.value or 0.0, nps, abs_tol=1e-9), f"{figure.value} is not {nps}")


class _Reader(threading.Thread):
    """Reads the figure again and again, as pages do meanwhile."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(daemon=True)
        self.ground, self.done = ground, threading.Event()
        self.seen: set[int | None] = set()

    def run(self) -> None:
        while not self.done.is_set():
            with organisation_scope(self.ground.world.organisation):
                self.seen.add(ask(self.ground.world, Cut(days=30)).n)
            self.done.wait(0.05)
        connection.close()


def rebuild(ground: Ground) -> Iterator[Measured]:
    """Count everything anew, while the old figures are read."""
    ground.fill()
    organisation = ground.world.organisation
    with organisation_scope(organisation):
        wanted = ask(ground.world, Cut(days=30)).n
    reader = _Reader(ground)
    reader.start()
    ground.count_anew()
    reader.done.set()
    reader.join()
    expect(reader.seen == {wanted}, f"figures seen while counting anew: {reader.seen}, not {wanted}")
    with organisation_scope(organisation):
        expect(counts.check(organisation=organisation) == [], "the counts differ from the answers")
    rounds = ground.rounds if ground.rows < GOAL_FROM else 3
    seconds = statistics.median(seconds_of(ground.count_anew) for _ in range(rounds))
    goal = REBUILD[connection.vendor]
    yield Measured(
        name="rebuild",
        value=ground.stored / seconds,
        unit="answers a second",
        goal=f"at least {goal:,}",
        reached=None if ground.is_small else ground.stored / seconds >= goal,
        note="the old figures were read meanwhile and did not change; afterwards no cell differs; all stood right "
        "already, so that none had to be written",
    )
