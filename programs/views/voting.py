"""A vote as a deciding form sends it."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from programs import services
from programs.forms import DecideForm

Proposal = TypeVar("Proposal")


def nobody_could_decide() -> str:
    """What a form says where no other sponsor is there."""
    return _("Nobody could decide for the sponsor. Let somebody else propose, or name another sponsor.")


def vote_as_sent(form: DecideForm, decide: Callable[..., Proposal], *, by: Viewer) -> Proposal | None:
    """Cast the vote of a valid form; nothing where it is refused, and then the form says why.

    :param decide: the service, told about what
    :raises PermissionDenied: the viewer may not decide this
    :raises AlreadyDecided: it has been decided meanwhile
    """
    approves, reason = form.cleaned_data["decision"] == "approve", form.cleaned_data["reason"]
    try:
        return decide(by=by, approves=approves, at=timezone.now(), reason=reason)
    except services.ReasonMissing:
        form.add_error("reason", _("Say what has to change before the phase can be passed."))
    except services.StillOpen:
        form.add_error(None, _("What must be there is not there: bring it, or have it decided to pass nevertheless."))
    except services.MayNotDecide as refused:
        raise PermissionDenied from refused
    return None
