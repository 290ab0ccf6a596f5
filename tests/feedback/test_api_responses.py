"""Answers over REST."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Answer, Response
from organisations.tenancy import organisation_scope
from tests.cast import make_key
from tests.feedback.conftest import answer, make_axis

URL = "/api/v1/responses/"


@pytest.fixture
def program(acme):
    """A client that holds a key with these scopes."""

    def hold(*scopes, organisation=acme):
        return Client(headers={"authorization": f"Bearer {make_key(organisation, *scopes)}"})

    return hold


@pytest.fixture
def sender(program):
    return program("responses:write", "responses:read")


def send(client, body, query="", **headers):
    return client.post(f"{URL}{query}", json.dumps(body), content_type="application/json", headers=headers)


def one(**fields):
    return {"survey": "visit", "answers": {"recommend": 9}, **fields}


def test_an_answer_is_stored_and_given_back(visit, sender):
    make_axis(visit.organisation)
    said = one(
        external_id="R-1002",
        contact_at="2026-05-11T09:10:00+02:00",
        answered_at="2026-05-11T00:30:00+02:00",
        channel="branch",
        source="terminal",
        touchpoint="counter",
        unit="north",
        segments={"lifecycle": "first-time"},
        customer="C-77",
        language="en",
        weight=1.5,
        comment="Quick and kind.",
        contact_allowed=False,
        metadata={"flight": "UA1"},
    )
    response = send(sender, said)
    stored = response.json()
    assert response.status_code == 201
    times = ("received_at", "updated_at")
    row = Response.objects.get()
    assert {name: value for name, value in stored.items() if name not in times} == {
        "id": str(row.public_id),
        "survey": "visit",
        "external_id": "R-1002",
        "contact_at": "2026-05-11T07:10:00Z",
        "asked_at": None,
        "answered_at": "2026-05-10T22:30:00Z",
        "answered_on": "2026-05-11",
        "precision": "moment",
        "source": "terminal",
        "channel": "branch",
        "touchpoint": "counter",
        "unit": "north",
        "segments": {"lifecycle": "first-time"},
        "customer": None,
        "language": "en",
        "weight": 1.5,
        "answers": {"recommend": 9},
        "comment": None,
        "contact_allowed": False,
        "metadata": {"flight": "UA1"},
        "counted": True,
        "not_counted_reason": None,
        "partial": False,
    }
    assert sender.get(f"{URL}{row.public_id}/").json() == stored
    assert sender.get(URL.rstrip("/")).json() == {"results": [stored], "next": None}
    again = send(sender, said)
    assert (again.status_code, again.json()) == (200, stored)


def test_the_same_external_id_conflicts_unless_it_may_update(visit, sender):
    send(sender, one(external_id="R-1"))
    different = one(external_id="R-1", answers={"recommend": 2})
    refused = send(sender, different)
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert refused.json()["errors"][0]["pointer"] == "/external_id"
    updated = send(sender, different, "?on_conflict=update")
    assert (updated.status_code, updated.json()["answers"]) == (200, {"recommend": 2})
    assert list(Answer.objects.values_list("value", flat=True)) == [2]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"answers": {"recommend": 11}}, "/answers/recommend", "not_on_scale"),
        ({"answers": {"recommend": 9.0}}, "/answers/recommend", "not_on_scale"),
        ({"answers": {"recommend": "9"}}, "/answers/recommend", "not_on_scale"),
        ({"answers": {"nothing": 9}}, "/answers/nothing", "question_unknown"),
        ({"answers": {}}, "/answers", "answer_needed"),
        ({"answers": [9]}, "/answers", "answers_invalid"),
        ({"survey": "none"}, "/survey", "survey_unknown"),
        ({"colour": "red"}, "/colour", "field_unknown"),
        ({"answered_at": "2026-05-11T09:10:00"}, "/answered_at", "moment_invalid"),
        ({"answered_at": "1989-05-11T09:10:00Z"}, "/answered_at", "moment_too_early"),
        ({"touchpoint": "nowhere"}, "/touchpoint", "touchpoint_unknown"),
        ({"metadata": {"a": [1]}}, "/metadata/a", "metadata_invalid"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_pointer(visit, sender, fields, pointer, code):
    refused = send(sender, one(**fields))
    assert refused.status_code == 400
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [(pointer, code)]
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"survey": "visit", "survey": "visit"}', "json_duplicate_name"),
        (b'{"weight": NaN}', "json_invalid"),
        (b'{"weight": 1e999}', "json_invalid"),
        (b'{"weight": 1_000}', "json_invalid"),
        (b'{"comment": "\\u0000"}', "json_characters"),
        (b'{"comment": "\\ud800"}', "json_characters"),
        (b"[" * 100_000, "json_invalid"),
        (b"\xff", "json_not_utf8"),
        (b" ", "json_invalid"),
    ],
)
def test_json_that_readers_could_understand_differently_is_refused(visit, sender, raw, code):
    refused = sender.post(URL, raw, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_another_media_type_is_refused(visit, sender):
    assert sender.post(URL, {"survey": "visit"}).status_code == 415


def test_a_list_is_all_or_nothing_unless_partial(visit, sender):
    body = [one(external_id="a"), one(answers={"recommend": 99}), one(external_id="a"), {"survey": "x", "answers": {}}]
    refused = send(sender, body)
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/3/survey"]
    assert Response.objects.count() == 0
    taken = send(sender, body, "?partial=true")
    assert taken.status_code == 201
    assert [result["status"] for result in taken.json()["results"]] == [201, 400, 200, 400]
    counts = {name: taken.json()[name] for name in ("created", "updated", "unchanged", "refused")}
    assert counts == {"created": 1, "updated": 0, "unchanged": 1, "refused": 2}
    assert send(sender, [one()] * 1001).status_code == 400
    assert send(sender, []).status_code == 400


def test_an_idempotency_key_answers_once(visit, sender):
    first = send(sender, one(), **{"idempotency-key": "k1"})
    again = send(sender, one(), **{"idempotency-key": "k1"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert Response.objects.count() == 1
    assert send(sender, one(weight=2), **{"idempotency-key": "k1"}).status_code == 422
    assert send(sender, one(answers={}), **{"idempotency-key": "k2"}).status_code == 400
    assert send(sender, one(), **{"idempotency-key": "k2"}).status_code == 201
    assert send(sender, one(), **{"idempotency-key": "x" * 256}).status_code == 400


def test_pages_follow_the_last_change_and_lose_none(visit, sender):
    now = timezone.now() - timedelta(hours=1)
    ids = [str(answer(visit, 9, now=now).response.public_id) for _n in range(5)]
    seen, address = [], f"{URL}?limit=2"
    while address:
        page = sender.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == ids
    since = (now + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    late = answer(visit, 1, now=now + timedelta(minutes=2))
    assert [r["id"] for r in sender.get(f"{URL}?updated_since={since}").json()["results"]] == [
        str(late.response.public_id)
    ]
    assert sender.get(f"{URL}?cursor=nonsense").status_code == 400
    assert sender.get(f"{URL}?updated_since=yesterday").status_code == 400


def test_an_erased_answer_is_only_its_id(visit, sender):
    recorded = answer(visit, 9, comment="Call me")
    Response.objects.update(deleted_at=timezone.now())
    assert sender.get(URL).json()["results"] == [{"id": str(recorded.response.public_id), "deleted": True}]


def test_words_and_people_need_their_scopes(visit, program):
    answer(visit, 9, comment="Mail me at jan@example.org, Jan", customer="C-1")
    row = program("responses:read").get(URL).json()["results"][0]
    assert (row["comment"], row["customer"], row["answers"]) == (None, None, {"recommend": 9})
    row = program("responses:read", "comments:read").get(URL).json()["results"][0]
    assert (row["comment"], row["customer"]) == ("Mail me at •••, Jan", None)
    row = program("responses:read", "comments:read", "identity:read").get(URL).json()["results"][0]
    assert (row["comment"], row["customer"]) == ("Mail me at jan@example.org, Jan", "C-1")


def test_a_key_needs_the_scope_of_the_method(visit, program):
    assert Client().get(URL).status_code == 401
    assert program("nps:read").get(URL).status_code == 403
    assert program("responses:write").get(URL).status_code == 403
    reader = program("responses:read")
    assert send(reader, one()).status_code == 403
    assert reader.delete(URL).status_code == 405


def test_a_key_of_another_company_sees_and_changes_nothing(shops, program, globex):
    with organisation_scope(shops.ours.organisation):
        ours = answer(shops.ours, 9, external_id="R-1").response
    theirs = program("responses:read", "responses:write", organisation=globex)
    assert theirs.get(URL).json() == {"results": [], "next": None}
    assert theirs.get(f"{URL}{ours.public_id}/").status_code == 404
    assert send(theirs, one(external_id="R-1")).status_code == 201
    with organisation_scope(shops.ours.organisation):
        assert Response.objects.count() == 1


def test_surveys_are_listed_with_their_questions(visit, program):
    reader = program("responses:read")
    page = reader.get("/api/v1/surveys/")
    (survey,) = page.json()["results"]
    assert (survey["code"], survey["state"], survey["main"]["nps"], survey["main"]["comment"]) == (
        "visit",
        "open",
        "recommend",
        "why",
    )
    assert survey["questions"][0] == {
        "code": "recommend",
        "kind": "recommend",
        "text": {"en": "Would you recommend us?", "pl": "Czy nas polecisz?"},
        "required": True,
        "touchpoint": None,
        "pillar": None,
        "aspect": None,
        "scales": [{"code": "0-10", "from": None, "minimum": 0, "maximum": 10}],
        "options": [],
    }
    assert reader.get("/api/v1/surveys", headers={"if-none-match": page["ETag"]}).status_code == 304
