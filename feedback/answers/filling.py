"""One filling-in of a survey as a sender gives it, and its checks that need no database."""

import hashlib
import json
import math
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from feedback.answers.check import WORDS_ALONE, check_answers, with_comment
from feedback.answers.faults import Fault, Rejected, raise_if_any, step
from feedback.answers.plan import SurveyPlan
from feedback.answers.values import CheckedAnswer, finite, text_fault

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=24)
UNKNOWN_DAY = date(1, 1, 1)
PRECISIONS = {"moment": 1, "day": 2, "unknown": 3}
METADATA_NAMES, METADATA_BYTES = 50, 8 * 1024
SOURCES = frozenset({"email", "link", "widget", "kiosk", "terminal", "api", "import", "manual", "review"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?", re.ASCII)
_MOMENTS = ("contact_at", "asked_at", "answered_at")
_CODES = ("channel", "unit", "touchpoint", "employee")


@dataclass(frozen=True, slots=True)
class Filling:
    """What a sender says. Codes are the organisation's; `precision` is moment, day, unknown, or empty for what fits."""

    answers: Mapping[str, Any]
    source: str = "api"
    external_id: str = ""
    precision: str = ""
    answered_at: datetime | None = None
    answered_on: date | None = None
    contact_at: datetime | None = None
    asked_at: datetime | None = None
    received_at: datetime | None = None
    channel: str = ""
    unit: str = ""
    touchpoint: str = ""
    segments: Mapping[str, str] = field(default_factory=dict)
    customer: str = ""
    employee: str = ""
    language: str = ""
    weight: float = 1.0
    comment: str = ""
    contact_allowed: bool | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


_FIELDS = tuple(item.name for item in fields(Filling))


@dataclass(frozen=True, slots=True)
class CheckedFilling:
    """A filling whose every value fits; only its codes of other things are still to be looked up."""

    plan: SurveyPlan
    filling: Filling
    answers: tuple[CheckedAnswer, ...]
    partial: bool
    answered_at: datetime | None
    answered_on: date | None
    precision: int
    source_key: str
    content_hash: str


def check_filling(plan: SurveyPlan, filling: Filling, *, now: datetime) -> CheckedFilling:
    """Check everything about a filling that its own text can tell. Touches no database.

    :raises Rejected: with one fault for each bad field
    """
    faults = [*_field_faults(filling), *_moment_faults(filling, now)]
    raise_if_any(faults)
    moment, day, precision = _time_of(plan, filling, now)
    answers = with_comment(plan, filling.answers, filling.comment)
    checked = check_answers(plan, answers, day=day, words_alone=filling.source in WORDS_ALONE)
    return CheckedFilling(
        plan=plan,
        filling=filling,
        answers=checked.answers,
        partial=checked.partial,
        answered_at=moment,
        answered_on=day,
        precision=precision,
        source_key=source_key(filling.external_id),
        content_hash=content_hash(filling, answers),
    )


def source_key(external_id: str) -> str:
    """The key under which a response is stored once in its survey; without an external id, a new one."""
    if not external_id:
        return secrets.token_hex(16)
    return hashlib.blake2b(external_id.encode(), digest_size=16).hexdigest()


def content_hash(filling: Filling, answers: Mapping[str, Any]) -> str:
    """A hash of what the sender said; equal exactly when a resend says the same."""
    said = {name: getattr(filling, name) for name in _FIELDS}
    said |= {"answers": dict(answers), "comment": "", "received_at": None}
    said |= {name: value.astimezone(UTC) for name, value in said.items() if isinstance(value, datetime)}
    text = json.dumps(said, sort_keys=True, default=_written, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _written(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value.isoformat()


def _time_of(plan: SurveyPlan, filling: Filling, now: datetime) -> tuple[datetime | None, date | None, int]:
    """Moment, day in the organisation's zone, and precision of the answer."""
    moment, day = filling.answered_at, filling.answered_on
    precision = filling.precision or ("day" if day and not moment else "moment")
    if precision == "unknown":
        fits = moment is None and day is None
    elif precision == "day":
        fits = day is not None or moment is not None
    else:
        fits = day is None
    if not fits:
        raise Rejected([Fault("/precision", "precision_invalid")])
    if precision == "moment":
        moment = moment or filling.received_at or now
    if moment and not day:
        day = moment.astimezone(zone(plan.zone)).date()
    return moment, day, PRECISIONS[precision]


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The time zone of a name."""
    return ZoneInfo(name)


def _moment_faults(filling: Filling, now: datetime) -> list[Fault]:
    faults = []
    for name in _MOMENTS:
        moment = getattr(filling, name)
        if moment is None:
            continue
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            faults.append(Fault(f"/{name}", "moment_invalid"))
        elif moment < EARLIEST:
            faults.append(Fault(f"/{name}", "moment_too_early"))
        elif moment > now + AHEAD:
            faults.append(Fault(f"/{name}", "moment_too_late"))
    day = filling.answered_on
    if day is not None and day < EARLIEST.date():
        faults.append(Fault("/answered_on", "moment_too_early"))
    elif day is not None and day > (now + AHEAD).date():
        faults.append(Fault("/answered_on", "moment_too_late"))
    return faults


def _field_faults(filling: Filling) -> list[Fault]:
    found = [check(filling) for check in _FIELD_CHECKS]
    found += [_code_fault(name, getattr(filling, name)) for name in _CODES]
    found += _segment_faults(filling.segments)
    return [fault for fault in found if fault]


def _code_fault(name: str, value: Any) -> Fault | None:
    return text_fault(value, pointer=f"/{name}", limit=100, code="code_invalid")


def _segment_faults(segments: Any) -> list[Fault | None]:
    if not isinstance(segments, Mapping):
        return [Fault("/segments", "segments_invalid")]
    return [
        text_fault(value, pointer=f"/segments{step(str(axis))}", limit=100, code="segments_invalid")
        for axis, value in segments.items()
    ]


def _source_fault(filling: Filling) -> Fault | None:
    known = isinstance(filling.source, str) and filling.source in SOURCES
    return None if known else Fault("/source", "source_unknown", {"value": str(filling.source)[:100]})


def _external_id_fault(filling: Filling) -> Fault | None:
    fault = text_fault(filling.external_id, pointer="/external_id", limit=200, code="external_id_invalid")
    return Fault("/external_id", "external_id_invalid") if fault and fault.code == "text_too_long" else fault


def _customer_fault(filling: Filling) -> Fault | None:
    fault = text_fault(filling.customer, pointer="/customer", limit=100, code="customer_invalid")
    blank = not fault and filling.customer and not filling.customer.strip()
    return Fault("/customer", "customer_invalid") if blank or (fault and fault.code == "text_too_long") else fault


def _language_fault(filling: Filling) -> Fault | None:
    language = filling.language
    fits = language == "" or (isinstance(language, str) and _LANGUAGE.fullmatch(language))
    return None if fits else Fault("/language", "language_invalid")


def _weight_fault(filling: Filling) -> Fault | None:
    weight = finite(filling.weight)
    return None if weight is not None and weight > 0 else Fault("/weight", "weight_invalid")


def _consent_fault(filling: Filling) -> Fault | None:
    known = filling.contact_allowed is None or isinstance(filling.contact_allowed, bool)
    return None if known else Fault("/contact_allowed", "consent_invalid")


def _precision_fault(filling: Filling) -> Fault | None:
    return None if filling.precision in ("", *PRECISIONS) else Fault("/precision", "precision_invalid")


def _metadata_fault(filling: Filling) -> Fault | None:
    metadata = filling.metadata
    if not metadata and isinstance(metadata, Mapping):
        return None
    if not isinstance(metadata, Mapping) or not all(isinstance(name, str) for name in metadata):
        return Fault("/metadata", "metadata_invalid")
    for name, value in metadata.items():
        pointer = f"/metadata{step(name)}"
        if not _is_flat(value):
            return Fault(pointer, "metadata_invalid")
        for text in (name, value):
            fault = text_fault(text, pointer=pointer, limit=METADATA_BYTES) if isinstance(text, str) else None
            if fault:
                return fault
    size = len(json.dumps(dict(metadata), ensure_ascii=False).encode())
    too_large = len(metadata) > METADATA_NAMES or size > METADATA_BYTES
    return Fault("/metadata", "metadata_too_large") if too_large else None


def _is_flat(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    return value is None or isinstance(value, str)


_FIELD_CHECKS: tuple[Callable[[Filling], Fault | None], ...] = (
    _source_fault,
    _external_id_fault,
    _customer_fault,
    _language_fault,
    _weight_fault,
    _consent_fault,
    _precision_fault,
    _metadata_fault,
)
