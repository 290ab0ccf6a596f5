"""Reading a profile's tables: every value of the wrong kind is noted with its place, and reading goes on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from feedback.imports.days import compile_format
from lib.local_text import LocalText

SENTENCES = {
    "toml_invalid": _("This is not a TOML file: %(problem)s"),
    "not_a_table": _("There must be a table here."),
    "not_a_text": _("There must be a text here."),
    "not_a_number": _("There must be a whole number from %(least)s to %(most)s here."),
    "not_a_flag": _("There must be true or false here."),
    "not_a_list": _("There must be a list of texts here."),
    "not_among": _("“%(value)s” is none of: %(known)s."),
    "zone_unknown": _("There is no time zone “%(value)s”. Write it like Europe/Warsaw."),
    "format_invalid": _("“%(value)s” is no date format. Write it like DD.MM.YYYY HH:mm."),
    "formats_needed": _('Say how the days are written, for example formats = ["DD.MM.YYYY"].'),
    "year_needed": _("The format “%(format)s” has no year: give the year."),
    "month_needed": _("The format “%(format)s” has no month: give the month."),
    "key_unknown": _("There is no setting of this name."),
    "field_unknown": _("There is no field of this name."),
    "column_or_constant": _("Give either a column or a constant."),
    "column_or_columns": _("Give either one column or several."),
    "questions_needed": _("No column is mapped to a question."),
    "scales_invalid": _('Write scales as a list of { scale = "code", from = 2015-06-09 }.'),
    # Found when the profile meets a survey and a file
    "question_unknown": _("The survey has no question “%(value)s”."),
    "scale_differs": _("The survey's question uses the scale “%(own)s” then, not “%(value)s”."),
    "columns_missing": _("The file has no column “%(value)s”."),
    "column_ambiguous": _("The file has several of the columns “%(value)s”: name the one that is meant."),
    "several_columns": _("Only a question of several choices can be read from several columns."),
    "axis_unknown": _("There is no segment axis “%(value)s”."),
    "code_unknown": _("There is no “%(value)s”."),
    "survey_unknown": _("There is no survey “%(value)s”."),
}


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """One thing that is wrong with a profile: where, and which."""

    place: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The sentence in the reader's language."""
        return str(SENTENCES[self.code]) % dict(self.params)

    def __str__(self) -> str:
        return f"{self.place}: {self.detail}" if self.place else self.detail


class ProfileFaults(ValueError):
    """A profile cannot be used; `faults` say why, all of them at once."""

    def __init__(self, faults: Sequence[ProfileFault]) -> None:
        super().__init__("; ".join(f"{fault.place} {fault.code}" for fault in faults))
        self.faults = tuple(faults)


class Table:
    """One table of a profile with its place in the whole."""

    def __init__(self, raw: Any, place: str, faults: list[ProfileFault]) -> None:
        self.place, self._faults = place, faults
        if not isinstance(raw, Mapping):
            raw = {}
            faults.append(ProfileFault(place, "not_a_table"))
        self._raw: Mapping[str, Any] = raw

    def fault(self, key: str, code: str, **params: Any) -> None:
        """Note that something is wrong with an entry."""
        place = ".".join(part for part in (self.place, key) if part)
        entry = ProfileFault(place, code, params)
        if entry not in self._faults:
            self._faults.append(entry)

    def only(self, *known: str) -> None:
        """Note entries of other names: a misspelt setting must not be passed over."""
        for key in self._raw:
            if key not in known:
                self.fault(key, "key_unknown")

    def codes(self) -> list[str]:
        return list(self._raw)

    def table(self, key: str) -> "Table":
        return Table(self._raw.get(key, {}), ".".join(part for part in (self.place, key) if part), self._faults)

    def tables(self) -> Iterator[tuple[str, "Table"]]:
        for key in self._raw:
            yield key, self.table(key)

    def text(self, key: str, *, default: str = "", among: Collection[str] = ()) -> str:
        value = self._raw.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.fault(key, "not_a_text")
            return default
        if among and value not in among:
            self.fault(key, "not_among", value=value, known=", ".join(sorted(among)))
            return default
        return value

    def flag(self, key: str) -> bool:
        value = self._raw.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "not_a_flag")
        return value is True

    def number(self, key: str, *, default: int, least: int, most: int) -> int:
        value = self._raw.get(key, default)
        if type(value) is not int or not least <= value <= most:
            self.fault(key, "not_a_number", least=least, most=most)
            return default
        return value

    def optional_number(self, key: str, *, least: int, most: int) -> int | None:
        return None if self._raw.get(key) is None else self.number(key, default=least, least=least, most=most)

    def names(self, key: str, *, default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self._raw.get(key, default)
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
            self.fault(key, "not_a_list")
            return tuple(default)
        return tuple(value)

    def spellings(self, key: str) -> tuple[str, ...]:
        """A column's heading, or several spellings of it."""
        return self.names(key)

    def list_of_spellings(self, key: str) -> tuple[tuple[str, ...], ...]:
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self.fault(key, "not_a_list")
            return ()
        inner = Table({str(place): entry for place, entry in enumerate(value, 1)}, f"{self.place}.{key}", self._faults)
        return tuple(inner.names(place) for place in inner.codes())

    def texts(
        self, key: str, *, default: Mapping[str, str] | None = None, among: Collection[str] = ()
    ) -> dict[str, str]:
        if key not in self._raw:
            return dict(default or {})
        inner = self.table(key)
        return {name: inner.text(name, among=among) for name in inner.codes()}

    def zone(self, key: str) -> str:
        name = self.text(key)
        try:
            return ZoneInfo(name).key if name else ""
        except (ValueError, OSError, KeyError):
            self.fault(key, "zone_unknown", value=name)
            return ""

    def formats(self, key: str) -> tuple[str, ...]:
        spelled = self.names(key)
        for entry in spelled:
            try:
                compile_format(entry)
            except ValueError:
                self.fault(key, "format_invalid", value=entry)
                return ()
        return spelled

    def scales(self, key: str) -> tuple[tuple[date | None, str], ...]:
        value = self._raw.get(key, [])
        try:
            return tuple((_day(entry.get("from")), str(entry["scale"])) for entry in value)
        except (AttributeError, KeyError, TypeError, ValueError):
            self.fault(key, "scales_invalid")
            return ()

    def local_text(self, key: str) -> LocalText:
        value = self._raw.get(key, {})
        return {"en": value} if isinstance(value, str) else self.texts(key)

    def local_texts(self, key: str) -> dict[str, LocalText]:
        """Codes with their names; a plain list of codes has none."""
        value = self._raw.get(key, {})
        if isinstance(value, list):
            return {code: {} for code in self.names(key)}
        inner = self.table(key)
        return {code: inner.local_text(code) for code in inner.codes()}


def _day(value: Any) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(value)
