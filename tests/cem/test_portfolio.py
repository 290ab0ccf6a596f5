"""The first address: whoever comes is led to where they work."""

from datetime import date

import pytest

from accounts.models import User
from metrics import counts
from organisations.tenancy import organisation_scope
from programs.services import open_engagement
from tests.cem.test_board import NOW
from tests.metrics.answers import answer, make_question, make_survey


def begin(organisation, slug="passengers"):
    with organisation_scope(organisation):
        return open_engagement(
            organisation=organisation, slug=slug, name={"en": slug.title()}, first_day=date(2026, 1, 5), actor="a"
        )


def recommend(organisation, engagement, values):
    with organisation_scope(organisation):
        survey = make_survey(organisation, "wave", engagement=engagement)
        question = make_question(survey, "recommend")
        for value in values:
            answer(survey, {question: value})
        counts.recount_noted(organisation=organisation, now=NOW)


@pytest.mark.django_db
def test_first_person_of_all_is_led_to_the_first_run(client):
    assert not User.objects.exists()
    assert client.get("/").headers["Location"] == "/first-run/"


def test_stranger_is_led_to_the_sign_in_page(ada, client):
    assert client.get("/").headers["Location"] == "/account/login/?next=/"


def test_only_engagement_opens_at_once_and_the_portfolio_stays_in_reach(acme, ada, signed_in):
    begin(acme)
    client = signed_in(ada)
    assert client.get("/").headers["Location"] == "/o/acme/p/passengers/"
    assert client.get("/?all=1").status_code == 200


def test_frontline_is_led_to_own_work(acme, fred, signed_in):
    begin(acme)
    client = signed_in(fred)
    assert client.get("/").headers["Location"] == "/o/acme/"
    assert client.get("/o/acme/").headers["Location"] == "/o/acme/me/"


def test_consultant_sees_every_engagement_of_every_organisation_with_its_loyalty(acme, globex, kasia, signed_in):
    recommend(acme, begin(acme), [10] * 10)
    begin(globex, "guests")

    groups = signed_in(kasia).get("/").context["groups"]

    def loyalty(line):
        return line.loyalty and (line.loyalty.figure.value, line.loyalty.figure.n)

    found = [(g.organisation.slug, one.summary.engagement.slug, loyalty(one)) for g in groups for one in g.lines]
    assert found == [("acme", "passengers", (100.0, 10)), ("globex", "guests", None)]


def test_consultant_without_second_step_sees_no_figures_outside_demos(acme, globex, kasia, signed_in):
    recommend(acme, begin(acme), [10] * 10)
    acme.is_demo = False
    acme.save()

    groups = {group.organisation.slug: group for group in signed_in(kasia).get("/").context["groups"]}

    assert (groups["acme"].lines, groups["acme"].needs_second_factor) == ([], True)


def test_organisation_with_several_engagements_lists_them_and_with_none_offers_the_first(acme, kasia, signed_in):
    client = signed_in(kasia)
    assert "Begin the first programme" in client.get("/o/acme/").content.decode()
    begin(acme)
    assert client.get("/o/acme/").headers["Location"] == "/o/acme/p/passengers/"
    begin(acme, "guests")
    rows = client.get("/o/acme/").context["rows"]
    assert [row.engagement.slug for row, _wheel in rows] == ["passengers", "guests"]


def test_outsider_finds_no_organisation(acme, olga, signed_in):
    assert signed_in(olga).get("/o/acme/").status_code == 404
