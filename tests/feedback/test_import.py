"""A file becomes answers exactly once: whatever the file, however often it is imported, wherever it is interrupted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from feedback.models import (
    Answer,
    AnswerOption,
    Customer,
    ImportRun,
    Missing,
    OnConflict,
    Recount,
    RejectedLine,
    Response,
    Revision,
)
from feedback.queries.imports import report_rows
from feedback.services import imports
from feedback.services.imports import CannotUndo, InlineWork, import_file, start_import, start_undo, undo_file
from feedback.services.imports.storing import ANSWER_COLUMNS, OPTION_COLUMNS, RESPONSE_COLUMNS
from lib.csv_files import lines_of
from operations.services.running import run_ticket
from tests.cast import viewer_of
from tests.feedback.conftest import answer, make_survey
from tests.feedback.imports import NOW, begin, counts, csv_text, dry_run, import_text, store

MAPPING = {
    "time_zone": "Europe/Warsaw",
    "missing": {"": "skipped", "99": "not_applicable"},
    "fields": {
        "external_id": {"column": "id"},
        "answered_at": {"column": "when", "formats": ["YYYY-MM-DD HH:mm", "YYYY-MM-DD"]},
        "unit": {"column": "unit"},
    },
    "questions": {"recommend": {"column": "score"}, "why": {"column": "why", "missing": {"": "skipped"}}},
}
HEAD = ["id", "when", "unit", "score", "why"]
ROWS = [
    ["A-1", "2026-03-01 10:00", "north", "10", "Fine"],
    ["A-2", "2026-03-02", "south", "0", ""],
    ["A-3", "2026-03-02", "", "99", "None"],
]


def text_of(*rows):
    return csv_text([HEAD, *rows])


def kept():
    """Everything stored, in a form that can be compared."""
    rows = Answer.objects.order_by("response__external_id", "question__code")
    return list(rows.values_list("response__external_id", "question__code", "value", "text", "missing"))


def test_columns_written_in_bulk_are_all_the_columns_of_their_tables():
    for model, columns, own in ((Response, RESPONSE_COLUMNS, ()), (Answer, ANSWER_COLUMNS, ())):
        assert set(columns) == {field.attname for field in model._meta.concrete_fields}, own
    assert {*OPTION_COLUMNS, "id"} == {field.attname for field in AnswerOption._meta.concrete_fields}


def test_lines_become_responses_with_their_moments_and_days(visit, in_acme):
    run = import_text(in_acme, visit, text_of(*ROWS), MAPPING)

    assert (run.state, counts(run)) == ("done", (3, 0, 0, 0, 0))
    first, second, _third = Response.objects.order_by("external_id")
    assert (first.answered_at, first.answered_on) == (datetime(2026, 3, 1, 9, 0, tzinfo=UTC), date(2026, 3, 1))
    assert (second.answered_at, second.answered_on, second.precision) == (None, date(2026, 3, 2), 2)
    assert (first.unit.code, first.source, first.counted) == ("north", "import", True)
    assert kept() == [
        ("A-1", "recommend", 10, None, None),
        ("A-1", "why", None, "Fine", None),
        ("A-2", "recommend", 0, None, None),
        ("A-2", "why", None, None, Missing.SKIPPED),
        ("A-3", "recommend", None, None, Missing.NOT_APPLICABLE),
        ("A-3", "why", None, "None", None),
    ]
    assert set(Recount.objects.values_list("survey", "day")) == {
        (visit.pk, date(2026, 3, 1)),
        (visit.pk, date(2026, 3, 2)),
    }


def test_imported_rows_read_as_if_recorded_one_by_one(visit, in_acme):
    import_text(in_acme, visit, text_of(ROWS[0]), MAPPING)
    recorded = answer(
        visit, 10, source="import", external_id="B-1", answered_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC), unit="north",
        answers={"recommend": 10, "why": "Fine"},
    ).response  # fmt: skip

    imported = Response.objects.get(external_id="A-1")
    own = {"id", "public_id", "source_key", "external_id", "received_at", "updated_at", "content_hash", "import_run"}
    for field in Response._meta.concrete_fields:
        if field.name not in own:
            assert getattr(imported, field.attname) == getattr(recorded, field.attname), field.name
    assert imported.public_id.version == 7


def test_same_file_again_changes_nothing(visit, in_acme):
    import_text(in_acme, visit, text_of(*ROWS), MAPPING)
    before, notes = kept(), Recount.objects.count()

    again = import_text(in_acme, visit, text_of(*ROWS), MAPPING)

    assert counts(again) == (0, 0, 3, 0, 0)
    assert (kept(), Recount.objects.count()) == (before, notes)


def test_changed_line_is_reported_and_what_is_stored_stays(visit, in_acme):
    import_text(in_acme, visit, text_of(*ROWS), MAPPING)
    changed = ["A-1", "2026-03-01 10:00", "north", "3", "Fine"]

    run = import_text(in_acme, visit, text_of(changed, *ROWS[1:]), MAPPING)

    assert (*counts(run), run.not_taken) == (0, 0, 2, 1, 0, 1)
    assert RejectedLine.objects.filter(run=run).values_list("line", "value", "code").get() == (2, "A-1", "differs")
    assert Answer.objects.get(response__external_id="A-1", question__code="recommend").value == 10


def test_changed_line_updates_with_a_revision_when_the_user_chose_so(visit, in_acme):
    import_text(in_acme, visit, text_of(*ROWS), MAPPING)
    changed = ["A-1", "2026-03-05 10:00", "north", "3", "Fine"]

    run = import_text(in_acme, visit, text_of(changed, *ROWS[1:]), MAPPING, on_conflict=OnConflict.UPDATE)

    assert counts(run) == (0, 1, 2, 0, 0)
    assert Answer.objects.get(response__external_id="A-1", question__code="recommend").value == 3
    assert Revision.objects.get().values["answers"]["recommend"]["value"] == 10
    days = set(Recount.objects.order_by("-pk").values_list("day", flat=True)[:2])
    assert days == {date(2026, 3, 1), date(2026, 3, 5)}
    assert counts(import_text(in_acme, visit, text_of(changed), MAPPING)) == (0, 0, 1, 0, 0)


def test_number_twice_in_a_file_is_one_answer(visit, in_acme):
    other = ["A-1", "2026-03-01 10:00", "north", "4", "Bad"]
    run = begin(in_acme, visit, text_of(ROWS[0], ROWS[0], other), MAPPING)

    assert counts(dry_run(run)) == (1, 0, 1, 1, 0)
    assert counts(store(run)) == (1, 0, 1, 1, 0)
    assert RejectedLine.objects.get(run=run).line == 4


def test_lines_without_a_number_are_told_apart_and_found_again(visit, in_acme):
    mapping = {**MAPPING, "fields": {"answered_at": MAPPING["fields"]["answered_at"]}}
    twins = text_of(["", "2026-03-01", "", "9", ""], ["", "2026-03-01", "", "9", ""])

    first = import_text(in_acme, visit, twins, mapping)
    again = import_text(in_acme, visit, twins + ",2026-03-01,,9,\n", mapping)

    assert counts(first) == (2, 0, 0, 0, 0)
    assert counts(again) == (1, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["B-1", "2026-03-29 02:30", "", "5", ""], "when", "time_skipped"),
        (["B-1", "2026-13-01", "", "5", ""], "when", "day_unreadable"),
        (["B-1", "", "", "5", ""], "when", "day_missing"),
        (["B-1", "1985-01-01", "", "5", ""], "when", "moment_too_early"),
        (["B-1", "2026-06-01", "", "5", ""], "when", "moment_too_late"),
        (["B-1", "2026-03-01", "moon", "5", ""], "unit", "unit_unknown"),
        (["B-1", "2026-03-01", "", "11", ""], "score", "not_on_scale"),
        (["B-1", "2026-03-01", "", "5.0", ""], "score", "not_on_scale"),
        (["B-1", "2026-03-01", "", "٥", ""], "score", "not_on_scale"),
        (["B-1", "2026-03-01", "", "5", "x" * 5001], "why", "text_too_long"),
        (["B-1", "2026-03-01", "", "5", "a\x00b"], "why", "text_characters"),
        (["B" * 201, "2026-03-01", "", "5", ""], "id", "external_id_invalid"),
        (["B-1", "2026-03-01", "", "5"], "", "cells_differ"),
        (["B-1", "2026-03-01", "", "5", "", "more"], "", "cells_differ"),
    ],
)
def test_bad_line_is_refused_with_its_column_and_reason(visit, in_acme, row, column, code):
    run = import_text(in_acme, visit, text_of(ROWS[0], row, ROWS[1]), MAPPING)

    assert counts(run) == (2, 0, 0, 0, 1)
    assert RejectedLine.objects.values_list("line", "column", "code").get() == (3, column, code)


def test_repeated_hour_is_the_earlier_moment(visit, in_acme):
    import_text(in_acme, visit, text_of(["A-1", "2025-10-26 02:30", "", "5", ""]), MAPPING)

    assert Response.objects.get().answered_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_several_faults_of_a_line_are_all_reported_and_count_once(visit, in_acme):
    run = import_text(in_acme, visit, text_of(["A-1", "2026-03-01", "moon", "12", ""]), MAPPING)

    assert run.rejected == 1
    assert set(RejectedLine.objects.values_list("column", flat=True)) == {"unit", "score"}


def test_broken_quotes_refuse_their_lines_and_no_other(visit, in_acme):
    text = text_of(ROWS[0]) + 'A-8,2026-03-01,,5,"oh"no"\n' + text_of(ROWS[1]).split("\n", 1)[1]

    run = import_text(in_acme, visit, text, MAPPING)

    assert counts(run) == (2, 0, 0, 0, 1)
    assert RejectedLine.objects.values_list("line", "code").get() == (3, "record_broken")


def test_blank_lines_and_empty_cells_at_the_end_do_not_count(visit, in_acme):
    text = text_of([*ROWS[0], "", ""], ROWS[1]) + "\n,,,,\n\n\n"

    assert counts(import_text(in_acme, visit, text, MAPPING)) == (2, 0, 0, 0, 0)


def test_repeated_headings_both_survive(visit, in_acme):
    mapping = {
        **MAPPING,
        "questions": {"recommend": {"column": "score"}, "counter": {"column": "score (2)"}},
    }
    text = csv_text([["id", "when", "unit", "score", "score"], ["A-1", "2026-03-01", "", "9", "4"]])

    import_text(in_acme, visit, text, mapping)

    assert [(code, value) for _id, code, value, _t, _m in kept()] == [("counter", 4), ("recommend", 9)]


def test_text_that_looks_like_a_formula_is_kept_and_disarmed_in_the_report(visit, in_acme, kasia, acme):
    run = import_text(
        in_acme,
        visit,
        text_of(["A-1", "2026-03-01", "", "5", "=1+1"], ["A-2", "2026-03-01", "@SUM(A1)", "5", ""]),
        MAPPING,
    )

    assert Answer.objects.get(question__code="why", missing=None).text == "=1+1"
    lines = list(lines_of(report_rows(run, viewer=viewer_of(kasia, acme))))
    assert lines == [
        "cem_line,cem_column,cem_reason,id,when,unit,score,why\r\n",
        "3,unit,There is no unit with the code “@SUM(A1)”.,A-2,2026-03-01,'@SUM(A1),5,\r\n",
    ]
    run.file.file.delete(save=False)
    bare = list(lines_of(report_rows(ImportRun.objects.get(pk=run.pk), viewer=viewer_of(kasia, acme))))
    assert bare[1] == "3,unit,There is no unit with the code “@SUM(A1)”.,'@SUM(A1)\r\n"


def test_unknown_customers_are_made_and_units_are_not(visit, in_acme):
    mapping = {**MAPPING, "fields": {**MAPPING["fields"], "customer": {"column": "unit"}}}
    mapping["fields"].pop("unit")

    import_text(
        in_acme, visit, text_of(["A-1", "2026-03-01", "C-7", "5", ""], ["A-2", "2026-03-01", "C-7", "6", ""]), mapping
    )

    assert list(Customer.objects.values_list("code", flat=True)) == ["C-7"]
    assert Response.objects.filter(customer__code="C-7").count() == 2


def test_one_answer_a_person_counts_where_the_survey_wants_it(in_acme):
    survey = make_survey(in_acme, keep="latest")
    mapping = {**MAPPING, "fields": {**MAPPING["fields"], "customer": {"column": "unit"}}}
    mapping["fields"].pop("unit")

    import_text(
        in_acme, survey, text_of(["A-1", "2026-03-02", "C", "5", ""], ["A-2", "2026-03-01", "C", "6", ""]), mapping
    )

    assert dict(Response.objects.values_list("external_id", "not_counted_reason")) == {"A-1": "", "A-2": "superseded"}


def test_erased_person_does_not_come_back(visit, in_acme):
    import_text(in_acme, visit, text_of(ROWS[0]), MAPPING)
    Response.objects.update(external_id="")
    Answer.objects.filter(question__code="why").delete()

    run = import_text(in_acme, visit, text_of([*ROWS[0][:4], "Other words"]), MAPPING)

    assert counts(run) == (0, 0, 1, 0, 0)
    assert Answer.objects.filter(question__code="why").count() == 0


class Killed(BaseException):
    """Stands for a process that ends."""


def dies_after(work, chunks):
    """Let the work end in the middle of its chunk number `chunks` + 1, before that commits."""
    move, left = work.progress, [chunks]

    def progress(*args, **kwargs):
        move(*args, **kwargs)
        if not left[0]:
            raise Killed
        left[0] -= 1

    work.progress = progress
    return work


@pytest.mark.parametrize("chunks", [0, 1, 3])
def test_killed_in_the_middle_goes_on_and_stores_each_line_once(visit, in_acme, monkeypatch, chunks):
    monkeypatch.setattr(imports.opening, "MOST_ROWS_A_CHUNK", 7)
    monkeypatch.setattr(imports.opening, "ANSWERS_A_CHUNK", 1)
    monkeypatch.setattr(imports.opening, "LEAST_ROWS_A_CHUNK", 7)
    rows = [["" if number % 3 else f"N-{number}", "2026-03-01", "", str(number % 11), ""] for number in range(40)]
    rows[10][3] = "77"
    run = begin(in_acme, visit, text_of(*rows), MAPPING)
    work = dies_after(InlineWork(in_acme, "tester"), chunks)
    with pytest.raises(Killed):
        import_file(work, run_id=run.pk, now=NOW)
    assert Response.objects.count() == max(0, 7 * chunks - (1 if chunks > 1 else 0))

    next_start = InlineWork(in_acme, "tester")
    next_start.cursor = dict(work.cursor)
    import_file(next_start, run_id=run.pk, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.rows, counts(run)) == ("done", 40, (39, 0, 0, 0, 1))
    assert Response.objects.count() == 39
    assert RejectedLine.objects.filter(run=run).count() == 1


def test_import_runs_as_a_job_and_undo_as_another(visit, in_acme):
    run = start_import(run=begin(in_acme, visit, text_of(*ROWS), MAPPING), actor="tester")
    assert run_ticket(run.job.ticket_id) == "done"
    run.refresh_from_db()
    assert (run.state, run.job.done) == ("done", 3)

    start_undo(run=run, actor="tester", now=timezone.now() + timedelta(days=6))
    assert run_ticket(run.job.ticket_id) == "done"

    run.refresh_from_db()
    assert (run.state, Response.objects.count(), Answer.objects.count()) == ("undone", 0, 0)
    assert counts(import_text(in_acme, visit, text_of(*ROWS), MAPPING)) == (3, 0, 0, 0, 0)


def test_undo_deletes_only_its_own_and_notes_the_days(visit, in_acme):
    import_text(in_acme, visit, text_of(ROWS[0]), MAPPING)
    run = import_text(in_acme, visit, text_of(*ROWS), MAPPING)
    Recount.objects.all().delete()

    undo_file(InlineWork(in_acme, "tester"), run_id=run.pk, now=NOW)

    assert list(Response.objects.values_list("external_id", flat=True)) == ["A-1"]
    assert list(Recount.objects.values_list("day", flat=True)) == [date(2026, 3, 2)]


def test_undo_is_refused_after_seven_days(visit, in_acme):
    run = import_text(in_acme, visit, text_of(*ROWS), MAPPING)

    with pytest.raises(CannotUndo):
        start_undo(run=run, actor="tester", now=NOW + timedelta(days=7, seconds=1))


def test_profile_that_does_not_fit_fails_with_a_sentence_and_stores_nothing(visit, in_acme):
    mapping = {**MAPPING, "questions": {"recommend": {"column": "Score"}, "weather": {"column": "why"}}}
    run = start_import(run=begin(in_acme, visit, text_of(*ROWS), mapping), actor="tester")

    run_ticket(run.job.ticket_id)

    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert run.state == "failed"
    assert run.job.error == (
        "questions.weather: The survey has no question “weather”.; questions.recommend: The file has no column “Score”."
    )
    assert Response.objects.count() == 0
