"""What brings the promise to customers, in words or without, and what of it can be checked."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField, local
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class CarrierKind(models.TextChoices):
    ADVERT = "advert", pgettext_lazy("carrier of the promise", "advertisement")
    SLOGAN = "slogan", pgettext_lazy("carrier of the promise", "slogan")
    WEBSITE = "website", pgettext_lazy("carrier of the promise", "website")
    CONTRACT = "contract", pgettext_lazy("carrier of the promise", "contract, terms")
    STAFF = "staff", pgettext_lazy("carrier of the promise", "what staff say")
    PRICE = "price", pgettext_lazy("carrier of the promise", "price")
    LOOK = "look", pgettext_lazy("carrier of the promise", "look")
    PLACE = "place", pgettext_lazy("carrier of the promise", "place")
    PACKAGING = "packaging", pgettext_lazy("carrier of the promise", "packaging")
    OTHER = "other", pgettext_lazy("carrier of the promise", "something else")


class CarrierMode(models.TextChoices):
    """Words promise, and so do a price, a uniform, a marble hall."""

    VERBAL = "verbal", pgettext_lazy("way of promising", "in words")
    NON_VERBAL = "non_verbal", pgettext_lazy("way of promising", "without words")


class Carrier(OrganisationModel, Identified):
    """Something that raises customers' expectations: an advertisement, a slogan, a look, a price."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=10, choices=CarrierKind.choices)
    mode = models.CharField(
        _("how it promises"), max_length=10, choices=CarrierMode.choices, default=CarrierMode.VERBAL
    )
    name = LocalTextField(_("name"))
    promises = LocalTextField(_("what customers take from it"))
    where = LocalTextField(_("where they meet it"))
    from_day = models.DateField(_("first day"), null=True, blank=True)
    until_day = models.DateField(_("last day"), null=True, blank=True)
    address = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    file = models.ForeignKey(
        "operations.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("file of the evidence"),
    )  # fmt: skip
    revision = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="carrier_code_once"),
            models.CheckConstraint(
                condition=models.Q(from_day=None)
                | models.Q(until_day=None)
                | models.Q(until_day__gte=models.F("from_day")),
                name="carrier_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return local(self.name) or self.code

    def is_seen_on(self, day: date) -> bool:
        """Whether customers meet it on a day."""
        begun = self.from_day is None or self.from_day <= day
        return begun and (self.until_day is None or day <= self.until_day)


class CarrierPillar(OrganisationModel):
    """Which pillars a carrier makes customers expect."""

    carrier = models.ForeignKey("brandpromise.Carrier", on_delete=models.CASCADE, related_name="pillars")
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, related_name="carriers")

    class Meta:
        ordering = ["pillar__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["carrier", "pillar"], name="carrier_pillar_once")]

    def __str__(self) -> str:
        return f"{self.carrier_id}: {self.pillar_id}"


class Claim(OrganisationModel, Identified):
    """A slogan turned into something that can be checked; whether it is true, figures of an app above say."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    carrier = models.ForeignKey(
        "brandpromise.Carrier", on_delete=models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("carrier"),
    )  # fmt: skip
    pillar = models.ForeignKey(
        "brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("pillar of the promise"),
    )  # fmt: skip
    slogan = LocalTextField(_("what we say"))
    checkable = LocalTextField(_("what can be checked"))
    revision = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="claim_code_once")]

    def __str__(self) -> str:
        return local(self.slogan) or self.code
