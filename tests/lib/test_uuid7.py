"""Public ids: version 7, carrying their moment, alike whether made one by one or many at once."""

from datetime import UTC, datetime
from uuid import RFC_4122, UUID

import pytest

from lib.uuid7 import uuid7, uuid7_texts

pytestmark = pytest.mark.pure
AT = datetime(2026, 5, 10, 12, 0, 0, 123_000, tzinfo=UTC)


def test_ids_carry_the_moment_and_differ():
    for made in ([uuid7(AT) for _number in range(200)], [UUID(text) for text in uuid7_texts(AT, 200)]):
        assert len(set(made)) == 200
        assert {(one.version, one.variant, one.int >> 80) for one in made} == {
            (7, RFC_4122, int(AT.timestamp() * 1000))
        }


def test_texts_are_what_the_database_keeps():
    (text,) = uuid7_texts(AT, 1)

    assert UUID(text).hex == text
