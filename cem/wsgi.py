"""The web process's entry."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")
os.environ.setdefault("CEM_PROCESS", "web")

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from cem.database_roles import refuse_powerful_role  # noqa: E402
from cem.environment import stopping_on_wrong_settings  # noqa: E402
from cem.lifeline import follow_parent  # noqa: E402

with stopping_on_wrong_settings():
    application = get_wsgi_application()
    refuse_powerful_role()
assert get_resolver().url_patterns  # every page is loaded before the first one is asked for
follow_parent()
