"""Forms of what was measured: one value by hand, or a file of many."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lib.csv_files import Broken, open_text, records
from organisations.models import Unit
from touchpoints.forms.choices import NamedChoice
from touchpoints.forms.scripts import DayInput
from touchpoints.measures import MeasuredValue
from touchpoints.models import MeasureKind, Standard

LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 20_000
COLUMNS = ("day", "unit", "value", "cases")


class ValueForm(forms.Form):
    """What was measured on a day; made for a phone."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    value = forms.DecimalField(label=_("Value"), max_digits=12, decimal_places=3, min_value=0)
    cases = forms.IntegerField(
        label=_("Cases looked at"), min_value=1, initial=1, help_text=_("How many the value is the mean or share of.")
    )
    unit = NamedChoice(queryset=Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("all together"))

    def __init__(self, *args: Any, standard: Standard, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["value"].widget.attrs["inputmode"] = "decimal"
        if standard.kind == MeasureKind.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Kept?"), choices=[("1", _("kept")), ("0", _("not kept"))], coerce=Decimal,
                widget=forms.RadioSelect,
            )  # fmt: skip
        if standard.kind in (MeasureKind.YES_NO, MeasureKind.COUNT):
            del self.fields["cases"]

    def measured(self) -> MeasuredValue:
        """What was typed."""
        typed = self.cleaned_data
        unit = typed["unit"].code if typed["unit"] else ""
        return MeasuredValue(typed["day"], typed["value"], unit, typed.get("cases") or 1)


class UnreadableRow(ValueError):
    """A line of the file says no day, value or number of cases."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line, self.words = line, words


class ValuesForm(forms.Form):
    """A file of measured values: day, unit, value, cases, with these headings."""

    file = forms.FileField(label=_("CSV file"), help_text=_("Headings: day, unit, value, cases. Days as 2026-05-31."))

    def clean_file(self) -> list[tuple[int, MeasuredValue]]:
        """The rows with the lines they stand on."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large."))
        try:
            rows = list(read_values(upload.file))
        except UnreadableRow as error:
            raise forms.ValidationError(
                _("Line %(line)s: %(words)s"), params={"line": error.line, "words": error.words}
            ) from error
        if not rows:
            raise forms.ValidationError(_("The file holds no rows."))
        return rows


def read_values(binary: Any) -> Iterator[tuple[int, MeasuredValue]]:
    """Each row with its line.

    :raises UnreadableRow: a line, or the headings, cannot be read
    """
    text = open_text(binary, "utf-8").read()
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    found = records(io.StringIO(text, newline=""), delimiter=delimiter)
    headings: list[str] | None = None
    for count, record in enumerate(found):
        if isinstance(record, Broken):
            raise UnreadableRow(record.line, record.problem)
        line, cells = record
        if headings is None:
            headings = [cell.strip().lower() for cell in cells]
            if not {"day", "value"} <= set(headings):
                raise UnreadableRow(line, str(_("the headings day and value are needed")))
            continue
        if count > MOST_ROWS:
            raise UnreadableRow(line, str(_("more rows than can be taken at once")))
        yield line, _row(line, dict(zip(headings, (cell.strip() for cell in cells), strict=False)), delimiter)


def _row(line: int, cells: dict[str, str], delimiter: str) -> MeasuredValue:
    try:
        day = date.fromisoformat(cells.get("day", ""))
    except ValueError:
        raise UnreadableRow(line, str(_("the day is not of the form 2026-05-31"))) from None
    return MeasuredValue(
        day=day,
        value=_number(line, cells.get("value", ""), delimiter),
        unit=cells.get("unit", ""),
        cases=int(_number(line, cells.get("cases") or "1", delimiter)),
    )


def _number(line: int, raw: str, delimiter: str) -> Decimal:
    plain = raw.replace(",", ".") if delimiter == ";" else raw
    try:
        if not plain.isascii() or "_" in plain:
            raise InvalidOperation
        return Decimal(plain).quantize(Decimal("0.001"))
    except InvalidOperation:
        raise UnreadableRow(line, str(_("“%(raw)s” is no number") % {"raw": raw[:40]})) from None
