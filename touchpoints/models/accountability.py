"""Who has which part in a thing (RACI), and what somebody who left handed over to whom."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel
from touchpoints.answering.words import Part, ThingKind

THINGS = ("journey", "touchpoint", "process", "channel")
WHO = ("membership", "employee", "unit", "job_role")


def _exactly_one(fields: tuple[str, ...]) -> Q:
    """One of the columns is filled, the others are empty."""
    either = Q()
    for filled in fields:
        either |= Q(**{f"{name}__isnull": name != filled for name in fields})
    return either


class Responsibility(OrganisationModel, Identified):
    """Somebody's part in a journey, touchpoint, process or channel.

    Whoever answers for a touchpoint and may sign in is its owner: `Touchpoint.owner` holds that, and no row does.
    A row may say that a person of the roster who does not sign in answers for it.
    """

    part = models.CharField(_("part"), max_length=11, choices=Part.choices)
    journey = models.ForeignKey(
        "touchpoints.Journey", on_delete=models.CASCADE, null=True, blank=True, related_name="responsibilities"
    )
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.CASCADE, null=True, blank=True, related_name="responsibilities"
    )
    process = models.ForeignKey(
        "touchpoints.Process", on_delete=models.CASCADE, null=True, blank=True, related_name="responsibilities"
    )
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    job_role = models.ForeignKey("accounts.JobRole", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField(_("since"))

    class Meta:
        ordering = ["part", "pk"]
        verbose_name_plural = "responsibilities"
        constraints = [
            models.CheckConstraint(condition=_exactly_one(THINGS), name="responsibility_for_one_thing"),
            models.CheckConstraint(condition=_exactly_one(WHO), name="responsibility_of_one"),
            # To answer for something is a person's: nobody can be asked what a department or a job has done.
            models.CheckConstraint(
                condition=~Q(part=Part.ACCOUNTABLE) | Q(unit__isnull=True, job_role__isnull=True),
                name="responsibility_person_answers",
            ),
            models.CheckConstraint(
                condition=~Q(part=Part.ACCOUNTABLE) | Q(touchpoint__isnull=True) | Q(membership__isnull=True),
                name="responsibility_owner_is_kept_once",
            ),
            models.UniqueConstraint(
                "part",
                *(Coalesce(f"{name}_id", 0, output_field=models.BigIntegerField()) for name in (*THINGS, *WHO)),
                name="responsibility_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.pk}"

    @property
    def kind(self) -> ThingKind:
        """What sort of thing it is about."""
        return ThingKind(next(name for name in THINGS if getattr(self, f"{name}_id")))

    @property
    def who(self) -> tuple[str, int]:
        """What sort of row says who, and its key."""
        return next((name, key) for name in WHO if (key := getattr(self, f"{name}_id")))


class HandOver(OrganisationModel, Identified):
    """What one person took over from another on a day, as it was called then."""

    leaver = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    leaver_employee = models.ForeignKey("accounts.Employee", on_delete=models.SET_NULL, null=True, related_name="+")
    leaver_name = models.CharField(max_length=150)
    successor = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    successor_name = models.CharField(max_length=150)
    day = models.DateField(_("day"))
    note = models.TextField(_("note to the successor"), blank=True)
    # Kind, name and address of each thing: names change later, what was handed over does not.
    things = models.JSONField(default=list)
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.leaver_name} → {self.successor_name} {self.day}"
