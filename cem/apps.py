from django.apps import AppConfig


class CemConfig(AppConfig):
    """Settings, addresses and the board."""

    name = "cem"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cem import celery  # noqa: F401 (makes our application the one that tasks are sent by)
