"""Answers that come in over HTTP: one by one, a thousand at once, from people; and when they can be read."""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from urllib.parse import urlencode

import orjson

from cem.benchmarks.ground import Ground
from cem.benchmarks.loading import Client, Load, drive
from cem.benchmarks.measuring import Measured, expect, percentile
from cem.benchmarks.serving import Site, brokers, site
from cem.benchmarks.urls import NOTHING
from cem.benchmarks.world import ACTOR, World
from feedback.models import Response
from feedback.services.points import create_point
from organisations.tenancy import organisation_scope

POST, BULK = "/api/v1/responses/", 1_000
PART, DELAY, TIMES, RESPONDENTS = 0.20, 15.0, 20, 100
LATE = {"embedded": 2.0, "Redis": 1.0}


def body(number: int, mark: str) -> dict[str, object]:
    """One answer as another program sends it."""
    return {
        "survey": "wide",
        "external_id": f"{mark}-{number}",
        "answered_at": f"2026-04-{1 + number % 28:02}T10:{number % 60:02}:00Z",
        "channel": f"c{number % 3}",
        "unit": f"u{number % 8}",
        "segments": {"kind": f"s{number % 4}"},
        "answers": {"recommend": number % 11},
    }


def bearer(world: World) -> dict[str, str]:
    """The key as a header."""
    return {"Authorization": f"Bearer {world.key}"}


def post(ground: Ground) -> Iterator[Measured]:
    """One checked answer a request, against a view that does nothing in the same server."""
    ground.fill()
    with site() as served:
        _try_one(ground.world, served)
        count = 200 if ground.is_small else 3_000
        rates, delays = _posts(ground, served, count)
    nothing, stored = (statistics.median(part) for part in zip(*rates, strict=True))
    yield Measured(
        name="post",
        value=stored,
        unit="answers a second, one a request, 8 connections",
        base=nothing,
        ratio=stored / nothing,
        goal=f"{PART} of a view that does nothing",
        reached=None if ground.is_small else stored / nothing >= PART,
    )
    late = 1000 * percentile(delays, 0.95)
    yield Measured(
        name="post p95", value=late, unit="ms, 8 connections", goal=f"at most {DELAY:.0f} ms",
        reached=None if ground.is_small else late <= DELAY, note=f"median {1000 * statistics.median(delays):.1f} ms",
    )  # fmt: skip


def _try_one(world: World, served: Site) -> None:
    """It is stored, found again, refused where it differs and where it is wrong."""
    with served.client(**bearer(world)) as client:
        send = partial(_sent, client)
        expect([send(body(1, "try")), send(body(1, "try"))] == [201, 200], "an answer is stored once")
        expect(send({**body(1, "try"), "answers": {"recommend": 5}}) == 409, "another content is a conflict")
        expect(send({**body(2, "try"), "answers": {"recommend": 11}}) == 400, "11 is not on the scale")


def _sent(client: Client, value: object) -> int:
    return client.post(POST, orjson.dumps(value)).status


def _posts(ground: Ground, served: Site, count: int) -> tuple[list[tuple[float, float]], list[float]]:
    """Rates of nothing and of answers in turn, and the delays of the answers."""
    rates, delays = [], []
    with served.client(**bearer(ground.world)) as client:
        for turn in range(ground.rounds):
            requests = [client.request("POST", POST, orjson.dumps(body(n, f"one{turn}")), "application/json")
                        for n in range(count)]  # fmt: skip
            idle = client.request("POST", NOTHING, orjson.dumps(body(1, "nothing")), "application/json")
            nothing = _driven(served, [idle] * count, 200)
            stored = _driven(served, requests, 201)
            rates.append((nothing.rate, stored.rate))
            delays += stored.delays
    return rates, delays


def _driven(served: Site, requests: Sequence[bytes], *expected: int, connections: int = 8) -> Load:
    load = drive(served.port, requests, connections=connections)
    expect(load.only(*expected), f"replies: {load.statuses}, wanted {expected}")
    expect(len(load.delays) == len(requests), "some requests had no reply in time")
    return load


