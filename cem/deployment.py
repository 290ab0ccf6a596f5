"""What `manage.py check --deploy` refuses besides Django's own list."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from organisations.models import Organisation


@register(Tags.security, deploy=True)
def no_demo_organisation(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A demo organisation is made without second factors: it has no place beside real ones."""
    try:
        slugs = list(Organisation.objects.filter(is_demo=True).values_list("slug", flat=True))
    except DatabaseError:
        return []
    return [
        Error(
            f"The organisation “{slug}” is a demo, whose users sign in without a second factor.",
            hint="Start a new database for real work: the demo stays where it is.",
            id="cem.E001",
        )
        for slug in slugs
    ]
