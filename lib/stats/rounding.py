"""Rounding for display. Everything else stays unrounded, differences above all."""

from decimal import ROUND_HALF_UP, Decimal
from typing import overload


@overload
def round_half_away(value: float, digits: int = 0) -> float: ...
@overload
def round_half_away(value: None, digits: int = 0) -> None: ...
def round_half_away(value: float | None, digits: int = 0) -> float | None:
    """Round to `digits` decimals, halves away from zero: 2.5 → 3, -2.5 → -3. None stays None, -0 becomes 0.

    Twelve significant digits decide, so that 2.4999999999999996, a difference of unrounded figures, is a half.
    """
    if value is None:
        return None
    exact = Decimal(format(value, ".12g"))
    # Decimal's "half up" is away from zero for either sign.
    return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)) + 0.0
