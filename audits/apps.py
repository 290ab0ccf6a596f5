from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """The audit and the re-audit."""

    name = "audits"
    default_auto_field = "django.db.models.BigAutoField"
