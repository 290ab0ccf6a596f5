"""A table from a file, looked at before it is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.table_files.source import UnreadableFile
from lib.table_files.table import Table, read_table, unpacked
from lib.table_files.trouble import trouble

MOST_LINES = 10_000
LARGEST_FILE = 2 * 1024 * 1024


class TableForm(forms.Form):
    """A table in a file; or, once somebody looked at it, the same table as the page kept it."""

    file = forms.FileField(label=_("CSV or XLSX file"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        """With `table`, as it was read."""
        typed: dict[str, Any] = super().clean() or {}
        file = typed.get("file")
        try:
            if file is not None and file.size > LARGEST_FILE:
                raise UnreadableFile("too_many_bytes", limit=LARGEST_FILE // 1024 // 1024)
            table = self._table(file, typed.get("kept", ""))
        except UnreadableFile as error:
            raise forms.ValidationError(trouble(error)) from error
        return {**typed, "table": table}

    def _table(self, file: Any, kept: str) -> Table:
        if file is not None:
            return read_table(file.file, most=MOST_LINES)
        if kept:
            return unpacked(kept)
        raise UnreadableFile("file_empty")
