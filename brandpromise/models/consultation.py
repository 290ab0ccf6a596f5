"""What employees say of a draft: how they rank its pillars, what they remark, and what became of it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel


class Consultation(OrganisationModel):
    """One round in which everybody may say what they think of a draft. One at a time is open."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="consultations")
    question = LocalTextField(_("question"))
    opened_at = models.DateTimeField()
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(closed_at=None), name="consultation_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.opened_at:%Y-%m-%d}"

    def takes_opinions(self, day: date) -> bool:
        """Whether somebody may still say something on a day."""
        return self.closed_at is None and day <= self.closes_on


class Opinion(OrganisationModel):
    """One person's say in a round; until its end they may change it."""

    consultation = models.ForeignKey("brandpromise.Consultation", on_delete=models.CASCADE, related_name="opinions")
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    # Where the person stood then: a later move changes no round that is over.
    unit = models.ForeignKey("organisations.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_named = models.BooleanField(_("my name may stand beside my words"), default=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "member"], name="opinion_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.member_id}"


class PillarPlace(OrganisationModel):
    """The place somebody gave a pillar: 1 matters most to customers."""

    opinion = models.ForeignKey("brandpromise.Opinion", on_delete=models.CASCADE, related_name="places")
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "pillar"], name="pillar_ranked_once"),
            models.UniqueConstraint(fields=["opinion", "place"], name="place_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pillar_id}: {self.place}"


class RemarkVerdict(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("remark", "not answered yet")
    TAKEN_UP = "taken_up", pgettext_lazy("remark", "taken up")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("remark", "not taken up")


class Remark(OrganisationModel, Identified):
    """Words about a pillar or about the whole, as written, and what became of them."""

    opinion = models.ForeignKey("brandpromise.Opinion", on_delete=models.CASCADE, related_name="remarks")
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("remark"), max_length=2000)
    verdict = models.CharField(max_length=12, choices=RemarkVerdict.choices, default=RemarkVerdict.WAITING)
    answer = models.TextField(_("what became of it"), blank=True)
    answered_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "pillar"], condition=~models.Q(pillar=None), name="remark_once_on_a_pillar"
            ),
            models.UniqueConstraint(
                fields=["opinion"], condition=models.Q(pillar=None), name="remark_once_on_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
