"""Charts from numbers: server SVG, Plotly's dict and table of the same figures. Pure: knows no models, no request."""

from lib.charts.build import before_after, distribution, importance, ranked, three_widths, trend
from lib.charts.colours import accent_css, accent_for, contrast
from lib.charts.rows import Bar, BeforeAfter, Chart, IntervalRow, Moment, Point
from lib.charts.stacked import Whole, shares
from lib.charts.svg import standalone
from lib.charts.wheel import Gate, Segment, Wheel

__all__ = [
    "Bar", "BeforeAfter", "Chart", "Gate", "IntervalRow", "Moment", "Point", "Segment", "Wheel",
    "Whole",
    "accent_css", "accent_for", "before_after", "contrast", "distribution", "importance", "ranked",
    "shares", "standalone", "three_widths", "trend",
]  # fmt: skip
