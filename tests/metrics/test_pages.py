"""Pages, cards and files of figures."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from feedback.models import InstrumentVersion, QuestionType, Scale, VersionItem
from lib.local_text import local
from metrics.queries.exports import NotAllowed, plan_export
from operations.models import Job, Ticket, TrailEntry
from operations.services import running
from tests.cast import viewer_of
from tests.metrics.answers import (
    answer,
    answers,
    count_everything,
    make_profile,
    make_question,
    make_survey,
    make_touchpoint,
)
from touchpoints.measured import readings


@pytest.fixture
def waves(in_acme):
    before, after = (make_survey(in_acme, code) for code in ("before", "after"))
    security = make_touchpoint(in_acme, "security")
    recommend = make_question(before, "recommend")
    safe = make_question(before, "safe", QuestionType.RATING, 1, 5, touchpoint=security)
    topics = make_question(before, "topics", QuestionType.CHOICES)
    make_question(before, "comment", QuestionType.TEXT)
    after.main_nps, after.main_csat = recommend, safe
    after.save()
    for wave, good in ((before, 10), (after, 30)):
        for number in range(40):
            answer(
                wave,
                {
                    recommend: 0 if number % 4 == 0 else 10,
                    safe: 5 if number < good else 1,
                    topics: frozenset({"queue"}),
                },
                profile=make_profile(in_acme, {"language": "1" if number else "2"}),
            )
    count_everything(in_acme)
    return before, after


@pytest.mark.parametrize(
    "address",
    [
        "/o/acme/feedback/surveys/after/results/",
        "/o/acme/feedback/surveys/after/results/?segment=language:1&from=2026-05-01",
        "/o/acme/feedback/surveys/after/results/crosstab/?question=safe&by=segment:language",
        "/o/acme/feedback/surveys/after/results/crosstab/",
        "/o/acme/compare/",
        "/o/acme/compare/?before=before&after=after&indicator=rating_mean&by=touchpoint",
        "/o/acme/indicators/",
        "/o/acme/indicators/nps/",
        "/o/acme/figures.csv?group_by=survey",
        "/o/acme/cards/touchpoint/security/",
    ],
)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_page_answers_the_committee_and_nobody_outside(waves, ada, olga, signed_in, address, language):
    assert signed_in(ada).get(address, headers={"Accept-Language": language}).status_code == 200
    assert signed_in(olga).get(address).status_code == 404


def test_wrong_filter_is_said_on_the_page(waves, ada, signed_in):
    page = signed_in(ada).get("/o/acme/feedback/surveys/after/results/?unit=mars")

    assert page.status_code == 400
    assert "mars" in page.content.decode()


def test_results_show_the_same_numbers_as_the_api(waves, ada, signed_in):
    page = signed_in(ada).get("/o/acme/feedback/surveys/after/results/")

    shown = {row.result.code: row.result for row in page.context["results"]}
    assert shown["recommend"].figures[0].estimate.value == 50.0
    assert shown["safe"].figures[0].estimate.value == 75.0


def test_compare_page_names_the_verdict(waves, ada, signed_in):
    page = signed_in(ada).get("/o/acme/compare/?before=before&after=after")

    assert (page.context["better"], page.context["worse"]) == (1, 0)


def test_indicators_say_where_they_are_read_and_which_nobody_asks_about(waves, ada, signed_in):
    rows = {row.indicator.key: row for row in signed_in(ada).get("/o/acme/indicators/").context["rows"]}

    assert [figure.value for _survey, figure in rows["nps"].values] == [50.0, 50.0]
    assert rows["rating_top2"].values == []
    assert {address for _name, address in rows["rating_top2"].read_in} == {
        "/o/acme/feedback/surveys/before/results/", "/o/acme/feedback/surveys/after/results/",
    }  # fmt: skip
    assert (rows["ces_mean"].values, rows["ces_mean"].read_in) == ([], [])


@pytest.fixture
def twins(in_acme):
    """Two questions of the same title, a score of 0, and an answer that would be a formula."""
    survey = make_survey(in_acme, "twins")
    first = make_question(survey, "first")
    second = make_question(survey, "second", QuestionType.RATING, 1, 5)
    choice = make_question(survey, "choice", QuestionType.CHOICE)
    for question in (first, second):
        question.text = {"en": "The same title"}
        question.save()
    version = InstrumentVersion.objects.get()
    for position, question in enumerate((first, second, choice)):
        VersionItem.objects.create(organisation=in_acme, version=version, question=question, position=position)
    answer(survey, {first: 0, choice: frozenset({"=1+1"})})
    answer(survey, {second: 4}, day=None)
    count_everything(in_acme)
    return survey


def exported(client, survey, **wanted):
    address = reverse("metrics:export", args=["acme", survey.code])
    sent = client.post(address, {"shape": "wide", "values": "codes", "form": "csv"} | wanted)
    assert sent.status_code == 200, sent.content
    return b"".join(sent.streaming_content)


def records(packed, name):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_export_keeps_zero_empty_and_equal_titles(twins, kasia, signed_in):
    heading, first, second = records(exported(signed_in(kasia), twins, values="labels"), "answers.csv")

    assert heading[-3:] == ["The same title", "The same title (2)", "Choice"]
    assert first[-3:] == ["0", "", "'=1+1"]
    assert second[-3:] == ["", "4", ""]
    assert second[2] == ""


def test_long_export_has_a_line_for_each_answer_and_a_codebook(twins, kasia, signed_in, in_acme):
    packed = exported(signed_in(kasia), twins, shape="long")

    heading, *lines = records(packed, "answers.csv")
    assert heading[-4:] == ["question", "scale", "value", "missing"]
    assert [line[-4:] for line in lines] == [
        ["first", "0-10", "0", ""], ["choice", "", "'=1+1", ""], ["second", "1-5", "4", ""],
    ]  # fmt: skip
    assert ["first", "0-10", "0"] in [[row[0], row[4], row[5]] for row in records(packed, "codebook.csv")]
    assert [entry.action for entry in TrailEntry.objects.all()] == ["answers.exported"]


def test_workbook_has_numbers_as_numbers_and_no_formula(twins, kasia, signed_in):
    book = openpyxl.load_workbook(io.BytesIO(exported(signed_in(kasia), twins, form="xlsx")))

    answers_, codebook = book.worksheets
    assert [cell.value for cell in answers_[2]][-3:] == [0, None, "'=1+1"]
    assert answers_[2][-1].data_type == "s"
    assert codebook["A2"].value == "first"


def test_export_in_words_is_all_words_and_never_mixes_them_with_numbers(in_acme, twins, kasia, signed_in):
    scale = Scale.objects.get(code="from-1-to-5")
    scale.labels = {"1": {"en": "poor"}, "5": {"en": "excellent"}}
    scale.save()
    kasia.language = "pl"
    kasia.save()

    packed = exported(signed_in(kasia), twins, form="xlsx", values="labels")
    sheet = openpyxl.load_workbook(io.BytesIO(packed)).worksheets[0]
    heading, first, second = ([cell.value for cell in row] for row in sheet.rows)

    assert heading[:3] == ["Wypełniona ankieta", "Badanie", "Dzień"]
    assert (first[1], first[2].date(), first[6]) == ("Twins", date(2026, 5, 11), "link lub QR")
    assert second[-2] == 4  # the scale names its ends only


def test_words_and_senders_numbers_leave_on_demand_and_masked(in_acme, twins, kasia, adam, signed_in):
    why = make_question(twins, "why", QuestionType.TEXT)
    answer(twins, {why: "Mail me: jo@sample.example"}, source="api", external_id="R-7")
    answer(twins, {why: "Fine"}, external_id="token-of-a-page")
    wanted = {"extras": ["words", "external_id"]}

    heading, *lines = records(exported(signed_in(kasia), twins, **wanted), "answers.csv")

    assert (heading[1], heading[-1]) == ("external_id", "why")
    assert [(line[1], line[-1]) for line in lines[-2:]] == [("R-7", "Mail me: •••"), ("", "Fine")]
    assert TrailEntry.objects.get().details["extras"] == ["external_id", "words"]
    address = reverse("metrics:export", args=["acme", "twins"])
    refused = signed_in(adam).post(address, {"shape": "wide", "values": "codes", "form": "csv"} | wanted)
    assert refused.context["form"].errors.keys() == {"extras"}  # administrators read no words by default
    with pytest.raises(NotAllowed):
        plan_export(twins, shape="wide", values="codes", viewer=viewer_of(adam, in_acme), extras=frozenset({"words"}))


def test_results_say_how_many_came_in_and_what_the_ends_mean(in_acme, twins, ada, signed_in):
    scale = Scale.objects.get(code="from-0-to-10")
    scale.labels = {"0": {"en": "not at all"}, "10": {"en": "very"}}
    scale.save()

    context = signed_in(ada).get("/o/acme/feedback/surveys/twins/results/").context

    assert (context["filled"], context["n"]) == (2, 1)
    first = context["results"][0].result
    assert (first.steps[0].label, first.steps[10].label, first.ends) == ("0", "10", ("0 – not at all", "10 – very"))


def test_large_export_comes_from_a_job_for_the_one_who_asked(twins, kasia, adam, signed_in, monkeypatch, acme):
    monkeypatch.setattr("metrics.services.exports.SMALL", 1)
    client = signed_in(kasia)
    address = client.post(
        reverse("metrics:export", args=["acme", "twins"]), {"shape": "wide", "values": "codes", "form": "csv"}
    )["Location"]

    running.run_ticket(Ticket.objects.get(kind="metrics.export").pk)

    assert client.get(address).context["file"]
    packed = b"".join(client.get(client.get(address).context["file"]).streaming_content)
    assert len(records(packed, "answers.csv")) == 3
    assert Job.objects.get(ticket__kind="metrics.export").done == 2
    assert signed_in(adam).get(address).status_code == 404


def test_export_of_answers_is_refused_to_the_committee(twins, ada, signed_in):
    assert signed_in(ada).get(reverse("metrics:export", args=["acme", "twins"])).status_code == 403


def test_figures_file_is_gated_like_the_api(waves, adam, in_acme, signed_in):
    lines = signed_in(adam).get("/o/acme/figures.csv?survey=after&group_by=segment:language").content.decode()

    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [(row["segment"], row["suppressed"], row["n"]) for row in rows] == [
        ("language:1", "true", ""), ("language:2", "true", ""),
    ]  # fmt: skip


def test_answers_of_nobody_give_an_empty_page(in_acme, ada, signed_in):
    survey = make_survey(in_acme, "empty")
    answers(survey, make_question(survey, "recommend"), [])

    assert signed_in(ada).get("/o/acme/feedback/surveys/empty/results/").status_code == 200


def test_the_journey_map_gets_the_newest_figure_of_each_touchpoint(waves, in_acme, ada):
    measured = readings(viewer=viewer_of(ada, in_acme), today=date(2026, 6, 1))

    assert list(measured) == ["security"]
    assert [(local(row.survey, "en"), row.value, row.n) for row in measured["security"]] == [("After", 75.0, 40)]


def test_questions_about_one_touchpoint_stand_apart_on_the_journey_map(waves, in_acme, ada):
    _before, after = waves
    clean = make_question(after, "clean", QuestionType.RATING, 1, 5, touchpoint=make_touchpoint(in_acme, "security"))
    for number in range(40):
        answer(after, {clean: 5 if number < 10 else 1})
    count_everything(in_acme)

    measured = readings(viewer=viewer_of(ada, in_acme), today=date(2026, 6, 1))

    assert [(local(row.question, "en"), row.value) for row in measured["security"]] == [("Clean", 25.0), ("Safe", 75.0)]


def test_the_journey_map_gives_no_figure_to_who_may_read_none(waves, in_acme, ada):
    blind = replace(viewer_of(ada, in_acme), capabilities=frozenset())

    assert readings(viewer=blind, today=date(2026, 6, 1)) == {}


def test_a_comparison_by_touchpoint_says_how_many_questions_stand_together(waves, in_acme, ada, signed_in):
    before, _after = waves
    make_question(before, "clean", QuestionType.RATING, 1, 5, touchpoint=make_touchpoint(in_acme, "security"))

    compared = signed_in(ada).get("/o/acme/compare/?before=before&after=after&by=touchpoint")

    assert [name for name, _row, _word, _said in compared.context["rows"]] == ["Security (2 questions together)"]
