"""JSON from outside, read strictly: what two databases or two readers could understand differently is refused."""

import json
import re
from collections.abc import Iterator
from typing import Any

_ESCAPED_TROUBLE = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


class BadJson(ValueError):
    """The text is no JSON that we take; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(raw: bytes, *, largest: int) -> Any:
    """The value that the bytes say.

    :param largest: most bytes taken
    :raises BadJson: `json_too_large`, `json_not_utf8`, `json_invalid` (digit separators, NaN, Infinity and endless
        nesting among it), `json_duplicate_name`, `json_characters` (NUL or a lone surrogate)
    """
    if len(raw) > largest:
        raise BadJson("json_too_large")
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite)
    except BadJson:
        raise
    except UnicodeDecodeError:
        raise BadJson("json_not_utf8") from None
    except (ValueError, RecursionError):
        raise BadJson("json_invalid") from None
    if _ESCAPED_TROUBLE.search(raw) and any(not _is_storable(text) for text in _texts(value)):
        raise BadJson("json_characters")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("json_duplicate_name")
    return found


def _refuse(_name: str) -> Any:
    raise BadJson("json_invalid")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise BadJson("json_invalid")
    return number


def _texts(value: Any) -> Iterator[str]:
    """Every name and text in the value, however deep it lies."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting.extend(part.keys())
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
