"""Notices: in the product for everybody named, by mail for who chose so."""

from uuid import uuid4

import pytest

from operations import notice_kinds
from operations.models import Notification, OutboxMail
from operations.notice_kinds import Addressee, register_addressees
from operations.services import in_every_language, notify
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
