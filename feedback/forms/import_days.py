"""The wizard's questions about days: how they are written, offered by how many values each format reads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.imports.days import CELL_FORMAT, KNOWN_FORMATS
from feedback.imports.suggest import FORMATS_APART


def day_fields(entry: Mapping[str, Any], proposal: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The fields about one column of days, by what each sets."""
    current = _current(entry, proposal)
    empty = [] if current else [("", _("– choose –"))]
    return {
        "formats": forms.ChoiceField(
            label=_("The days are written as"), choices=[*empty, *_formats(current, proposal)], initial=current,
            help_text=_("D: the day of the month only. M: month, Y: year, H: hour, m: minute."),
        ),
        "year": forms.IntegerField(
            label=_("Year, if not in the file"), required=False, min_value=1990, max_value=2200,
            initial=entry.get("year"),
        ),
        "month": forms.IntegerField(
            label=_("Month, if not in the file"), required=False, min_value=1, max_value=12, initial=entry.get("month"),
        ),
        "unknown": forms.CharField(
            label=_("Values that mean “unknown”, parted by commas"), required=False,
            initial=", ".join(entry.get("unknown", [])),
        ),
        "days_only": forms.BooleanField(
            label=_("Only the day counts; the time is left out"), required=False,
            initial=entry.get("days_only", not entry.get("formats") and proposal.get("days_only", False)),
        ),
    }  # fmt: skip


def take_day(entry: dict[str, Any], chosen: Mapping[str, Any]) -> None:
    """Write into the mapping what was chosen in these fields."""
    entry["formats"] = chosen["formats"].split(FORMATS_APART)
    entry["unknown"] = [part.strip() for part in chosen["unknown"].split(",") if part.strip()]
    entry["days_only"] = chosen["days_only"]
    for part in ("year", "month"):
        entry.pop(part, None)
        if chosen[part]:
            entry[part] = chosen[part]


def _current(entry: Mapping[str, Any], proposal: Mapping[str, Any]) -> str:
    """The formats as they are set; the workbook's own days are read beside them."""
    formats = list(entry.get("formats", []))
    if formats and proposal.get("own") and CELL_FORMAT not in formats:
        formats.insert(0, CELL_FORMAT)
    return FORMATS_APART.join(formats)


def _formats(current: str, proposal: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All formats; those that read any value first, each with how many it reads."""
    words = _("%(format)s – reads %(reads)s of %(values)s values")
    found = {
        formats: words % {"format": formats, "reads": reads, "values": proposal["of"]}
        for formats, reads in proposal.get("ranked", [])
    }
    beside = f"{CELL_FORMAT}{FORMATS_APART}" if proposal.get("own") else ""
    others = (spelled if spelled == CELL_FORMAT else f"{beside}{spelled}" for spelled in KNOWN_FORMATS)
    for formats in (*([current] if current else []), *others):
        found.setdefault(formats, formats)
    return list(found.items())


def day_note(proposal: Mapping[str, Any]) -> str:
    """What is known about how the days are written."""
    own = proposal.get("own", 0)
    notes = [_how_written(proposal)]
    if own:
        notes.insert(0, ngettext(
            "%(count)s value is a day of the workbook itself and is read as one whatever you choose.",
            "%(count)s values are days of the workbook itself and are read as such whatever you choose.",
            own,
        ) % {"count": own})  # fmt: skip
    return " ".join(notes)


def _how_written(proposal: Mapping[str, Any]) -> str:
    fitting, ranked = proposal.get("fitting", []), proposal.get("ranked", [])
    if len(fitting) == 1:
        return _("All values are written as %(format)s.") % {"format": fitting[0]}
    if fitting:
        return _("The values can be read in several ways (%(formats)s). Say which one is right.") % {
            "formats": ", ".join(fitting)
        }
    if ranked:
        return _(
            "No format fits all values; the one that reads most stands first. It does not read: %(values)s. "
            "Lines with such values are refused."
        ) % {"values": " · ".join(proposal["others"])}
    return _("No format known here fits all values. Choose one; lines with other values are refused.")
