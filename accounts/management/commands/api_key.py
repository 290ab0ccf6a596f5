"""`manage.py api_key`: a new API key, printed as the last line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.roles import SCOPES
from accounts.services.keys import UnknownScope, make_key
from organisations.doors import organisation_by_slug
from organisations.tenancy import organisation_scope


class Command(BaseCommand):
    help = "Make an API key of an organisation and print it as the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--scopes", required=True, help="comma list, e.g. nps:read,responses:write")
        parser.add_argument("--name", default="command line")
        parser.add_argument("--days", type=int, help="how many days the key works; without it, no end")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_by_slug(options["organisation"])
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.")
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            with organisation_scope(organisation):
                _key, secret = make_key(
                    organisation=organisation, name=options["name"], scopes=scopes, actor="command",
                    now=timezone.now(), days=options["days"],
                )  # fmt: skip
        except UnknownScope as unknown:
            raise CommandError(f"Unknown scopes: {unknown or 'none given'}. There are: {', '.join(SCOPES)}.") from None
        self.stdout.write(secret)
