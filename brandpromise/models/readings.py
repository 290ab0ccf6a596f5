"""Who has seen the page of vision and values."""

from django.db import models

from organisations.tenancy import OrganisationModel


class PromiseReading(OrganisationModel):
    """Somebody has read a version that holds: a member who says so, or an employee whose team read it together."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "member"], name="promise_read_once"),
            models.UniqueConstraint(fields=["promise", "employee"], name="promise_read_once_in_a_team"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, employee=None) | models.Q(member=None, employee__isnull=False),
                name="promise_reading_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.member_id or self.employee_id}"
