from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """Journey, desired experience, scripts."""

    name = "touchpoints"
    default_auto_field = "django.db.models.BigAutoField"
