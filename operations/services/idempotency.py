"""Requests that may be sent again: the same key and body get the same answer for a day."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from operations.models import IdempotencyKey
from organisations.models import Organisation

KEPT_FOR = timedelta(hours=24)
LONGEST = 255


class MalformedKey(ValueError):
    """An Idempotency-Key has 1 to 255 printable ASCII characters."""


class KeyReused(Exception):
    """The key was already used with another body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body; `replayed` when it was given before."""

    status: int
    text: str
    replayed: bool = False


class _NotKept(Exception):
    """Carries an answer out of the transaction that it must not commit."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def answer_once(
    *, organisation: Organisation, owner: str, key: str, body: bytes, produce: Callable[[], tuple[int, str]]
) -> Answer:
    """The answer to a request, produced once for a key within a day.

    `produce` runs in the transaction that keeps its answer. A refusal (status 400 and above) rolls back and leaves
    the key free. A second request of the same key waits for the first to commit.

    :param owner: whose key it is: an actor's public id
    :raises MalformedKey: the key is empty, too long, or not printable ASCII
    :raises KeyReused: the key came with another body before
    """
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise MalformedKey(key[:LONGEST])
    body_hash = hashlib.sha256(body).hexdigest()
    _forget_if_old(owner, key)
    try:
        with transaction.atomic():
            if not _reserve(organisation, owner, key, body_hash):
                return _given_before(owner, key, body_hash)
            answer = Answer(*produce())
            if answer.status >= 400:
                raise _NotKept(answer)
            IdempotencyKey.objects.filter(owner=owner, key=key).update(status=answer.status, answer=answer.text)
    except _NotKept as refused:
        return refused.answer
    return answer


def lead_once(*, organisation: Organisation, owner: str, key: str, within: timedelta, act: Callable[[], str]) -> str:
    """Where an act led, done once for a key within a time; an act that led nowhere leaves the key free.

    `act` runs in the transaction that keeps its address. A second one of the same key waits for the first to commit.

    :param owner: whose key it is: an actor's public id
    """
    _forget_if_old(owner, key, within)
    with transaction.atomic():
        if not _reserve(organisation, owner, key, body_hash=""):
            return IdempotencyKey.objects.get(owner=owner, key=key).answer
        led = act()
        kept = IdempotencyKey.objects.filter(owner=owner, key=key)
        if led:
            kept.update(status=302, answer=led)
        else:
            kept.delete()
    return led


def _forget_if_old(owner: str, key: str, kept_for: timedelta = KEPT_FOR) -> None:
    IdempotencyKey.objects.filter(owner=owner, key=key, created_at__lt=timezone.now() - kept_for).delete()


def _reserve(organisation: Organisation, owner: str, key: str, body_hash: str) -> bool:
    """Take the key; a request of the same key that is at work elsewhere makes this one wait for its end."""
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(
                organisation=organisation, owner=owner, key=key, body_hash=body_hash, created_at=timezone.now()
            )
    except IntegrityError:
        return False
    return True


def _given_before(owner: str, key: str, body_hash: str) -> Answer:
    kept = IdempotencyKey.objects.get(owner=owner, key=key)
    if kept.body_hash != body_hash:
        raise KeyReused(key)
    return Answer(kept.status, kept.answer, replayed=True)