def bulk(ground: Ground) -> Iterator[Measured]:
    """A thousand answers a request, against one a request, both over one connection."""
    ground.fill()
    singles, batches, rates = (50, 2, []) if ground.is_small else (500, 10, [])
    with site() as served, served.client(**bearer(ground.world)) as client:
        _try_many(client)
        for turn in range(ground.rounds):
            one = [client.request("POST", POST, orjson.dumps(body(n, f"s{turn}")), "application/json")
                   for n in range(singles)]  # fmt: skip
            many = [client.request("POST", POST, orjson.dumps([body(n, f"b{turn}-{k}") for n in range(BULK)]),
                                   "application/json") for k in range(batches)]  # fmt: skip
            rates.append((_driven(served, one, 201, connections=1).rate,
                          _driven(served, many, 201, connections=1).rate * BULK))  # fmt: skip
    single, together = (statistics.median(part) for part in zip(*rates, strict=True))
    yield Measured(
        name="bulk",
        value=together,
        unit="answers a second, 1,000 a request, 1 connection",
        base=single,
        ratio=together / single,
        goal=f"{TIMES} times one a request",
        reached=None if ground.is_small else together / single >= TIMES,
    )


def _try_many(client: Client) -> None:
    """All are stored or, with one fault, none."""
    good = [body(n, "many") for n in range(3)]
    reply = client.post(POST, orjson.dumps([*good, {**body(9, "many"), "answers": {"recommend": 11}}]))
    expect(reply.status == 400, "a batch with a fault is refused")
    found = orjson.loads(client.post(POST, orjson.dumps(good)).body)
    expect((found["created"], found["unchanged"]) == (3, 0), "nothing of the refused batch was stored")


def respondent(ground: Ground) -> Iterator[Measured]:
    """People who open the form, fill it in and send it."""
    ground.fill()
    world = ground.world
    with organisation_scope(world.organisation):
        point = create_point(
            organisation=world.organisation, survey=world.big, name="Door", actor=ACTOR, code="speedily"
        )
    address = f"/s/{point.code}"
    with site() as served:
        visits = 20 if ground.is_small else 300
        seconds = _visited(partial(_visit, served, address), visits)
        with organisation_scope(world.organisation):
            stored = Response.objects.filter(point=point).count()
    expect(stored == visits, f"{visits} forms sent, {stored} answers stored")
    yield Measured(
        name="respondent", value=visits / seconds, unit="people a second, form and answer",
        goal=f"at least {RESPONDENTS}", reached=None if ground.is_small else visits / seconds >= RESPONDENTS,
    )  # fmt: skip


def _visited(visit: Callable[[int], None], visits: int) -> float:
    """All visits by eight people at once."""
    from concurrent.futures import ThreadPoolExecutor

    start = time.perf_counter()
    with ThreadPoolExecutor(8) as people:
        list(people.map(visit, range(visits)))
    return time.perf_counter() - start


def _visit(served: Site, address: str, number: int) -> None:
    with served.client(**{"X-Forwarded-For": f"192.0.2.{number % 250}"}) as client:
        page = client.get(address)
        while page.status in (301, 302):
            address = page.headers["location"]
            page = client.get(address)
        token = re.search(rb'name="token" value="([0-9a-f]{32})"', page.body)
        expect(page.status == 200 and token is not None, f"the form answers with {page.status}")
        fields = urlencode({"token": token.group(1).decode() if token else "", "q-recommend": number % 11})
        sent = client.post(address, fields.encode(), "application/x-www-form-urlencoded")
        expect(sent.status == 303, f"a filled-in form answers with {sent.status}")


def late(ground: Ground) -> Iterator[Measured]:
    """From the reply to an answer until its figure can be read, with the worker that `up` starts."""
    ground.fill()
    for kind, broker in brokers():
        with broker as address, site(worker=True, redis=address) as served:
            waits = _waits(ground, served, 3 if ground.is_small else 20, kind)
        goal = LATE[kind]
        yield Measured(
            name=f"late, {kind}", value=max(waits), unit="s, the longest of 20", goal=f"at most {goal:.0f} s",
            reached=None if ground.is_small else max(waits) <= goal, note=f"median {statistics.median(waits):.2f} s",
        )  # fmt: skip


def _waits(ground: Ground, served: Site, times: int, mark: str) -> list[float]:
    waits = []
    with served.client(**bearer(ground.world)) as client:
        for number in range(times + 1):
            before = _n(client)
            expect(_sent(client, body(number, f"late {mark}")) == 201, "an answer is stored")
            start = time.perf_counter()
            while _n(client) == before:
                expect(time.perf_counter() - start < 30, "the figure did not come within 30 s")
                time.sleep(0.01)
            waits.append(time.perf_counter() - start)
            time.sleep(0.13)
    return waits[1:]  # the first one waits for the worker to start


def _n(client: Client) -> int:
    return int(orjson.loads(client.get("/api/v1/nps/?survey=wide").body)["results"][0]["n"])
