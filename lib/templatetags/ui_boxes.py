"""Boxes with content: cards, tables, dialogs, notices, quotes, and the words of empty pages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPANS = (0, 3, 4, 5, 6, 7, 8, 9, 12)
CARD_TONES = ("", "accent", "due", "late", "plain")
NOTICE_ICONS = {"": "info", "done": "circle-check", "due": "triangle-alert", "late": "octagon-alert"}
# Django's names of message levels → our tones.
MESSAGE_TONES = {"debug": "", "info": "", "success": "done", "warning": "due", "error": "late"}


def one_of(value: Any, allowed: Iterable[Any], what: str) -> Any:
    """The value if it is allowed, else an error that names the choices."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what} {value!r} is not one of {', '.join(map(repr, allowed))}")
    return value


@register.simple_block_tag
def card(
    content: str, title: str = "", subtitle: str = "", span: int = 0, links: Iterable[tuple[str, str]] = (),
    tone: str = "", level: int = 2, id: str = "", aside: str = "", first: bool = False,
) -> SafeString:  # fmt: skip
    """A card: one question and its answer; `links` is its footer, `first` puts it first on a phone."""
    one_of(span, SPANS, "span")
    one_of(tone, CARD_TONES, "tone")
    classes = " ".join(filter(None, ["card", f"c{span}" if span else "", tone, "first" if first else ""]))
    return render_to_string(
        "ui/_card.html",
        {
            "content": content, "title": title, "subtitle": subtitle, "links": links, "level": level, "id": id,
            "aside": aside, "classes": classes,
        },
    )  # fmt: skip


@register.simple_block_tag
def cardfooter(content: str) -> SafeString:
    """The last line of a card, for links that need markup of their own."""
    return format_html("<footer>{}</footer>", content)


@register.simple_block_tag(takes_context=True)
def table(
    context: template.Context, content: str, caption: str = "", label: str = "", dense: bool = False
) -> SafeString:
    """A table in a wrapper that scrolls sideways and can be reached by keyboard."""
    return render_to_string("ui/_table.html", {"content": content, "caption": caption, "label": label, "dense": dense})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog; a button with `data-opens` opens it, without scripts a link to its id shows it."""
    return render_to_string("ui/_dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def explain(content: str, term: str) -> SafeString:
    """A word with its explanation one tap away."""
    return format_html('<details class="explain"><summary>{}</summary><div>{}</div></details>', term, content)


@register.simple_block_tag
def fold(content: str, title: str, is_open: bool = False, id: str = "") -> SafeString:
    """Content that may be opened."""
    return render_to_string("ui/_fold.html", {"content": content, "title": title, "is_open": is_open, "id": id})


@register.simple_block_tag
def quote(content: str, tone: str = "", source: str = "") -> SafeString:
    """A customer's own words; the tone is good, bad or nothing."""
    one_of(tone, ("", "good", "bad"), "tone")
    return render_to_string("ui/_quote.html", {"content": content, "tone": tone, "source": source})


@register.simple_block_tag
def notice(content: str, tone: str = "", title: str = "") -> SafeString:
    """Something the reader should know and that stays."""
    one_of(tone, NOTICE_ICONS, "tone")
    return render_to_string(
        "ui/_notice.html", {"content": content, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone]}
    )


@register.inclusion_tag("ui/_messages.html", takes_context=True)
def messages_list(context: template.Context) -> dict[str, Any]:
    """What the product said after the last action, once."""
    shown = [
        {"text": message, "tone": tone, "icon": NOTICE_ICONS[tone]}
        for message in context.get("messages") or ()
        for tone in [MESSAGE_TONES.get(message.level_tag, "")]
    ]
    return {"shown": shown}


@register.inclusion_tag("ui/_state.html")
def empty(title: str, text: str = "", action: str = "", href: str = "", icon: str = "inbox") -> dict[str, Any]:
    """Nothing here yet: what belongs here, and the first step."""
    return {"title": title, "text": text, "action": action, "href": href, "icon": icon, "kind": ""}


@register.inclusion_tag("ui/_state.html")
def failure(title: str, text: str = "", action: str = "", href: str = "") -> dict[str, Any]:
    """Something went wrong: what, and what to do."""
    return {"title": title, "text": text, "action": action, "href": href, "icon": "octagon-alert", "kind": "failure"}


@register.inclusion_tag("ui/_loading.html")
def loading(text: str = "") -> dict[str, str]:
    """A place that is being filled."""
    return {"text": text}


@register.simple_tag
def sample_line(text: str) -> SafeString | str:
    """The permanent line of a demo."""
    return format_html('<p class="sample">{}</p>', text) if text else ""
