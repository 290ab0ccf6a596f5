"""Who hears of a gate: its deciders when it waits for them; its proposer and the stage's owner when somebody
returns it, and when it is decided."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.notices import tell_others
from accounts.viewer import Viewer
from programs.models import Gate, GateOutcome, StageKind

WAITS, DECIDED = "gate.proposed", "gate.decided"


def tell_deciders(gate: Gate, *, voters: Iterable[int], by: Viewer) -> None:
    """Tell who may decide that the gate waits; not who proposed it."""

    def words() -> str:
        return _("%(who)s proposes to pass the phase “%(phase)s”. Your decision is asked for.") % {
            "who": by.name,
            "phase": _phase(gate),
        }

    _tell(gate, WAITS, voters, words, by)


def tell_outcome(gate: Gate, *, by: Viewer) -> None:
    """Tell the proposer and the stage's owner what came of the gate, a return with its reasons; not who decided."""
    reasons = " · ".join(vote.reason for vote in gate.votes.all() if not vote.approves)

    def words() -> str:
        if gate.outcome == GateOutcome.APPROVED:
            return _("The phase “%(phase)s” is passed.") % {"phase": _phase(gate)}
        return _("The phase “%(phase)s” was returned: %(reasons)s") % {"phase": _phase(gate), "reasons": reasons}

    _tell(gate, DECIDED, _concerned(gate), words, by)


def tell_return(gate: Gate, *, reason: str, by: Viewer) -> None:
    """Tell the proposer and the stage's owner at once that somebody returns it, though it is not decided yet."""

    def words() -> str:
        return _("%(who)s returns the phase “%(phase)s”, and it is not passed while this stands: %(reason)s") % {
            "who": by.name,
            "phase": _phase(gate),
            "reason": reason,
        }

    _tell(gate, DECIDED, _concerned(gate), words, by)


def _concerned(gate: Gate) -> list[int]:
    return [gate.proposed_by_id, *([gate.stage.owner_id] if gate.stage.owner_id else [])]


def _phase(gate: Gate) -> str:
    return str(StageKind(gate.stage.kind).label)


def _tell(gate: Gate, kind: str, memberships: Iterable[int], words: Callable[[], str], by: Viewer) -> None:
    engagement = gate.stage.cycle.engagement
    address = reverse("programs:gate", args=[gate.organisation.slug, engagement.slug, gate.public_id])
    tell_others(memberships, organisation=gate.organisation, by=by, kind=kind, words=words, address=address)
