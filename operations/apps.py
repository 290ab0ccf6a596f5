from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Jobs, activity trail, outgoing mail, notifications, stored files, idempotency keys."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"
