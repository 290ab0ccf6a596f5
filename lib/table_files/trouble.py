"""Sentences for files that cannot be read at all."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lib.table_files.source import UnreadableFile

SENTENCES: dict[str, Any] = {
    "headings_missing": _("There are no headings in row %(row)s."),
    "too_many_columns": _("The file has %(columns)s columns; at most %(limit)s are taken."),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
    "too_many_bytes": _("The file has more than %(limit)s MB. Split it."),
    "file_empty": _("The file is empty."),
    "encoding_wrong": _("The file cannot be read as %(encoding)s."),
    "archive_broken": _("The packed file is damaged."),
    "archive_too_large": _("The packed file unpacks to more than %(limit)s MB."),
    "workbook_broken": _("This is no workbook that can be read (XLSX)."),
    "sheet_missing": _("The workbook has no sheet “%(sheet)s”."),
    "file_gone": _("The file of this import is no longer kept."),
}


def trouble(error: UnreadableFile) -> str:
    """Why the file cannot be read, in the reader's language."""
    return str(SENTENCES[error.code]) % error.params
