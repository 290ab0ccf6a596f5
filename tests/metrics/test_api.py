"""Figures over REST: rows, pages, files, entity tags, errors."""

import base64
import csv
import io
from datetime import date

import pytest

from feedback.models import Missing, QuestionType
from tests.cast import make_key
from tests.metrics.answers import (
    answer,
    answers,
    count_everything,
    make_profile,
    make_question,
    make_survey,
    make_touchpoint,
)

COLUMNS = [
    "period_start",
    "period_end",
    "indicator",
    "scale",
    "survey",
    "question",
    "touchpoint",
    "segment",
    "channel",
    "unit",
    "source",
    "n",
    "n_missing",
    "n_effective",
    "promoters",
    "passives",
    "detractors",
    "value",
    "std_error",
    "ci_low",
    "ci_high",
    "low_base",
    "suppressed",
    "definition_version",
    "computed_at",
]


@pytest.fixture
def survey(in_acme):
    survey = make_survey(in_acme, "wave")
    recommend = make_question(survey, "recommend")
    answers(survey, recommend, [10, 9, 7, 0], day=date(2026, 5, 11))
    answers(survey, recommend, [10], day=date(2026, 5, 12))
    answer(survey, {recommend: Missing.SKIPPED}, day=None)
    count_everything(in_acme)
    return survey


@pytest.fixture
def get(acme, client):
    keys: dict[str, str] = {}

    def ask(address, scope="responses:read", **headers):
        secret = keys.setdefault(scope, "") or keys.update({scope: make_key(acme, scope)}) or keys[scope]
        return client.get(address, headers={"Authorization": f"Bearer {secret}", **headers})

    return ask


def rows(response):
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_nps_row_has_always_the_same_columns(survey, get):
    (row,) = rows(get("/api/v1/nps/"))

    assert list(row) == COLUMNS
    assert (row["n"], row["n_missing"], row["promoters"], row["passives"], row["detractors"]) == (5, 1, 3, 1, 1)
    assert row["value"] == 40.0
    assert (row["indicator"], row["scale"], row["low_base"], row["suppressed"]) == ("nps", "0-10", True, False)
    assert row["computed_at"] == "2026-05-20T12:00:00Z"


def test_slash_or_none_answers_alike_without_redirect(survey, get):
    assert get("/api/v1/metrics?indicator=nps").json() == get("/api/v1/metrics/?indicator=nps").json()
    assert rows(get("/api/v1/nps")) == rows(get("/api/v1/nps/"))


def test_no_answers_give_one_row_of_n_0_and_no_value(in_acme, get):
    make_question(make_survey(in_acme), "recommend")

    (row,) = rows(get("/api/v1/nps/"))

    assert (row["n"], row["value"], row["suppressed"]) == (0, None, False)


def test_days_are_rows_and_the_unknown_day_is_in_none(survey, get):
    found = rows(get("/api/v1/nps/?group_by=day&from=2026-05-10&to=2026-05-13"))
    filled = rows(get("/api/v1/nps/?group_by=day&from=2026-05-10&to=2026-05-13&fill=true"))

    assert [(row["period_start"], row["period_end"], row["n"]) for row in found] == [
        ("2026-05-11", "2026-05-11", 4), ("2026-05-12", "2026-05-12", 1),
    ]  # fmt: skip
    assert [row["n"] for row in filled] == [0, 4, 1, 0]
    assert filled[0]["value"] is None


def test_month_is_not_the_mean_of_its_days(survey, get):
    assert [row["value"] for row in rows(get("/api/v1/nps/?group_by=month&period=2026"))] == [40.0]


def test_pages_hold_every_row_once(survey, get):
    address, seen = "/api/v1/nps/?group_by=day&period=2026-05&fill=true&limit=10", []
    while address:
        answer_ = get(address).json()
        seen += [row["period_start"] for row in answer_["results"]]
        address = answer_["next"]

    assert seen == [f"2026-05-{day:02}" for day in range(1, 32)]


def test_csv_has_the_columns_and_empty_for_nothing(survey, get):
    answer_ = get("/api/v1/metrics.csv?group_by=survey", Accept="text/csv")

    heading, row = list(csv.reader(io.StringIO(answer_.content.decode())))
    assert heading == COLUMNS
    assert dict(zip(heading, row, strict=True)) | {
        "survey": "wave",
        "n": "5",
        "n_effective": "",
        "value": "40.0",
    } == dict(zip(heading, row, strict=True))


def test_basic_authentication_works_for_spreadsheets(survey, acme, client):
    secret = make_key(acme, "nps:read", secret="cem_sheet_0123456789")
    word = base64.b64encode(f"{secret}:".encode()).decode()

    assert client.get("/api/v1/metrics.csv", headers={"Authorization": f"Basic {word}"}).status_code == 200


