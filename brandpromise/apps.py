from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandpromiseConfig(AppConfig):
    """The promise: its versions, what carries it, what its own people say of it."""

    name = "brandpromise"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.roles import Can
        from brandpromise.services import carriers, consultation, feasibility, telling
        from operations.file_kinds import register_reader
        from operations.notice_kinds import register_notice_kind

        register_reader(carriers.EVIDENCE, lambda viewer, file: viewer.can(Can.READ_SCRIPTS))
        register_notice_kind(consultation.NOTICE, _("Consultation about the promise"))
        register_notice_kind(feasibility.NOTICE, _("Whether your unit can deliver the promise"))
        register_notice_kind(telling.WAITS, _("A version of the promise that waits for your decision"))
        register_notice_kind(telling.DECIDED, _("The decision about a version of the promise that you proposed"))
