"""Changes: work on products, processes, people, measures or systems, from the idea to what came of it (domain 6.5)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField, local
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.changing.states import LIVE_STATES, WORKED_ON, ChangeState, Domain, Sort, asks_for_a_need


class Initiative(OrganisationModel, Identified):
    """A change with one person who answers for it and others who own it jointly."""

    engagement = models.ForeignKey("programs.Engagement", on_delete=models.CASCADE, related_name="initiatives")
    number = models.PositiveIntegerField(_("number"))
    name = LocalTextField(_("name"))
    description = LocalTextField(_("what changes"))
    domain = models.CharField(_("what it changes"), max_length=10, choices=Domain.choices)
    sort = models.CharField(_("sort"), max_length=10, choices=Sort.choices, default=Sort.ORDINARY)
    owner = models.ForeignKey(
        "accounts.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who answers for it"),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    cost_unit = models.CharField(_("unit of the cost"), max_length=20, blank=True)
    benefit = LocalTextField(_("what it is assumed to bring"))
    benefit_value = models.DecimalField(_("assumed benefit"), max_digits=14, decimal_places=2, null=True, blank=True)
    benefit_unit = models.CharField(_("unit of the benefit"), max_length=60, blank=True)
    segment = models.ForeignKey(
        "programs.Segment", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("whose need"),
    )  # fmt: skip
    need = LocalTextField(_("which need of theirs it serves"))
    gain = LocalTextField(_("what the customer gains"))
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.IDEA)
    live_on = models.DateField(_("live since"), null=True, blank=True)
    live_words = models.TextField(_("what shows that it is live"), blank=True)
    live_address = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    live_file = models.ForeignKey(
        "operations.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("file of the evidence"),
    )  # fmt: skip
    ending = models.TextField(_("what came of it, or why it was stopped"), blank=True)
    late_told_for = models.DateField(null=True, blank=True)  # the due day of which the owners were told
    revision = models.PositiveIntegerField(default=1)
    moved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="initiative_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[str(state) for state in LIVE_STATES]) | models.Q(live_on__isnull=False),
                name="initiative_live_since",
            ),
        ]

    def __str__(self) -> str:
        return local(self.name) or f"{self.number}"

    @property
    def is_live(self) -> bool:
        """Whether customers meet it."""
        return self.state in LIVE_STATES

    @property
    def asks_for_a_need(self) -> bool:
        """Whether it must name a customer's need before it is planned."""
        return asks_for_a_need(self.domain, self.sort)

    def days_late(self, today: date) -> int:
        """By how many days it is late; 0 when it is in time or nobody works on it."""
        if self.due_on is None or self.state not in WORKED_ON:
            return 0
        return max((today - self.due_on).days, 0)


class InitiativeOwner(OrganisationModel):
    """Somebody who owns a change jointly with the person who answers for it."""

    initiative = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="joint_owners")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "membership"], name="initiative_owner_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.membership_id}"


class InitiativeTouchpoint(OrganisationModel):
    """A touchpoint that a change changes."""

    initiative = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="touchpoints")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.PROTECT, related_name="initiatives")

    class Meta:
        ordering = ["touchpoint__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "touchpoint"], name="initiative_touchpoint_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.touchpoint_id}"


class InitiativePillar(OrganisationModel):
    """A pillar of the promise that a change helps to keep."""

    initiative = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="pillars")
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pillar__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "pillar"], name="initiative_pillar_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.pillar_id}"


class InitiativeDependency(OrganisationModel):
    """A change that goes live only after another one is live."""

    initiative = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="waits_for")
    on = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="awaited_by")

    class Meta:
        ordering = ["on__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "on"], name="initiative_dependency_once"),
            models.CheckConstraint(condition=~models.Q(initiative=models.F("on")), name="initiative_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} → {self.on_id}"
