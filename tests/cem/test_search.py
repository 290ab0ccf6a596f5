"""One search over everything, seen as far as the reader may see."""

from datetime import date

import pytest

from operations.services import record_trail
from programs.services import open_engagement
from tests.cast import make_member
from tests.metrics.answers import make_question, make_survey, make_touchpoint


@pytest.fixture
def things(in_acme):
    make_touchpoint(in_acme, "restrooms")
    make_question(make_survey(in_acme, "wave-1"), "clean-restrooms")
    open_engagement(
        organisation=in_acme, slug="passengers", name={"en": "Restful journeys", "pl": "Łagodne podróże"},
        first_day=date(2026, 1, 5), actor="a",
    )  # fmt: skip
    return in_acme


def found(client, words):
    response = client.get("/o/acme/search/", {"q": words})
    assert response.status_code == 200
    return {(label, str(entry.title.get("en"))) for label, entries in response.context["groups"] for entry in entries}


def test_committee_finds_touchpoints_surveys_and_programmes_by_kind(things, ada, signed_in):
    client = signed_in(ada)
    assert found(client, "rest") == {
        ("Touchpoints", "Restrooms"),
        ("Questions", "Clean-Restrooms"),
        ("Programmes", "Restful journeys"),
    }
    assert found(client, "lagodne") == {("Programmes", "Restful journeys")}


def test_frontline_finds_neither_surveys_nor_programmes_nor_other_peoples_touchpoints(things, fred, signed_in):
    assert found(signed_in(fred), "rest") == set()


def test_members_and_employees_are_found_only_by_who_keeps_them(things, ada, adam, signed_in):
    make_member(things, "Zofia Findable", "owner")
    record_trail(organisation=things, actor="a", action="test.changed")
    assert found(signed_in(adam), "zofia") == {("Members", "Zofia Findable")}
    assert found(signed_in(ada), "zofia") == set()


def test_nothing_of_another_organisation_is_found(things, olga, signed_in):
    client = signed_in(olga)
    assert client.get("/o/acme/search/", {"q": "rest"}).status_code == 404
    assert client.get("/o/globex/search/", {"q": "restrooms"}).context["count"] == 0


@pytest.mark.parametrize("words", ["", "a", "\0", "%", "x" * 5000, "żółć"])
def test_any_words_are_answered(things, ada, signed_in, words):
    assert signed_in(ada).get("/o/acme/search/", {"q": words}).status_code == 200
