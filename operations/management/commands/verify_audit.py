"""Check that the activity trail of every organisation still says what it said when it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.queries import Verification, verify_trail
from organisations.doors import organisation_by_slug
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

REASONS = {
    "missing": "an entry before it is missing",
    "moved": "it does not follow the entry before it",
    "changed": "it was changed after it was sealed",
    "end_missing": "the end of the chain is missing",
}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", help="short name of one organisation; without it all are checked")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = [self.check_one(organisation) for organisation in chosen(options["organisation"])]
        broken = sum(not found.holds for found in checked)
        if broken:
            raise CommandError(f"{broken} of {len(checked)} trails broken.", returncode=1)
        self.stdout.write(f"{len(checked)} trails checked, all unbroken.")

    def check_one(self, organisation: Organisation) -> Verification:
        with organisation_scope(organisation):
            found = verify_trail(organisation=organisation)
        line = f"{organisation.slug}: {found.sealed} sealed, {found.unsealed} waiting for their seal"
        if found.holds:
            self.stdout.write(line)
        else:
            where = f"entry {found.broken_sequence}{f' ({found.broken_id})' if found.broken_id else ''}"
            self.stdout.write(f"{line}; BROKEN at {where}: {REASONS[found.reason]}")
        return found


def chosen(slug: str | None) -> list[Organisation]:
    """All organisations, or the named one.

    :raises CommandError: there is none of that name
    """
    if not slug:
        return list(Organisation.objects.order_by("slug"))
    found = organisation_by_slug(slug)
    if found is None:
        raise CommandError(f"There is no organisation “{slug}”.")
    return [found]
