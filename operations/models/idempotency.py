"""Requests that were answered already."""

from django.db import models

from organisations.tenancy import OrganisationModel


class IdempotencyKey(OrganisationModel):
    """A request that was already answered: the same key and body get the same answer for 24 hours."""

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "owner", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
