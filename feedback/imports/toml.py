"""Writing a profile as TOML, for a person to keep and change."""

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def as_toml(profile: Mapping[str, Any]) -> str:
    """The profile's mapping as a TOML document; reading it again gives the same mapping."""
    lines: list[str] = []
    _table(lines, (), profile)
    return "\n".join(lines).strip() + "\n"


def _table(lines: list[str], path: tuple[str, ...], table: Mapping[str, Any]) -> None:
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping) and not _is_inline(value)}
    own = {key: value for key, value in table.items() if key not in inner}
    if path and (own or not inner):
        lines += ["", f"[{'.'.join(_key(part) for part in path)}]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in own.items()]
    for key, value in inner.items():
        _table(lines, (*path, key), value)


def _is_inline(value: Mapping[str, Any]) -> bool:
    """A short table of texts, such as missing codes or a name in two languages, stays on one line."""
    return bool(value) and len(value) <= 8 and all(isinstance(inner, str) for inner in value.values())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return _text(str(value))
