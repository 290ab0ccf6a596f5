"""A profile says how a kind of file is read: which column means what, which codes mean "no answer", how days look.

A profile is kept as a plain mapping, in TOML on disk and JSON in the database; `read_profile` checks one completely
and gives it back as typed, immutable objects.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from feedback.imports.checks import ProfileFault, ProfileFaults, Table
from feedback.imports.days import CELL_FORMAT
from lib.local_text import LocalText
from lib.table_files.dialect import ENCODINGS, Dialect

Spellings = tuple[str, ...]
MISSING_KINDS = ("skipped", "not_applicable", "dont_know", "not_asked")
CODE_FIELDS = ("unit", "touchpoint", "channel", "employee")
TEXT_FIELDS = ("external_id", "customer", "language", "weight", "contact_allowed", "source")
DAY_FIELDS = ("answered_at", "contact_at", "asked_at")
FIELDS = (*DAY_FIELDS, *CODE_FIELDS, *TEXT_FIELDS)
_ONE_SIGN = {",", ";", "\t", "|"}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Where a field's text comes from: a column under any of its spellings, or one constant for all lines."""

    column: Spellings = ()
    constant: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset({""})
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class DayMap:
    """Where a day or moment comes from and how it is written."""

    column: Spellings = ()
    constant: str = ""
    formats: tuple[str, ...] = ()
    year: int | None = None
    month: int | None = None
    unknown: frozenset[str] = frozenset()
    days_only: bool = False


@dataclass(frozen=True, slots=True)
class QuestionMap:
    """Where a question's answer comes from. Several columns make one answer of several choices."""

    columns: tuple[Spellings, ...]
    missing: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    whole_decimals: bool = False  # 10.0 means 10
    decimal: str = "."
    formats: tuple[str, ...] = ()
    scales: tuple[tuple[date | None, str], ...] = ()  # as the file's author used them; must be the question's own


@dataclass(frozen=True, slots=True)
class NewAxis:
    """Segments to create: the axis with its name and kind, and its segments by code."""

    name: LocalText = field(default_factory=dict)
    kind: str = "who"
    codes: Mapping[str, LocalText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Additions:
    """What the profile wants created where it does not exist yet; nothing else is ever created."""

    units: Mapping[str, LocalText] = field(default_factory=dict)
    channels: Mapping[str, LocalText] = field(default_factory=dict)
    segments: Mapping[str, NewAxis] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, LocalText]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """A checked profile."""

    name: str
    survey: str
    file: Dialect
    zone: str
    fields: Mapping[str, FieldMap]
    days: Mapping[str, DayMap]
    segments: Mapping[str, FieldMap]
    questions: Mapping[str, QuestionMap]
    metadata: Mapping[str, Spellings]
    create: Additions


def parse_toml(text: str) -> dict[str, Any]:
    """The mapping a TOML file holds, its days as text.

    :raises ProfileFaults: it is not TOML
    """
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise ProfileFaults([ProfileFault("", "toml_invalid", {"problem": str(error)})]) from error


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def read_profile(raw: Mapping[str, Any]) -> Profile:
    """Check a whole profile.

    :raises ProfileFaults: with everything that is wrong and where
    """
    faults: list[ProfileFault] = []
    top = Table(raw, "", faults)
    missing = top.texts("missing", default={"": "skipped"}, among=MISSING_KINDS)
    zone = top.zone("time_zone")
    file = _dialect(top.table("file"))
    profile = Profile(
        name=top.text("name"),
        survey=top.text("survey"),
        file=file,
        zone=zone,
        fields=_fields(top.table("fields")),
        days=_days(top.table("fields"), own=(CELL_FORMAT,) if file.kind == "xlsx" else ()),
        segments={axis: _field_map(inner) for axis, inner in top.table("segments").tables()},
        questions={code: _question(inner, missing) for code, inner in top.table("questions").tables()},
        metadata=_metadata(top.table("metadata")),
        create=_additions(top.table("create")),
    )
    top.only("name", "survey", "file", "time_zone", "missing", "fields", "segments", "questions", "metadata", "create")
    if not profile.questions and not faults:
        faults.append(ProfileFault("questions", "questions_needed"))
    if faults:
        raise ProfileFaults(faults)
    return profile


