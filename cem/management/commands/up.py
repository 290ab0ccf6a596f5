"""Start the whole product with one command: web, worker and clock as one tree of processes."""

import gc
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cem import preparation, serving
from cem.database_roles import refuse_powerful_role
from cem.environment import WrongSetting
from cem.forking import CAN_FORK
from cem.locks import only_one
from cem.processes import ProcessTree
from cem.serving import Serving

READY_WITHIN_SECONDS = 60.0


class Command(BaseCommand):
    help = "Prepare the installation, start web, worker and clock, and keep them alive until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the sample programme of an airport first")
        serving.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        place = Serving(options["host"], options["port"], options["tls_cert"], options["tls_key"])
        with only_one(settings.DATA_DIR / "up.lock"):
            place.require_free_port()
            environment = serving.child_environment(place)
            if self.prepare(environment, demo=options["demo"]):
                preparation.begin_anew()
            self.serve(place, environment, demo=options["demo"])

    def prepare(self, environment: dict[str, str], *, demo: bool) -> bool:
        """Bring texts, page files, tables and the sample programme to where they must be.

        :returns: whether something changed that this process read when it began
        """
        compiled = preparation.compile_texts([Path(folder) for folder in settings.LOCALE_PATHS])
        if collected := preparation.collect_page_files(environment):
            self.say("Collected the files of the pages.")
        self.migrate(environment)
        refuse_powerful_role()
        if demo and not demo_is_loaded():
            self.say("Loading the sample programme …")
            preparation.run_command("load_demo", environment=environment)
        return collected or compiled > 0

    def migrate(self, environment: dict[str, str]) -> None:
        """Apply what the database lacks; a database that holds something is copied before."""
        state = preparation.state_of_migrations()
        if not state.pending:
            return
        kept = preparation.back_up_before_migrating() if state.any_applied else None
        self.say(f"Copied the database to {kept}; migrating …" if kept else "Making the database …")
        preparation.run_command("migrate", "--no-input", "--skip-checks", "--verbosity", "0", environment=environment)

    def serve(self, place: Serving, environment: dict[str, str], *, demo: bool) -> None:
        """Start the tree, say where it is, and keep it alive until a signal asks to stop."""
        welcome = [
            f"\nCEM is ready: {environment['CEM_ADDRESS']}",
            *sign_in_lines(environment["CEM_ADDRESS"], demo=demo),
        ]
        children = serving.children(
            place, environment, web_workers=settings.WEB_WORKERS, broker=bool(settings.REDIS_URL), fork=CAN_FORK
        )
        if CAN_FORK:
            preparation.load_product()
        gc.enable()  # manage.py had switched it off
        tree = ProcessTree(children, self.say)
        tree.listen_to_signals()
        tree.start()
        try:
            if wait_for_health(place, tree):
                self.say("\n".join([*welcome, "Ctrl-C stops everything.\n"]))
            tree.keep_alive()
        finally:
            self.say("Stopping …")
            tree.stop()
        self.say("Stopped.")

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


def demo_is_loaded() -> bool:
    """Whether the sample organisation exists."""
    from organisations.models import Organisation

    return Organisation.objects.filter(slug="sfo").exists()


def sign_in_lines(address: str, *, demo: bool) -> list[str]:
    """The sample users of the demo, or the one-time code that makes the first user."""
    from accounts.models import User
    from accounts.services.first_run import first_run_code

    if not User.objects.exists():
        return [f"Nobody can sign in yet. Open {address}/first-run/ and enter this code: {first_run_code()}"]
    if not demo:
        return []
    from cem.demo.sign_ins import sign_ins

    return ["Sign in as one of these samples:", *(f"  {line}" for line in sign_ins())]


def wait_for_health(place: Serving, tree: ProcessTree) -> bool:
    """Wait until the pages answer; false when somebody asked to stop before.

    :raises WrongSetting: they answer with an error or not within a minute, or the process ends again and again
    """
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not tree.stopping.wait(0.05):
        if answers(place):
            return True
        for child in tree.children:
            child.tend(time.monotonic(), tree.say)
        if time.monotonic() > deadline or tree.children[0].failures > 3:
            raise WrongSetting("The web process does not answer; its own words stand above.")
    return False


def answers(place: Serving) -> bool:
    """Whether /health/ says that the database answers and holds every migration."""
    host = f"[{place.bind}]" if ":" in place.bind else place.bind
    scheme = "https" if place.certificate else "http"
    if place.host in serving.ANY_HOSTS:
        host = "127.0.0.1" if place.host == "0.0.0.0" else "[::1]"  # noqa: S104 (recognised, not bound)
    request = urllib.request.Request(f"{scheme}://{host}:{place.port}/health/", headers={"Host": "localhost"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5, context=_own_certificate(place)) as response:  # noqa: S310
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        if error.code == 503:
            return False
        raise WrongSetting(f"The web process answers with error {error.code}; its own words stand above.") from None
    except (urllib.error.URLError, OSError):
        return False


def _own_certificate(place: Serving) -> Any:
    if not place.certificate:
        return None
    import ssl

    context = ssl.create_default_context()
    context.check_hostname = False  # our own process, asked by its loop address, not by the certificate's name
    context.verify_mode = ssl.CERT_NONE
    return context
