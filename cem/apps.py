from django.apps import AppConfig


class CemConfig(AppConfig):
    """Settings, addresses and the board."""

    name = "cem"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.doors import register_sample_sign_ins
        from cem import celery, deployment  # noqa: F401 (the application tasks are sent by; checks of a deployment)
        from cem.demo.sign_ins import offered_sign_ins

        register_sample_sign_ins(offered_sign_ins)
