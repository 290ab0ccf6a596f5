from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, memberships, roles, API keys, the roster and the request's Viewer."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.doors import addressee_of_user
        from operations.notice_kinds import register_addressees

        register_addressees(addressee_of_user)
