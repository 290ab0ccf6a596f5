"""The HTTP examples of docs/api.md, run as a reader would run them: real server, real key, plain clients."""

import csv
import json
import os
import shutil
import subprocess

import pytest

from feedback.models import Response
from organisations.models import Unit
from organisations.tenancy import organisation_scope
from tests.cast import make_key
from tests.docs.examples import block
from tests.feedback.conftest import make_survey as make_open_survey
from tests.metrics.answers import answers, count_everything, make_question, make_survey

pytestmark = pytest.mark.django_db(transaction=True)
API = "docs/api.md"
SCOPES = ("nps:read", "responses:read", "responses:write", "comments:read")
UNITS = "abcdefg"


@pytest.fixture
def key(transactional_db, acme):
    """A key of a company with seven units, whose survey is that of the examples; all of it committed for the server."""
    with organisation_scope(acme):
        survey = make_survey(acme, "passengers-2017")
        recommend = make_question(survey, "recommend")
        for place, code in enumerate(UNITS):
            unit = Unit.objects.create(organisation=acme, code=code, name={"en": code.upper()})
            answers(survey, recommend, [10] * 6 + [7] + [0] * place, unit=unit)
        count_everything(acme)
        make_open_survey(acme, "passengers-now")
    return make_key(acme, *SCOPES, secret="cem_a_key_of_the_papers")


def shell(command, live_server, key):
    """What a command of the paper prints, with the two names it uses."""
    if not shutil.which("curl"):
        pytest.skip("the paper's commands need curl")
    environment = {**os.environ, "SITE": live_server.url, "KEY": key}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def python(live_server, key):
    """The names that the paper's Python examples define or use."""
    names = {"key": key}
    exec(block(API, "python", "def rows("), names)  # noqa: S102 (the paper's own code)
    return names


def test_spreadsheet_query_gives_a_row_for_each_unit(live_server, key):
    lines = shell(block(API, "sh", "curl -u"), live_server, key).splitlines()

    table = list(csv.DictReader(lines))
    assert [(row["unit"], row["n"]) for row in table] == [(code, str(7 + place)) for place, code in enumerate(UNITS)]
    shown = block(API, "csv", "period_start").splitlines()[0].removesuffix(",…").split(",")
    assert list(table[0])[: len(shown)] == shown


def test_paging_loop_in_python_gives_every_row_once(live_server, key):
    rows = python(live_server, key)["rows"]

    by_two = list(rows(live_server.url, "nps", key, survey="passengers-2017", group_by="unit", limit=2))
    at_once = list(rows(live_server.url, "nps", key, survey="passengers-2017", group_by="unit", limit=500))

    assert [row["unit"] for row in by_two] == list(UNITS)
    assert by_two == at_once


def test_printing_loop_in_python_runs_as_it_stands(live_server, key, capsys):
    code = block(API, "python", "print(").replace("http://localhost:8000", live_server.url)

    exec(code, python(live_server, key))  # noqa: S102

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(UNITS)


def test_following_new_answers_runs_as_it_stands(live_server, key):
    stored = {}
    names = {**python(live_server, key), "last_seen": "2026-01-01T00:00:00Z", "store": stored.__setitem__}

    exec(block(API, "python", "last_seen").replace("http://localhost:8000", live_server.url), names)  # noqa: S102

    assert len(stored) == sum(7 + place for place in range(len(UNITS)))


def test_paging_loop_in_shell_gives_every_row_once(live_server, key):
    pages = shell(block(API, "sh", "while"), live_server, key).splitlines()

    assert len(pages) == 4
    assert [row["unit"] for page in pages for row in json.loads(page)["results"]] == list(UNITS)


def test_entity_tag_gives_304_until_something_changes(live_server, key):
    command = block(API, "sh", "If-None-Match")
    head, _blank, _body = shell(command, live_server, key).partition("\n\n")
    (tag,) = [line.split(": ")[1] for line in head.splitlines() if line.lower().startswith("etag")]

    again = shell(command.replace('"TAG"', tag), live_server, key)

    assert "200 OK" in head.splitlines()[0]
    assert "304 Not Modified" in again.splitlines()[0]


def test_addresses_answer_alike_with_and_without_their_slash(live_server, key):
    both = [
        shell(f'curl -s -w "%{{http_code}}" -u "$KEY:" "$SITE/api/v1/{path}?survey=passengers-2017"', live_server, key)
        for path in ("nps/", "nps")
    ]

    assert both[0] == both[1]
    assert both[0].endswith("200")


def test_answer_sent_twice_is_stored_once(live_server, key, acme):
    command = block(API, "sh", "Idempotency-Key")

    first, again = (shell(command, live_server, key) for _time in range(2))

    assert "201 Created" in first.splitlines()[0]
    assert "201 Created" in again.splitlines()[0]
    assert "idempotent-replayed: true" in again.lower()
    with organisation_scope(acme):
        assert Response.objects.filter(external_id="T7-0042").count() == 1


def test_error_of_the_paper_is_what_the_server_says(live_server, key):
    said = shell('curl -s -u "$KEY:" "$SITE/api/v1/nps/?survey=nope"', live_server, key)

    assert json.loads(said) == json.loads(block(API, "json", "unknown_value"))
