"""The web process's entry."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from cem.database_roles import refuse_powerful_role
from cem.environment import stopping_on_wrong_settings
from cem.lifeline import follow_parent

with stopping_on_wrong_settings():
    settings.DATABASES["default"]["OPTIONS"].update(settings.WEB_DATABASE_OPTIONS)
    application = get_wsgi_application()
    refuse_powerful_role()
    resolve("/health/")  # loads every page now, not when the first one is asked for
gc.collect()
gc.freeze()  # what is loaded now stays: looking at it again and again for garbage would make some pages wait
follow_parent()
