from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Courses, attendance and coverage."""

    name = "training"
    default_auto_field = "django.db.models.BigAutoField"
