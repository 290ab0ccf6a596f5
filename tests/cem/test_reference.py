"""The page about the API says of every address what there is, in both languages, and shows true calls."""

import json
import shlex

import pytest

from cem.reference import reading, words
from cem.reference.calls import curl_call
from cem.reference.problems import TROUBLES
from cem.reference.views import _SAMPLES, book

DOCUMENT = {
    "paths": {
        "/things/": {
            "get": {
                "operationId": "things_list",
                "summary": "Things",
                "tags": ["things"],
                "x-scopes": ["things:read"],
                "parameters": [
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 500}},
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["a", "b"], "default": "a"}},
                    {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}},
                ],
                "responses": {
                    "400": {"description": "No", "content": {"application/problem+json": {}}},
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "properties": {
                                        "results": {
                                            "items": {
                                                "required": ["n"],
                                                "properties": {
                                                    "n": {"type": "integer", "nullable": True},
                                                    "steps": {
                                                        "type": "array",
                                                        "items": {"type": "object", "properties": {"say": {}}},
                                                    },
                                                },
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    },
                },
            },
            "post": {
                "operationId": "things_send",
                "tags": ["things"],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "oneOf": [
                                    {"type": "object", "properties": {"n": {"type": "integer"}}},
                                    {
                                        "type": "array",
                                        "maxItems": 1000,
                                        "items": {"type": "object", "properties": {"n": {"type": "integer"}}},
                                    },
                                ]
                            },
                            "examples": {"one": {"value": {"n": 7, "word": "it's"}}},
                        }
                    }
                },
                "responses": {"201": {"description": "Stored", "content": {"application/json": {"schema": {}}}}},
            },
        }
    }
}


@pytest.fixture
def operations():
    return {one.key: one for chapter in reading.chapters(DOCUMENT) for one in chapter.operations}


@pytest.mark.pure
def test_parameters_columns_and_answers_are_read(operations):
    listed = operations["things_list"]

    assert [(line.name, line.kind, line.bounds, line.default, line.choices) for line in listed.query] == [
        ("limit", "integer", "1…500", "", ()),
        ("kind", "string", "", "a", ("a", "b")),
    ]
    assert [line.name for line in listed.headers] == ["If-None-Match"]
    assert [(line.name, line.kind, line.required) for line in listed.received] == [
        ("n", "integer | null", True),
        ("steps", "array of object", False),
        ("steps[].say", "any", False),
    ]
    assert [(answer.status, answer.is_problem) for answer in listed.answers] == [(200, False), (400, True)]
    assert (listed.scopes, listed.is_page, listed.media) == (("things:read",), True, "application/json")


@pytest.mark.pure
def test_body_that_may_be_a_list_says_of_how_many(operations):
    sent = operations["things_send"]

    assert [line.name for line in sent.sent] == ["n"]
    assert sent.sent_most == 1000


@pytest.mark.pure
def test_call_is_one_that_a_shell_understands(operations):
    call = shlex.split(curl_call(operations["things_send"], "https://cem.example"))

    assert call[0] == "curl"
    assert call[-1] == "https://cem.example/things/"
    assert json.loads(call[call.index("-d") + 1]) == {"n": 7, "word": "it's"}


@pytest.mark.pure
def test_search_wants_every_word():
    found = reading.chapters(DOCUMENT)

    assert [one.key for chapter in reading.matching(found, "LIMIT things") for one in chapter.operations] == [
        "things_list"
    ]
    assert reading.matching(found, "limit nowhere") == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_address_names_a_scope_and_every_parameter_has_words(db, language):
    operations = [one for chapter in book(language) for one in chapter.operations]

    assert len(operations) >= 15
    assert [one.key for one in operations if not one.scopes or one.key not in words.OPERATIONS] == []
    assert [(one.key, line.name) for one in operations for line in one.query if not line.text] == []


def test_statuses_lead_to_what_is_to_be_done(db):
    told = {trouble.status for trouble in TROUBLES}

    assert {
        answer.status for chapter in book("en") for one in chapter.operations for answer in one.answers
        if answer.is_problem
    } <= told  # fmt: skip


def test_samples_have_the_columns_that_the_document_names(db):
    for one in (one for chapter in book("en") for one in chapter.operations if one.key in _SAMPLES):
        sample = _SAMPLES[one.key]
        row = sample["results"][0] if one.is_page else sample

        assert set(row) <= {line.name for line in one.received}, one.key
        assert {line.name for line in one.received if line.required and "." not in line.name} <= set(row), one.key


def test_page_is_in_the_readers_language_and_searches(client, db):
    whole = client.get("/api/docs/", headers={"accept-language": "pl"})
    found = client.get("/api/docs/?q=group_by", headers={"accept-language": "pl"})

    assert whole.headers["Content-Language"] == "pl"
    assert "Wskaźnik Rekomendacji" in whole.content.decode()
    assert [one.operation.key for chapter in found.context["chapters"] for one in chapter["shown"]] == [
        "nps_list",
        "metrics_list",
        "metrics_csv",
    ]
    assert "'unsafe-inline'" not in whole.headers["Content-Security-Policy"]


def test_words_are_of_something_that_is_there(db):
    operations = [one for chapter in book("en") for one in chapter.operations]

    assert set(words.OPERATIONS) <= {one.key for one in operations}
    assert set(words.PARAMETERS) <= {line.name for one in operations for line in (*one.query, *one.headers)}
    assert set(words.FIELDS) <= {line.name for one in operations for line in (*one.sent, *one.received)}
