"""Employees' ideas and obstacles: proposed, voted for, discussed, answered, and what they became."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


class IdeaKind(models.TextChoices):
    IDEA = "idea", pgettext_lazy("kind of proposal", "idea")
    OBSTACLE = "obstacle", pgettext_lazy("kind of proposal", "obstacle")


class IdeaState(models.TextChoices):
    NEW = "new", pgettext_lazy("idea", "new")
    CONSIDERED = "considered", pgettext_lazy("idea", "considered")
    TAKEN = "taken", pgettext_lazy("idea", "taken up")
    DONE = "done", pgettext_lazy("idea", "done")
    DECLINED = "declined", pgettext_lazy("idea", "declined")


# Somebody still decides about these.
OPEN_STATES = (IdeaState.NEW, IdeaState.CONSIDERED, IdeaState.TAKEN)


class Idea(OrganisationModel, Identified):
    """What a member would do better, or what stands in the way. The words stay as written."""

    kind = models.CharField(_("kind"), max_length=8, choices=IdeaKind.choices, default=IdeaKind.IDEA)
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    title = models.CharField(_("in a sentence"), max_length=160)
    text = models.TextField(_("more about it"), max_length=4000, blank=True)
    # Title and text without marks and capitals: searched alike on every database.
    folded = models.TextField(blank=True)
    author = models.ForeignKey(
        "accounts.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_named = models.BooleanField(_("my name may stand beside it"), default=False)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=IdeaState.choices, default=IdeaState.NEW)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # What it became: a version of the desired experience, a remark in the backlog of a script, or a part of a change.
    design = models.ForeignKey(
        "touchpoints.Design", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    misfit = models.ForeignKey(
        "touchpoints.Misfit", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    initiative = models.ForeignKey(
        "touchpoints.Initiative", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    # What an idea brought along from another program: its key there, whose it is in words, and what was counted there.
    external_id = models.CharField(max_length=100, blank=True)
    credit = models.CharField(_("whose it is"), max_length=120, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    votes_before = models.PositiveIntegerField(default=0)
    comments_before = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"], condition=~Q(external_id=""), name="idea_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(design=None, misfit=None)
                | Q(design=None, initiative=None)
                | Q(misfit=None, initiative=None),
                name="idea_became_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaVote(OrganisationModel):
    """A member's vote for an idea: one each, never told whose."""

    idea = models.ForeignKey("touchpoints.Idea", on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="idea_vote_once")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.member_id}"


class IdeaComment(OrganisationModel, Identified):
    """A member's word in the discussion of an idea."""

    idea = models.ForeignKey("touchpoints.Idea", on_delete=models.CASCADE, related_name="comments")
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=2000)
    created_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.pk}"
