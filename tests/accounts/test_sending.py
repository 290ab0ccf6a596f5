"""Forms that were sent too late, from an old page, or twice."""

import re

import pytest
from django import forms
from django.test import Client

from accounts.forms.choices import ZoneField, time_zones
from operations.models import IdempotencyKey
from organisations.tenancy import organisation_scope
from touchpoints.models import Idea

NEW = "/o/acme/ideas/new/"
UNKNOWN = "00000000-0000-7000-8000-000000000007"
TYPED = {"kind": "idea", "title": "Water in the queue", "text": "On hot <days>\nwe wait."}


@pytest.fixture
def strict(fred):
    """Fred's browser, which is asked for the token of the form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(fred)
    return client


def ideas(acme):
    with organisation_scope(acme):
        return list(Idea.objects.values_list("title", flat=True))


def test_form_sent_after_the_session_says_that_nothing_is_stored_and_leads_back_to_its_page(acme):
    page = f"/o/acme/ideas/{UNKNOWN}/?sort=day"

    sent = Client().post(f"/o/acme/ideas/{UNKNOWN}/comments/", TYPED, headers={"Referer": f"http://testserver{page}"})
    elsewhere = Client().post(NEW, TYPED, headers={"Referer": "https://elsewhere.example/o/acme/"})

    assert sent["Location"] == f"/account/login/?next=/o/acme/ideas/{UNKNOWN}/%3Fsort%3Dday&sent=1"
    assert elsewhere["Location"] == f"/account/login/?next={NEW}&sent=1"


def test_sign_in_page_says_that_the_session_ended(client, fred):
    client.force_login(fred)
    client.session.flush()

    asked = client.get(NEW)

    assert asked["Location"] == f"/account/login/?next={NEW}&ended=1"
    assert b"Your session has ended" in client.get(asked["Location"]).content
    assert b"Not stored." in client.get(f"/account/login/?next={NEW}&sent=1").content


def test_form_from_before_the_last_sign_in_comes_back_and_is_taken_when_sent_again(strict, acme):
    refused = strict.post(NEW, TYPED, headers={"Origin": "http://testserver"})

    page = refused.content.decode()
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n([^<]*)</textarea>', page))
    assert (refused.status_code, ideas(acme)) == (403, [])
    assert fields == TYPED | {"text": "On hot &lt;days&gt;\nwe wait."}
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    again = strict.post(NEW, TYPED | {"csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"})
    assert (again.status_code, ideas(acme)) == (302, ["Water in the queue"])


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_nobody_is_led_to_confirm_what_another_site_wrote(strict, acme, headers):
    refused = strict.post(NEW, TYPED, headers=headers)

    assert refused.status_code == 403
    assert b"Water in the queue" not in refused.content


def test_the_same_form_sent_twice_makes_one_thing_and_leads_to_it(client, fred, acme):
    client.force_login(fred)

    first, second = client.post(NEW, TYPED), client.post(NEW, TYPED)
    other = client.post(NEW, TYPED | {"title": "Water, and shade"})

    assert first["Location"] == second["Location"] != other["Location"]
    assert sorted(ideas(acme)) == ["Water in the queue", "Water, and shade"]


def test_form_that_was_not_taken_may_be_sent_as_it_is_again(client, fred, acme):
    client.force_login(fred)

    answers = [client.post(NEW, TYPED | {"title": ""}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    with organisation_scope(acme):
        assert not IdempotencyKey.objects.exists()


@pytest.mark.pure
def test_time_zones_have_todays_names_and_the_present_one_stays_even_if_old():
    offered = {zone for _region, zones in time_zones() for zone, _place in zones}
    form = type("Clock", (forms.Form,), {"zone": ZoneField()})

    assert offered & {"Europe/Kyiv", "Europe/Kiev", "America/Knox_IN", "UTC"} == {"Europe/Kyiv", "UTC"}
    assert 'value="Europe/Kiev" selected' in str(form(initial={"zone": "Europe/Kiev"})["zone"])
    assert form({"zone": "Europe/Kiev"}).is_valid()
