"""Form fields for texts in several languages, one box a language, named by it; and for days in addresses."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _


class LocalTextWidget(forms.MultiWidget):
    """One input (or text area) for each language, labelled with the language's own name."""

    template_name = "ui/local_text.html"

    def __init__(
        self, languages: Sequence[str] | None = None, *, rows: int = 0, attrs: dict[str, Any] | None = None
    ) -> None:
        self.languages = list(languages or (code for code, _name in settings.LANGUAGES))
        self.rows = rows
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(dict.fromkeys(self.languages, widget), attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, Mapping) else {}
        return [texts.get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = dict(settings.LANGUAGES)
        for code, subwidget in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            subwidget["language"] = code
            subwidget["language_name"] = names.get(code, code)
            subwidget["attrs"].update({"lang": code, "aria-label": str(names.get(code, code))})
        return context


class LocalTextFormField(forms.MultiValueField):
    """Texts by language; required means at least one language is filled in."""

    def __init__(self, *, languages: Sequence[str] | None = None, rows: int = 0, **kwargs: Any) -> None:
        for unknown in ("encoder", "decoder"):
            kwargs.pop(unknown, None)
        self.languages = list(languages or (code for code, _name in settings.LANGUAGES))
        fields = [forms.CharField(required=False) for _code in self.languages]
        kwargs["widget"] = LocalTextWidget(self.languages, rows=rows)
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values: Sequence[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.languages, values or (), strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.decompress(initial) != [text or "" for text in (data or [])]


class LocalForm(forms.Form):
    """A form whose local texts are asked for in the organisation's languages only."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if isinstance(field, LocalTextFormField):
                self.fields[name] = LocalTextFormField(
                    languages=languages,
                    rows=field.widget.rows,
                    label=field.label,
                    required=field.required,
                    help_text=field.help_text,
                    initial=field.initial,
                )


def held(form: forms.Form, name: str) -> Any:
    """What a field of an editor holds as it stands: what was begun with, or what was sent as far as it is valid."""
    if not form.is_bound:
        return form.initial.get(name)
    form.is_valid()
    return form.cleaned_data.get(name)


class AskedDay(forms.DateField):
    """A day from an address. The browser's calendar cannot show what is none, so the error says what was typed."""

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            sentence = _("“%(value)s” is no day. Write it like 2026-05-31.")
            raise forms.ValidationError(sentence, code="invalid", params={"value": str(value)[:40]}) from None
