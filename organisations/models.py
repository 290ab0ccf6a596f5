"""Organisations with their units and channels, and the public codes by which a stranger reaches one."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel

code_validator = RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", _("Use small letters, digits, - and _."), "code")


class Organisation(Identified):
    """A company whose customers we talk about: the tenant."""

    slug = models.SlugField(_("short name in addresses"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    accent = models.CharField(
        _("accent colour"), max_length=7, default="#2f4b8f", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    # Nothing rather than empty: such a column SQLite adds in place; the trail's triggers forbid to rebuild the table.
    slide_font = models.CharField(_("font of slides"), max_length=60, null=True, blank=True)  # noqa: DJ001
    customer_noun = LocalTextField(_("what you call your customers"))
    is_demo = models.BooleanField(default=False)
    sample_notice = LocalTextField(_("notice on every page"))
    minimum_employees = models.PositiveSmallIntegerField(
        _("smallest group of employees shown"), default=5, validators=[MinValueValidator(5), MaxValueValidator(100)]
    )
    minimum_customers = models.PositiveSmallIntegerField(
        _("smallest group of customers shown"), default=5, validators=[MinValueValidator(5), MaxValueValidator(100)]
    )
    options = models.JSONField(_("options switched on"), default=dict, blank=True)
    stamp = models.PositiveBigIntegerField(default=0, editable=False)  # rises whenever a stored figure changed
    stamped_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def language_codes(self) -> list[str]:
        """The languages content is kept in, the first one being the organisation's own."""
        return list(self.languages) or ["en"]

    def is_on(self, option: str) -> bool:
        """Whether the organisation switched an optional right on (policy.md section 1)."""
        return bool(self.options.get(option))


class UnitKind(models.TextChoices):
    OWN = "own", _("own")
    PARTNER = "partner", _("partner's")


class Unit(OrganisationModel, Identified):
    """A region, outlet, boarding area or team: a node of the organisation's tree."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices, default=UnitKind.OWN)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once")]

    def __str__(self) -> str:
        return self.code


class Channel(OrganisationModel):
    """Where the customer met the company."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="channel_code_once")]

    def __str__(self) -> str:
        return self.code


class PublicCode(models.Model):
    """The hash of a code printed on paper or sent by mail, and the organisation it leads to.

    Not walled: it is looked up before anybody knows whose it is. It tells nothing but where to go.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id}"
