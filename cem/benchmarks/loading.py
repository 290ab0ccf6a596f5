"""A small load generator: a few connections of plain HTTP to this machine only, bounded in number and in time."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType

CONNECTIONS = 8
LONGEST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """One connection, kept open."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")
        self._head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **(headers or {})}.items())

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self._socket.close()

    def get(self, path: str) -> Reply:
        """One page."""
        return self.send(self.request("GET", path))

    def post(self, path: str, body: bytes, content_type: str = "application/json") -> Reply:
        """One answer to what is sent."""
        return self.send(self.request("POST", path, body, content_type))

    def request(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> bytes:
        """The bytes of a request, so that they can be made before the clock starts."""
        length = f"Content-Length: {len(body)}\r\nContent-Type: {content_type}\r\n" if body else ""
        return f"{method} {path} HTTP/1.1\r\n{self._head}{length}\r\n".encode() + body

    def send(self, request: bytes) -> Reply:
        """Send it and read the reply."""
        self._socket.sendall(request)
        status = int(self._reader.readline().split(b" ", 2)[1])
        headers: dict[str, str] = {}
        while line := self._reader.readline().strip():
            name, _colon, value = line.partition(b":")
            headers[name.decode().lower()] = value.strip().decode("latin-1")
        return Reply(status, headers, self._body(headers))

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self._reader.read(int(headers.get("content-length", 0)))
        parts = []
        while size := int(self._reader.readline(), 16):
            parts.append(self._reader.read(size))
            self._reader.readline()
        self._reader.readline()
        return b"".join(parts)


@dataclass(slots=True)
class Load:
    """What a load met."""

    seconds: float = 0.0
    delays: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Replies a second."""
        return len(self.delays) / self.seconds

    def only(self, *expected: int) -> bool:
        """Whether every reply had one of these statuses."""
        return set(self.statuses) <= set(expected)


class _Shared:
    """Requests that several threads take one after the other."""

    def __init__(self, requests: Iterable[bytes]) -> None:
        self._requests: Iterator[bytes] = iter(requests)
        self._lock = threading.Lock()

    def next(self) -> bytes | None:
        with self._lock:
            return next(self._requests, None)


def drive(
    port: int, requests: Iterable[bytes], *, connections: int = CONNECTIONS, seconds: float = LONGEST_SECONDS
) -> Load:
    """Send the requests over some connections at once, each as soon as the reply before it came."""
    load, shared = Load(), _Shared(requests)
    deadline = time.monotonic() + min(seconds, LONGEST_SECONDS)
    found: list[list[tuple[int, float]]] = [[] for _ in range(connections)]
    threads = [threading.Thread(target=_one, args=(port, shared, deadline, kept), daemon=True) for kept in found]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - start
    for status, delay in (pair for kept in found for pair in kept):
        load.delays.append(delay)
        load.statuses[status] = load.statuses.get(status, 0) + 1
    return load


def _one(port: int, shared: _Shared, deadline: float, kept: list[tuple[int, float]]) -> None:
    with Client(port) as client:
        while time.monotonic() < deadline and (request := shared.next()):
            start = time.perf_counter()
            status = client.send(request).status
            kept.append((status, time.perf_counter() - start))
