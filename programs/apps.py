from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Programme, cycles, phases and gates."""

    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"
