"""Who hears of a version's vote: its deciders when it waits for them; its proposer when it is decided."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.viewer import Viewer
from brandpromise.models import Promise, PromiseState
from operations.services import in_every_language, notify

WAITS, DECIDED = "promise.proposed", "promise.decided"


def tell_deciders(promise: Promise, *, voters: Iterable[int], by: Viewer) -> None:
    """Tell who may decide that the version waits; not who proposed it."""

    def words() -> str:
        return _("%(who)s proposes version %(number)s of the promise. Your decision is asked for.") % {
            "who": by.name,
            "number": promise.number,
        }

    _tell(promise, WAITS, voters, words, by)


def tell_outcome(promise: Promise, *, proposer: int, reasons: Iterable[str], by: Viewer) -> None:
    """Tell the proposer what came of the version, a return with its reasons; not who decided."""
    because = " · ".join(filter(None, reasons))

    def words() -> str:
        if promise.state == PromiseState.APPROVED:
            return _("Version %(number)s of the promise is approved.") % {"number": promise.number}
        return _("Version %(number)s of the promise was returned: %(reasons)s") % {
            "number": promise.number,
            "reasons": because,
        }

    _tell(promise, DECIDED, [proposer], words, by)


def _tell(promise: Promise, kind: str, memberships: Iterable[int], words: Callable[[], str], by: Viewer) -> None:
    others = [membership for membership in memberships if membership != by.membership_id]
    members = Membership.objects.filter(pk__in=others, ended_at=None)
    notify(
        organisation=promise.organisation,
        user_ids=list(members.values_list("user__public_id", flat=True)),
        kind=kind,
        text=in_every_language(words),
        address=reverse("brandpromise:version", args=[promise.organisation.slug, promise.number]),
    )
