"""Content written for readers, stored in every language the organisation has switched on.

A value is a mapping of language code to text: ``{"en": "Security check", "pl": "Kontrola bezpieczeństwa"}``.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LocalText = Mapping[str, str]
T = TypeVar("T")


def local(value: LocalText | str | None, language: str | None = None) -> str:
    """The text in `language` (default: the reader's), else in English, else in any language that has one."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    wanted = (language or get_language() or "en").split("-")[0]
    for candidate in (wanted, "en"):
        if value.get(candidate):
            return value[candidate]
    return next((text for text in value.values() if text), "")


def in_every_language(make: Callable[[], T]) -> dict[str, T]:
    """What `make` gives in each of the product's languages, for words that are kept and read by others later."""
    made = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            made[code] = make()
    return made


def every_text(value: LocalText | str | None) -> str:
    """All languages' texts joined by blanks, for search."""
    if not value:
        return ""
    return value if isinstance(value, str) else " ".join(text for text in value.values() if text)


def check_local_text(value: Any) -> None:
    """Refuse anything but a flat mapping of language code to text."""
    flat = isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())
    if not flat:
        raise ValidationError(_("A text needs one entry for each language."), code="local_text")


class LocalTextField(models.JSONField):
    """A short or long text in several languages; empty is an empty mapping."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_local_text]

    def formfield(self, **kwargs: Any) -> Any:
        from lib.forms import LocalTextFormField

        return models.Field.formfield(self, form_class=LocalTextFormField, **kwargs)