def test_entity_tag_is_kept_until_a_count_changes(survey, get, in_acme, django_assert_max_num_queries):
    first = get("/api/v1/nps/")
    with django_assert_max_num_queries(8):
        again = get("/api/v1/nps/", **{"If-None-Match": first["ETag"]})
    answers(survey, survey.main_nps, [0])
    count_everything(in_acme)
    changed = get("/api/v1/nps/", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200
    assert get("/api/v1/nps/", scope="nps:read")["ETag"] != changed["ETag"]


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("indicator=happiness", "unknown_indicator", "indicator"),
        ("survey=nowhere", "unknown_value", "survey"),
        ("question=nothing", "unknown_value", "question"),
        ("unit=mars", "unknown_value", "unit"),
        ("segment=language:9", "unknown_value", "segment"),
        ("source=pigeon", "unknown_value", "source"),
        ("group_by=segment:nothing", "unknown_value", "group_by"),
        ("group_by=segment", "bad_group_by", "group_by"),
        ("group_by=day,week", "bad_group_by", "group_by"),
        ("group_by=employee", "bad_group_by", "group_by"),
        ("period=2026-13", "bad_period", "period"),
        ("from=2026-05-02&to=2026-05-01", "bad_period", "from"),
        ("period=2026&from=2026-01-01", "bad_period", "period"),
        ("confidence=1", "bad_confidence", "confidence"),
        ("confidence=nan", "bad_confidence", "confidence"),
        ("weighted=maybe", "bad_flag", "weighted"),
        ("include=deleted", "bad_include", "include"),
        ("scale=ten", "bad_scale", "scale"),
        ("scale=0-11", "bad_scale", "scale"),
        ("limit=0", "bad_parameter", "limit"),
        ("cursor=e30", "bad_parameter", "cursor"),
        ("surveys=wave", "unknown_parameter", "surveys"),
        ("indicator=rating_mean", "question_required", "question"),
        ("indicator=rating_mean&question=recommend", "question_unsuitable", "question"),
    ],
)
def test_wrong_question_is_a_problem_that_names_the_parameter(survey, get, query, code, parameter):
    answer_ = get(f"/api/v1/metrics/?{query}")

    assert answer_.status_code == 400
    assert answer_["Content-Type"] == "application/problem+json"
    assert (answer_.json()["code"], answer_.json()["errors"][0]["parameter"]) == (code, parameter)


def test_unknown_code_is_said_in_the_readers_language(survey, get):
    problem = get("/api/v1/metrics/?survey=nope", **{"Accept-Language": "pl"}).json()
    assert problem["detail"] == "Nie ma badania o kodzie nope."


def test_two_scales_are_never_put_together(survey, get, in_acme):
    polish = make_survey(in_acme, "polish", instrument="polish")
    answers(polish, make_question(polish, "wr", QuestionType.RECOMMEND_10, 1, 10), [10, 10, 1])
    count_everything(in_acme)

    assert get("/api/v1/nps/").json()["code"] == "scale_ambiguous"
    assert [row["n"] for row in rows(get("/api/v1/nps/?scale=0-10"))] == [5]
    assert [row["n"] for row in rows(get("/api/v1/nps/?scale=1-10"))] == [3]
    assert [(row["survey"], row["scale"]) for row in rows(get("/api/v1/nps/?scale=1-10&group_by=survey"))] == [
        ("polish", "1-10")
    ]


def test_a_survey_with_one_scale_needs_no_scale_named(survey, get, in_acme):
    polish = make_survey(in_acme, "polish", instrument="polish")
    answers(polish, make_question(polish, "wr", QuestionType.RECOMMEND_10, 1, 10), [10, 10, 1])
    count_everything(in_acme)

    (row,) = get("/api/v1/nps/?survey=polish").json()["results"]
    both = get(f"/api/v1/nps/?survey=polish&survey={survey.code}").json()

    assert (row["scale"], row["n"], row["value"]) == ("1-10", 3, pytest.approx(100 / 3))
    assert both["code"] == "scale_ambiguous"


