"""Erasing a person: what goes, what stays, and that nobody comes back."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from feedback.models import Answer, Customer, RejectedLine, Response, Revision
from feedback.services.erasure import Erased, NotThePrivacyDesk, erase_answers, erase_customer
from metrics import counts
from operations.models import TrailEntry
from tests.cast import make_key, viewer_of
from tests.feedback.conftest import NOW, answer, make_survey
from tests.feedback.imports import counts as tallied
from tests.feedback.imports import csv_text, import_text

URL = "/api/v1/responses/"
MAPPING = {
    "time_zone": "Europe/Warsaw",
    "fields": {
        "external_id": {"column": "id"},
        "customer": {"column": "customer"},
        "answered_at": {"column": "when", "formats": ["YYYY-MM-DD"]},
    },
    "questions": {"recommend": {"column": "score"}, "why": {"column": "why", "missing": {"": "skipped"}}},
}
LATER = NOW + timedelta(days=30)


@pytest.fixture
def desk(adam, in_acme):
    """The privacy desk."""
    return viewer_of(adam, in_acme)


@pytest.fixture
def person(visit):
    """Two answers of one customer, one of them corrected, and one of somebody else."""
    answers = {"recommend": 9, "again": "yes", "minutes": 7, "why": "I am Jan, call 600 700 800", "call": True}
    known = {"customer": "C-77", "language": "pl", "metadata": {"flight": "UA1"}, "contact_allowed": True}
    answer(visit, 9, answers=answers, external_id="R-1", **known)
    answer(visit, 3, answers={"recommend": 3, "why": "Old words"}, external_id="R-2", **known)
    answer(visit, 4, answers={"recommend": 4, "why": "New words"}, external_id="R-2", on_conflict="update", **known)
    answer(visit, 8, answers={"recommend": 8, "why": "Somebody else"}, external_id="R-3", customer="C-78")
    return Customer.objects.get(code="C-77")


def recounted(organisation):
    while counts.recount_noted(organisation=organisation, now=LATER).more:
        pass
    return counts.check(organisation=organisation)


def scores():
    return sorted(Answer.objects.filter(question__code="recommend").values_list("value", flat=True))


def test_links_contact_words_and_numbers_go_and_the_scores_stay(in_acme, person, desk):
    done = erase_customer(customer=person, by=desk, now=LATER)

    assert done == Erased(answers=2, with_scores=False)
    assert not Customer.objects.filter(code="C-77").exists()
    left = Response.objects.exclude(external_id="R-3")
    assert {
        (row.external_id, row.customer_id, row.contact_allowed, str(row.metadata), row.deleted_at, row.updated_at)
        for row in left
    } == {("", None, None, "{}", None, LATER)}  # fmt: skip
    assert all(row.source_key for row in left)
    assert sorted(Answer.objects.filter(text__isnull=False).values_list("text", flat=True)) == ["Somebody else"]
    assert not Answer.objects.filter(question__code="call").exists()
    assert not Revision.objects.exists()
    assert scores() == [4, 8, 9]
    assert Answer.objects.get(question__code="minutes").number == 7
    assert recounted(in_acme) == []


def test_with_deletion_the_scores_go_and_the_answer_is_only_its_id(in_acme, person, desk):
    reader = Client(headers={"Authorization": f"Bearer {make_key(in_acme, 'responses:read')}"})
    ids = {str(pk) for pk in person.responses.values_list("public_id", flat=True)}

    erase_customer(customer=person, by=desk, now=LATER, with_scores=True)

    assert scores() == [8]
    assert set(Response.objects.exclude(deleted_at=None).values_list("answered_on", "unit", "content_hash")) == {
        (None, None, "")
    }
    rows = reader.get(URL).json()["results"]
    assert {row["id"] for row in rows if row == {"id": row["id"], "deleted": True}} == ids
    assert recounted(in_acme) == []


def test_trail_says_that_it_happened_and_not_to_whom(person, desk):
    public_id = str(person.public_id)

    erase_customer(customer=person, by=desk, now=LATER)

    entry = TrailEntry.objects.get(action="person.erased")
    assert (entry.actor, entry.target_kind, entry.target_id, entry.target_name) == (
        desk.actor, "customer", public_id, public_id
    )  # fmt: skip
    assert entry.details == {"answers": 2, "with_scores": False}


@pytest.mark.parametrize("with_scores", [False, True])
def test_erased_person_does_not_come_back_by_file(in_acme, visit, desk, with_scores):
    def bring(words):
        rows = [["id", "customer", "when", "score", "why"], ["A-1", "C-77", "2026-03-01", "6", words]]
        return tallied(import_text(in_acme, visit, csv_text(rows), MAPPING))

    assert [bring("My words"), bring("Better words")] == [(1, 0, 0, 0, 0), (0, 0, 0, 1, 0)]
    assert RejectedLine.objects.filter(value="A-1").exists()

    erase_customer(customer=Customer.objects.get(), by=desk, now=LATER, with_scores=with_scores)

    assert [bring("My words"), bring("Other words")] == [(0, 0, 1, 0, 0), (0, 0, 1, 0, 0)]
    assert not RejectedLine.objects.exists()
    assert not Customer.objects.exists()
    assert not Answer.objects.filter(text__isnull=False).exists()
    assert list(Response.objects.values_list("external_id", "customer")) == [("", None)]


@pytest.mark.parametrize("with_scores", [False, True])
def test_erased_person_does_not_come_back_by_key(in_acme, person, desk, with_scores):
    program = Client(headers={"Authorization": f"Bearer {make_key(in_acme, 'responses:write')}"})
    erase_customer(customer=person, by=desk, now=LATER, with_scores=with_scores)
    body = {"survey": "visit", "external_id": "R-1", "customer": "C-77", "answers": {"recommend": 1}, "comment": None}

    for query in ("", "?on_conflict=update"):
        sent = program.post(f"{URL}{query}", json.dumps(body), content_type="application/json")
        assert (sent.status_code, sent.json().get("external_id")) == (200, None)

    assert scores() == ([8] if with_scores else [4, 8, 9])
    assert not Customer.objects.filter(code="C-77").exists()
    fresh = program.post(URL, json.dumps(body | {"external_id": "R-9"}), content_type="application/json")
    assert fresh.status_code == 201, "a new answer is a new acquaintance"


def test_answers_without_a_customer_are_erased_by_themselves(in_acme, visit, desk):
    stored = answer(visit, 2, answers={"recommend": 2, "why": "Private"}, external_id="T-1").response

    done = erase_answers(organisation=in_acme, answers=[stored], by=desk, now=LATER)

    assert (done.answers, scores()) == (1, [2])
    assert not Answer.objects.filter(text="Private").exists()
    assert TrailEntry.objects.get(action="person.erased").details["answers"] == [str(stored.public_id)]


def test_only_the_privacy_desk_erases(in_acme, person, ada, kasia, boss):
    for user in (ada, kasia, boss):
        with pytest.raises(NotThePrivacyDesk):
            erase_customer(customer=person, by=viewer_of(user, in_acme), now=LATER)

    assert Customer.objects.filter(code="C-77").exists()


def test_erasing_one_organisations_person_leaves_the_others(in_acme, globex, person, desk, scoped):
    with scoped(globex):
        elsewhere = make_survey(globex)
        answer(elsewhere, 9, answers={"recommend": 9, "why": "Theirs"}, external_id="R-1", customer="C-77")

    erase_customer(customer=person, by=desk, now=LATER, with_scores=True)

    with scoped(globex):
        assert Customer.objects.filter(code="C-77").count() == 1
        assert Answer.objects.filter(text="Theirs").count() == 1


def test_the_privacy_desk_erases_on_its_page_and_says_how_much(in_acme, person, adam, ada, signed_in):
    page, client = "/o/acme/settings/privacy/", signed_in(adam)

    told = client.post(page, {"customer": "C-77", "with_scores": "on"})
    assert (told.status_code, told.context["found"].answers) == (200, 2)
    assert [count for _survey, count in told.context["found"].surveys] == [2]
    unseen = client.post(page, {"customer": "C-77", "seen": "1", "sure": "on"})
    assert (unseen.status_code, unseen.context["found"].answers) == (200, 2)
    unsure = client.post(page, {"customer": "C-77", "seen": "2"})
    both = client.post(page, {"customer": "C-77", "external_id": "R-1", "sure": "on"})
    nobody = client.post(page, {"customer": "C-99", "sure": "on"})
    assert (unsure.status_code, both.status_code, nobody.status_code) == (400, 400, 400)
    assert Customer.objects.filter(code="C-77").exists()

    done = client.post(page, {"customer": "C-77", "seen": "2", "sure": "on"}, follow=True)
    assert "Erased: 2 answers." in done.content.decode()
    assert not Customer.objects.filter(code="C-77").exists()

    client.post(page, {"external_id": "R-3", "with_scores": "on", "seen": "1", "sure": "on"})
    assert scores() == [4, 9]
    assert signed_in(ada).get(page).status_code == 403
