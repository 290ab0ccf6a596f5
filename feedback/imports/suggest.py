"""Proposals for a new kind of file: which column could mean what. Shown to be confirmed, never taken unseen."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedback.answers.plan import SurveyPlan
from feedback.imports.days import CELL_FORMAT, ranked_formats, readable
from feedback.imports.preview import LONGEST_SHOWN, ColumnPreview, Preview
from feedback.imports.profile import DAY_FIELDS
from lib.table_files.dialect import Dialect
from lib.table_files.source import DayText

# What other tools and people call a field, without signs and in small letters.
KNOWN_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "external_id": (
        "externalid", "responseid", "respondentid", "respnum", "reviewid", "feedbackid", "id", "submissionid",
    ),
    "answered_at": (
        "answeredat", "occurredat", "recordeddate", "submitdate", "datesubmitted", "enddate", "intdate", "date",
        "timestamp", "localtime", "createdat", "data", "datawypelnienia",
    ),
    "contact_at": ("contactat", "datevisit", "dateflown", "datakontaktu"),
    "unit": ("unit", "barea", "branch", "store", "jednostka", "oddzial"),
    "touchpoint": ("touchpoint", "punktstyku"),
    "channel": ("channel", "kanal"),
    "customer": ("customerid", "customer", "klient", "numerklienta"),
    "employee": ("employeeid", "employee", "pracownik"),
    "language": ("language", "userlanguage", "lang", "startlanguage", "jezyk"),
    "weight": ("weight", "waga"),
    "contact_allowed": ("consentcontact", "contactallowed"),
}  # fmt: skip
FORMATS_APART = " | "  # between formats that are taken together
_MIDNIGHT = re.compile(r"\b(00:00(:00)?|12:00:00 AM)$")
_LETTERS = str.maketrans("ąćęłńóśźż", "acelnoszz")


def plain_name(heading: str) -> str:
    """A heading without signs, blanks and marks, for comparing.

    >>> plain_name("*RESPNUM"), plain_name("Data wypełnienia")
    ('respnum', 'datawypelnienia')
    """
    return re.sub(r"[^a-z0-9]", "", heading.lower().translate(_LETTERS))


def suggest_targets(headings: Sequence[str], plan: SurveyPlan, axes: Iterable[str]) -> dict[str, str]:
    """For each heading what it could mean: `field:…`, `question:…`, `segment:…`; those without an idea are absent."""
    questions = {plain_name(code): code for code in plan.questions}
    by_axis = {plain_name(axis): axis for axis in axes}
    fields = {name: field for field, names in KNOWN_HEADINGS.items() for name in names}
    found: dict[str, str] = {}
    for heading in headings:
        name = plain_name(heading)
        choice = questions.get(name.rstrip("0123456789"), "")
        if name in questions:
            found[heading] = f"question:{questions[name]}"
        elif choice and plan.questions[choice].kind == "choices":
            found[heading] = f"question:{choice}"
        elif name in by_axis:
            found[heading] = f"segment:{by_axis[name]}"
        elif name == "comment" and plan.comment_code:
            found[heading] = f"question:{plan.comment_code}"
        elif name in fields and f"field:{fields[name]}" not in found.values():
            found[heading] = f"field:{fields[name]}"
    return found


def targets_of(mapping: Mapping[str, Any], headings: Sequence[str]) -> dict[str, str]:
    """For each heading what a mapping says it means."""
    found: dict[str, str] = {}
    for kind, table in (("field", "fields"), ("question", "questions"), ("segment", "segments")):
        for code, entry in mapping.get(table, {}).items():
            for heading in _headings_of(entry, headings):
                found.setdefault(heading, f"{kind}:{code}")
    for key, heading in mapping.get("metadata", {}).items():
        found.setdefault(heading if isinstance(heading, str) else heading[0], f"metadata:{key}")
    return found


def _headings_of(entry: Mapping[str, Any], headings: Sequence[str]) -> list[str]:
    spelled = [entry.get("column", [])] if "column" in entry else entry.get("columns", [])
    flat = [name for names in spelled for name in ([names] if isinstance(names, str) else names)]
    return [name for name in flat if name in headings]


def mapping_of(targets: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping in which columns mean what `targets` say; what was set for a target before is kept."""
    kept = {key: value for key, value in before.items() if key not in ("fields", "questions", "segments", "metadata")}
    tables: dict[str, dict[str, Any]] = {"fields": {}, "questions": {}, "segments": {}, "metadata": {}}
    names = {"field": "fields", "question": "questions", "segment": "segments"}
    for heading, target in targets.items():
        kind, _colon, code = target.partition(":")
        if kind == "metadata":
            tables["metadata"][code or heading] = heading
        elif kind in names:
            _add_column(tables[names[kind]], code, heading, before.get(names[kind], {}).get(code, {}))
    for name, entry in before.get("fields", {}).items():
        if "constant" in entry:
            tables["fields"].setdefault(name, dict(entry))
    return {**kept, **{name: table for name, table in tables.items() if table}}


def _add_column(table: dict[str, Any], code: str, heading: str, before: Mapping[str, Any]) -> None:
    entry = table.get(code)
    if entry is None:
        settings = {key: value for key, value in before.items() if key not in ("column", "columns", "constant")}
        table[code] = {"column": heading, **settings}
    else:
        entry["columns"] = [*entry.get("columns", [entry.pop("column", heading)]), heading]


def suggest_days(column: ColumnPreview) -> dict[str, Any]:
    """How a column's days seem to be written: the formats by how many values they read, the best first.

    A workbook's own days are days whatever stands beside them. One format that reads all, or the only one that reads
    any, is proposed; with several the user must say.
    """
    values = column.values
    own = sum(isinstance(value, DayText) for value in values)
    always = (CELL_FORMAT,) if own else ()
    ranked = ranked_formats(values, always=always)
    best = ranked[0][0] if ranked else ()
    read = set(readable(values, best))
    timed = [value for value in read if ":" in value]
    return {
        "formats": list(_only_one(ranked, always, len(values))),
        "fitting": [FORMATS_APART.join(formats) for formats, reads in ranked if reads == len(values)],
        "ranked": [[FORMATS_APART.join(formats), reads] for formats, reads in ranked],
        "of": len(values),
        "own": own,
        "others": [value[:LONGEST_SHOWN] for value in values if value not in read][:3],
        "days_only": bool(timed) and all(_MIDNIGHT.search(value) for value in timed),
    }


def _only_one(ranked: list[tuple[tuple[str, ...], int]], always: tuple[str, ...], of: int) -> tuple[str, ...]:
    """The formats there is no choice about: those that read all, or else the only ones that read any."""
    whole = [formats for formats, reads in ranked if reads == of]
    others = whole or [formats for formats, _reads in ranked if formats != always] or [always]
    return others[0] if len(others) == 1 else ()


def day_proposals(preview: Preview, targets: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Proposals for the columns that hold days."""
    wanted = {f"field:{name}": name for name in DAY_FIELDS}
    found = {}
    for heading, target in targets.items():
        column = preview.column(heading)
        if target in wanted and column is not None:
            found[wanted[target]] = suggest_days(column)
    return found


def dialect_table(dialect: Dialect) -> dict[str, Any]:
    """A dialect as the `file` table of a profile."""
    table: dict[str, Any] = {"kind": dialect.kind, "heading_row": dialect.heading_row, "skip_rows": dialect.skip_rows}
    if dialect.kind == "xlsx":
        return {**table, "sheet": dialect.sheet}
    return {**table, "encoding": dialect.encoding, "delimiter": dialect.delimiter}
