"""Colours by arithmetic: contrast, and an organisation's accent made readable on light and dark ground."""

import re
from dataclasses import dataclass

LIGHT = {
    "--ground": "#f6f5f2", "--surface": "#ffffff", "--surface-sunk": "#efede8", "--line": "#dedbd3",
    "--line-strong": "#8d887b", "--ink": "#1d2430", "--ink-soft": "#545c6b", "--ink-faint": "#6b7280",
    "--accent": "#2f4b8f", "--on-accent": "#ffffff", "--accent-wash": "#e8ecf7",
    "--promoter": "#1f6fa8", "--on-promoter": "#ffffff", "--passive": "#b8b2a4", "--on-passive": "#1d2430",
    "--detractor": "#b9500f", "--on-detractor": "#ffffff", "--better": "#1a6499", "--worse": "#a8480c",
    "--same": "#666d7a", "--due": "#7d5700", "--due-wash": "#fbf1d9", "--late": "#a3341f", "--late-wash": "#fbe9e4",
    "--on-late": "#ffffff", "--done": "#2c6e49", "--done-wash": "#e6f2ea",
}  # fmt: skip
DARK = {
    "--ground": "#14171d", "--surface": "#1c2028", "--surface-sunk": "#252a34", "--line": "#323845",
    "--line-strong": "#747d8f", "--ink": "#eceef2", "--ink-soft": "#b3b9c6", "--ink-faint": "#9aa1af",
    "--accent": "#9db4f5", "--on-accent": "#10152a", "--accent-wash": "#262f4d",
    "--promoter": "#6db3e6", "--on-promoter": "#10161d", "--passive": "#8b8678", "--on-passive": "#0e1013",
    "--detractor": "#f0925a", "--on-detractor": "#1d1007", "--better": "#6db3e6", "--worse": "#f0925a",
    "--same": "#a3aab7", "--due": "#e8bd5a", "--due-wash": "#3a3018", "--late": "#f39a87", "--late-wash": "#3f221c",
    "--on-late": "#220d08", "--done": "#7ac79b", "--done-wash": "#1d3527",
}  # fmt: skip

READABLE = 4.5
Rgb = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Whether the text is `#rrggbb`."""
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def _rgb(colour: str) -> Rgb:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in rgb)


def mix(colour: str, other: str, share: float) -> str:
    """The colour with `share` (0…1) of the other mixed in."""
    return _hex(tuple(a + (b - a) * share for a, b in zip(_rgb(colour), _rgb(other), strict=True)))  # type: ignore[arg-type]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1…21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _towards(colour: str, pole: str, grounds: tuple[str, ...]) -> str:
    """The nearest shade of the colour, mixed towards the pole, that can be read on every one of the grounds."""
    for step in range(0, 101, 2):
        shade = mix(colour, pole, step / 100)
        if all(contrast(shade, ground) >= READABLE for ground in grounds):
            return shade
    return pole


@dataclass(frozen=True, slots=True)
class Accent:
    """One accent as it is used: the colour, the text on it, its pale ground, and its look under the pointer."""

    accent: str
    on_accent: str
    wash: str
    hover: str


def accent_for(colour: str, *, dark: bool = False) -> Accent:
    """The accent made readable as text on cards and on its own wash, and as ground of white or black text.

    :raises ValueError: the colour is not `#rrggbb`
    """
    if not is_colour(colour):
        raise ValueError(f"not a colour: {colour!r}")
    palette, pole = (DARK, "#ffffff") if dark else (LIGHT, "#000000")
    wash = mix(palette["--surface"], colour, 0.22 if dark else 0.1)
    shade = _towards(colour.lower(), pole, (palette["--surface"], palette["--ground"], wash))
    on_accent = max(("#ffffff", "#10152a"), key=lambda text: contrast(text, shade))
    return Accent(shade, on_accent, wash, mix(shade, pole, 0.2))


def _rules(accent: Accent) -> str:
    return (
        f"--accent:{accent.accent};--on-accent:{accent.on_accent};"
        f"--accent-wash:{accent.wash};--accent-hover:{accent.hover}"
    )


def accent_css(colour: str) -> str:
    """The style sheet that sets an organisation's accent in light and dark.

    :raises ValueError: the colour is not `#rrggbb`
    """
    light, dark = _rules(accent_for(colour)), _rules(accent_for(colour, dark=True))
    return (
        "@layer tokens{"
        f":root{{{light}}}"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
        f':root[data-theme="dark"]{{{dark}}}'
        "}"
    )


def resolve(svg: str, theme: str = "light", accent: str = "") -> str:
    """The drawing with every `var(--…)` replaced by its colour, for places that know no style sheet."""
    palette = dict(DARK if theme == "dark" else LIGHT)
    if accent and is_colour(accent):
        own = accent_for(accent, dark=theme == "dark")
        palette |= {"--accent": own.accent, "--on-accent": own.on_accent, "--accent-wash": own.wash}
    return re.sub(r"var\((--[a-z-]+)\)", lambda found: palette.get(found.group(1), "#000000"), svg)
