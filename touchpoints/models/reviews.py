"""The review after a mapping session: what the session brought, and what follows from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


class Benefit(models.TextChoices):
    """What a mapping session is held for."""

    SHARED_VIEW = "shared_view", _("We see the customer's path alike, across departments.")
    GAPS = "gaps", _("We found gaps, breaks and things done twice.")
    MOMENTS = "moments", _("We named the moments of truth that decide loyalty.")
    OWN_PLACE = "own_place", _("Everybody knows their own place on the path, and who relies on it.")
    NEXT_ACTIONS = "next_actions", _("We agreed what is done next, by whom and until when.")


class BenefitVerdict(models.TextChoices):
    YES = "yes", pgettext_lazy("benefit of a session", "yes")
    PARTLY = "partly", pgettext_lazy("benefit of a session", "partly")
    NO = "no", pgettext_lazy("benefit of a session", "no")


class MapReview(OrganisationModel, Identified):
    """One session about a journey's map, looked back on."""

    journey = models.ForeignKey("touchpoints.Journey", on_delete=models.CASCADE, related_name="reviews")
    title = models.CharField(_("session"), max_length=120)
    held_on = models.DateField(_("day"))
    people = models.PositiveSmallIntegerField(_("people who took part"), null=True, blank=True)
    recorded_by = models.CharField(max_length=64)
    recorded_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class MapReviewAnswer(OrganisationModel):
    """Whether the session brought one of the benefits."""

    review = models.ForeignKey("touchpoints.MapReview", on_delete=models.CASCADE, related_name="answers")
    benefit = models.CharField(max_length=12, choices=Benefit.choices)
    verdict = models.CharField(max_length=6, choices=BenefitVerdict.choices)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "benefit"], name="map_review_answer_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.benefit}"


class MapReviewAction(OrganisationModel, Identified):
    """What was agreed: words, which may become an idea, or a change that takes it on."""

    review = models.ForeignKey("touchpoints.MapReview", on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("what is done next"), max_length=160)
    idea = models.ForeignKey("touchpoints.Idea", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    initiative = models.ForeignKey(
        "touchpoints.Initiative", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(idea=None) | Q(initiative=None), name="map_review_action_became_one")
        ]

    def __str__(self) -> str:
        return self.text
