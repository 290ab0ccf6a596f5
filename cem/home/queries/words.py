"""What customers commented on, as coded: how many spoke about each theme, and the commonest topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import Survey
from metrics.queries.results import Step
from metrics.queries.topics import topics_of

TOPICS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One coded question: how many commented, and on what most often."""

    name: str
    n: int
    topics: Sequence[Step]
    has_names: bool


def themes(survey: Survey, *, viewer: Viewer) -> list[Theme]:
    """The survey's coded themes, the most commented first; nothing for those who may not read comments."""
    if not viewer.can(Can.READ_COMMENTS):
        return []
    return [
        Theme(found.name, found.n, found.steps[:TOPICS_SHOWN], found.has_names)
        for found in topics_of(survey, viewer=viewer)
    ]
