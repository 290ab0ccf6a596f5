"""The curve of a map as it stretches under the stages of the page: lines keep their thickness at any width."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts.numbers import amount, interval, number
from lib.local_text import local
from touchpoints.mapping.curve import HEIGHT, Curve, Spot
from touchpoints.mapping.tables import reading_words
from touchpoints.mapping.words import FeelingLevel


def curve_picture(curve: Curve) -> SafeString:
    """The SVG, as wide as the stages it stands under; the same is said in words in the rows below it."""
    return format_html(
        '<svg class="curve" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        "{}{}{}{}</svg>",
        f"{curve.width:.0f}", f"{HEIGHT:.0f}", curve_words(curve),
        _line(curve.desired, "desired"), _line(curve.supposed, "supposed"), _line(curve.measured, "measured"),
        format_html_join("", "{}", ((_spot(spot, is_weakest=spot == curve.weakest),) for spot in curve.measured)),
    )  # fmt: skip


def curve_words(curve: Curve) -> str:
    """What the curve says, in a sentence."""
    weakest = curve.weakest
    if weakest is None or weakest.reading is None:
        return _("Emotions along the journey: desired and our hypothesis; nothing is measured yet.")
    return _("Emotions along the journey; measured lowest: %(reading)s") % {"reading": reading_words(weakest.reading)}


def _line(spots: Sequence[Spot], kind: str) -> SafeString:
    points = " ".join(f"{spot.x:.1f},{spot.y:.1f}" for spot in spots)
    line = format_html('<polyline class="{}" points="{}"/>', kind, points) if len(spots) > 1 else SafeString("")
    if kind == "measured":
        return line
    dots = ((_dot(spot, kind, str(FeelingLevel(spot.level).label)),) for spot in spots if spot.level)
    return format_html("{}{}", line, format_html_join("", "{}", dots))


def _dot(spot: Spot, kind: str, title: str) -> SafeString:
    """A line of no length with round ends: round at any width."""
    return format_html(
        '<path class="dot {}" d="M{x} {y}h0"><title>{title}</title></path>',
        kind, x=f"{spot.x:.1f}", y=f"{spot.y:.1f}", title=title,
    )  # fmt: skip


def _spot(spot: Spot, *, is_weakest: bool) -> SafeString:
    reading = spot.reading
    if reading is None:
        return SafeString("")
    bar = SafeString("")
    if spot.y_low is not None and spot.y_high is not None:
        bar = format_html(
            '<path class="interval" d="M{} {}V{}"/>', f"{spot.x:.1f}", f"{spot.y_low:.1f}", f"{spot.y_high:.1f}"
        )
    return format_html(
        "{}{}", bar, _dot(spot, "measured weakest" if is_weakest else "measured", reading_words(reading))
    )


def short_reading(spot: Spot) -> str:
    """A point of the curve under its stage: question, value, interval, n."""
    reading = spot.reading
    if reading is None:
        return ""
    between = interval(reading.low, reading.high, "%")
    value = f"{amount(reading.value, '%')} ({between})" if between else amount(reading.value, "%")
    return f"{local(reading.question)} {value}, n\u202f{number(reading.n)}"
