"""Django's `migrate`, run as the owner of the tables where DATABASE_OWNER_URL names one."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from cem.database_roles import owner_connection


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with owner_connection():
            super().handle(*args, **options)
