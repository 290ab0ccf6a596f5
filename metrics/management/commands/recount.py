"""manage.py recount: stored counts anew from the answers, or compared with them."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import counts
from organisations.doors import organisation_by_slug
from organisations.models import Organisation
from organisations.tenancy import organisation_scope


class Command(BaseCommand):
    help = "Rebuild the stored counts from the answers; with --check compare only, and exit 1 on any difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this organisation")
        parser.add_argument("--check", action="store_true", help="compare without writing")

    def handle(self, *args: Any, **options: Any) -> None:
        work = self._check if options["check"] else self._rebuild
        differing = sum(work(organisation) for organisation in _chosen(options["organisation"]))
        if differing:
            raise CommandError(
                ngettext("%(n)d cell differs.", "%(n)d cells differ.", differing) % {"n": differing}, returncode=1
            )

    def _rebuild(self, organisation: Organisation) -> int:
        """A scope for each step, so that each commits and the old figures are served until then."""
        scope = partial(organisation_scope, organisation)
        try:
            done = counts.rebuild(organisation=organisation, now=timezone.now(), chunk=scope)
        except counts.Superseded:
            raise CommandError(_("Another rebuild of the same counts has begun, so this one stopped.")) from None
        self.stdout.write(
            ngettext("%(name)s: %(n)d response counted.", "%(name)s: %(n)d responses counted.", done)
            % {"name": organisation.slug, "n": done}
        )
        return 0

    def _check(self, organisation: Organisation) -> int:
        with organisation_scope(organisation):
            found = counts.check(organisation=organisation)
        for difference in found:
            self.stdout.write(f"{organisation.slug}: {difference.table} {_readable(difference)}")
        if not found:
            self.stdout.write(_("%(name)s: the counts are what the answers say.") % {"name": organisation.slug})
        return len(found)


def _chosen(slug: str | None) -> list[Organisation]:
    if not slug:
        return list(Organisation.objects.all())
    organisation = organisation_by_slug(slug)
    if organisation is None:
        raise CommandError(_("There is no organisation %(slug)s.") % {"slug": slug})
    return [organisation]


def _readable(difference: counts.Difference) -> str:
    return " ".join(f"{name}={value}" for name, value in difference.key.items() if name != "organisation_id")
