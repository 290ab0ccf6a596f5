"""Courses tied to the promise and the touchpoints, their sessions and who was there."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class CourseKind(models.TextChoices):
    TRAINING = "training", pgettext_lazy("course", "training")
    COACHING = "coaching", pgettext_lazy("course", "coaching")
    MENTORING = "mentoring", pgettext_lazy("course", "mentoring")


class Course(OrganisationModel, Identified):
    """Something employees learn."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    aim = LocalTextField(_("what people can do afterwards"))
    kind = models.CharField(_("kind"), max_length=10, choices=CourseKind.choices, default=CourseKind.TRAINING)
    pillar = models.ForeignKey(
        "brandpromise.Pillar",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pillar"),
    )
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("touchpoint"),
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the unit"),
    )
    job_role = models.ForeignKey(
        "accounts.JobRole",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the job"),
    )
    target_share = models.PositiveSmallIntegerField(
        _("target, % of people"), default=90, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    valid_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="course_code_once")]

    def __str__(self) -> str:
        return self.code


class CourseSession(OrganisationModel, Identified):
    """A meeting of a course."""

    course = models.ForeignKey("training.Course", on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=150, blank=True)
    trainer = models.CharField(_("trainer"), max_length=150, blank=True)

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.course_id} {self.starts_at:%Y-%m-%d}"


class Attendance(OrganisationModel):
    """An employee who was at a session."""

    session = models.ForeignKey("training.CourseSession", on_delete=models.CASCADE, related_name="attendances")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, related_name="+")
    present = models.BooleanField(default=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "employee"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.employee_id}"
