"""A small drawing board: shapes in, one SVG string out, every text escaped, every colour a design token."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from textwrap import wrap as wrap_words
from typing import Any

from lib.charts.colours import resolve

TEXT = 12
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Inter, sans-serif"
WIDE, MID, NARROW = 640, 440, 300


@lru_cache(2048)
def text_width(text: str, size: float = TEXT) -> float:
    """About how wide a text runs; on the generous side."""
    return sum(0.34 if char in "il.,:;|'()1 …\u202f" else 0.62 if char.islower() else 0.7 for char in text) * size


def wrap(text: str, width: float, lines: int = 2, size: float = TEXT) -> list[str]:
    """The text in at most `lines` lines of the width; what does not fit ends in “…”."""
    return list(_wrapped(text, max(6, int(width / (size * 0.575))), lines))


@lru_cache(2048)
def _wrapped(text: str, letters: int, lines: int) -> tuple[str, ...]:
    return tuple(wrap_words(text, letters, max_lines=lines, placeholder="…", break_long_words=True)) or ("",)


def _value(value: float | str) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _escaped(value) if isinstance(value, str) else str(value)


_escaped = lru_cache(2048)(escape)  # colours, anchors and labels come back with every shape


@lru_cache(128)
def _attribute(name: str) -> str:
    """The name of a keyword as the drawing writes it: `stroke_width` is stroke-width."""
    return name.rstrip("_").replace("_", "-")


def _attributes(attributes: Mapping[str, float | str | None]) -> str:
    """Attributes as they stand in an element; what is None is left out."""
    return "".join(
        [f' {_attribute(name)}="{_value(value)}"' for name, value in attributes.items() if value is not None]
    )


class Drawing:
    """Collects shapes; `render` gives the SVG. Coordinates are pixels at the drawn width."""

    def __init__(self, width: float, height: float, label: str, css_class: str = "chart") -> None:
        self.width, self.height, self.label, self.css_class = width, height, label, css_class
        self._parts: list[str] = []
        self._linked = False

    def shape(self, name: str, content: str = "", **attributes: Any) -> None:
        """Any element; underscores in attribute names become hyphens, None is left out."""
        written = _attributes(attributes)
        self._parts.append(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, **more: Any) -> None:
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **more)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: Any) -> None:
        self.shape("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), fill=fill, **more)

    def circle(self, x: float, y: float, radius: float, fill: str, **more: Any) -> None:
        self.shape("circle", cx=x, cy=y, r=radius, fill=fill, **more)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", fill: str = "var(--ink-soft)",
        size: float = TEXT, weight: int | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """A line of text standing on y."""
        self.shape(
            "text", _escaped(text), x=x, y=y, text_anchor=None if anchor == "start" else anchor, fill=fill,
            font_size=size, font_weight=weight, **more,
        )  # fmt: skip

    def title(self, text: str) -> None:
        """What the pointer shows, inside a group."""
        self.shape("title", _escaped(text))

    @contextmanager
    def group(self, title: str = "", href: str = "", **attributes: Any) -> Iterator[None]:
        """Shapes that belong together; a link when there is an address; the title appears under the pointer."""
        tag = "a" if href else "g"
        self._linked = self._linked or bool(href)
        written = _attributes({name: value for name, value in attributes.items() if value})
        address = f' href="{escape(href, quote=True)}"' if href else ""
        self._parts.append(f'<{tag}{address} class="mark-group"{written}>')
        if title:
            self.title(title)
        yield
        self._parts.append(f"</{tag}>")

    def render(self) -> str:
        """The SVG; a picture for assistive technology, or a group when it holds links."""
        role = "group" if self._linked else "img"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(self.css_class)}" '
            f'viewBox="0 0 {_value(float(self.width))} {_value(float(self.height))}" role="{role}" '
            f'aria-label="{escape(self.label, quote=True)}" font-family="{FONT}">{"".join(self._parts)}</svg>'
        )


def standalone(svg: str, theme: str = "light", accent: str = "") -> str:
    """The drawing for PDF, mail and download: colours resolved, no style sheet needed."""
    return resolve(svg, theme, accent)
