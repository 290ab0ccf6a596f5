"""The wizard in the browser: from the upload to the answers and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback.models import Answer, ImportProfile, ImportRun, RejectedLine, Response
from feedback.queries.imports import reasons
from feedback.services.imports import start_check
from operations.services.running import run_ticket
from tests.cast import viewer_of
from tests.feedback.conftest import make_axis, make_survey

FILE = """No;Datum;Ort;Recommend;Counter;Used1;Used2;Why;lifecycle
R-1;1/9/21;N;10;5;wifi;food;=1+1;first-time
R-2;2/9/21;S;0;6;;;zażółć gęślą jaźń;regular
R-3;3/9/21;N;11;0;shop;;;
R-4;4/9/21;X;7;4;wifi;wifi;None;regular
"""


@pytest.fixture
def survey(acme, scoped):
    with scoped(acme):
        make_axis(acme)
        return make_survey(acme)


def page(name, run=None):
    return reverse(f"feedback:{name}", args=["acme", *([run.public_id] if run else [])])


def upload(client, survey, name="answers.csv"):
    data = {"file": SimpleUploadedFile(name, FILE.encode("windows-1250"), "text/csv"), "survey": survey.pk}
    return client.post(page("import_new"), data)


def only_run(organisation, scoped):
    with scoped(organisation):
        return ImportRun.objects.select_related("job").get()


def work(run):
    run_ticket(run.job.ticket_id)


def filled(form):
    """What a browser would send when nothing is changed."""
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            data[bound.html_name] = value
    return data


def set_up(client, survey, acme, scoped):
    """Go through the wizard up to the dry run."""
    upload(client, survey)
    run = only_run(acme, scoped)
    reading = client.get(page("import_reading", run))
    client.post(page("import_reading", run), filled(reading.context["form"]))
    columns = client.get(page("import_columns", run))
    choices = filled(columns.context["form"]) | {"column_0": "field:external_id", "column_2": "field:unit"}
    choices |= {"column_1": "field:answered_at"}
    client.post(page("import_columns", run), choices)
    values = client.get(page("import_values", run))
    data = filled(values.context["form"]) | {"days_answered_at_formats": "D/M/YY", "time_zone": "Europe/Warsaw"}
    names = {(table, code, value): name for name, table, code, value in values.context["form"]._decisions}
    data[names["fields", "unit", "N"]] = "=north"
    data[names["fields", "unit", "S"]] = "=south"
    data[names["questions", "recommend", "11"]] = "skipped"
    data[names["questions", "counter", "0"]] = "skipped"
    data[names["questions", "counter", "6"]] = "not_applicable"
    client.post(page("import_values", run), data)
    return only_run(acme, scoped)


def test_upload_proposes_encoding_delimiter_and_columns_and_says_that_it_is_unsure(
    kasia, survey, acme, scoped, signed_in
):
    client = signed_in(kasia)

    upload(client, survey)

    run = only_run(acme, scoped)
    assert (run.mapping["file"]["encoding"], run.mapping["file"]["delimiter"]) == ("windows-1250", ";")
    assert run.preview["sure"] is False
    assert run.mapping["questions"]["used"] == {"columns": ["Used1", "Used2"]}
    assert run.mapping["segments"] == {"lifecycle": {"column": "lifecycle"}}
    assert "zażółć gęślą jaźń" in client.get(page("import_reading", run)).content.decode()


def test_ambiguous_days_are_asked(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    upload(client, survey)
    run = only_run(acme, scoped)
    columns = client.get(page("import_columns", run))
    client.post(page("import_columns", run), filled(columns.context["form"]) | {"column_1": "field:answered_at"})

    form = client.get(page("import_values", run)).context["form"]
    answer = client.post(page("import_values", run), filled(form))

    assert form["days_answered_at_formats"].value() == ""
    assert only_run(acme, scoped).preview["days"]["answered_at"]["fitting"] == ["D/M/YY", "M/D/YY"]
    assert "days_answered_at_formats" in answer.context["form"].errors


def test_wizard_checks_imports_reports_and_undoes(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    run = set_up(client, survey, acme, scoped)
    assert run.state == "checking"

    work(run)
    checked = only_run(acme, scoped)
    assert (checked.state, checked.stored, checked.rejected) == ("checked", 3, 1)
    assert "There is no unit" in client.get(page("import_run", run)).content.decode()
    with scoped(acme):
        assert Response.objects.count() == 0

    client.post(page("import_start", run), {"on_conflict": "report"})
    work(only_run(acme, scoped))
    done = only_run(acme, scoped)
    assert (done.state, done.stored, done.rejected) == ("done", 3, 1)
    with scoped(acme):
        first = Response.objects.get(external_id="R-1")
        assert (str(first.answered_on), first.unit.code) == ("2021-09-01", "north")
        assert Answer.objects.get(response=first, question__code="why").text == "=1+1"
        assert Answer.objects.get(response__external_id="R-2", question__code="recommend").value == 0
        assert Answer.objects.get(response__external_id="R-3", question__code="recommend").missing == 1

    report = b"".join(client.get(page("import_report", run)).streaming_content).decode("utf-8-sig").splitlines()
    assert report[1] == "5,Ort,There is no unit with the code “X”.,R-4,4/9/21,X,7,4,wifi,wifi,None,regular"

    asked = client.get(page("import_undo", run))
    assert (asked.context["removal"].answers, str(asked.context["removal"].last_day)) == (3, "2021-09-03")
    assert only_run(acme, scoped).state == "done"
    client.post(page("import_undo", run))
    work(only_run(acme, scoped))
    assert only_run(acme, scoped).state == "undone"
    undone = client.get(page("import_run", run)).content.decode()
    assert "This import is undone" in undone
    assert "3 answers that it had stored were deleted" in undone
    with scoped(acme):
        assert Response.objects.count() == 0
        assert Answer.objects.count() == 0


def test_corrected_lines_are_imported_by_the_settings_of_the_first_file(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    run = set_up(client, survey, acme, scoped)
    work(run)
    report = b"".join(client.get(page("import_report", run)).streaming_content).decode("utf-8-sig")
    # A spreadsheet in Poland saves it its own way.
    corrected = report.replace(",X,7,", ",S,7,").replace(",", ";").encode("windows-1250")

    data = {"file": SimpleUploadedFile("corrected.csv", corrected), "survey": survey.pk}
    client.post(f"{page('import_new')}?after={run.public_id}", data)

    with scoped(acme):
        second = ImportRun.objects.first()
        assert second.mapping == {**run.mapping, "file": second.mapping["file"]}
        assert second.mapping["file"]["delimiter"] == ";"
        start_check(run=second, actor="test")
    work(second)
    second.refresh_from_db()
    assert (second.stored, second.rejected) == (1, 0)


def test_settings_are_kept_as_a_profile_and_read_the_next_file(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    run = set_up(client, survey, acme, scoped)
    work(run)
    client.post(page("import_keep", run), {"name": "Monthly"})
    with scoped(acme):
        profile = ImportProfile.objects.get(name="Monthly")
        assert profile.mapping["questions"] == only_run(acme, scoped).mapping["questions"]
    toml = client.get(page("import_profile", run)).content.decode()
    assert "[questions.recommend]" in toml

    data = {
        "file": SimpleUploadedFile("b.csv", FILE.encode("windows-1250")),
        "survey": survey.pk,
        "profile": profile.pk,
    }
    answer = client.post(page("import_new"), data)

    with scoped(acme):
        second = ImportRun.objects.first()
    assert answer.url == page("import_reading", second)
    assert second.mapping["fields"]["answered_at"]["formats"] == ["D/M/YY"]


def test_file_that_brings_nothing_is_not_offered_for_import(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    run = set_up(client, survey, acme, scoped)
    work(run)
    client.post(page("import_start", run), {"on_conflict": "report"})
    work(only_run(acme, scoped))
    with scoped(acme):
        ImportRun.objects.update(state="checked", stored=0, unchanged=3, rejected=1)

    again = client.get(page("import_run", run)).content.decode()

    assert "There is nothing to import" in again
    assert page("import_start", run) not in again


def test_file_of_headings_only_stays_at_its_reading_and_names_the_row(kasia, survey, acme, scoped, signed_in):
    client = signed_in(kasia)
    file = SimpleUploadedFile("a.csv", FILE.splitlines()[0].encode())
    client.post(page("import_new"), {"file": file, "survey": survey.pk})
    run = only_run(acme, scoped)
    reading = client.get(page("import_reading", run))

    answer = client.post(page("import_reading", run), filled(reading.context["form"]))

    assert answer.url == page("import_reading", run)
    assert "There is nothing to import" in reading.content.decode()
    assert "Row 1 was taken for the headings." in reading.content.decode()


def test_reasons_about_lines_themselves_are_told_apart(kasia, survey, acme, scoped, signed_in):
    upload(signed_in(kasia), survey)
    run = only_run(acme, scoped)
    with scoped(acme):
        for line, cells in ((2, 3), (3, 9), (4, 9)):
            RejectedLine.objects.create(
                organisation=acme, run=run, line=line, code="cells_differ", details={"cells": cells, "columns": 5}
            )
        found = reasons(run, viewer=viewer_of(kasia, acme))
    assert [(row["count"], row["line"]) for row in found] == [(2, 3), (1, 2)]
    assert "9 cells" in found[0]["reason"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_number_of_queries(
    rows, kasia, survey, acme, scoped, signed_in, django_assert_max_num_queries
):
    client = signed_in(kasia)
    for number in range(rows):
        upload(client, survey, name=f"file{number}.csv")

    with django_assert_max_num_queries(25) as queries:
        answer = client.get(page("imports"))

    assert len(answer.context["page"].object_list) == rows
    assert sum('FROM "feedback_importrun"' in query["sql"] for query in queries.captured_queries) == 2


def test_committee_may_not_import_and_strangers_of_another_company_find_nothing(
    ada, olga, kasia, survey, acme, scoped, signed_in
):
    upload(signed_in(kasia), survey)
    run = only_run(acme, scoped)

    assert signed_in(ada).get(page("import_run", run)).status_code == 403
    assert signed_in(olga).get(page("import_run", run)).status_code == 404
