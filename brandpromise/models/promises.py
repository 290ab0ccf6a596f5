"""Versions of the promise with their pillars and value drivers, and who decided about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField, local
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class PromiseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("promise", "draft")
    PROPOSED = "proposed", pgettext_lazy("promise", "waits for approval")
    APPROVED = "approved", pgettext_lazy("promise", "approved")
    RETIRED = "retired", pgettext_lazy("promise", "replaced")


class Promise(OrganisationModel, Identified):
    """One version of the brand promise. An approved version never changes; a new one is drafted from it."""

    number = models.PositiveSmallIntegerField(_("version"))
    text = LocalTextField(_("promise"))
    audience = LocalTextField(_("for whom"))
    proof = LocalTextField(_("why it can be believed"))
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.DRAFT)
    what_changed = LocalTextField(_("what changed and why"))
    # Rises with every change of the words: who began from an older one is shown both texts.
    revision = models.PositiveIntegerField(default=1)
    # Carriers and claims as they stood on the day of the approval; they themselves go on.
    frozen = models.JSONField(default=dict, blank=True)
    stage = models.ForeignKey("programs.Stage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    decided_alone = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="promise_number_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(state="approved"), name="promise_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether its words may still change."""
        return self.state == PromiseState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it is still being written or decided."""
        return self.state in (PromiseState.DRAFT, PromiseState.PROPOSED)


class PromiseVote(OrganisationModel):
    """One person's decision about a proposed version (the same rule as a gate, policy 1.4)."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    proposed = models.BooleanField(default=False)
    as_sponsor = models.BooleanField(default=False)
    approves = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.approves}"


class Pillar(OrganisationModel, Identified):
    """A value the promise rests on. Its code is the organisation's for ever; its words belong to a version."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="pillar_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """What the newest promise that rests on it calls it, in the reader's language."""
        newest = max(self.texts.all(), key=lambda text: text.promise_id, default=None)
        return (local(newest.name) if newest else "") or self.code


class PillarText(OrganisationModel):
    """What a pillar says in one version of the promise."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="pillars")
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, related_name="texts")
    name = LocalTextField(_("name"))
    meaning = LocalTextField(_("what it means"))
    proof = LocalTextField(_("what proves it"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["promise", "pillar"], name="pillar_once_in_version")]

    def __str__(self) -> str:
        return str(self.pillar)


class ValueDriver(OrganisationModel):
    """What the promise brings the company, and which goal of its strategy that serves, in one version."""

    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.CASCADE, related_name="drivers")
    pillar = models.ForeignKey(
        "brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="drivers"
    )
    name = LocalTextField(_("value driver"))
    goal = LocalTextField(_("goal of the strategy"))
    how = LocalTextField(_("how keeping the promise serves it"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return local(self.name)
