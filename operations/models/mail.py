"""Mail on its way out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    HELD = "held", _("kept here: no mail server is set")
    FAILED = "failed", _("could not be sent")


class OutboxMail(OrganisationModel, Identified):
    """A mail that is to leave, or, without a mail server, stays to be read on the mailbox page."""

    kind = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
