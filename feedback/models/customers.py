"""Customers, and the sets of segments that answers are told apart by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel


class Customer(OrganisationModel, Identified):
    """The account that has value; unknown codes make a pseudonymous one."""

    code = models.CharField(_("customer number"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="customer_code_once")]

    def __str__(self) -> str:
        return self.code


class SegmentProfile(OrganisationModel):
    """The set of segments of a response, interned: equal sets are one row."""

    key = models.CharField(max_length=200)  # segments' primary keys in order, joined by commas

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="profile_once")]

    def __str__(self) -> str:
        return self.key


class ProfileSegment(OrganisationModel):
    """A segment in a profile; at most one on each axis."""

    profile = models.ForeignKey("feedback.SegmentProfile", on_delete=models.CASCADE, related_name="members")
    axis = models.ForeignKey("programs.SegmentAxis", on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey("programs.Segment", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "axis"], name="one_segment_an_axis")]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.segment_id}"
