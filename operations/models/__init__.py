"""What keeps the house running: jobs, the activity trail, outgoing mail, notices, files and answered requests."""

from operations.models.files import StoredFile, stored_path
from operations.models.idempotency import IdempotencyKey
from operations.models.jobs import OPEN_STATES, Job, JobState, PeriodClaim, Ticket
from operations.models.mail import MailState, OutboxMail
from operations.models.notices import NoticeChannel, NoticePreference, Notification, QuietHours
from operations.models.search import SearchEntry, SearchState
from operations.models.trail import TrailEntry, TrailHead

__all__ = [
    "OPEN_STATES",
    "IdempotencyKey",
    "Job",
    "JobState",
    "MailState",
    "NoticeChannel",
    "NoticePreference",
    "Notification",
    "OutboxMail",
    "PeriodClaim",
    "QuietHours",
    "SearchEntry",
    "SearchState",
    "StoredFile",
    "Ticket",
    "TrailEntry",
    "TrailHead",
    "stored_path",
]
