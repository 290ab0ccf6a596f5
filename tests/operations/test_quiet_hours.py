"""Quiet hours: mail of notices waits for their end, in the member's own time."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from operations import notice_kinds
from operations.models import Notification, OutboxMail, QuietHours, Ticket
from operations.notice_kinds import Addressee, register_addressees, register_notice_kind
from operations.services import notify
from operations.services.digests import next_recipient, plan_digests, send_digest
from operations.services.notices import choose_channels, mark_read
from operations.services.quiet_hours import choose_quiet_hours, quiet_until

TEXT = {"en": "A gate waits", "pl": "Bramka czeka"}


@pytest.fixture(autouse=True)
def addressees():
    before = list(notice_kinds._find_addressee)
    register_addressees(lambda user_id: Addressee("fred@example.org", "pl"))
    yield
    notice_kinds._find_addressee[:] = before


@pytest.fixture
def fire_alarm():
    register_notice_kind("test.fire", "Fire", urgent=True)
    yield "test.fire"
    del notice_kinds._kinds["test.fire"]
    notice_kinds._urgent.remove("test.fire")


def quiet_now(organisation, person, kinds=("gate.due",), channel="mail"):
    """Somebody who wants mail, but for the hour before and after now."""
    choose_channels(organisation=organisation, recipient=person, channels=dict.fromkeys(kinds, channel))
    now = timezone.now()
    begins, ends = ((now + timedelta(hours=hours)).time().replace(microsecond=0) for hours in (-1, 1))
    choose_quiet_hours(organisation=organisation, recipient=person, begins=begins, ends=ends, time_zone="UTC")


def tell(organisation, person, kind="gate.due"):
    (notice,) = notify(organisation=organisation, user_ids=[person], kind=kind, text=TEXT, address="/o/acme/")
    return notice


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "now", "end"),
    [
        ((22, 0), (7, 0), "UTC", datetime(2026, 5, 10, 23, 30, tzinfo=UTC), datetime(2026, 5, 11, 7, 0, tzinfo=UTC)),
        ((22, 0), (7, 0), "UTC", datetime(2026, 5, 11, 6, 59, tzinfo=UTC), datetime(2026, 5, 11, 7, 0, tzinfo=UTC)),
        ((22, 0), (7, 0), "UTC", datetime(2026, 5, 11, 7, 0, tzinfo=UTC), None),
        ((22, 0), (7, 0), "UTC", datetime(2026, 5, 11, 21, 59, tzinfo=UTC), None),
        ((12, 0), (14, 0), "UTC", datetime(2026, 5, 11, 12, 0, tzinfo=UTC), datetime(2026, 5, 11, 14, 0, tzinfo=UTC)),
        ((12, 0), (14, 0), "UTC", datetime(2026, 5, 11, 15, 0, tzinfo=UTC), None),
        ((12, 0), (14, 0), "UTC", datetime(2026, 5, 11, 11, 0, tzinfo=UTC), None),
        # Los Angeles is seven hours behind: half past midnight there.
        ((22, 0), (7, 0), "America/Los_Angeles", datetime(2026, 5, 11, 7, 30, tzinfo=UTC),
         datetime(2026, 5, 11, 14, 0, tzinfo=UTC)),
        # The night in which Warsaw's clocks go forward is an hour shorter.
        ((22, 0), (7, 0), "Europe/Warsaw", datetime(2026, 3, 28, 22, 0, tzinfo=UTC),
         datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_quiet_hours_end_by_the_clock_of_the_place(begins, ends, zone, now, end):
    hours = QuietHours(begins=time(*begins), ends=time(*ends), time_zone=zone)

    assert hours.end_after(now) == end


def test_mail_waits_for_the_end_of_quiet_hours_and_comes_in_one(in_acme):
    one, awake = uuid4(), uuid4()
    quiet_now(in_acme, one)
    choose_channels(organisation=in_acme, recipient=awake, channels={"gate.due": "mail"})
    told = [tell(in_acme, one), tell(in_acme, one)]
    read = tell(in_acme, one)
    tell(in_acme, awake)
    mark_read(recipient=one, notice_ids=[read.public_id])
    now = timezone.now()
    end = quiet_until([one], now=now)[one]

    assert OutboxMail.objects.count() == 1, "who is awake is mailed at once"
    assert Notification.objects.filter(recipient=one, mailed_at=None, mail_due_at=end).count() == 3
    assert next_recipient(organisation=in_acme, now=end - timedelta(minutes=1)) is None
    plan_digests(end + timedelta(minutes=1))
    assert Ticket.objects.get(kind="operations.daily_notices").organisation == in_acme

    OutboxMail.objects.all().delete()
    assert next_recipient(organisation=in_acme, now=end) == one
    assert send_digest(organisation=in_acme, recipient=one, now=end) == 2
    assert OutboxMail.objects.get().text.count("Bramka czeka\nhttp") == 2
    assert set(Notification.objects.filter(mailed_at=end)) == set(told)
    assert next_recipient(organisation=in_acme, now=end) is None


def test_urgent_mail_does_not_wait(in_acme, fire_alarm):
    one = uuid4()
    quiet_now(in_acme, one, kinds=("gate.due", fire_alarm))

    waiting, urgent = tell(in_acme, one), tell(in_acme, one, fire_alarm)

    assert OutboxMail.objects.get().kind == fire_alarm
    assert waiting.mailed_at is None
    assert (urgent.mailed_at is None, urgent.mail_due_at) == (False, None)


def test_mail_of_the_day_waits_too(in_acme):
    in_acme.time_zone = "UTC"
    in_acme.save()
    one = uuid4()
    choose_channels(organisation=in_acme, recipient=one, channels={"gate.due": "daily"})
    choose_quiet_hours(organisation=in_acme, recipient=one, begins=time(22), ends=time(9, 30), time_zone="UTC")
    Notification.objects.filter(pk=tell(in_acme, one).pk).update(created_at=datetime(2026, 5, 11, 16, 0, tzinfo=UTC))

    heard = [
        next_recipient(organisation=in_acme, now=datetime(2026, 5, 12, hour, 31, tzinfo=UTC)) for hour in (6, 7, 9)
    ]

    assert heard == [None, None, one]


def test_without_a_beginning_or_an_end_there_are_no_quiet_hours(in_acme):
    one = uuid4()
    quiet_now(in_acme, one)

    choose_quiet_hours(organisation=in_acme, recipient=one, begins=None, ends=time(7), time_zone="UTC")
    tell(in_acme, one)

    assert QuietHours.objects.count() == 0
    assert OutboxMail.objects.count() == 1


def test_quiet_hours_of_no_length_cannot_be_stored(in_acme):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietHours.objects.create(
            organisation=in_acme, recipient=uuid4(), begins=time(7), ends=time(7), time_zone="UTC"
        )
