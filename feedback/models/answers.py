"""What was answered: a value, a number, words, a day, chosen options, or a reason why there is none."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import OrganisationModel


class Missing(models.IntegerChoices):
    """Why a question that was asked has no value."""

    SKIPPED = 1, _("skipped")
    NOT_APPLICABLE = 2, _("not applicable")
    DONT_KNOW = 3, _("does not know")


class Answer(OrganisationModel):
    """A value given to a question on a scale, or the reason why there is none. A question not asked has no row."""

    response = models.ForeignKey("feedback.Response", on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, related_name="+", db_index=False)
    scale = models.ForeignKey("feedback.Scale", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    value = models.SmallIntegerField(null=True)
    number = models.FloatField(null=True)
    text = models.TextField(null=True)  # noqa: DJ001 - a third of the table is numbers; empty text is not an answer
    day = models.DateField(null=True)
    missing = models.PositiveSmallIntegerField(choices=Missing.choices, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"


class AnswerOption(OrganisationModel):
    """An option chosen in an answer to a choice question."""

    answer = models.ForeignKey("feedback.Answer", on_delete=models.CASCADE, related_name="options", db_index=False)
    option = models.ForeignKey("feedback.Option", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "option"], name="answer_option_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.option_id}"
