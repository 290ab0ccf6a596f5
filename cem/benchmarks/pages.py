"""Pages over HTTP, and the JSON of their charts."""

import itertools
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import orjson
from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest

from accounts.sessions import SessionStore
from cem.benchmarks.doors import bearer
from cem.benchmarks.ground import Ground
from cem.benchmarks.loading import Load, drive
from cem.benchmarks.measuring import Measured, expect, median_of, percentile
from cem.benchmarks.serving import Site, site
from cem.benchmarks.world import LAST_DAY, World
from lib import charts
from lib.charts import plotly
from organisations.tenancy import organisation_scope

GOALS = {"page": 100.0, "page, cached": 10.0, "page, not modified": 8.0}
MS_A_FIGURE, KB_A_PAGE, FIGURES = 1.0, 60.0, 8
BOARD = "/o/speed/p/measured/"
NEW_FIGURES = "UPDATE organisations_organisation SET stamp = stamp + 1"
API = "/api/v1/nps/?survey=big&group_by=touchpoint"
HEAVY = ("pandas", "numpy", "plotly", "openpyxl")


@dataclass(frozen=True, slots=True)
class Visit:
    """One address, asked by eight connections at once."""

    name: str
    address: str
    status: int
    headers: dict[str, str]
    anew: bool = False  # the figures change before each round, so that nothing kept is of use


def page(ground: Ground) -> Iterator[Measured]:
    """The board with figures that just changed, the same page again, and the figures of the API not modified."""
    ground.fill()
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(ground.world)}", "Accept-Language": "en"}
    with site() as served:
        for visit in _visits(ground.world, served, cookie):
            alone, load = _visited(ground, served, visit)
            late = 1000 * percentile(load.delays, 0.95)
            goal = GOALS[visit.name]
            yield Measured(
                name=visit.name, value=late, unit="ms, the 95th percentile at 8 connections",
                goal=f"at most {goal:.0f} ms", reached=None if ground.is_small else late <= goal,
                note=f"median {1000 * statistics.median(load.delays):.1f} ms, {load.rate:.0f} a second; "
                f"with one connection {1000 * percentile(alone.delays, 0.95):.1f} ms",
            )  # fmt: skip


def _visits(world: World, served: Site, cookie: dict[str, str]) -> Iterator[Visit]:
    """The tag is asked for last, since the visits before it change the figures."""
    yield Visit("page", BOARD, 200, cookie, anew=True)
    yield Visit("page, cached", BOARD, 200, cookie)
    yield Visit("page, not modified", API, 304, {**bearer(world), "If-None-Match": _tag(world, served)})


def session_of(world: World) -> str:
    """The key of a session in which the reader has signed in."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, world.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return str(request.session.session_key)


def _tag(world: World, served: Site) -> str:
    with served.client(**bearer(world)) as client:
        reply = client.get(API)
        expect(reply.status == 200, f"the figures answer with {reply.status}")
        n = sum(row["n"] for row in orjson.loads(reply.body)["results"])
        expect(n > 0, "there are figures by touchpoint")
        return reply.headers["etag"]


def _visited(ground: Ground, served: Site, visit: Visit) -> tuple[Load, Load]:
    """Alone, and with eight connections, after two visits that nobody times."""
    with served.client(**visit.headers) as client:
        request = client.request("GET", visit.address)
        for _ in range(2):
            reply = client.send(request)
        expect(reply.status == visit.status, f"{visit.address} answers with {reply.status}, not {visit.status}")
    count = 24 if ground.is_small else 400
    return _load(ground, served, visit, request, 1, count // 4), _load(ground, served, visit, request, 8, count)


def _load(ground: Ground, served: Site, visit: Visit, request: bytes, connections: int, count: int) -> Load:
    requests: Iterable[bytes] = [request] * count
    if visit.anew:
        requests = _with_new_figures(ground.world, request, count, connections)
    found = drive(served.port, requests, connections=connections)
    expect(found.only(visit.status), f"{visit.address}: {found.statuses}")
    return found


def _with_new_figures(world: World, request: bytes, count: int, connections: int) -> Iterator[bytes]:
    """Requests, the organisation's stamp raised before each round of them as a recount does."""
    for number in range(count):
        if number % connections == 0:
            with organisation_scope(world.organisation), connection.cursor() as cursor:
                cursor.execute(NEW_FIGURES)
            connection.close()
        yield request


def figures(ground: Ground) -> Iterator[Measured]:
    """Eight charts as Plotly reads them, from rows to JSON; and that the web process knows no heavy library."""
    _expect_light_web_process()
    pictures = orjson.dumps(_pictures(0.0))
    expect(len(orjson.loads(pictures)) == FIGURES, "eight figures")
    # Other numbers in every round: words that are kept for a figure's second mention are no help for the next one.
    shifts = itertools.count(0.01, 0.0137)
    seconds = median_of(lambda: orjson.dumps(_pictures(next(shifts))), rounds=21)
    each, size = 1000 * seconds / FIGURES, len(pictures) / 1000
    yield Measured(
        name="figures", value=each, unit="ms a figure, from rows to JSON", goal=f"at most {MS_A_FIGURE:.0f} ms",
        reached=each <= MS_A_FIGURE, note="neither pandas nor plotly is loaded by the web process",
    )  # fmt: skip
    yield Measured(
        name="figures, size", value=size, unit="kB for the eight figures of a page", goal=f"at most {KB_A_PAGE:.0f} kB",
        reached=size <= KB_A_PAGE,
    )  # fmt: skip


def _pictures(shift: float) -> list[object]:
    """Two of each kind that the pages have: rankings and comparisons of twenty rows, a year of weeks, distributions."""
    low, value, high = 57.5 + shift, 60.0 + shift, 62.5 + shift
    ranked = [charts.IntervalRow(f"Touchpoint number {n}", value + n, low + n, high + n, 1_000 * n) for n in range(20)]
    pairs = [charts.BeforeAfter(f"Touchpoint number {n}", low + n - 2, value + n, low + n, high + n) for n in range(20)]
    moments = [
        charts.Moment(LAST_DAY - timedelta(weeks=n), value + n % 7, low + n % 7, high + n % 7, 900) for n in range(52)
    ]
    bars = [charts.Bar(str(n), 1_000 * n) for n in range(11)]
    return [
        *(plotly.ranked(ranked, "%", 70.0, "All") for _ in range(2)),
        *(plotly.dumbbell(pairs, "2025", "2026") for _ in range(2)),
        *(plotly.trend(moments) for _ in range(2)),
        *(plotly.distribution(bars) for _ in range(2)),
    ]


def _expect_light_web_process() -> None:
    """The web process imports every page at its start; ask such a process what it has loaded."""
    code = f"import sys, cem.wsgi; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120, check=False
    )
    loaded = done.stdout.strip().splitlines()[-1:]
    expect(loaded == ["[]"], f"the web process loads {loaded or done.stderr}")
