from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Programme, cycles, phases and gates."""

    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from operations.notice_kinds import register_notice_kind

        register_notice_kind("gate.proposed", _("A phase that waits for your decision"))
        register_notice_kind("gate.decided", _("The decision about a phase you proposed or answer for"))
