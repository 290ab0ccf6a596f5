"""The index of what can be found."""

from django.db import models

from organisations.tenancy import OrganisationModel


class SearchEntry(OrganisationModel):
    """One thing that can be found (`operations.search`), with its words folded."""

    kind = models.CharField(max_length=40)
    title = models.JSONField(default=dict)
    note = models.JSONField(default=dict)
    address = models.CharField(max_length=300)
    needs = models.CharField(max_length=40)
    touchpoint_id = models.BigIntegerField(null=True)
    folded = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="search_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class SearchState(OrganisationModel):
    """Up to which entry of the trail an organisation's search index is."""

    trail_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="search_state_once")]

    def __str__(self) -> str:
        return str(self.trail_id)
