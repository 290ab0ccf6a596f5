"""How checked fillings become responses. Used by the intake and by corrections only; `rows` writes them."""

from dataclasses import dataclass
from datetime import datetime

from feedback.answers.filling import CheckedFilling
from feedback.models import Response
from lib.uuid7 import uuid7
from organisations.models import Organisation

# Values of a new response by their place, since Django takes them by name much more slowly.
_BLANK = tuple(field.get_default() for field in Response._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class References:
    """Primary keys of what a response points to."""

    channel_id: int | None = None
    unit_id: int | None = None
    touchpoint_id: int | None = None
    profile_id: int | None = None
    customer_id: int | None = None
    employee_id: int | None = None
    point_id: int | None = None
    import_run_id: int | None = None


def build_response(
    organisation: Organisation, checked: CheckedFilling, references: References, now: datetime
) -> Response:
    """A new response, not yet stored."""
    response = Response(*_BLANK)  # type: ignore[misc]
    response.organisation = organisation
    response.public_id = uuid7(now)
    response.survey_id = checked.plan.id
    response.source_key = checked.source_key
    response.external_id = checked.filling.external_id
    response.received_at = checked.filling.received_at or now
    fill_in(response, checked, references, now)
    return response


def fill_in(response: Response, checked: CheckedFilling, references: References, now: datetime) -> None:
    """Give a response everything that a sender may say, and may later correct."""
    filling = checked.filling
    response.answered_on = checked.answered_on
    response.precision = checked.precision
    response.contact_at = filling.contact_at
    response.asked_at = filling.asked_at
    response.answered_at = checked.answered_at
    response.source = filling.source
    response.channel_id = references.channel_id
    response.unit_id = references.unit_id
    response.touchpoint_id = references.touchpoint_id
    response.profile_id = references.profile_id
    response.customer_id = references.customer_id
    response.employee_id = references.employee_id
    response.point_id = references.point_id
    response.import_run_id = references.import_run_id
    response.language = filling.language
    response.weight = float(filling.weight)
    response.partial = checked.partial
    response.contact_allowed = filling.contact_allowed
    response.metadata = dict(filling.metadata)
    response.content_hash = checked.content_hash
    response.updated_at = now
