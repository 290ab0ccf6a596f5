"""Who hears of a version's vote: its deciders when it waits for them; its proposer when it is decided."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.notices import tell_others
from accounts.viewer import Viewer
from brandpromise.models import Promise, PromiseState

WAITS, DECIDED = "promise.proposed", "promise.decided"


def tell_deciders(promise: Promise, *, voters: Iterable[int], by: Viewer) -> None:
    """Tell who may decide that the version waits; not who proposed it."""

    def words() -> str:
        return _("%(who)s proposes version %(number)s of the promise. Your decision is asked for.") % {
            "who": by.name,
            "number": promise.number,
        }

    _tell(promise, WAITS, voters, words, by)


def tell_withdrawal(promise: Promise, *, voters: Iterable[int], by: Viewer) -> None:
    """Tell who was to decide that nothing waits for them any more."""

    def words() -> str:
        return _("%(who)s withdrew version %(number)s of the promise to mend it. No decision is asked for now.") % {
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


def tell_return(promise: Promise, *, proposer: int, reason: str, by: Viewer) -> None:
    """Tell the proposer at once that somebody returns the version, though it is not decided yet."""

    def words() -> str:
        sentence = _("%(who)s returns version %(number)s of the promise; it waits while this stands: %(reason)s")
        return sentence % {"who": by.name, "number": promise.number, "reason": reason}

    _tell(promise, DECIDED, [proposer], words, by)


def _tell(promise: Promise, kind: str, memberships: Iterable[int], words: Callable[[], str], by: Viewer) -> None:
    address = reverse("brandpromise:version", args=[promise.organisation.slug, promise.number])
    tell_others(memberships, organisation=promise.organisation, by=by, kind=kind, words=words, address=address)
