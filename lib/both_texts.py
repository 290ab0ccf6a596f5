"""Two people edit one text: the later one sees both and decides; nothing is lost.

A shared row carries a `revision`, a form the revision it was opened with:

    take_revision(MapNote.objects.filter(pk=note.pk), opened)   # in the service, before it writes
    …
    except ChangedMeanwhile:                                    # in the view
        both = both_texts(stored={…}, yours={…}, revision=note.revision)
        reopen(form, note.revision)                             # saved once more, the later text stands
        {% include "ui/_both_texts.html" %}                     # above the form, with `both`
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F, Model, QuerySet

from lib.differences import Difference, differences
from lib.local_text import LocalText


class ChangedMeanwhile(ValueError):
    """Somebody saved the text after this editor opened it. Nothing was written."""


@dataclass(frozen=True, slots=True)
class BothTexts:
    """What is stored beside what the later editor wrote, part by part, words that differ marked."""

    parts: Sequence[Difference]
    revision: int
    whose: str = ""

    @property
    def changed(self) -> list[Difference]:
        """The parts in which they differ."""
        return [part for part in self.parts if part.changed]


def take_revision(rows: QuerySet[Any], opened: int) -> None:
    """Count the row's revision up, if it is still the one the editor opened; one statement, so that one of two wins.

    :param rows: the one row, filtered by its key
    :raises ChangedMeanwhile: it is another one by now, or the row is gone
    """
    if not rows.filter(revision=opened).update(revision=F("revision") + 1):
        raise ChangedMeanwhile


def both_texts(*, stored: Mapping[str, str], yours: Mapping[str, str], revision: int, whose: str = "") -> BothTexts:
    """Both texts by the names of their parts.

    :param revision: of the stored text; the form is opened with it anew
    :param whose: who saved the stored one, as far as it is known
    """
    return BothTexts(differences(list(stored.items()), list(yours.items())), revision, whose)


def local_parts(label: str, text: LocalText, names: Mapping[str, str]) -> dict[str, str]:
    """A text as one part a language: "Note (Polski)". :param names: of the languages, by code"""
    if len(names) == 1:
        return {label: text.get(next(iter(names)), "")}
    return {f"{label} ({name})": text.get(code, "") for code, name in names.items()}


def reopen(form: forms.BaseForm, revision: int) -> None:
    """Make the form as sent one that was opened with the stored revision."""
    sent: Any = form.data
    sent = sent.copy()
    sent[form.add_prefix("revision")] = str(revision)
    form.data = sent


def both_as_sent(form: forms.Form, *, stored: Model, parts: Sequence[str], names: Mapping[str, str]) -> BothTexts:
    """Both texts of a form whose fields are called as the row's; the form is opened anew with the stored revision.

    :param stored: the row, read after the refusal
    :param parts: the fields with texts in several languages
    :param names: of the languages, by code
    """
    revision: int = stored.revision  # type: ignore[attr-defined]
    reopen(form, revision)

    def told(text_of: Callable[[str], LocalText]) -> dict[str, str]:
        by_part = (local_parts(str(form.fields[part].label), text_of(part), names) for part in parts)
        return {label: text for texts in by_part for label, text in texts.items()}

    return both_texts(
        stored=told(lambda part: getattr(stored, part)), yours=told(form.cleaned_data.__getitem__), revision=revision
    )


class RevisionField(forms.IntegerField):
    """The revision with which a form was opened, hidden in it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "widget": forms.HiddenInput, **kwargs})
