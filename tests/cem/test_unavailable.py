"""While the database is away nothing is stored by half, and callers are told to try again."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from accounts import middleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def refusing(error):
    def refuse(*args, **kwargs):
        raise error

    return refuse


@pytest.mark.parametrize("error", [OperationalError("disk is full"), InterfaceError("connection closed")])
def test_page_asks_to_try_again_in_a_moment(client, monkeypatch, error):
    monkeypatch.setattr(middleware, "organisation_by_slug", refusing(error))

    answer = client.get("/o/acme/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Try again in a moment" in answer.content.decode()


def test_program_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(middleware.doors, "api_key_of", refusing(OperationalError("gone")))

    answer = client.get("/api/v1/nps/", headers={"authorization": "Bearer cem_some_key"})

    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "unavailable")
    assert answer["Content-Type"] == "application/problem+json"


def test_any_other_error_is_ours(client, monkeypatch):
    monkeypatch.setattr(middleware, "organisation_by_slug", refusing(RuntimeError("a bug")))

    answer = client.get("/o/acme/")

    assert (answer.status_code, answer.has_header("Retry-After")) == (500, False)


def test_unknown_address_of_the_api_is_a_problem_document(client, db):
    response = client.get("/api/v1/nothing-here/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not_found"
