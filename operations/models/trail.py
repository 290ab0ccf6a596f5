"""The activity trail: who did what and when, sealed."""

from django.db import models

from organisations.tenancy import Identified, OrganisationModel


class TrailEntry(OrganisationModel, Identified):
    """Who did what and when. Written in the business transaction, sealed with a hash by a job, never changed."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="trail_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sequence"], name="trail_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class TrailHead(OrganisationModel):
    """How far an organisation's trail is sealed, so that a missing end of the chain is noticed too."""

    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="trail_head_once")]

    def __str__(self) -> str:
        return f"sealed to {self.sequence}"
