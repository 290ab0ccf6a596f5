"""Compile the catalogues of texts; needs no GNU gettext."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cem.preparation import compile_texts


class Command(BaseCommand):
    help = "Compile the catalogues of texts that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = compile_texts([Path(folder) for folder in settings.LOCALE_PATHS])
        if options["verbosity"] > 1:
            self.stdout.write(f"{compiled} catalogues compiled.")
