from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Counts, indicators and the figures' API."""

    name = "metrics"
    default_auto_field = "django.db.models.BigAutoField"
