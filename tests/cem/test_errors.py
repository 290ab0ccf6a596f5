"""A page that breaks: the reader sees a number, the log holds it, and nothing is half-written."""

import logging
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.policy import needs
from accounts.roles import Can
from organisations.models import Channel
from organisations.tenancy import organisation_scope

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cem.test_errors")]


def _write(request):
    Channel.objects.create(organisation=request.organisation, code="half", name={"en": "Half"})


@needs(Can.USE)
def breaks(request, slug):
    _write(request)
    raise RuntimeError("a bug")


@needs(Can.USE)
def gives_up(request, slug):
    _write(request)
    return HttpResponse(status=503)


@needs(Can.USE)
def refuses(request, slug):
    _write(request)
    return HttpResponse(status=409)


urlpatterns = [
    path("o/<slug:slug>/breaks/", breaks),
    path("o/<slug:slug>/gives-up/", gives_up),
    path("o/<slug:slug>/refuses/", refuses),
    path("", include("cem.urls")),
]
handler500 = "cem.views.server_error"


@pytest.fixture
def reader(ada):
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


def test_page_of_an_error_shows_the_number_under_which_the_log_holds_it(acme, ada, reader, caplog):
    with caplog.at_level(logging.ERROR):
        response = reader.get("/o/acme/breaks/")

    shown = re.search(r"<code>([0-9a-f-]{36})</code>", response.content.decode())
    assert response.status_code == 500
    assert shown
    logged = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [(line["event"], line["actor"]) for line in logged if line["request_id"] == shown.group(1)] == [
        ("request_failed", str(ada.public_id))
    ]
    assert "a bug" not in response.content.decode()


def test_error_of_the_api_carries_the_number_too(acme, client, monkeypatch):
    from accounts import middleware

    def fail(**given):
        raise RuntimeError("a bug")

    monkeypatch.setattr(middleware.doors, "api_key_of", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/nps/", headers={"authorization": "Bearer cem_x"})

    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.json()["id"])


@pytest.mark.parametrize(("address", "status"), [("breaks", 500), ("gives-up", 503)])
def test_request_that_fails_leaves_nothing_where_its_scope_is_a_transaction(acme, reader, address, status):
    """On SQLite the scope is none, and each service is a transaction of its own: what it finished stays."""
    assert reader.get(f"/o/acme/{address}/").status_code == status

    with organisation_scope(acme):
        assert Channel.objects.filter(code="half").exists() is (connection.vendor != "postgresql")


def test_request_that_is_refused_keeps_what_was_written(acme, reader):
    assert reader.get("/o/acme/refuses/").status_code == 409

    with organisation_scope(acme):
        assert Channel.objects.filter(code="half").exists()
