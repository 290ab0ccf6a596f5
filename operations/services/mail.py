"""The outbox: a mail is a row first; a job sends it, tries again, and says what became of it."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Min, Q

from operations.models import MailState, OutboxMail
from operations.services.trail import SYSTEM, storable
from organisations.models import Organisation

SEND = "operations.send_mail"
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
TOO_MANY_LINES = str.maketrans({"\r": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mail server said: nothing is well; a lasting refusal is not tried again."""

    error: str = ""
    lasting: bool = False


@transaction.atomic
def send_mail(
    *, organisation: Organisation, to: str, subject: str, text: str, kind: str, language: str = "en"
) -> OutboxMail:
    """Put a mail into the outbox, in the transaction of what it tells of.

    Without a mail server (EMAIL_URL) it is held there for the mailbox page, and nothing leaves.
    """
    mail = OutboxMail.objects.create(
        organisation=organisation,
        kind=kind,
        to=to,
        subject=storable(subject, 200).translate(TOO_MANY_LINES),
        text=storable(text),
        language=language,
        state=MailState.WAITING if settings.MAIL_LEAVES else MailState.HELD,
    )
    if mail.state == MailState.WAITING:
        _ask_for_round(organisation, None)
    return mail


def _ask_for_round(organisation: Organisation, due_at: datetime | None) -> None:
    from operations.services.jobs import enqueue  # the runner of jobs tells people by mail

    enqueue(organisation=organisation, kind=SEND, payload={}, actor=SYSTEM, unique_key="mail", due_at=due_at)


def take_next(*, now: datetime) -> OutboxMail | None:
    """The next mail to send, its try counted and put off beforehand, so that a crash does not send it at once again."""
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    mail = OutboxMail.objects.filter(due, state=MailState.WAITING).order_by("pk").first()
    if mail is None:
        return None
    OutboxMail.objects.filter(pk=mail.pk).update(
        attempts=F("attempts") + 1, next_try_at=now + PAUSES[min(mail.attempts, len(PAUSES) - 1)]
    )
    mail.refresh_from_db()
    return mail


def transmit(mail: OutboxMail) -> Outcome:
    """Hand a mail to the mail server; outside any transaction, since it may take its time.

    The message's id is the row's, so that a receiver recognises one that a crash made leave twice.
    """
    host = Address(addr_spec=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")).domain or "localhost"
    message = EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={"Message-ID": f"<{mail.public_id}@{host}>", "Content-Language": mail.language},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        return Outcome(_short(error), lasting=bool(codes) and all(code >= 500 for code in codes))
    except smtplib.SMTPResponseException as error:
        return Outcome(_short(error), lasting=500 <= error.smtp_code < 600 and error.smtp_code not in (530, 535))
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(_short(error))
    return Outcome()


def _short(error: Exception) -> str:
    return storable(f"{type(error).__name__}: {error}", 300)


def note_outcome(*, mail: OutboxMail, outcome: Outcome, now: datetime) -> None:
    """Write down whether a mail left; after the last try, or a lasting refusal, it is given up and shown."""
    found = OutboxMail.objects.filter(pk=mail.pk)
    if not outcome.error:
        found.update(state=MailState.SENT, sent_at=now, error="", next_try_at=None)
    elif outcome.lasting or mail.attempts > len(PAUSES):
        found.update(state=MailState.FAILED, error=outcome.error, next_try_at=None)
    else:
        found.update(error=outcome.error)


def plan_next_round(*, organisation: Organisation) -> None:
    """If mails wait for another try, have the job come back for the first of them."""
    waiting = OutboxMail.objects.filter(state=MailState.WAITING).aggregate(first=Min("next_try_at"))["first"]
    if waiting:
        _ask_for_round(organisation, waiting)
