from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, memberships, roles, API keys, the roster and the request's Viewer."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
