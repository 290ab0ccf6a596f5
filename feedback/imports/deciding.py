"""What a value of a file means: proposed from what is known, decided by a person, written into the mapping."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from feedback.answers.faults import Rejected
from feedback.answers.plan import CHOICE_KINDS, SCALED_KINDS, QuestionPlan
from feedback.answers.values import check_value, value_of_text
from feedback.imports.parts import CellRefused
from feedback.imports.questions import day_said, whole

REASONS = (
    ("skipped", gettext_lazy("no answer: skipped")),
    ("not_applicable", gettext_lazy("no answer: not applicable")),
    ("dont_know", gettext_lazy("no answer: does not know")),
    ("not_asked", gettext_lazy("was not asked")),
)


def take_decision(mapping: dict[str, Any], table: str, code: str, value: str, chosen: str) -> None:
    """Write into the mapping what a value of a column means.

    :param table: fields, segments or questions
    :param chosen: one of the reasons, "=" with what it means, "-" for nothing, "+" to create it, or "" for neither
    """
    if table == "questions":
        _take_answer(mapping, code, value, chosen)
    else:
        _take_code(mapping, table, code, value, chosen)


def _take_answer(mapping: dict[str, Any], code: str, value: str, chosen: str) -> None:
    entry = mapping["questions"][code]
    entry["missing"].pop(value, None)
    entry.get("values", {}).pop(value, None)
    if chosen in dict(REASONS):
        entry["missing"][value] = chosen
    elif chosen.startswith("="):
        entry.setdefault("values", {})[value.strip()] = chosen[1:]
    elif chosen == "+":
        options = mapping.setdefault("create", {}).setdefault("options", {})
        options[code] = [*(one for one in options.get(code, []) if one != value.strip()), value.strip()]


def _take_code(mapping: dict[str, Any], table: str, code: str, value: str, chosen: str) -> None:
    entry = mapping[table][code]
    missing = [one for one in entry.get("missing", [""]) if one != value]
    entry["missing"] = [*missing, value] if chosen == "-" else missing
    values = entry.setdefault("values", {})
    values.pop(value.strip(), None)
    if chosen.startswith("="):
        values[value.strip()] = chosen[1:]
    elif chosen == "+":
        values[value.strip()] = _create(mapping, table, code, value.strip())


def _create(mapping: dict[str, Any], table: str, code: str, value: str) -> str:
    made = slugify(value)[:50] or "x"
    create = mapping.setdefault("create", {})
    if table == "segments":
        create.setdefault("segments", {}).setdefault(code, {}).setdefault("codes", {})[made] = {"en": value}
    else:
        create.setdefault(f"{code}s", {})[made] = {"en": value}
    return made


def code_proposal(value: str, entry: Mapping[str, Any], known: Mapping[str, str], created: Mapping[str, Any]) -> str:
    """What a code means so far, else the known code written alike: a proposal that the page shows."""
    text = value.strip()
    meant = entry.get("values", {}).get(text, text)
    if value in entry.get("missing", [""]):
        return "-"
    if meant in known:
        return f"={meant}"
    if meant in created:
        return "+"
    alike = [code for code in known if code.lower() == text.lower()]
    return f"={alike[0]}" if len(alike) == 1 else ""


def read_alike(question: QuestionPlan, value: str) -> str:
    """The answer whose words, in any language, a value repeats: a proposal that the page shows, none if several do."""
    if question.kind in CHOICE_KINDS:
        labels = {code: option.label for code, option in question.options.items()}
    elif question.kind in SCALED_KINDS and question.scales:
        labels = dict(question.scales[-1][1].labels)
    else:
        return ""
    text = _folded(value)
    found = [code for code, label in labels.items() if text and text in map(_folded, label.values())]
    return found[0] if len(found) == 1 else ""


def _folded(text: str) -> str:
    """Words for comparing: whatever the capitals and the blanks."""
    return " ".join(text.split()).casefold()


def fits(question: QuestionPlan, value: str, formats: Sequence[str] = ()) -> bool:
    """Whether the question takes a value on any of its scales; a day as these formats write it."""
    days = [first for first, _scale in question.scales] or [None]
    for day in days:
        try:
            check_value(question, _given(question, value.strip(), formats), day=day, pointer="")
        except (CellRefused, Rejected):
            continue
        return True
    return False


def _given(question: QuestionPlan, text: str, formats: Sequence[str]) -> Any:
    if question.kind == "day":
        return day_said(text, formats)
    return [whole(text)] if question.kind == "choices" else value_of_text(question, whole(text))
