"""The Celery application: it carries the bell, the job rows carry the truth."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")

from celery import Celery

from cem.environment import stopping_on_wrong_settings

app = Celery("cem")
app.config_from_object("django.conf:settings", namespace="CELERY")
with stopping_on_wrong_settings():
    app.autodiscover_tasks()
