"""Ideas and obstacles: proposed, voted for, discussed, answered and taken over into designs and scripts."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.texts import fold
from operations.services import in_every_language, notify, record_trail
from organisations.models import Organisation
from touchpoints.models import OPEN_STATES, Idea, IdeaComment, IdeaKind, IdeaState, IdeaVote, Initiative, Touchpoint
from touchpoints.services.adoption import Adoption, adopt
from touchpoints.services.backlog import AnswerMissing
from touchpoints.services.rights import NotYours

NEW, ANSWERED, DISCUSSED = "idea.new", "idea.answered", "idea.discussed"


class IdeaClosed(ValueError):
    """It is done or declined: nobody votes or discusses any more."""


class IdeaEmpty(ValueError):
    """Nothing was written."""


def may_answer(*, idea: Idea, viewer: Viewer) -> bool:
    """Whether the viewer decides about the idea: an owner at their own touchpoints, others everywhere."""
    if not viewer.can(Can.ANSWER_IDEA):
        return False
    if viewer.can(Can.EDIT_PROGRAMME):
        return True
    return idea.touchpoint_id is not None and viewer.owns_touchpoint(idea.touchpoint_id)


@transaction.atomic
def propose_idea(
    *,
    organisation: Organisation,
    title: str,
    by: Viewer,
    at: datetime,
    kind: str = IdeaKind.IDEA,
    text: str = "",
    touchpoint: Touchpoint | None = None,
    is_named: bool = False,
) -> Idea:
    """An idea or an obstacle, as written; the touchpoint's owner hears of it.

    :raises NotYours: the viewer is no member who may propose
    :raises IdeaEmpty: it has no title
    """
    _refuse_strangers(by)
    if not title.strip():
        raise IdeaEmpty
    idea = Idea.objects.create(
        organisation=organisation,
        kind=IdeaKind(kind),
        touchpoint=touchpoint,
        title=title.strip(),
        text=text.strip(),
        folded=fold(f"{title} {text}"),
        author_id=by.membership_id,
        is_named=is_named,
        created_at=at,
    )
    # Who wants no name beside an idea has none in the trail either.
    actor, name = (by.actor, by.name) if is_named else ("", "")
    record_trail(organisation=organisation, actor=actor, actor_name=name, action="idea.proposed", target=idea)
    _tell_owner(idea, by)
    return idea


def _refuse_strangers(by: Viewer) -> None:
    if by.membership_id is None or not by.can(Can.PROPOSE_IDEA):
        raise NotYours


def _tell_owner(idea: Idea, by: Viewer) -> None:
    owner = idea.touchpoint.owner if idea.touchpoint else None
    if owner is not None and owner.pk != by.membership_id:
        _tell(idea, owner, NEW, lambda: _("A new idea at your touchpoint: %(title)s") % {"title": idea.title})


def _tell(idea: Idea, member: Membership, kind: str, words: Callable[[], str]) -> None:
    notify(
        organisation=idea.organisation,
        user_ids=[member.user.public_id],
        kind=kind,
        text=in_every_language(words),
        address=address_of(idea),
    )


def address_of(idea: Idea) -> str:
    """The idea's own page."""
    return reverse("touchpoints:idea", args=[idea.organisation.slug, idea.public_id])


@transaction.atomic
def vote(*, idea: Idea, by: Viewer, wants: bool) -> None:
    """Vote for an idea, or take the vote back; voting twice counts once.

    :raises NotYours: the viewer is no member who may vote
    :raises IdeaClosed: it is done or declined
    """
    _refuse_strangers(by)
    _refuse_closed(idea)
    if wants:
        IdeaVote.objects.get_or_create(organisation=idea.organisation, idea=idea, member_id=by.membership_id)
    else:
        IdeaVote.objects.filter(idea=idea, member_id=by.membership_id).delete()


def _refuse_closed(idea: Idea) -> None:
    if idea.state not in OPEN_STATES:
        raise IdeaClosed


@transaction.atomic
def comment(*, idea: Idea, text: str, by: Viewer, at: datetime) -> IdeaComment:
    """Say something about an idea; its author hears of it.

    :raises NotYours: the viewer is no member who may take part
    :raises IdeaClosed: it is done or declined
    :raises IdeaEmpty: nothing was written
    """
    _refuse_strangers(by)
    _refuse_closed(idea)
    if not text.strip():
        raise IdeaEmpty
    said = IdeaComment.objects.create(
        organisation=idea.organisation, idea=idea, member_id=by.membership_id, text=text.strip(), created_at=at
    )
    if idea.author is not None and idea.author_id != by.membership_id:
        _tell(idea, idea.author, DISCUSSED, lambda: _("Your idea is discussed: %(title)s") % {"title": idea.title})
    return said


@transaction.atomic
def hide_comment(*, said: IdeaComment, by: Viewer, at: datetime) -> None:
    """Take a word out of the discussion; it stays in the database and the trail says who did so.

    :raises NotYours: the viewer does not decide about the idea
    """
    if not may_answer(idea=said.idea, viewer=by):
        raise NotYours
    said.hidden_at, said.hidden_by = at, by.actor
    said.save(update_fields=["hidden_at", "hidden_by"])
    enter(said.idea, by, "idea.comment_hidden")


@transaction.atomic
def answer_idea(
    *,
    idea: Idea,
    state: str,
    answer: str,
    by: Viewer,
    at: datetime,
    adoption: Adoption = Adoption.NONE,
    change: Initiative | None = None,
) -> None:
    """Decide about an idea, for all to read; its author hears of it.

    :param adoption: into what it is taken over now; with it the state is "taken up" at least
    :param change: into which change
    :raises NotYours: an owner answers at their own touchpoints only
    :raises AnswerMissing: it is turned down without a word
    :raises NotAdoptable: there is nothing to take it over into, or it was taken over before
    """
    if not may_answer(idea=idea, viewer=by):
        raise NotYours
    decided = IdeaState(state)
    if decided is IdeaState.DECLINED and not answer.strip():
        raise AnswerMissing
    if adoption is not Adoption.NONE:
        adopt(idea=idea, adoption=adoption, change=change, address=address_of(idea), by=by, day=at.date())
        decided = decided if decided is IdeaState.DONE else IdeaState.TAKEN
    idea.state, idea.answer = decided, answer.strip()
    idea.answered_by, idea.answered_at = by.actor, at
    idea.save()
    enter(idea, by, "idea.answered", state=str(decided), answer=idea.answer)
    if idea.author is not None and idea.author_id != by.membership_id:
        _tell(
            idea, idea.author, ANSWERED,
            lambda: _("Your idea “%(title)s”: %(state)s")
            % {"title": idea.title, "state": idea.get_state_display()},
        )  # fmt: skip
