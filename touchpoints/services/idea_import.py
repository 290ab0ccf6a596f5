"""Ideas from another program: what a file would bring, and the ideas; nobody is told of imported ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.texts import fold
from operations.services import record_trail
from organisations.models import Organisation
from touchpoints.fider import FiderIdea
from touchpoints.models import Idea, IdeaState, Touchpoint
from touchpoints.services.rights import NotYours


@dataclass(frozen=True, slots=True)
class IdeaPlan:
    """What a file would bring: new ideas, how many are here already, and how often each of its states is used."""

    new: Sequence[FiderIdea]
    known: int
    states: Mapping[str, int]


def key_of(board: str, idea: FiderIdea) -> str:
    """By what an imported idea is known again."""
    return f"fider:{board}#{idea.number}"


def plan_ideas(*, ideas: Sequence[FiderIdea], board: str, by: Viewer) -> IdeaPlan:
    """What the ideas of a board would bring; one imported before is left as it is.

    :raises NotYours: the viewer imports no files
    """
    if not by.can(Can.IMPORT):
        raise NotYours
    known = set(Idea.objects.filter(external_id__startswith=f"fider:{board}#").values_list("external_id", flat=True))
    new = [idea for idea in ideas if key_of(board, idea) not in known]
    states: dict[str, int] = {}
    for idea in new:
        states[idea.state] = states.get(idea.state, 0) + 1
    return IdeaPlan(new, len(ideas) - len(new), dict(sorted(states.items())))


@transaction.atomic
def import_ideas(
    *, organisation: Organisation, ideas: Sequence[FiderIdea], board: str, states: Mapping[str, str], by: Viewer,
    touchpoint: Touchpoint | None = None,
) -> IdeaPlan:  # fmt: skip
    """Store the ideas that are not here yet, with the credit, votes and answers they bring; nobody is told.

    :param states: what each of the file's states becomes here
    :param touchpoint: where ideas belong of which no tag is a touchpoint's code
    :raises NotYours: the viewer imports no files
    """
    plan = plan_ideas(ideas=ideas, board=board, by=by)
    places = {one.code: one for one in Touchpoint.objects.filter(archived_at=None)}
    Idea.objects.bulk_create(
        _made(organisation, idea, board, states, _place(idea, places, touchpoint)) for idea in plan.new
    )
    if plan.new:
        record_trail(
            organisation=organisation, actor=by.actor, actor_name=by.name, action="idea.imported",
            details={"board": board, "ideas": len(plan.new)},
        )  # fmt: skip
    return plan


def _place(idea: FiderIdea, places: Mapping[str, Touchpoint], otherwise: Touchpoint | None) -> Touchpoint | None:
    return next((places[tag] for tag in idea.tags if tag in places), otherwise)


def _made(
    organisation: Organisation, idea: FiderIdea, board: str, states: Mapping[str, str], touchpoint: Touchpoint | None
) -> Idea:
    return Idea(
        organisation=organisation, touchpoint=touchpoint, title=idea.title, text=idea.text,
        folded=fold(f"{idea.title} {idea.text}"), created_at=idea.created_at, state=IdeaState(states[idea.state]),
        answer=_answer(idea), answered_by=idea.answered_by, answered_at=idea.answered_at,
        external_id=key_of(board, idea), credit=idea.author, tags=list(idea.tags), votes_before=idea.votes,
        comments_before=idea.comments,
    )  # fmt: skip


def _answer(idea: FiderIdea) -> str:
    """What was answered there, and of which idea it is the same."""
    same = _("The same as %(idea)s.") % {"idea": idea.same_as} if idea.same_as else ""
    return "\n".join(part for part in (idea.answer.strip(), same) if part)
