"""Notices: in the product for everybody named, by mail for who chose so."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from operations import notice_kinds
from operations.models import Notification, OutboxMail, Ticket
from operations.notice_kinds import Addressee, register_addressees
from operations.services import in_every_language, notify
from operations.services.digests import next_recipient, plan_digests, send_digest
from operations.services.notices import choose_channels, mark_read

TEXT = {"en": "A gate waits", "pl": "Bramka czeka"}


@pytest.fixture
def addressees():
    before = list(notice_kinds._find_addressee)
    register_addressees(lambda user_id: Addressee("fred@example.org", "pl"))
    yield
    notice_kinds._find_addressee[:] = before


def tell(organisation, *people):
    return notify(organisation=organisation, user_ids=people, kind="gate.due", text=TEXT, address="/o/acme/")


def test_everybody_named_is_told_once(in_acme):
    one, two = uuid4(), uuid4()

    tell(in_acme, one, str(two), str(one))

    assert set(Notification.objects.values_list("recipient", flat=True)) == {one, two}
    assert Notification.objects.filter(recipient=one).get().text == TEXT


def test_who_is_no_person_is_passed_over(in_acme):
    assert tell(in_acme, "system", "command") == []


def test_mail_goes_to_who_chose_it_in_their_language(in_acme, addressees):
    one, two = uuid4(), uuid4()
    choose_channels(organisation=in_acme, recipient=one, channels={"gate.due": "mail"})

    tell(in_acme, one, two)

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject, mail.language) == ("fred@example.org", "Bramka czeka", "pl")
    assert "/o/acme/" in mail.text
    assert Notification.objects.count() == 2


def test_notices_are_marked_read_one_by_one_or_all_and_only_ones_own(in_acme):
    one, two = uuid4(), uuid4()
    first, *_rest = [tell(in_acme, one)[0], tell(in_acme, one), tell(in_acme, one), tell(in_acme, two)]

    assert mark_read(recipient=one, notice_ids=[first.public_id]) == 1
    assert mark_read(recipient=two, notice_ids=[first.public_id]) == 0
    assert mark_read(recipient=one) == 2
    assert Notification.objects.filter(read_at=None).count() == 1


def test_text_is_made_in_every_language():
    from django.utils.translation import get_language

    assert set(in_every_language(get_language).items()) == {("en", "en"), ("pl", "pl")}


# Acme's clocks show seven then.
MORNING = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)


def happened(organisation, person, before_morning, kind="gate.due"):
    """A notice of some time before the morning."""
    (notice,) = notify(organisation=organisation, user_ids=[person], kind=kind, text=TEXT, address="/o/acme/")
    Notification.objects.filter(pk=notice.pk).update(created_at=MORNING - before_morning)
    return notice


def test_notices_of_a_day_come_in_one_mail_the_next_morning(in_acme, addressees):
    in_acme.time_zone = "UTC"
    in_acme.save()
    one, at_once, never = uuid4(), uuid4(), uuid4()
    choose_channels(organisation=in_acme, recipient=one, channels={"gate.due": "daily", "job.parked": "product"})
    choose_channels(organisation=in_acme, recipient=at_once, channels={"gate.due": "mail"})
    told = [happened(in_acme, one, timedelta(hours=hours)) for hours in (20, 2)]
    read = happened(in_acme, one, timedelta(hours=5))
    mark_read(recipient=one, notice_ids=[read.public_id])
    for person, before, kind in (
        (one, timedelta(hours=-1), "gate.due"),
        (one, timedelta(days=8), "gate.due"),
        (one, timedelta(hours=3), "job.parked"),
        (at_once, timedelta(hours=3), "gate.due"),
        (never, timedelta(hours=3), "gate.due"),
    ):
        happened(in_acme, person, before, kind)
    OutboxMail.objects.all().delete()
    now = MORNING + timedelta(minutes=5)

    assert next_recipient(organisation=in_acme, now=now) == one
    assert send_digest(organisation=in_acme, recipient=one, now=now) == 2

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.language, mail.subject) == ("fred@example.org", "pl", "Co się wydarzyło: Acme")
    assert mail.text.count("Bramka czeka\nhttp") == 2
    assert next_recipient(organisation=in_acme, now=now) is None
    assert set(Notification.objects.filter(mailed_at=now)) == set(told)


def test_mail_of_the_day_is_planned_after_seven_where_somebody_is_to_be_told(acme, in_acme, globex, addressees):
    in_acme.time_zone = "UTC"
    in_acme.save()
    one = uuid4()
    choose_channels(organisation=in_acme, recipient=one, channels={"gate.due": "daily"})
    happened(in_acme, one, timedelta(hours=3))

    plan_digests(MORNING - timedelta(minutes=1))
    early = Ticket.objects.filter(kind="operations.daily_notices").count()
    plan_digests(MORNING + timedelta(minutes=1))

    assert early == 0
    assert Ticket.objects.get(kind="operations.daily_notices").organisation == in_acme
