"""Builders for the tests of imports: surveys, files, and an import from beginning to end."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from feedback.models import ImportRun, OnConflict
from feedback.services.imports import InlineWork, begin_import, check_file, import_file, load_profile
from feedback.services.instruments import add_question, create_instrument, set_question_scale
from feedback.services.scales import ScaleDraft, make_scale
from feedback.services.surveys import create_survey, open_survey

NOW = datetime(2026, 5, 10, 12, 0, tzinfo=UTC)
SAMPLES = os.environ.get("CEM_SAMPLE_DATA", "")
SHIPPED = Path(__file__).parents[2] / "cem" / "demo"
PROFILES = Path(__file__).parent / "profiles"


def sample(*parts):
    """A file of the folder of sample data; the test is skipped where there is none."""
    if not SAMPLES:
        pytest.skip("CEM_SAMPLE_DATA names no folder with the full sample files")
    path = Path(SAMPLES).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the folder of CEM_SAMPLE_DATA has no {'/'.join(parts)}")
    return path


def scale(organisation, code, low, high):
    return make_scale(
        organisation=organisation, draft=ScaleDraft(code=code, minimum=low, maximum=high, name={"en": code})
    )


def survey_for(organisation, profile, code="", **kinds):
    """An open survey that asks what a profile maps; questions are ratings from 1 to 5 unless said otherwise.

    :param kinds: question code = kind, or kind with its scale, or kind with a list of (first day, scale)
    """
    code = code or profile["survey"] or "survey"
    instrument = create_instrument(organisation=organisation, code=f"{code}-questions", name={"en": code})
    for question in profile["questions"]:
        _add(instrument, question, kinds.get(question, "rating"), profile)
    survey = create_survey(
        organisation=organisation,
        instrument=instrument,
        code=code,
        name={"en": code},
        actor="test",
        weighted="weight" in profile["fields"],
    )
    return open_survey(survey=survey, actor="test")


def _add(instrument, code, kind, profile):
    eras = []
    if isinstance(kind, tuple):
        kind, eras = kind
        eras = eras if isinstance(eras, list) else [(None, eras)]
    if "columns" in profile["questions"][code]:
        kind = "choices"
    listed = profile.get("create", {}).get("options", {}).get(code, ["yes", "no"])
    options = [(option, {"en": option}) for option in listed[:2]] if kind in ("choice", "choices") else ()
    question = add_question(
        instrument=instrument,
        code=code,
        kind=kind,
        text={"en": code},
        options=options,
        scale=eras[0][1] if eras else None,
    )
    for first_day, later in eras[1:]:
        set_question_scale(question=question, scale=later, from_day=first_day)
    return question


def begin(organisation, survey, content, mapping, name="answers.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return begin_import(
        organisation=organisation,
        survey=survey,
        content=ContentFile(data, name=name),
        name=name,
        mapping=mapping,
        actor="tester",
        now=NOW,
    )


def dry_run(run, on_conflict=OnConflict.REPORT):
    ImportRun.objects.filter(pk=run.pk).update(on_conflict=on_conflict)
    check_file(InlineWork(run.organisation, "tester"), run_id=run.pk, now=NOW)
    run.refresh_from_db()
    return run


def store(run, on_conflict=OnConflict.REPORT):
    ImportRun.objects.filter(pk=run.pk).update(on_conflict=on_conflict)
    import_file(InlineWork(run.organisation, "tester"), run_id=run.pk, now=NOW)
    run.refresh_from_db()
    return run


def counts(run):
    """Stored, updated, unchanged, different, rejected."""
    return run.stored, run.updated, run.unchanged, run.different, run.rejected


def import_text(organisation, survey, text, mapping, **more):
    return store(begin(organisation, survey, text, mapping), **more)


def profile_of(path):
    return load_profile(Path(path).read_text())


def csv_text(rows, delimiter=","):
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()
