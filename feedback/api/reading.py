"""From a request's JSON to fillings. What a body says is read strictly; nothing is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feedback.answers.faults import Fault, Rejected, raise_if_any, step
from feedback.answers.filling import Filling
from feedback.answers.values import day_of

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_TEXTS = ("external_id", "channel", "source", "touchpoint", "unit", "customer", "employee", "language", "comment")
_MOMENTS = ("contact_at", "asked_at", "answered_at", "occurred_at")
_AS_GIVEN = ("segments", "weight", "contact_allowed", "metadata")
FIELDS = frozenset({"survey", "answers", "answered_on", *_TEXTS, *_MOMENTS, *_AS_GIVEN})


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a body: the code of its survey and what was filled in."""

    survey: str
    filling: Filling


def read_item(value: Any) -> Item:
    """One object of the body.

    :raises Rejected: with a fault for each field that is unknown or cannot be read
    """
    if not isinstance(value, Mapping):
        raise Rejected([Fault("", "answers_invalid")])
    faults = [Fault(step(name), "field_unknown") for name in value if name not in FIELDS]
    given = {name: part for name, part in value.items() if part is not None and name in FIELDS}
    survey = given.pop("survey", None)
    if not isinstance(survey, str):
        faults.append(Fault("/survey", "code_invalid"))
    if not isinstance(given.get("answers"), Mapping):
        faults.append(Fault("/answers", "answers_invalid"))
    fields = _times(given, faults)
    fields |= {name: given[name] for name in (*_TEXTS, *_AS_GIVEN, "answers") if name in given}
    raise_if_any(faults)
    return Item(str(survey), Filling(**fields))


def _times(given: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    found: dict[str, datetime | date] = {}
    for name in _MOMENTS:
        if name in given:
            moment = moment_of(given[name])
            if moment is None:
                faults.append(Fault(f"/{name}", "moment_invalid"))
            else:
                found[name] = moment
    alias = found.pop("occurred_at", None)
    if alias is not None:
        if found.get("answered_at", alias) != alias:
            faults.append(Fault("/occurred_at", "moment_invalid"))
        found["answered_at"] = alias
    if "answered_on" in given:
        day = day_of(given["answered_on"])
        if day is None or "answered_at" in found:
            faults.append(Fault("/answered_on", "day_invalid"))
        else:
            found["answered_on"] = day
    return found


def moment_of(value: Any) -> datetime | None:
    """A moment with its offset (RFC 3339), or nothing when the value is none."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        return None
