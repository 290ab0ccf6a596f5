from django.apps import AppConfig


class CemConfig(AppConfig):
    """Settings, addresses and the board."""

    name = "cem"
    default_auto_field = "django.db.models.BigAutoField"
