"""What `up` starts: the commands of web, worker and clock, and the address they serve."""

import os
import socket
import sys
from argparse import ArgumentError, ArgumentParser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cem.environment import WrongSetting
from cem.lifeline import SUPERVISED, become
from cem.processes import Child

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
ANY_HOSTS = ("0.0.0.0", "::")  # noqa: S104 (recognised, not bound)
QUEUES = "default,surveys,analytics,reports"


@dataclass(frozen=True)
class Serving:
    """Where the pages are served."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if not 0 < self.port < 65536:
            raise WrongSetting(f"--port is {self.port}: write a number from 1 to 65535.")
        if bool(self.certificate) != bool(self.key):
            raise WrongSetting("--tls-cert and --tls-key belong together: give both.")
        for path in (self.certificate, self.key):
            if path and not path.is_file():
                raise WrongSetting(f"{path} is no file: name the certificate and its key in PEM form.")

    @property
    def bind(self) -> str:
        """The address to listen at; localhost is the IPv4 loop, which every browser tries."""
        return "127.0.0.1" if self.host == "localhost" else self.host

    @property
    def name(self) -> str:
        """The host as browsers write it."""
        if self.host in (*LOCAL_HOSTS, *ANY_HOSTS):
            return "localhost"
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def address(self) -> str:
        """The site's address for the person at this machine."""
        return f"{'https' if self.certificate else 'http'}://{self.name}:{self.port}"

    @property
    def is_local(self) -> bool:
        return self.host in LOCAL_HOSTS

    def require_free_port(self) -> None:
        """Find out before anything starts that somebody else listens there.

        :raises WrongSetting: the port cannot be had
        """
        family = socket.AF_INET6 if ":" in self.bind else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.bind, self.port))
            except PermissionError:
                raise WrongSetting(f"Port {self.port} needs more rights: choose one above 1023 by --port.") from None
            except OSError as error:
                raise WrongSetting(
                    f"Port {self.port} on {self.host} cannot be had ({error.strerror}): "
                    "stop the program that uses it, or choose another by --port."
                ) from None


def add_options(parser: ArgumentParser) -> None:
    """The options that say where to serve."""
    parser.add_argument("--host", default="localhost", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--tls-cert", type=Path, help="certificate in PEM form, to serve other devices safely")
    parser.add_argument("--tls-key", type=Path, help="its key in PEM form (PKCS#8)")


def announce(arguments: Sequence[str]) -> None:
    """Put the address that the options of `up` give into the environment, before anything reads the settings.

    :raises WrongSetting: there can be no such place
    """
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    add_options(parser)
    with suppress(ArgumentError):  # the command's own parser says what is wrong
        found, _others = parser.parse_known_args(arguments)
        os.environ.update(site_names(Serving(found.host, found.port, found.tls_cert, found.tls_key)))


def site_names(serving: Serving) -> dict[str, str]:
    """The site's own address and names as settings, unless they are set."""
    found = {"CEM_ADDRESS": serving.address}
    if not serving.is_local:
        names = [serving.name] if serving.host not in ANY_HOSTS else [socket.gethostname(), *own_addresses()]
        found["CEM_ALLOWED_HOSTS"] = ",".join(names)
    return {name: os.environ.get(name, value) for name, value in found.items()}


def child_environment(serving: Serving) -> dict[str, str]:
    """The variables every child gets."""
    found = {**os.environ, **site_names(serving)}
    found.update({"CEM_NO_BOOTSTRAP": "1", SUPERVISED: str(os.getpid()), "PYTHONUNBUFFERED": "1"})
    found.setdefault("MALLOC_ARENA_MAX", "2")
    return found


def own_addresses() -> list[str]:
    """The address by which other devices reach this machine, as far as its routes tell."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent
            return [str(probe.getsockname()[0])]
        except OSError:
            return []


def children(
    serving: Serving, environment: Mapping[str, str], *, web_workers: int, broker: bool, fork: bool = False
) -> list[Child]:
    """The processes of the tree: web and worker, and a clock of its own where a broker stands between them.

    :param fork: they are born of this process with all that it has loaded, and load nothing anew
    """
    modules = {
        "web": ("granian", web_arguments(serving, web_workers)),
        "worker": ("celery", worker_arguments()),
    }
    if broker:
        modules["clock"] = ("celery", clock_arguments())
    return [
        Child(
            name=name,
            command=[sys.executable, "-m", "cem.lifeline", module, *arguments],
            environment=environment,
            work=partial(become, module, arguments) if fork else None,
        )
        for name, (module, arguments) in modules.items()
    ]


def web_arguments(serving: Serving, workers: int) -> list[str]:
    """How granian serves the pages."""
    arguments = ["--interface", "wsgi", "--host", serving.bind, "--port", str(serving.port)]
    arguments += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    arguments += ["--respawn-failed-workers", "--workers-kill-timeout", "5"]
    arguments += ["--blocking-threads-idle-timeout", "600"]  # a thread keeps its connection and its prepared questions
    if serving.certificate and serving.key:
        arguments += ["--ssl-certificate", str(serving.certificate), "--ssl-keyfile", str(serving.key)]
    return [*arguments, "cem.wsgi:application"]


def worker_arguments() -> list[str]:
    """How Celery works beside the pages, on every queue; threads where processes cannot fork."""
    pool = ["--pool", "threads"] if os.name == "nt" else ["--pool", "prefork"]
    return [
        "--quiet",
        "--skip-checks",
        "-A",
        "cem",
        "worker",
        *pool,
        "--concurrency",
        "2",
        "--max-memory-per-child",
        "220000",
        "-Q",
        QUEUES,
        "--loglevel",
        "WARNING",
        *_ALONE,
    ]


def clock_arguments() -> list[str]:
    """How Celery's clock ticks: a fixed schedule, nothing kept on disk."""
    return [
        "--quiet",
        "--skip-checks",
        "-A",
        "cem",
        "beat",
        "--scheduler",
        "celery.beat:Scheduler",
        "--loglevel",
        "WARNING",
    ]


_ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
