"""The doors of this app for the apps above."""

from operations.services.files import FileRefused, delete_file, save_file, save_upload
from operations.services.idempotency import Answer, KeyReused, MalformedKey, answer_once, lead_once
from operations.services.jobs import CannotResume, cancel, enqueue, resume
from operations.services.mail import send_mail
from operations.services.notices import in_every_language, notify
from operations.services.trail import record_trail

__all__ = [
    "Answer",
    "CannotResume",
    "FileRefused",
    "KeyReused",
    "MalformedKey",
    "answer_once",
    "cancel",
    "delete_file",
    "enqueue",
    "in_every_language",
    "lead_once",
    "notify",
    "record_trail",
    "resume",
    "save_file",
    "save_upload",
    "send_mail",
]
