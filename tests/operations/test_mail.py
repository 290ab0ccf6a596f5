"""The outbox: held without a server, sent with one, tried again, given up."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from operations.models import Job, MailState, OutboxMail, Ticket
from operations.services import mail as outbox
from operations.services import send_mail
from operations.services.running import run_ticket
from organisations.tenancy import organisation_scope


@pytest.fixture
def mail_server(settings):
    settings.MAIL_LEAVES = True


@pytest.fixture
def refusing(monkeypatch):
    """Make the mail server answer with an error."""

    def refuse(error):
        def send(self, fail_silently=False):
            raise error

        monkeypatch.setattr("django.core.mail.EmailMessage.send", send)

    return refuse


def write(organisation, subject="Welcome"):
    with organisation_scope(organisation):
        return send_mail(organisation=organisation, to="fred@example.org", subject=subject, text="Hello", kind="test")


def run_due(organisation):
    with organisation_scope(organisation):
        tickets = list(Job.objects.filter(ticket__state="due").order_by("pk").values_list("ticket_id", flat=True))
    Ticket.objects.filter(pk__in=tickets).update(due_at=timezone.now())
    return [run_ticket(ticket) for ticket in tickets]


def kept(organisation):
    with organisation_scope(organisation):
        return OutboxMail.objects.get()


def test_without_a_server_mail_is_held_and_nothing_leaves(acme):
    write(acme)

    assert run_due(acme) == []
    assert (kept(acme).state, django_mail.outbox) == (MailState.HELD, [])


def test_with_a_server_mails_leave_once(acme, mail_server):
    with organisation_scope(acme):
        for number in range(3):
            send_mail(organisation=acme, to="fred@example.org", subject=f"No. {number}", text="Hello", kind="test")

    run_due(acme)
    run_due(acme)

    assert [message.subject for message in django_mail.outbox] == ["No. 0", "No. 1", "No. 2"]
    with organisation_scope(acme):
        assert set(OutboxMail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}
        assert Job.objects.count() == 1


def test_message_carries_the_id_of_its_row(acme, mail_server):
    row = write(acme)
    run_due(acme)

    assert django_mail.outbox[0].extra_headers["Message-ID"] == f"<{row.public_id}@localhost>"


def test_subject_of_several_lines_becomes_one(acme, mail_server):
    assert write(acme, "Hello\r\nBcc: all@example.org").subject == "Hello  Bcc: all@example.org"


def test_passing_error_is_tried_again_later(acme, mail_server, refusing):
    write(acme)
    refusing(smtplib.SMTPServerDisconnected("gone"))
    before = timezone.now()
    run_due(acme)

    row = kept(acme)
    assert (row.state, row.attempts, row.error) == (MailState.WAITING, 1, "SMTPServerDisconnected: gone")
    assert before + timedelta(seconds=50) < row.next_try_at < before + timedelta(seconds=70)
    with organisation_scope(acme):
        again = Job.objects.select_related("ticket").get(ticket__state="due")
    assert again.ticket.due_at == row.next_try_at


def test_mail_waiting_for_its_next_try_is_not_sent_early(acme, mail_server, refusing):
    write(acme)
    refusing(ConnectionRefusedError())
    run_due(acme)
    run_due(acme)

    assert kept(acme).attempts == 1


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"fred@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"refused"),
    ],
)
def test_lasting_refusal_is_given_up_at_once(acme, mail_server, refusing, error):
    write(acme)
    refusing(error)
    run_due(acme)

    assert kept(acme).state == MailState.FAILED
    assert run_due(acme) == []


def test_mail_is_given_up_after_the_last_pause(acme, mail_server, refusing):
    write(acme)
    refusing(smtplib.SMTPResponseException(451, b"busy"))
    for _round in range(len(outbox.PAUSES) + 2):
        with organisation_scope(acme):
            OutboxMail.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        run_due(acme)

    assert (kept(acme).state, kept(acme).attempts) == (MailState.FAILED, len(outbox.PAUSES) + 1)
