from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Counts, indicators and the figures' API."""

    name = "metrics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from metrics.queries.touchpoint_readings import touchpoint_readings
        from touchpoints.measured import register_measure

        register_measure(touchpoint_readings)
