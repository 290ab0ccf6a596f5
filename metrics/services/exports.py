"""Files of a survey's answers: made at once when small, by a job when large; every one is entered in the trail."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Any, Literal

import xlsxwriter
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Survey
from lib.csv_files import safe_cell
from metrics.queries.export_lines import export_rows
from metrics.queries.exports import (
    NOTHING_MORE,
    ExportPlan,
    Extras,
    Row,
    Shape,
    Values,
    codebook_rows,
    plan_export,
    sheet_title,
)
from operations.models import Job
from operations.services import enqueue, record_trail
from organisations.models import Organisation

EXPORT = "metrics.export"
# Up to so many responses a file is made while one waits.
SMALL = 5_000
# More lines than this do not fit on a sheet.
SHEET_ROWS = 1_048_576

Form = Literal["csv", "xlsx"]
CONTENT_TYPES = {
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Portions = Iterable[list[Row]]


class TooLong(ValueError):
    """More lines than a sheet holds; take the CSV file."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A finished file."""

    name: str
    content_type: str
    content: IO[bytes]


def start_export(
    *,
    organisation: Organisation,
    survey: Survey,
    shape: Shape,
    values: Values,
    form: Form,
    viewer: Viewer,
    address: str,
    extras: Extras = NOTHING_MORE,
) -> Job:
    """Have a large file made by a job.

    :param address: page where the file will be found
    :raises NotAllowed: the viewer may not export answers
    """
    plan_export(survey, shape=shape, values=values, viewer=viewer, extras=extras)
    with transaction.atomic():
        _enter(organisation, survey, viewer, _details(shape, form, extras))
        return enqueue(
            organisation=organisation,
            kind=EXPORT,
            payload={
                "survey": survey.code,
                "shape": shape,
                "values": values,
                "form": form,
                "extras": sorted(extras),
                "language": get_language(),
            },
            actor=viewer.actor,
            title=_("Export of %(survey)s") % {"survey": survey.code},
            address=address,
        )


def export_small(
    *,
    organisation: Organisation,
    survey: Survey,
    shape: Shape,
    values: Values,
    form: Form,
    viewer: Viewer,
    extras: Extras = NOTHING_MORE,
) -> ExportFile | None:
    """The file at once; None when the survey is too large for that.

    :raises NotAllowed: the viewer may not export answers
    """
    plan = plan_export(survey, shape=shape, values=values, viewer=viewer, extras=extras)
    if plan.total > SMALL:
        return None
    _enter(organisation, survey, viewer, _details(shape, form, extras))
    return write_export(plan, form, _portions(plan))


def _portions(plan: ExportPlan) -> Portions:
    after = 0
    while True:
        rows, after, found = export_rows(plan, after=after)
        if not found:
            return
        yield rows


def portions_in_chunks(
    plan: ExportPlan, chunk: Callable[[], AbstractContextManager[Any]], told: Callable[[int, int], None]
) -> Portions:
    """The rows read chunk by chunk of a job, each telling how far it is."""
    after, done, found = 0, 0, 1
    while found:
        with chunk():
            rows, after, found = export_rows(plan, after=after)
            done += found
            told(done, plan.total)
        if found:
            yield rows


def write_export(plan: ExportPlan, form: Form, portions: Portions) -> ExportFile:
    """The file with its codebook. :raises TooLong: it does not fit on a sheet"""
    sample = "sample-" if plan.survey.is_sample else ""
    name = f"{sample}{plan.survey.code}-{plan.shape}-{plan.values}.{'zip' if form == 'csv' else 'xlsx'}"
    codebook = list(codebook_rows(plan))
    content: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # type: ignore[assignment]  # noqa: SIM115
    try:
        (_write_zip if form == "csv" else _write_sheets)(content, plan, portions, codebook)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return ExportFile(name, CONTENT_TYPES[form], content)


def _write_zip(content: IO[bytes], plan: ExportPlan, portions: Portions, codebook: list[Row]) -> None:
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        _write_csv(packed, "answers.csv", [[list(plan.headings)]], portions)
        _write_csv(packed, "codebook.csv", [codebook], [])


def _write_csv(packed: zipfile.ZipFile, name: str, first: Portions, rest: Portions) -> None:
    with packed.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        for portions in (first, rest):
            for rows in portions:
                writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def _write_sheets(content: IO[bytes], plan: ExportPlan, portions: Portions, codebook: list[Row]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(content, options) as book:
        _fill(book.add_worksheet(sheet_title()), [[list(plan.headings)]], portions)
        _fill(book.add_worksheet(_("codebook")), [codebook], [])


def _fill(sheet: Any, first: Portions, rest: Portions) -> None:
    number = 0
    for portions in (first, rest):
        for rows in portions:
            for row in rows:
                if number >= SHEET_ROWS:
                    raise TooLong
                for place, cell in enumerate(row):
                    if cell != "":
                        sheet.write(number, place, safe_cell(cell))
                number += 1


def _details(shape: Shape, form: Form, extras: Extras) -> dict[str, Any]:
    return {"shape": shape, "form": form} | ({"extras": sorted(extras)} if extras else {})


def _enter(organisation: Organisation, survey: Survey, viewer: Viewer, details: dict[str, Any]) -> None:
    record_trail(
        organisation=organisation, actor=viewer.actor, actor_name=viewer.name, action="answers.exported", target=survey,
        target_name=survey.code, details=details,
    )  # fmt: skip


def as_file(made: ExportFile) -> "File[bytes]":
    """The file as storage takes it."""
    made.content.seek(0, io.SEEK_END)
    size = made.content.tell()
    made.content.seek(0)
    stored: File[bytes] = File(made.content, made.name)
    stored.size = size
    return stored
