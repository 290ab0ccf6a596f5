"""Figures as the product writes them: value, interval, n; verdicts; differences; filters for numbers."""

from typing import Any

from django import template
from django.utils.translation import gettext

from lib.charts.numbers import amount, decimals_of, interval
from lib.charts.numbers import number as number_text
from lib.charts.rows import SHAPES, VERDICTS, verdict_word
from lib.local_text import LocalText
from lib.local_text import local as local_text
from lib.templatetags.ui_boxes import one_of

register = template.Library()

STATES = ("", "low", "hidden", "none", "not_comparable")
SIZES = ("", "mid", "inline")
UNITS = ("", "nps", "%", "points", "mean", "gap")


def _state_note(state: str) -> str:
    return {
        "low": gettext("Low base: few answers, read with care."),
        "hidden": gettext("Not shown: too few answers to keep people unknown."),
        "none": gettext("No answers in this period yet."),
        "not_comparable": gettext("Not comparable with the other figure."),
    }.get(state, "")


@register.inclusion_tag("ui/_figure.html")
def figure(
    value: float | None, low: float | None = None, high: float | None = None, n: int | None = None, unit: str = "",
    scale: str = "", state: str = "", size: str = "", decimals: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A figure with its interval and n; a hidden or missing one says so in words."""
    one_of(unit, UNITS, "unit")
    one_of(size, SIZES, "size")
    state = one_of(state, STATES, "state") or ("none" if value is None else "")
    shown = value is not None and state not in ("hidden", "none")
    whole = amount(value, unit, decimals) if shown and value is not None else ""
    return {
        "value": whole.removesuffix("\u202f%"),
        "percent": whole.endswith("%"),
        "interval": interval(low, high, unit, decimals) if shown else "",
        "n": number_text(n) if n is not None and state != "hidden" else "",
        "scale": scale,
        "state": state,
        "note": _state_note(state),
        "size": size,
        "shown": shown,
    }


@register.inclusion_tag("ui/_delta.html")
def delta(
    value: float | None, low: float | None = None, high: float | None = None, unit: str = "points", since: str = "",
    verdict: str = "", decimals: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A difference with its interval and what it means in words."""
    one_of(verdict, ("", *VERDICTS), "verdict")
    rises = value is not None and value > 0
    tone = {"better": "up", "worse": "down"}.get(verdict, "")
    return {
        "value": "" if value is None else number_text(value, decimals_of(unit, decimals), signed=True),
        "percent": unit == "%",
        "arrow": "" if not value else "▲" if rises else "▼",
        "interval": interval(low, high, unit, decimals),
        "since": since,
        "word": verdict_word(verdict) if verdict else "",
        "tone": tone,
    }


@register.inclusion_tag("ui/_verdict.html")
def verdict(kind: str, text: str = "") -> dict[str, str]:
    """A verdict as word, shape and colour."""
    one_of(kind, VERDICTS, "verdict")
    return {"kind": kind, "shape": SHAPES[kind], "text": text or verdict_word(kind)}


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """2746 → “2 746”, with the reader's decimal sign; nothing for None."""
    return "" if value is None or value == "" else number_text(value, int(decimals))


@register.filter
def probability(value: Any) -> str:
    """0.0231 → “0.023”; what would round to nothing is said to be smaller: “< 0.001”."""
    return f"< {number_text(0.001, 3)}" if value is not None and value < 0.001 else number(value, 3)


@register.filter
def signed(value: Any, decimals: int = 0) -> str:
    """40 → “+40”, −3 → “−3”."""
    return "" if value is None or value == "" else number_text(value, int(decimals), signed=True)


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """82.3 → “82 %”."""
    return "" if value is None or value == "" else amount(value, "%", int(decimals))


@register.filter
def share(value: Any, decimals: int = 0) -> str:
    """0.823 → “82 %”."""
    return "" if value is None or value == "" else amount(100 * value, "%", int(decimals))


@register.filter
def local(value: LocalText | str | None) -> str:
    """Content for readers in the reader's language."""
    return local_text(value)
