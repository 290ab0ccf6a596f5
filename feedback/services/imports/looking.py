"""The first look at a file: how it is written, what is in it, what its columns could mean."""

from typing import IO, Any

from django.db import transaction

from feedback.imports.preview import Preview, preview_of
from feedback.imports.returning import open_answers
from feedback.imports.suggest import day_proposals, dialect_table, mapping_of, suggest_targets, targets_of
from feedback.models import ImportRun
from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan as plan_of
from feedback.services.imports.runs import set_to_work
from lib.table_files.dialect import Dialect, sniff
from lib.table_files.source import UnreadableFile, sheet_names

LOOK = "feedback.import_look"
AT_ONCE = 4 * 1024 * 1024  # larger files are looked at by a job


def look_or_enqueue(*, run: ImportRun, actor: str, address: str = "") -> ImportRun:
    """Look at a small file now, at a large one in a job.

    :raises UnreadableFile: the file cannot be read this way
    """
    if run.file is None:
        raise UnreadableFile("file_gone")
    if run.file.size <= AT_ONCE:
        return look_at(run=run)
    with transaction.atomic():
        run.preview = {}
        set_to_work(run, LOOK, key="look", actor=actor, address=address)
        run.save(update_fields=["preview", "job"])
    return run


def look_at(*, run: ImportRun) -> ImportRun:
    """Count the file's values and keep them with the run; without a mapping, propose one.

    :raises UnreadableFile: the file cannot be read this way
    """
    if run.file is None or run.survey is None:
        raise UnreadableFile("file_gone")
    with run.file.file.open("rb") as binary:
        proposed = sniff(binary)
        dialect = Dialect(**run.mapping["file"]) if run.mapping.get("file") else proposed
        preview = _preview(binary, dialect)
        sheets = sheet_names(binary) if dialect.kind == "xlsx" else []
    headings = [column.heading for column in preview.columns]
    known = targets_of(run.mapping, headings)
    targets = known or suggest_targets(headings, plan_of(run.survey), Catalogue().axes)
    if not known:
        run.mapping = mapping_of(targets, {**run.mapping, "time_zone": run.organisation.time_zone})
    run.mapping = {**run.mapping, "file": dialect_table(dialect)}
    run.preview = {**preview.as_dict(), "sheets": sheets, "sure": proposed.sure, "proposed": not known}
    run.preview["days"] = day_proposals(preview, targets_of(run.mapping, headings))
    _take_days(run.mapping, run.preview["days"])
    run.save(update_fields=["mapping", "preview"])
    return run


def _preview(binary: IO[bytes], dialect: Dialect) -> Preview:
    source = open_answers(binary, dialect)
    return preview_of(source.headings, source.records)


def _take_days(mapping: dict[str, Any], days: dict[str, dict[str, Any]]) -> None:
    """Put the only format that fits into the mapping, to be seen and confirmed."""
    for name, proposal in days.items():
        entry = mapping["fields"][name]
        if not entry.get("formats") and proposal["formats"]:
            entry["formats"] = proposal["formats"]
            if proposal["days_only"]:
                entry["days_only"] = True
