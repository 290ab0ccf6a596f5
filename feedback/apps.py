from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Surveys, responses, collection points, imports."""

    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
