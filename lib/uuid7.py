"""Public ids that are ordered by time: UUID version 7 (RFC 9562)."""

import secrets
import time
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
