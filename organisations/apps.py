from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, units, channels and the wall between organisations."""

    name = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
