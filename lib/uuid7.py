"""Public ids that are ordered by time: UUID version 7 (RFC 9562)."""

import os
import secrets
import time
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 74


def uuid7(at: datetime | None = None) -> UUID:
    """A new id: 48 bits of milliseconds since 1970, then chance.

    :param at: the moment it carries, now when not given
    """
    milliseconds = int(at.timestamp() * 1000) if at else time.time_ns() // 1_000_000
    chance = secrets.randbits(_RANDOM_BITS)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


def uuid7_texts(at: datetime, count: int) -> Iterator[str]:
    """As many new ids, written in 32 hexadecimal digits; many times as fast as one by one."""
    start = f"{int(at.timestamp() * 1000) & ((1 << 48) - 1):012x}7"
    digits = os.urandom(10 * count).hex()
    for place in range(0, 20 * count, 20):
        chance = digits[place : place + 19]
        yield f"{start}{chance[:3]}{_VARIANT[chance[3]]}{chance[4:]}"
