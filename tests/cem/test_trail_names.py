"""The trail calls things by their names in the reader's language, not by codes and identifiers."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from feedback.models import Survey
from operations.services import record_trail
from organisations.tenancy import organisation_scope
from programs.models import Deliverable, Stage
from programs.services.engagements import open_engagement
from tests.cem.test_desk import BASE
from tests.feedback.conftest import make_survey
from training.models import Course


@pytest.fixture
def things(acme, globex):
    """Things of several kinds, one of each kind entered in the trail; the other organisation has some too."""
    with organisation_scope(globex):
        record_trail(organisation=globex, actor="x", action="survey.opened", target=make_survey(globex))
    with organisation_scope(acme):
        make_survey(acme)
        open_engagement(
            organisation=acme, slug="care", name={"en": "Care", "pl": "Troska"}, actor="x",
            first_day=date(2026, 1, 1),
        )  # fmt: skip
        Course.objects.create(organisation=acme, code="greet", name={"en": "How to greet", "pl": "Jak witać"})
        found = {
            "survey": Survey.objects.get(),
            "stage": Stage.objects.get(kind="audit"),
            "deliverable": Deliverable.objects.order_by("pk").first(),
            "course": Course.objects.get(),
        }
        for thing in found.values():
            record_trail(organisation=acme, actor="x", action="thing.changed", target=thing)
        return found


def shown(client):
    lines = client.get(f"{BASE}/trail/?action=thing").context["lines"]
    return {line.entry.target_kind: line.name for line in lines}


def test_things_are_called_by_their_names_in_the_reader_s_language(signed_in, ada, things):
    english = shown(signed_in(ada))
    ada.language = "pl"
    ada.save()
    polish = shown(signed_in(ada))

    title = things["deliverable"].title
    assert english == {
        "survey": "After the visit",
        "stage": "Audit, cycle 1",
        "deliverable": title["en"],
        "course": "How to greet",
    }
    assert polish == {
        "survey": "Po wizycie",
        "stage": "Audyt, cykl 1",
        "deliverable": title["pl"],
        "course": "Jak witać",
    }


def test_thing_that_is_gone_keeps_the_name_it_had_and_identifiers_are_not_shown(signed_in, acme, ada, things):
    with organisation_scope(acme):
        things["course"].delete()
        record_trail(organisation=acme, actor="x", action="thing.lost", target_name=str(uuid4()))

    page = signed_in(ada).get(f"{BASE}/trail/?action=thing")

    names = [line.name for line in page.context["lines"]]
    assert names[0] == ""
    assert "greet" in names


def test_trail_asks_once_for_each_kind_of_thing(signed_in, acme, ada, things, django_assert_max_num_queries):
    client = signed_in(ada)
    client.get(f"{BASE}/trail/")
    with organisation_scope(acme), translation.override("en"):
        for _number in range(20):
            record_trail(organisation=acme, actor="x", action="thing.changed", target=things["survey"])

    with django_assert_max_num_queries(24):
        client.get(f"{BASE}/trail/")


@pytest.mark.parametrize(
    ("language", "sought", "found"),
    [
        ("en", "how to GREET", {"course"}),
        ("pl", "jak witać", {"course"}),
        ("pl", "how to greet", set()),
        ("pl", "audyt, cykl", {"stage"}),
        ("en", "course", {"course"}),
        ("pl", "SZKOLENIE", {"course"}),
        ("en", "nothing like it", set()),
    ],
)
def test_trail_is_searched_by_the_words_the_reader_sees(signed_in, ada, things, language, sought, found):
    ada.language = language
    ada.save()

    page = signed_in(ada).get(f"{BASE}/trail/", {"action": "thing", "target": sought})

    assert {line.entry.target_kind for line in page.context["lines"]} == found
