"""`manage.py first_run_code`: a new one-time code for the first-run page, printed as the last line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.first_run import first_run_code, is_first_run


class Command(BaseCommand):
    help = "Print the one-time code that opens the first-run page; codes printed before are void."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_first_run():
            raise CommandError("Somebody can sign in already: the first-run page is closed.")
        self.stdout.write(first_run_code())
