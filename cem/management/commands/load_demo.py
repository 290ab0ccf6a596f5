"""`manage.py load_demo`: the airport's sample programme, with progress."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cem.demo.loading import STEPS, DemoThere, load


class Command(BaseCommand):
    help = "Load the sample programme of an airport: real survey answers, invented programme."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            load(now=timezone.now(), say=self._say, tell=self._tell)
        except DemoThere:
            self.stdout.write("The sample programme is there already.")
            return
        self.stderr.write("")
        self.stdout.write(f"The sample programme is loaded ({time.monotonic() - began:.0f} s).")

    def _say(self, step: int, words: str) -> None:
        self.stderr.write(f"\n[{step}/{STEPS}] {words}", ending="")
        self.stderr.flush()

    def _tell(self, done: int, total: int | None) -> None:
        self.stderr.write(f" {done:,}", ending="")
        self.stderr.flush()
