from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """The audit and the re-audit."""

    name = "audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audits.queries.proofs import baseline_frozen, comparison_frozen
        from audits.services import carry_over
        from programs import evidence

        evidence.register("audits.baseline_frozen", baseline_frozen)
        evidence.register("audits.comparison_frozen", comparison_frozen)
        evidence.register_carry_over("audits.findings", carry_over)
