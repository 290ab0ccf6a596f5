"""The roster by key: what a personnel system reads and sends."""

import json
from datetime import date

import pytest
from django.test import Client

from accounts.models import Employee
from operations.models import TrailEntry
from organisations.models import Unit
from organisations.tenancy import organisation_scope
from tests.cast import make_key

URL = "/api/v1/employees/"


@pytest.fixture
def personnel(acme):
    """A program that may write people."""
    return Client(headers={"Authorization": f"Bearer {make_key(acme, 'people:write')}"})


def send(client, body, query=""):
    return client.post(f"{URL}{query}", json.dumps(body), content_type="application/json")


def row(number, **fields):
    return {"number": number, "name": f"Person {number}", "unit": "north", **fields}


def numbers_in(organisation):
    with organisation_scope(organisation):
        return sorted(Employee.objects.values_list("number", flat=True))


def test_rows_are_added_changed_and_read_back(acme, personnel):
    sent = [row("1", language="pl"), row("2", manager="1", **{"from": "2020-01-01"})]

    first = send(personnel, sent)
    again = send(personnel, sent)
    changed = send(personnel, row("2", unit="south", until="2026-01-31"))

    assert (first.status_code, first.json()) == (
        200, {"added": ["1", "2"], "changed": [], "leaving": [], "unchanged": 0, "dry_run": False}
    )  # fmt: skip
    assert (again.json()["added"], again.json()["unchanged"]) == ([], 2)
    assert changed.json()["changed"] == ["2"]
    rows = {read.pop("number"): read for read in personnel.get(URL).json()["results"]}
    del rows["1"]["id"], rows["2"]["id"]
    assert rows["1"] == {
        "name": "Person 1", "unit": "north", "job_role": None, "language": "pl", "manager": None, "email": None,
        "from": None, "until": None,
    }  # fmt: skip
    assert (rows["2"]["unit"], rows["2"]["manager"]) == ("south", "1"), "what is not sent stays"
    assert (rows["2"]["from"], rows["2"]["until"]) == ("2020-01-01", "2026-01-31")
    with organisation_scope(acme):
        assert TrailEntry.objects.filter(action="roster.read").count() == 3


def test_one_bad_row_refuses_all_and_points_to_each_field(acme, personnel):
    sent = [
        row("1"),
        row("2", unit="moon", until="soon"),
        row("1"),
        row("3", manager="99", email="nobody@example.org"),
        row("4" * 51, name=""),
    ]

    answer = send(personnel, sent)

    assert (answer.status_code, answer.json()["code"]) == (400, "roster_refused")
    assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
        ("/1/unit", "unit_unknown"),
        ("/1/until", "day_invalid"),
        ("/2/number", "number_twice"),
        ("/3/email", "email_unknown"),
        ("/4/number", "too_long"),
        ("/4/name", "empty"),
    }
    assert send(personnel, row("1", manager="9")).json()["errors"][0]["pointer"] == "/manager"
    assert numbers_in(acme) == []


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ([], "items_count", None),
        ([row(str(number)) for number in range(1001)], "items_count", None),
        (["1"], "roster_refused", "/0"),
        (row(7), "roster_refused", "/number"),
        (row("1", salary="9"), "roster_refused", "/salary"),
    ],
)
def test_what_is_no_row_is_refused(acme, personnel, body, code, pointer):
    answer = send(personnel, body)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert [error["pointer"] for error in answer.json().get("errors", [])] == ([pointer] if pointer else [])
    assert numbers_in(acme) == []


def test_dry_run_tells_and_changes_nothing_and_a_complete_list_lets_others_leave(acme, personnel):
    send(personnel, [row("1"), row("2")])

    tried = send(personnel, [row("1")], "?complete=true&dry_run=true").json()
    with organisation_scope(acme):
        assert Employee.objects.filter(until_day=None).count() == 2
    done = send(personnel, [row("1")], "?complete=true").json()

    assert (tried["leaving"], tried["dry_run"]) == (["2"], True)
    assert (done["leaving"], done["dry_run"]) == (["2"], False)
    with organisation_scope(acme):
        assert Employee.objects.get(number="2").until_day <= date.today()  # noqa: DTZ011
    assert send(personnel, row("1"), "?dry_run=maybe").json()["code"] == "bad_parameter"


def test_only_people_write_reads_and_writes_the_roster_and_only_its_own(acme, globex, personnel):
    with organisation_scope(globex):
        Employee.objects.create(organisation=globex, number="G-1", name="Olaf", unit=Unit.objects.get(code="all"))
    figures = Client(headers={"Authorization": f"Bearer {make_key(acme, 'nps:read', 'programme:read')}"})

    assert personnel.get(URL).json()["results"] == []
    assert (figures.get(URL).status_code, send(figures, row("1")).status_code) == (403, 403)
    assert send(personnel, row("G-1")).json()["added"] == ["G-1"]
    assert numbers_in(globex) == ["G-1"]
