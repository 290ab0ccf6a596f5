"""Can we deliver it? Each unit that is asked signs for itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import OrganisationModel


class CanDeliver(models.TextChoices):
    YES = "yes", pgettext_lazy("feasibility", "yes")
    CONDITIONS = "conditions", pgettext_lazy("feasibility", "yes, if …")
    NO = "no", pgettext_lazy("feasibility", "no")


class Feasibility(OrganisationModel):
    """One unit's word whether it can deliver a version; without a verdict it is still asked."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="feasibilities")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(_("can we deliver it?"), max_length=12, choices=CanDeliver.choices, blank=True)
    words = models.TextField(_("what it takes"), max_length=2000, blank=True)
    signed_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    # The wording that was signed for: a later one is said to be newer than the signature.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit__position", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "unit"], name="feasibility_once_a_unit"),
            models.CheckConstraint(
                condition=models.Q(verdict="", signed_at=None)
                | (~models.Q(verdict="") & models.Q(signed_at__isnull=False)),
                name="feasibility_signed_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.unit_id}"
