"""The frame round every page: whose it is, what it offers, and what it never tells a stranger."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from accounts.models import Membership
from cem.frame import frame_of
from cem.phase_wheel import phase_wheel
from organisations.tenancy import organisation_scope
from programs.services import list_member, open_engagement
from tests.cast import viewer_of


def request_of(path: str, user=None, organisation=None, viewer=None, **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = user or AnonymousUser()
    request.organisation, request.viewer, request.engagement = organisation, viewer, None
    request.resolver_match = None
    return request


@pytest.fixture
def engagement(in_acme, ada):
    return open_engagement(
        organisation=in_acme, slug="airport", name={"en": "Passenger experience"}, first_day=date(2026, 1, 5),
        actor=str(ada.public_id),
    )  # fmt: skip


def test_stranger_at_an_organisations_address_is_told_nothing(acme):
    acme.sample_notice = {"en": "Invented."}

    shown = frame_of(request_of("/o/acme/", organisation=acme))

    assert (shown.name, shown.accent_address, shown.sample_notice) == ("", "", "")
    assert shown.navigation == []


def test_outsider_sees_own_organisations_only(acme, olga, globex):
    shown = frame_of(request_of("/o/acme/", olga, organisation=acme))

    assert shown.name == ""
    assert [place.name for place in shown.places] == ["Globex"]


def test_public_code_shows_its_organisation_with_accent_and_notice(acme):
    acme.accent, acme.sample_notice = "#AA3300", {"en": "Invented."}

    shown = frame_of(request_of("/s/abc/", organisation=acme))

    assert (shown.name, shown.accent_address, shown.sample_notice) == ("Acme", "/accent/aa3300.css", "Invented.")
    assert shown.navigation == []


def test_member_sees_engagement_and_wheel(in_acme, ada, engagement):
    with translation.override("en"):
        shown = frame_of(request_of("/o/acme/", ada, in_acme, viewer_of(ada, in_acme)))

    assert (shown.name, shown.note, shown.person) == ("Acme", "Passenger experience", "Ada Committee")
    assert [segment.number for segment in shown.wheel.segments] == [1, 2, 3, 4, 5]
    assert shown.wheel.gate.name == "Launch"


def test_every_entry_of_the_navigation_may_be_opened(in_acme, fred, engagement, client):
    shown = frame_of(request_of("/o/acme/", fred, in_acme, viewer_of(fred, in_acme)))
    client.force_login(fred)

    answers = {e.href: client.get(e.href).status_code for group in shown.navigation for e in group.entries}

    assert {href: code for href, code in answers.items() if code not in (200, 302)} == {}


def test_frame_of_another_organisation_shows_no_engagement_of_this_one(acme, globex, kasia, engagement):
    with organisation_scope(globex):
        shown = frame_of(request_of("/o/globex/", kasia, globex, viewer_of(kasia, globex)))

    assert (shown.name, shown.note, shown.wheel) == ("Globex", "", None)


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', ""), ("", "")])
def test_theme_comes_from_its_cookie_or_from_the_machine(db, cookie, theme):
    assert frame_of(request_of("/", theme=cookie)).theme == theme


def test_consultant_not_listed_sees_no_sign_of_the_engagement(in_acme, ada, kasia, engagement):
    other = Membership.objects.get(user=ada, organisation=in_acme)
    list_member(engagement=engagement, membership=other, actor=str(ada.public_id))

    shown = frame_of(request_of("/o/acme/", kasia, in_acme, viewer_of(kasia, in_acme)))

    assert (shown.note, shown.wheel) == ("", None)


def test_launch_is_the_gate_and_no_segment(in_acme, ada, engagement):
    cycle = engagement.cycles.get()

    with translation.override("en"):
        wheel = phase_wheel(
            cycle, list(cycle.stages.all()), viewer=viewer_of(ada, in_acme), slug="acme", engagement="airport",
            today=date(2026, 1, 10),
        )  # fmt: skip

    assert "Launch" not in [segment.name for segment in wheel.segments]
    assert (wheel.title, wheel.note) == ("Audit", "cycle 1")


def test_accent_sheet_is_public_and_kept(client, db):
    response = client.get("/accent/2f4b8f.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/accent/zzzzzz.css").status_code == 404
    assert client.get("/styleguide/").status_code == 404
