"""Requests sent twice: one answer for a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from operations.models import IdempotencyKey, Notification
from operations.services import KeyReused, MalformedKey, answer_once


def ask(organisation, produce, key="k1", body=b"{}", owner="key-1"):
    return answer_once(organisation=organisation, owner=owner, key=key, body=body, produce=produce)


def make_row(organisation):
    Notification.objects.create(organisation=organisation, recipient="00000000-0000-0000-0000-000000000001", kind="t")


def test_same_key_and_body_get_the_answer_given_before(in_acme):
    def produce():
        make_row(in_acme)
        return 201, f'{{"n": {Notification.objects.count()}}}'

    first, second = ask(in_acme, produce), ask(in_acme, produce)

    assert (first.status, first.text, first.replayed) == (201, '{"n": 1}', False)
    assert (second.status, second.text, second.replayed) == (201, '{"n": 1}', True)
    assert Notification.objects.count() == 1


def test_same_key_with_another_body_is_refused(in_acme):
    ask(in_acme, lambda: (201, ""))

    with pytest.raises(KeyReused):
        ask(in_acme, lambda: (201, ""), body=b"[]")


def test_refusal_leaves_the_key_free_and_no_rows(in_acme):
    def refuse():
        make_row(in_acme)
        return 400, "no"

    assert ask(in_acme, refuse).status == 400
    assert Notification.objects.count() == 0
    assert ask(in_acme, lambda: (201, "yes"), body=b"other").text == "yes"


def test_error_leaves_the_key_free(in_acme):
    def fail():
        make_row(in_acme)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ask(in_acme, fail)

    assert (IdempotencyKey.objects.count(), Notification.objects.count()) == (0, 0)


def test_keys_of_two_owners_do_not_meet(in_acme):
    ask(in_acme, lambda: (201, "one"))

    assert ask(in_acme, lambda: (201, "two"), owner="key-2").text == "two"


def test_key_is_forgotten_after_a_day(in_acme):
    ask(in_acme, lambda: (201, "one"))
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert ask(in_acme, lambda: (201, "two"), body=b"other").text == "two"


@pytest.mark.parametrize("key", ["", "x" * 256, "zażółć", "a\nb"])
def test_malformed_key_is_refused(in_acme, key):
    with pytest.raises(MalformedKey):
        ask(in_acme, lambda: (201, ""), key=key)


def test_longest_key_is_taken(in_acme):
    assert ask(in_acme, lambda: (201, "x"), key="~ " * 127 + "!").status == 201
