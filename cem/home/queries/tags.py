"""Short texts that change whenever what a page shows has changed: for entity tags and for keys of the cache."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.utils.translation import get_language

from accounts.viewer import Viewer
from cem.versions import PRODUCT
from feedback.models import Recount
from operations.models import Job, Notification, TrailEntry
from organisations.models import Organisation
from programs.models import Engagement


def digest(parts: object) -> str:
    """The parts as a short text."""
    return sha256(repr(parts).encode()).hexdigest()[:32]


def figures_tag(engagement: Engagement, *, viewer: Viewer, organisation: Organisation, asked: str) -> str:
    """Changes with every counted answer and with everything that enters the activity trail, for one kind of sight.

    Whatever changes in an organisation enters the trail; answers raise the organisation's stamp when they are counted.
    """
    newest = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    parts = (organisation.pk, str(organisation.created_at), organisation.stamp, newest, engagement.pk, asked)
    return digest((*parts, *_sight(viewer), get_language(), PRODUCT))


def page_tag(figures: str, running: str, *, viewer: Viewer, today: date, outside: Sequence[object]) -> str:
    """Changes with whatever one reader's board shows: figures, answers coming in, work, notices, day, colours."""
    unread = Notification.objects.filter(recipient=viewer.actor, read_at=None).count()
    jobs = list(Job.objects.filter(finished_at=None).order_by("pk").values_list("pk", "done", "note"))
    waits = Recount.objects.exists()
    return digest((figures, running, viewer.actor, viewer.name, unread, jobs, waits, today, *outside))


def _sight(viewer: Viewer) -> tuple[object, ...]:
    own = [None if ids is None else sorted(ids) for ids in (viewer.unit_ids, viewer.touchpoint_ids)]
    return (str(viewer.door), sorted(map(str, viewer.capabilities)), sorted(viewer.roles), viewer.may_open_answers, own)
