"""Run every test on SQLite, then on real PostgreSQL and Valkey; arguments go to pytest."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from cem.environment import WrongSetting
from cem.preparation import compile_texts


class Command(BaseCommand):
    help = __doc__ or ""

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand everything after the command's name to pytest, unread."""
        if not (settings.BASE_DIR / "tests" / "selftest.py").is_file():
            raise WrongSetting("The tests are not part of this installation: run them in a clone of the sources.")
        compile_texts([Path(folder) for folder in settings.LOCALE_PATHS])
        command = [sys.executable, "-m", "tests.selftest", *argv[2:]]
        sys.exit(subprocess.call(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL))
