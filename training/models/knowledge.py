"""The knowledge check: does everybody know what the company promises? Questions, choices, and who answered what."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel


class CheckState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("knowledge check", "draft")
    OPEN = "open", pgettext_lazy("knowledge check", "open")
    CLOSED = "closed", pgettext_lazy("knowledge check", "closed")


class KnowledgeCheck(OrganisationModel, Identified):
    """A short check of one version of the promise; its questions stand still from the day it opens."""

    number = models.PositiveSmallIntegerField(_("number"))
    promise = models.ForeignKey("brandpromise.Promise", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CheckState.choices, default=CheckState.DRAFT)
    target = models.PositiveSmallIntegerField(
        _("target, % of right answers"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="check_number_once"),
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(state="open"), name="check_open_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class CheckQuestion(OrganisationModel):
    """One question of a check: about a pillar, or the company's own."""

    check_of = models.ForeignKey("training.KnowledgeCheck", on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    text = LocalTextField(_("question"))
    pillar = models.ForeignKey(
        "brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("pillar"),
    )  # fmt: skip

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.check_of_id}.{self.position}"


class CheckChoice(OrganisationModel):
    """An answer to choose; one of a question's is right."""

    question = models.ForeignKey("training.CheckQuestion", on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    text = LocalTextField(_("answer"))
    is_right = models.BooleanField(_("right"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(is_right=True), name="check_question_one_right_choice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}.{self.position}"


class CheckAttempt(OrganisationModel):
    """One employee's answers, given once; the unit is that of the day, so that a later move does not move figures."""

    check_of = models.ForeignKey("training.KnowledgeCheck", on_delete=models.CASCADE, related_name="attempts")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "employee"], name="check_answered_once")]

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.employee_id}"


class CheckAnswer(OrganisationModel):
    """What an employee chose."""

    attempt = models.ForeignKey("training.CheckAttempt", on_delete=models.CASCADE, related_name="answers")
    choice = models.ForeignKey("training.CheckChoice", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "choice"], name="check_choice_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.choice_id}"
