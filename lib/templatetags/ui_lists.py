"""Lists and ways through them: pills, progress, steps, tabs, crumbs, timelines, sorting and paging."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib.charts.numbers import number
from lib.templatetags.ui_boxes import one_of

register = template.Library()

PILL_TONES = ("", "due", "late", "done", "now")


@register.simple_tag
def pill(text: str, tone: str = "") -> SafeString:
    """One word about a state."""
    one_of(tone, PILL_TONES, "tone")
    return format_html('<span class="{}">{}</span>', f"pill {tone}".strip(), text)


@register.simple_tag
def mark(name: str, person: bool = False, size: str = "") -> SafeString:
    """Initials of an organisation or a person; decoration, the name stands beside it."""
    one_of(size, ("", "large"), "size")
    words = [word for word in str(name).replace("(", " ").split() if word[0].isalnum()]
    initials = "".join(word[0] for word in words[:2]).upper() if person else str(name)[:1].upper()
    classes = " ".join(filter(None, ["mark", "person" if person else "", size]))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials)


@register.inclusion_tag("ui/_progress.html")
def progress(done: int, total: int | None, label: str, note: str = "") -> dict[str, Any]:
    """How far a long work is, with its counts in words; no total: still counting."""
    known = bool(total)
    shown_done = number(done)
    return {"done": done, "total": total, "known": known, "label": label, "note": note, "shown_done": shown_done,
            "shown_total": number(total) if total else ""}  # fmt: skip


@register.inclusion_tag("ui/_stepper.html")
def stepper(steps: Sequence[Any], current: int, label: str = "") -> dict[str, Any]:
    """The steps of a wizard; a step is a name, or (name, address) to go back to, or (name, address, is skipped)."""
    shown = []
    for place, step in enumerate(steps, 1):
        name, href, skipped = (*step, False)[:3] if isinstance(step, (tuple, list)) else (step, "", False)
        shown.append({"name": name, "href": href if place < current else "", "done": place < current and not skipped,
                      "skipped": place < current and skipped, "current": place == current})  # fmt: skip
    return {"steps": shown, "label": label}


@register.inclusion_tag("ui/_tabs.html")
def tabs(items: Iterable[Sequence[Any]], label: str = "") -> dict[str, Any]:
    """Tabs that are links: (label, address, is current, count or nothing)."""
    shown = [
        {"text": item[0], "href": item[1], "current": bool(item[2]), "n": item[3] if len(item) > 3 else ""}
        for item in items
    ]
    return {"items": shown, "label": label}


@register.inclusion_tag("ui/_phone_tabs.html")
def phone_tabs(items: Iterable[Sequence[Any]], label: str) -> dict[str, Any]:
    """The bar under the thumb: (label, address, icon, is current)."""
    shown = [{"text": i[0], "href": i[1], "icon": i[2], "current": bool(i[3])} for i in items]
    return {"items": shown, "label": label}


@register.simple_tag
def crumb(text: str, href: str = "") -> SafeString:
    """One step of the path to this page; the last one has no address."""
    if href:
        return format_html('<li><a href="{}">{}</a></li>', href, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.inclusion_tag("ui/_timeline.html")
def timeline(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What happened: dicts with when, title, and maybe text, href, tone (done, now, late)."""
    return {"entries": entries}


@register.inclusion_tag("ui/_sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, key: str, text: str, numeric: bool = False, default: bool = False
) -> dict[str, Any]:
    """A table head that sorts by `?sort=key`, and by `-key` at the second click."""
    request = context["request"]
    query = request.GET.copy()
    current = query.get("sort", key if default else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    for name in ("page", "after", "before", "cursor"):
        query.pop(name, None)
    return {"text": text, "numeric": numeric, "direction": direction, "href": "?" + query.urlencode()}


@register.inclusion_tag("ui/_pager.html")
def pager(previous: str = "", next: str = "", total: int | None = None, shown: int | None = None) -> dict[str, Any]:
    """Earlier and later pages; the addresses carry cursors."""
    return {"previous": previous, "next": next, "total": "" if total is None else number(total),
            "shown": "" if shown is None else number(shown)}  # fmt: skip


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:
    """This page's query with some values changed; an empty value leaves the name out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
