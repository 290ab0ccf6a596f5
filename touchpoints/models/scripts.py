"""What the frontline says and does: versions of a script and its steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.models.versions import VersionState


class Script(OrganisationModel, Identified):
    """A version of what the frontline says and does at a touchpoint."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="scripts")
    number = models.PositiveSmallIntegerField(_("version"))
    title = LocalTextField(_("title"))
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    escalation = LocalTextField(_("whom to call on"))
    why = models.TextField(_("what changed and why"), blank=True)
    returned_because = models.TextField(_("why it was returned"), blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "number"], name="script_number_once"),
            models.UniqueConstraint(
                fields=["touchpoint"], condition=models.Q(state="approved"), name="script_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint_id} v{self.number}"


class ScriptStep(OrganisationModel):
    """One step: what to do, words to use, words to avoid, and what to do in a harder case."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    act = LocalTextField(_("what to do"))
    say = LocalTextField(_("words to use"))
    avoid = LocalTextField(_("words to avoid"))
    if_harder = LocalTextField(_("in a harder case"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.script_id}.{self.position}"
