"""What designs and scripts have alike: the states of a version."""

from django.db import models
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("version", "draft")
    PROPOSED = "proposed", pgettext_lazy("version", "waits for approval")
    APPROVED = "approved", pgettext_lazy("version", "approved")
    RETIRED = "retired", pgettext_lazy("version", "replaced")
