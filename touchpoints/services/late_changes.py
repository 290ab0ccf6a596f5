"""Changes past their due day: those who own them hear of it, once for each due day."""

from datetime import date, datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.local_text import local
from operations.services import enqueue, in_every_language, notify
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from touchpoints.changing.states import WORKED_ON
from touchpoints.models import Initiative

TELL = "touchpoints.late_changes"
NOTICE = "initiative.late"
ACTOR = "clock"


def plan_telling(now: datetime) -> None:
    """Have the owners told, organisation by organisation."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            enqueue(organisation=organisation, kind=TELL, payload={}, actor=ACTOR, unique_key=f"{now:%Y-%m-%d}")


def tell_late(*, organisation: Organisation, today: date) -> int:
    """Tell everybody who owns a change that is late; returns of how many changes they were told."""
    late = Initiative.objects.filter(state__in=WORKED_ON, due_on__lt=today).filter(
        Q(late_told_for=None) | ~Q(late_told_for=F("due_on"))
    )
    told = 0
    for initiative in late.select_related("owner__user", "engagement").prefetch_related(
        "joint_owners__membership__user"
    ):
        told += _tell(organisation, initiative)
        initiative.late_told_for = initiative.due_on
        initiative.save(update_fields=["late_told_for"])
    return told


def _tell(organisation: Organisation, initiative: Initiative) -> bool:
    members = [link.membership for link in initiative.joint_owners.all()]
    members += [initiative.owner] if initiative.owner else []
    if not members:
        return False
    notify(
        organisation=organisation,
        user_ids=[member.user.public_id for member in members if member.ended_at is None],
        kind=NOTICE,
        text=in_every_language(
            lambda: (
                _("%(change)s was due on %(day)s: bring it to its end, or set another day")
                % {"change": local(initiative.name), "day": str(initiative.due_on)}
            )
        ),
        address=reverse(
            "touchpoints:initiative", args=[organisation.slug, initiative.engagement.slug, initiative.public_id]
        ),
    )
    return True
