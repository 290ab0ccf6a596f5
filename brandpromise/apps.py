from django.apps import AppConfig


class BrandpromiseConfig(AppConfig):
    """The promise and its pillars."""

    name = "brandpromise"
    default_auto_field = "django.db.models.BigAutoField"
