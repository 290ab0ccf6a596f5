"""Short texts that change whenever what a page shows has changed: for entity tags and for keys of the cache."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.db.models import Count
from django.utils.translation import get_language

from accounts.viewer import Viewer
from cem.versions import PRODUCT
from feedback.models import Recount
from lib.prepared import Given
from operations.models import Job, Notification, TrailEntry
from organisations.models import Organisation
from organisations.tenancy import PreparedInside
from programs.models import Engagement

_NEWEST_ENTRY = PreparedInside(lambda: TrailEntry.objects.order_by("-pk").values_list("pk")[:1])
_NEWEST_NOTE = PreparedInside(lambda: Recount.objects.order_by("-pk").values_list("pk")[:1])
_UNREAD = PreparedInside(
    lambda: (
        Notification.objects.filter(recipient=Given("recipient"), read_at=None)
        .order_by()
        .values("recipient")
        .values_list(Count("pk"))
    )
)
_JOBS = PreparedInside(lambda: Job.objects.filter(finished_at=None).order_by("pk").values_list("pk", "done", "note"))


def digest(parts: object) -> str:
    """The parts as a short text."""
    return sha256(repr(parts).encode()).hexdigest()[:32]


def programme_tag(engagement: Engagement, *, viewer: Viewer, organisation: Organisation, today: date) -> str:
    """Changes with the day and with everything that enters the activity trail, for one kind of sight.

    Whatever changes in an organisation enters the trail, but for its answers.
    """
    parts = (organisation.pk, str(organisation.created_at), _NEWEST_ENTRY.first(), engagement.pk, today)
    return digest((*parts, *_sight(viewer), get_language(), PRODUCT))


def figures_tag(programme: str, *, organisation: Organisation, asked: str) -> str:
    """Changes with the programme's tag and with every counted answer: counting raises the organisation's stamp."""
    return digest((programme, organisation.stamp, asked))


def running_tag(engagement: Engagement, *, organisation: Organisation, viewer: Viewer) -> str:
    """Changes when an answer comes in, a figure is counted anew, a survey opens or closes, or somebody else looks.

    Every change of an answer leaves a note to count its day anew; counting takes the note and raises the stamp.
    """
    newest = (organisation.stamp, _NEWEST_NOTE.first(), _NEWEST_ENTRY.first())
    return digest((engagement.pk, newest, viewer.actor, sorted(viewer.roles), get_language()))[:20]


def page_tag(figures: str, running: str, *, viewer: Viewer, today: date, outside: Sequence[object]) -> str:
    """Changes with whatever one reader's board shows: figures, answers coming in, work, notices, day, colours."""
    unread, jobs = _UNREAD.first(recipient=viewer.actor), _JOBS.all()
    return digest((figures, running, viewer.actor, viewer.name, unread, jobs, today, *outside))


def _sight(viewer: Viewer) -> tuple[object, ...]:
    own = [None if ids is None else sorted(ids) for ids in (viewer.unit_ids, viewer.touchpoint_ids)]
    return (str(viewer.door), sorted(map(str, viewer.capabilities)), sorted(viewer.roles), viewer.may_open_answers, own)
