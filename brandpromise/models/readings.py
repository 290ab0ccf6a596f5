"""Who has seen the page of vision and values."""

from django.db import models

from organisations.tenancy import OrganisationModel


class PromiseReading(OrganisationModel):
    """Somebody said that they have read a version that holds."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["promise", "member"], name="promise_read_once")]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.member_id}"
