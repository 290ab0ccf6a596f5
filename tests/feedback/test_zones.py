"""Changing the organisation's time zone moves answers to their new days and notes both for recount."""

from datetime import UTC, date, datetime

from accounts.services.places import change_settings
from feedback.models import Recount, Response
from feedback.services.imports import InlineWork
from feedback.services.zones import move_days
from operations.models import Ticket
from tests.feedback.conftest import answer

LATE_EVENING = datetime(2026, 5, 10, 22, 30, tzinfo=UTC)  # half past midnight of the 11th in Warsaw


def test_zone_change_moves_days_and_notes_both(visit, in_acme):
    answer(visit, 9, answered_at=LATE_EVENING)
    answer(visit, 8, answered_on=date(2026, 5, 11))
    Recount.objects.all().delete()
    change_settings(organisation=in_acme, actor="test", time_zone="UTC")
    assert list(Ticket.objects.filter(kind="organisation.zone_changed").values_list("state", flat=True)) == ["due"]

    move_days(InlineWork(in_acme, "test"))

    days = list(Response.objects.order_by("pk").values_list("answered_on", flat=True))
    assert days == [date(2026, 5, 10), date(2026, 5, 11)]
    assert sorted(Recount.objects.values_list("day", flat=True)) == [date(2026, 5, 10), date(2026, 5, 11)]


def test_other_settings_move_nothing(in_acme):
    change_settings(organisation=in_acme, actor="test", name="Acme & Sons")
    assert not Ticket.objects.filter(kind="organisation.zone_changed").exists()
