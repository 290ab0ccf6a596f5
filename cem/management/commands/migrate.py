"""Django's `migrate`, in less time, and as the owner of the tables where DATABASE_OWNER_URL names one."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from cem.database_roles import migrating_as_owner
from cem.migrating import new_tables_by_themselves


class Command(Migrate):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Everything as the owner, the checks before it too: the ordinary role may not exist yet."""
        with migrating_as_owner(), new_tables_by_themselves():
            return super().execute(*args, **options)