def test_small_parts_are_hidden_from_figures_alone_but_days_are_not(survey, get, in_acme):
    recommend = survey.main_nps
    for code, n in (("1", 40), ("2", 8), ("3", 3)):
        answers(survey, recommend, [9] * n, profile=make_profile(in_acme, {"language": code}))
    count_everything(in_acme)

    open_, closed = (
        rows(get("/api/v1/nps/?group_by=segment:language", scope=scope)) for scope in ("responses:read", "nps:read")
    )
    days = rows(get("/api/v1/nps/?group_by=day", scope="nps:read"))
    alone = rows(get("/api/v1/nps/?segment=language:3", scope="nps:read"))

    assert [(row["segment"], row["n"]) for row in open_] == [
        ("language:1", 40), ("language:2", 8), ("language:3", 3), (None, 5),
    ]  # fmt: skip
    assert [(row["segment"], row["n"]) for row in closed] == [
        ("language:1", 40), ("language:2", 8), ("language:3", None), (None, None),
    ]  # fmt: skip
    hidden = closed[2]
    assert all(hidden[column] is None for column in COLUMNS[11:22])
    assert hidden["suppressed"] is True
    assert [row["n"] for row in days] == [55, 1]
    assert alone[0]["suppressed"] is True


def test_touchpoint_ratings_by_question_and_touchpoint(in_acme, get):
    survey = make_survey(in_acme)
    security = make_touchpoint(in_acme, "security")
    safe = make_question(survey, "safe", QuestionType.RATING, 1, 5, touchpoint=security)
    queue = make_question(survey, "queue", QuestionType.RATING, 1, 5, touchpoint=security)
    for values in ({safe: 5, queue: 1}, {safe: 4, queue: Missing.NOT_APPLICABLE}):
        answer(survey, values)
    count_everything(in_acme)

    by_question = rows(get("/api/v1/metrics/?indicator=rating_top2&group_by=question"))
    by_touchpoint = rows(get("/api/v1/metrics/?indicator=rating_mean&group_by=touchpoint"))

    assert [(row["question"], row["n"], row["n_missing"], row["value"]) for row in by_question] == [
        ("queue", 1, 1, 0.0), ("safe", 2, 0, 100.0),
    ]  # fmt: skip
    assert [(row["touchpoint"], row["n"], row["value"], row["scale"]) for row in by_touchpoint] == [
        ("security", 3, pytest.approx(10 / 3), "1-5")
    ]


def test_flagged_answers_come_in_when_asked_for(survey, get, in_acme):
    answers(survey, survey.main_nps, [0, 0], counted=False, not_counted_reason="flagged")
    answers(survey, survey.main_nps, [0], counted=False, not_counted_reason="test")
    count_everything(in_acme)

    assert rows(get("/api/v1/nps/"))[0]["n"] == 5
    assert rows(get("/api/v1/nps/?include=flagged"))[0]["n"] == 7


def test_figures_stay_inside_the_organisation(survey, globex, client):
    secret = make_key(globex, "responses:read")

    answer_ = client.get("/api/v1/nps/", headers={"Authorization": f"Bearer {secret}"})

    assert answer_.json()["results"][0]["n"] == 0
    assert client.get("/api/v1/nps/?survey=wave", headers={"Authorization": f"Bearer {secret}"}).status_code == 400


def test_key_without_figures_is_refused(survey, get):
    assert get("/api/v1/nps/", scope="import").status_code == 403


def test_indicators_say_what_they_are(get):
    found = {row["key"]: row for row in rows(get("/api/v1/indicators/"))}

    assert found["nps"]["unit"] == "points"
    assert found["nps"]["scale"] == ["0-10", "1-10"]
    assert found["rating_top2"]["smallest_n"] == 5
    assert set(found) >= {
        "csat_top2",
        "csat_mean",
        "ces_mean",
        "ces_agree",
        "smiley_index",
        "smiley_net",
        "rating_mean",
    }


def test_everything_wrong_with_an_address_is_told_at_once(survey, get):
    problem = get(
        "/api/v1/nps/?units=a&unit=mars&unit=moon&period=2026-13&confidence=2&limit=0", **{"Accept-Language": "pl"}
    ).json()

    assert [(error["parameter"], error["code"]) for error in problem["errors"]] == [
        ("units", "unknown_parameter"),
        ("period", "bad_period"),
        ("confidence", "bad_confidence"),
        ("limit", "bad_parameter"),
        ("unit", "unknown_value"),
        ("unit", "unknown_value"),
    ]
    assert problem["code"] == "unknown_parameter"
    assert "units" in problem["detail"]
    assert "„2026-13” nie jest okresem" in problem["detail"]


def test_one_row_without_a_touchpoint_says_why(survey, get):
    assert "rating_mean" in get("/api/v1/nps/?group_by=touchpoint").json()["notes"][0]
    assert "notes" not in get("/api/v1/nps/?group_by=survey").json()


def test_key_without_the_scope_is_told_which_ones_would_do(survey, get):
    problem = get("/api/v1/nps/", scope="people:write").json()

    assert (problem["code"], problem["scopes"]) == ("scope_missing", ["nps:read", "responses:read"])
    assert "nps:read, responses:read" in problem["detail"]
