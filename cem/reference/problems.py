"""The errors of the API as its page lists them: status, stable codes, and what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Trouble:
    """One status and the codes that come with it."""

    status: int
    codes: tuple[str, ...]
    advice: Any


TROUBLES = (
    Trouble(
        400,
        ("bad_parameter", "unknown_parameter", "unknown_value", "question_required", "scale_ambiguous", "bad_period",
         "bad_group_by", "not_on_scale", "question_unknown", "too_many_rows"),
        _("Correct what errors points to, a parameter or a field; nothing was stored."),
    ),
    Trouble(401, ("key_missing", "key_unknown"), _("Send a key; make a new one if it expired or was withdrawn.")),
    Trouble(403, ("scope_missing",), _("Use a key with one of the scopes that the answer names.")),
    Trouble(404, ("not_found",), _("Nothing is there, or it belongs to somebody else.")),
    Trouble(405, ("method_not_allowed",), _("The header Allow names the methods of this address.")),
    Trouble(409, ("external_id_conflict",), _("It is stored with other content; on_conflict=update replaces that.")),
    Trouble(413, ("json_too_large",), _("Send at most 10 MB in one call.")),
    Trouble(415, ("media_type",), _("Send JSON as application/json.")),
    Trouble(422, ("idempotency_key_reused",), _("Use another Idempotency-Key for another body.")),
    Trouble(429, ("too_many_requests",), _("Wait as long as Retry-After says.")),
    Trouble(500, ("unexpected",), _("Tell your operator the id; the log holds the error under it.")),
    Trouble(503, ("unavailable",), _("The database is away or full; nothing was stored. Try again after Retry-After.")),
)  # fmt: skip