def _dialect(table: Table) -> Dialect:
    dialect = Dialect(
        kind=table.text("kind", default="csv", among=("csv", "xlsx")),
        encoding=table.text("encoding", default="utf-8", among=ENCODINGS),
        delimiter=table.text("delimiter", default=",", among=_ONE_SIGN),
        heading_row=table.number("heading_row", default=1, least=1, most=50),
        skip_rows=table.number("skip_rows", default=0, least=0, most=50),
        sheet=table.text("sheet"),
    )
    table.only("kind", "encoding", "delimiter", "heading_row", "skip_rows", "sheet")
    return dialect


def _fields(table: Table) -> dict[str, FieldMap]:
    found = {name: _field_map(inner) for name, inner in table.tables() if name not in DAY_FIELDS}
    for name in found:
        if name not in FIELDS:
            table.fault(name, "field_unknown")
    return found


def _field_map(table: Table) -> FieldMap:
    mapped = FieldMap(
        column=table.spellings("column"),
        constant=table.text("constant"),
        values=table.texts("values"),
        missing=frozenset(table.names("missing", default=("",))),
        decimal=table.text("decimal", default=".", among=(".", ",")),
    )
    table.only("column", "constant", "values", "missing", "decimal")
    _need_one_origin(table, mapped.column, mapped.constant)
    return mapped


def _need_one_origin(table: Table, column: Spellings, constant: str) -> None:
    if bool(column) == bool(constant):
        table.fault("column", "column_or_constant")


def _days(table: Table, own: tuple[str, ...]) -> dict[str, DayMap]:
    return {name: _day_map(inner, own) for name, inner in table.tables() if name in DAY_FIELDS}


def _day_map(table: Table, own: tuple[str, ...]) -> DayMap:
    """What is said about days, and beside it how a workbook's own days are written: they are days in any case."""
    mapped = DayMap(
        column=table.spellings("column"),
        constant=table.text("constant"),
        formats=table.formats("formats"),
        year=table.optional_number("year", least=1990, most=2200),
        month=table.optional_number("month", least=1, most=12),
        unknown=frozenset(table.names("unknown", default=())),
        days_only=table.flag("days_only"),
    )
    table.only("column", "constant", "formats", "year", "month", "unknown", "days_only")
    _need_one_origin(table, mapped.column, mapped.constant)
    _check_whole_days(table, mapped)
    return replace(mapped, formats=tuple(dict.fromkeys((*mapped.formats, *own))))


def _check_whole_days(table: Table, mapped: DayMap) -> None:
    if not mapped.formats:
        table.fault("formats", "formats_needed")
    for spelled in mapped.formats:
        if "YY" not in spelled and mapped.year is None:
            table.fault("year", "year_needed", format=spelled)
        if "M" not in spelled.replace("AM", "") and mapped.month is None:
            table.fault("month", "month_needed", format=spelled)


def _question(table: Table, missing: Mapping[str, str]) -> QuestionMap:
    one, several = table.spellings("column"), table.list_of_spellings("columns")
    if bool(one) == bool(several):
        table.fault("column", "column_or_columns")
    mapped = QuestionMap(
        columns=several or (one,),
        missing=table.texts("missing", default=missing, among=MISSING_KINDS),
        values=table.texts("values"),
        whole_decimals=table.flag("whole_decimals"),
        decimal=table.text("decimal", default=".", among=(".", ",")),
        formats=table.formats("formats"),
        scales=table.scales("scales"),
    )
    table.only("column", "columns", "missing", "values", "whole_decimals", "decimal", "formats", "scales")
    return mapped


def _metadata(table: Table) -> dict[str, Spellings]:
    return {key: table.spellings(key) for key in table.codes()}


def _additions(table: Table) -> Additions:
    additions = Additions(
        units=table.local_texts("units"),
        channels=table.local_texts("channels"),
        segments={axis: _new_axis(inner) for axis, inner in table.table("segments").tables()},
        options={code: table.table("options").local_texts(code) for code in table.table("options").codes()},
    )
    table.only("units", "channels", "segments", "options")
    return additions


def _new_axis(table: Table) -> NewAxis:
    axis = NewAxis(
        name=table.local_text("name"),
        kind=table.text("kind", default="who", among=("who", "how", "worth")),
        codes=table.local_texts("codes"),
    )
    table.only("name", "kind", "codes")
    return axis
