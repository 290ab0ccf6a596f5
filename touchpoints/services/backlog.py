"""How scripts do at work: opened, fitted or not; and what becomes of each remark. No person is kept with any of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import local
from operations.services import in_every_language, notify
from organisations.models import Unit
from touchpoints.models import Misfit, MisfitState, Script, ScriptUse, Touchpoint, VersionState
from touchpoints.queries import may_read
from touchpoints.services.rights import NotYours, refuse_strangers

LONGEST_WORDS = 1000
NOTICE = "script.unfit"


class NotPublished(ValueError):
    """Only the script that holds is used and judged."""


class AnswerMissing(ValueError):
    """Who decides about a remark says why."""


@transaction.atomic
def note_opening(*, script: Script, by: Viewer, today: date) -> None:
    """Count that the script was opened, once for each time it is read.

    :raises NotYours: the viewer may not read it
    :raises NotPublished: it does not hold
    """
    _count("opened", script, by, today)


@transaction.atomic
def say_fitted(*, script: Script, by: Viewer, today: date) -> None:
    """Count that the script helped.

    :raises NotYours: the viewer may not read it
    :raises NotPublished: it does not hold
    """
    _count("fitted", script, by, today)


@transaction.atomic
def say_unfit(*, script: Script, by: Viewer, today: date, words: str = "", step: int | None = None) -> Misfit:
    """Put into the touchpoint's backlog that the script did not fit; the owner hears of a day's first remark.

    :raises NotYours: the viewer may not read it
    :raises NotPublished: it does not hold
    """
    unit = _count("unfitted", script, by, today)
    is_first = not Misfit.objects.filter(touchpoint=script.touchpoint, day=today).exists()
    known = step if step and script.steps.filter(position=step).exists() else None
    misfit = Misfit.objects.create(
        organisation=script.organisation,
        touchpoint=script.touchpoint,
        script=script,
        step=known,
        words=words.strip()[:LONGEST_WORDS],
        day=today,
        unit=unit,
    )
    if is_first and script.touchpoint.owner:
        _tell_owner(script.touchpoint, script.touchpoint.owner)
    return misfit


def _count(what: str, script: Script, by: Viewer, today: date) -> Unit | None:
    if not may_read(touchpoint=script.touchpoint, viewer=by):
        raise NotYours
    if script.state != VersionState.APPROVED:
        raise NotPublished
    member = Membership.objects.select_related("unit").filter(pk=by.membership_id or 0).first()
    unit = member.unit if member else None
    row, _is_new = ScriptUse.objects.get_or_create(
        organisation=script.organisation, script=script, day=today, unit=unit
    )
    ScriptUse.objects.filter(pk=row.pk).update(**{what: F(what) + 1})
    return unit


def _tell_owner(touchpoint: Touchpoint, owner: Membership) -> None:
    notify(
        organisation=touchpoint.organisation,
        user_ids=[owner.user.public_id],
        kind=NOTICE,
        text=in_every_language(
            lambda: _("%(touchpoint)s: the script did not fit") % {"touchpoint": local(touchpoint.name)}
        ),
        address=reverse("touchpoints:backlog", args=[touchpoint.organisation.slug, touchpoint.code]),
    )


@transaction.atomic
def answer_misfit(*, misfit: Misfit, state: str, answer: str, by: Viewer, at: datetime) -> None:
    """Decide what becomes of a remark, for all who work there to read.

    :raises NotYours: an owner answers at their own touchpoints only
    :raises AnswerMissing: it is turned down without a word
    """
    refuse_strangers(touchpoint=misfit.touchpoint, viewer=by)
    decided = MisfitState(state)
    if decided is MisfitState.DECLINED and not answer.strip():
        raise AnswerMissing
    misfit.state, misfit.answer = decided, answer.strip()
    misfit.answered_by, misfit.answered_at = by.actor, at
    misfit.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    enter(misfit.touchpoint, by, "script.remark_answered", state=str(decided), answer=misfit.answer)
