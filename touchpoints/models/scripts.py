"""What the frontline says and does: versions of a script with steps, hard cases, contacts and vetted passages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.models.versions import TouchpointVersion


class Script(TouchpointVersion):
    """A version of what the frontline says and does at a touchpoint."""

    title = LocalTextField(_("title"))
    escalation = LocalTextField(_("whom to call on"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    # The last day before which the owner was told that it ends; a later date is told anew.
    expiry_told_for = models.DateField(null=True, blank=True)

    class Meta(TouchpointVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "number"], name="script_number_once"),
            models.UniqueConstraint(
                fields=["touchpoint"], condition=models.Q(state="approved"), name="script_approved_once"
            ),
        ]


class ScriptStep(OrganisationModel):
    """One step: what to do, words to use, words to avoid; harder cases are its branches."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    act = LocalTextField(_("what to do"))
    say = LocalTextField(_("words to use"))
    avoid = LocalTextField(_("words to avoid"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.script_id}.{self.position}"


class ScriptContact(OrganisationModel):
    """Whom to call on in a harder case, how, and when somebody answers."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    name = LocalTextField(_("who"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    hours = LocalTextField(_("when somebody answers"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.script_id}: {self.position}"


class ScriptBranch(OrganisationModel):
    """A harder case of a step: when it happens, what to do and say then, and whom to call."""

    step = models.ForeignKey("touchpoints.ScriptStep", on_delete=models.CASCADE, related_name="branches")
    position = models.PositiveSmallIntegerField(default=0)
    when = LocalTextField(_("when"))
    then = LocalTextField(_("what to do and say"))
    contact = models.ForeignKey(
        "touchpoints.ScriptContact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.position}"


class ScriptPassage(OrganisationModel, Identified):
    """Words that a lawyer vetted and that are said exactly so; other words need another sign-off."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(default=0)
    text = LocalTextField(_("words said exactly so"))
    basis = models.CharField(_("law or rule"), max_length=200, blank=True)
    vetted_by = models.CharField(_("vetted by"), max_length=120, blank=True)
    vetted_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    recorded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.script_id}: {self.position}"


class ScriptUse(OrganisationModel):
    """How often a script was opened and judged on a day in a unit. Nobody's name is kept."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened = models.PositiveIntegerField(default=0)
    fitted = models.PositiveIntegerField(default=0)
    unfitted = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["script", "day", "unit"], name="script_use_once"),
            models.UniqueConstraint(
                fields=["script", "day"], condition=models.Q(unit=None), name="script_use_once_without_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.script_id} {self.day}"
