from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Courses, attendance and coverage."""

    name = "training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from programs import evidence
        from touchpoints.cards import register_my_work
        from training.queries import course_reached, courses_on_offer, coverage_reached, promise_known
        from training.sections import my_check, my_training

        evidence.register("training.coverage_reached", coverage_reached)
        evidence.register("training.promise_known", promise_known)
        evidence.register_family("training.course", courses_on_offer, course_reached)
        register_my_work("knowledge", 35, my_check)
        register_my_work("training", 40, my_training)
