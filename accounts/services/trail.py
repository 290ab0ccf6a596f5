"""The activity trail of what members do."""

from typing import Any

from accounts.viewer import Viewer
from operations.services import record_trail
from organisations.tenancy import OrganisationModel


def enter(target: OrganisationModel, by: Viewer, action: str, /, **details: Any) -> None:
    """Enter who did what to something of the organisation's, by name; in the transaction of the change.

    :param action: stable dotted name, thing first: `idea.answered`
    :param details: what else a reader of the trail should know
    """
    record_trail(
        organisation=target.organisation,
        actor=by.actor,
        actor_name=by.name,
        action=action,
        target=target,
        details=details,
    )
