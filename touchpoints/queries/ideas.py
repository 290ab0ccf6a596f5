"""Ideas and obstacles: the list, one's own, similar ones, and one with its discussion."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.similar import most_alike
from lib.texts import fold
from touchpoints.models import OPEN_STATES, Idea, IdeaComment, IdeaKind, IdeaState, IdeaVote, Touchpoint

SORTS = {
    "-votes": ("-vote_count", "-created_at", "-pk"),
    "-day": ("-created_at", "-pk"),
    "day": ("created_at", "pk"),
    "-comments": ("-comment_count", "-created_at", "-pk"),
}
# More are not compared while somebody writes; the newest are the likeliest to be the same.
COMPARED = 2000


def ideas_of(*, viewer: Viewer) -> QuerySet[Idea]:
    """Ideas the viewer may read, with `vote_count`, `comment_count` and whether the viewer voted (`is_wanted`)."""
    if not (viewer.can(Can.PROPOSE_IDEA) or viewer.can(Can.READ_PROGRAMME)):
        return Idea.objects.none()
    mine = IdeaVote.objects.filter(idea=OuterRef("pk"), member_id=viewer.membership_id)
    seen = IdeaComment.objects.filter(hidden_at=None)
    found = Idea.objects.select_related("touchpoint", "author__user")
    votes = _count(IdeaVote.objects.all()) + F("votes_before")
    return found.annotate(vote_count=votes, comment_count=_count(seen), is_wanted=Exists(mine))


def _count(rows: QuerySet[IdeaVote] | QuerySet[IdeaComment]) -> Coalesce:
    """How many of the rows belong to the idea."""
    counted = rows.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def find_ideas(
    *,
    viewer: Viewer,
    words: str = "",
    kind: str = "",
    state: str = "",
    touchpoint: str = "",
    whose: str = "",
    sort: str = "",
) -> QuerySet[Idea]:
    """The list as asked for; what is not known among the choices does not narrow it.

    :param words: each must stand in title or text, marks and capitals aside
    :param whose: "mine" for the viewer's own
    :param sort: a key of `SORTS`; most votes first without
    """
    found = ideas_of(viewer=viewer)
    for word in fold(words).split():
        found = found.filter(folded__contains=word)
    if kind in IdeaKind.values:
        found = found.filter(kind=kind)
    if state in IdeaState.values:
        found = found.filter(state=state)
    if touchpoint:
        found = found.filter(touchpoint__code=touchpoint)
    if whose == "mine":
        found = found.filter(author_id=viewer.membership_id) if viewer.membership_id else found.none()
    return found.order_by(*SORTS.get(sort, SORTS["-votes"]))


def open_ideas(*, touchpoint: Touchpoint, viewer: Viewer) -> int:
    """How many ideas about the touchpoint wait for an end."""
    return ideas_of(viewer=viewer).filter(touchpoint=touchpoint, state__in=OPEN_STATES).count()


def similar_ideas(*, text: str, viewer: Viewer) -> list[Idea]:
    """Ideas much like what is being written, the likest first."""
    if len(fold(text)) < 4:
        return []
    known = ideas_of(viewer=viewer).order_by("-pk").values_list("title", "pk")[:COMPARED]
    alike = [key for _likeness, key in most_alike(text, known)]
    found = ideas_of(viewer=viewer).in_bulk(alike)
    return [found[key] for key in alike]


@dataclass(frozen=True, slots=True)
class Said:
    """A word in the discussion, with the name that stands beside it."""

    comment: IdeaComment
    name: str


def author_name(idea: Idea) -> str:
    """Who had the idea, if the name may stand beside it; of an imported one whom the other program credits."""
    return idea.author.user.name if idea.author and idea.is_named else idea.credit


def discussion_of(*, idea: Idea, viewer: Viewer) -> Sequence[Said]:
    """What was said about an idea the viewer may read, in order; an author without a name has none here either."""
    if not ideas_of(viewer=viewer).filter(pk=idea.pk).exists():
        return []
    said = IdeaComment.objects.filter(idea=idea, hidden_at=None).select_related("member__user")
    return [Said(one, _name(idea, one)) for one in said.order_by("created_at", F("pk").asc())]


def _name(idea: Idea, said: IdeaComment) -> str:
    if said.member_id is not None and said.member_id == idea.author_id and not idea.is_named:
        return _("the author")
    return said.member.user.name if said.member else _("a former colleague")
