"""Forms, filters and buttons: labels above, help and error beside, everything wired for assistive technology."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lib.templatetags.ui_boxes import one_of

register = template.Library()

BUTTON_TONES = ("", "primary", "danger", "quiet")


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, label: str = "", help: str = "", hide_optional: bool = False) -> dict[str, Any]:
    """One field with label, control, help and errors. The label stands above the box, so the box says nothing."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)
    return {
        "field": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": widget.use_fieldset,
        "optional": not bound.field.required and not hide_optional and not isinstance(widget, forms.CheckboxInput),
    }


@register.inclusion_tag("ui/_fields.html")
def fields(form: forms.BaseForm, only: str = "", leave_out: str = "") -> dict[str, Any]:
    """Every visible field (or those named, parted by blanks), the hidden ones, and the form's own errors."""
    wanted, unwanted = only.split(), set(leave_out.split())
    visible = [form[name] for name in wanted] if wanted else form.visible_fields()
    return {"form": form, "visible": [bound for bound in visible if bound.name not in unwanted]}


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, on top of it; said once, however many parts of it are shown."""
    count = sum(len(told) for told in form.errors.values())
    shown = bool(count) and not getattr(form, "errors_are_told", False)
    form.errors_are_told = True  # type: ignore[attr-defined]
    return {"form": form, "count": count, "shown": shown}


@register.simple_block_tag(takes_context=True)
def form_box(
    context: template.Context, content: str, action: str = "", method: str = "post", submit: str = "",
    cancel: str = "", files: bool = False, id: str = "", tone: str = "primary",
) -> SafeString:  # fmt: skip
    """A form with its token, one main button and a way back."""
    one_of(method, ("post", "get"), "method")
    request = context.get("request")
    return render_to_string(
        "ui/_form.html",
        {
            "content": content, "action": action, "method": method, "submit": submit or gettext("Save"),
            "cancel": cancel, "files": files, "id": id, "tone": tone,
        },
        request=request,
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def filters(
    context: template.Context, content: str, keep: str = "", submit: str = "", target: str = "", label: str = ""
) -> SafeString:
    """A line of filters over a list; its state lives in the address. `target` replaces one part by htmx."""
    request = context.get("request")
    query = request.GET if request else {}
    kept = [(name, value) for name in keep.split() for value in _values(query, name)]
    return render_to_string(
        "ui/_filters.html",
        {
            "content": content, "kept": kept, "submit": submit or gettext("Show"), "target": target,
            "label": label or gettext("Filters"), "path": request.path if request else "",
            "filtered": any(name not in keep.split() for name in query),
        },
    )  # fmt: skip


def _values(query: Any, name: str) -> Iterable[str]:
    return query.getlist(name) if hasattr(query, "getlist") else ()


@register.inclusion_tag("ui/_button.html")
def button(
    text: str, href: str = "", tone: str = "", icon: str = "", type: str = "button", name: str = "", value: str = "",
    opens: str = "", disabled: bool = False, small: bool = False, form: str = "", wide: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """A button, or a link that looks like one when it has an address; `opens` names a dialog."""
    one_of(tone, BUTTON_TONES, "tone")
    one_of(type, ("button", "submit", "reset"), "type")
    classes = " ".join(filter(None, ["button", tone, "small" if small else "", "wide" if wide else ""]))
    return {
        "text": text, "href": href, "classes": classes, "icon": icon, "type": type, "name": name, "value": value,
        "opens": opens, "disabled": disabled, "form": form,
    }  # fmt: skip


@register.inclusion_tag("ui/_copy.html")
def copy_button(text: str, label: str = "") -> dict[str, str]:
    """A text that can be copied."""
    return {"text": text, "label": label or gettext("Copy")}
