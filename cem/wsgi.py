"""The web process's entry."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")
os.environ.setdefault("CEM_PROCESS", "web")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from cem.environment import stopping_on_wrong_settings  # noqa: E402
from cem.lifeline import follow_parent  # noqa: E402

with stopping_on_wrong_settings():
    application = get_wsgi_application()
follow_parent()
