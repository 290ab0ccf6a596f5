"""Django's `migrate`, run as the owner of the tables where DATABASE_OWNER_URL names one."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from cem.database_roles import migrating_as_owner


class Command(Migrate):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Everything as the owner, the checks before it too: the ordinary role may not exist yet."""
        with migrating_as_owner():
            return super().execute(*args, **options)
