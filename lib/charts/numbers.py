"""Figures in words: signs, decimals and gaps as the reader's language writes them.

Rounding is half away from zero; a minus is a minus sign; groups of three are parted by a narrow no-break space.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import get_language

MINUS = "\u2212"
GAP = "\u202f"
ELLIPSIS = "…"

DECIMALS = {"nps": 0, "%": 0, "points": 1, "mean": 2, "gap": 2, "": 0}
SIGNED = frozenset({"nps", "points", "gap"})


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """The value at so many decimals, halves away from zero, never minus zero."""
    result = Decimal(repr(value) if isinstance(value, float) else str(value)).quantize(_step(decimals), ROUND_HALF_UP)
    return result or abs(result)


@lru_cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def number(value: float | Decimal, decimals: int = 0, *, signed: bool = False, language: str | None = None) -> str:
    """`2746` as “2 746”, `-0.25` as “−0.3” (Polish “−0,3”); a plus before positive numbers when `signed`."""
    return _written(value, decimals, signed, (language or get_language() or "en").startswith("pl"))


@lru_cache(4096)
def _written(value: float | Decimal, decimals: int, signed: bool, is_polish: bool) -> str:
    """A page says one figure several times: at three widths, in its table, under the pointer."""
    exact = rounded(value, decimals)
    text = f"{abs(exact):,.{decimals}f}".replace(",", GAP)
    if is_polish:
        text = text.replace(".", ",")
    if exact < 0:
        return MINUS + text
    return f"+{text}" if signed and exact > 0 else text


def decimals_of(unit: str, decimals: int | None = None) -> int:
    """How many decimals a figure of this unit is shown with."""
    return DECIMALS.get(unit, 0) if decimals is None else decimals


def amount(
    value: float, unit: str = "", decimals: int | None = None, *, bare: bool = False, language: str | None = None
) -> str:
    """A value with its sign and unit: “+40”, “82 %”, “−0.3”; `bare` leaves sign and unit off."""
    text = number(value, decimals_of(unit, decimals), signed=unit in SIGNED and not bare, language=language)
    return f"{text}{GAP}%" if unit == "%" and not bare else text


def interval(
    low: float | None, high: float | None, unit: str = "", decimals: int | None = None, *, language: str | None = None
) -> str:
    """“37…42”, or nothing when there is no interval; an end just below zero is “−0.0”, so that zero is seen inside."""
    if low is None or high is None:
        return ""
    language = language or get_language()
    ends = [(end < 0, amount(end, unit, decimals, bare=True, language=language)) for end in (low, high)]
    return ELLIPSIS.join(MINUS + text if below and not text.startswith(MINUS) else text for below, text in ends)


def sentence(
    value: float, low: float | None, high: float | None, n: int | None, unit: str, decimals: int | None = None,
    *, language: str | None = None,
) -> str:  # fmt: skip
    """The whole figure on one line: “+40 (37…42), n 2 746”."""
    language = language or get_language()
    text = amount(value, unit, decimals, language=language)
    between = interval(low, high, unit, decimals, language=language)
    if between:
        text += f" ({between})"
    return text if n is None else f"{text}, n{GAP}{number(n, language=language)}"
