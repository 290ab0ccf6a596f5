"""The first run, signing in and invitations, as a browser does them."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from accounts.services.first_run import first_run_code
from accounts.services.members import invite, withdraw_invitation
from cem.demo.sign_ins import offered_sign_ins
from operations.models import OutboxMail, TrailEntry
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from tests.cast import PASSWORD, make_member, viewer_of

ANSWERS = {
    "organisation_name": "Zażółć Lotnisko",
    "slug": "",
    "language": "pl",
    "time_zone": "Europe/Warsaw",
    "name": "Zofia First",
    "email": "Zofia@Example.org",
    "password": "correct horse battery",
}


@pytest.mark.django_db
def test_first_run_makes_organisation_and_administrator_and_asks_for_the_second_factor(client):
    code = first_run_code()

    response = client.post("/first-run/", ANSWERS | {"code": f" {code.lower().replace('-', ' ')}"})

    assert (response.status_code, response["Location"]) == (302, "/account/two-factor/totp/activate/")
    organisation = Organisation.objects.get()
    assert (organisation.slug, organisation.time_zone, organisation.languages) == (
        "zazoc-lotnisko",
        "Europe/Warsaw",
        ["pl", "en"],
    )
    membership = Membership.objects.get()
    assert membership.roles == [Role.ADMIN, Role.SPONSOR, Role.COMMITTEE]
    assert membership.user.language == "en"  # in which the form was answered
    assert client.get(response["Location"]).status_code == 200
    assert client.get("/first-run/").status_code == 404
    assert client.get(f"/o/{organisation.slug}/settings/")["Location"] == "/account/two-factor/totp/activate/"


@pytest.mark.django_db
def test_first_run_names_a_wrong_code_and_each_weakness_of_the_password_at_once(client):
    first_run_code()

    page = client.post("/first-run/", ANSWERS | {"code": "NOPE", "password": "12345678"})

    told = page.context["form"].errors
    assert {name: len(faults) for name, faults in told.items()} == {"code": 1, "password": len(told["password"])}
    assert f"{1 + len(told['password'])} things need correcting" in page.content.decode()


@pytest.mark.django_db
def test_first_run_refuses_a_wrong_or_old_code_and_makes_nothing(client):
    old = first_run_code()
    first_run_code()

    responses = [client.post("/first-run/", ANSWERS | {"code": code}) for code in ("NOPE", old)]

    assert [response.status_code for response in responses] == [400, 400]
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_sign_in_leads_to_the_first_run_while_nobody_can_sign_in(client):
    assert client.get("/account/login/")["Location"] == "/first-run/"


def test_sign_in_opens_the_page_that_was_asked_for(client, ada):
    stranger = client.get("/o/acme/settings/units/")
    assert stranger["Location"] == "/account/login/?next=/o/acme/settings/units/"

    response = client.post(stranger["Location"], {"login": "ADA@example.org", "password": PASSWORD})

    assert response["Location"] == "/o/acme/settings/units/"


def test_nobody_signs_up_by_themselves(client, ada):
    assert b"invitation" in client.get("/account/signup/").content
    client.post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()


def test_eleventh_wrong_password_is_refused_for_account_and_address(ada, fred):
    client, elsewhere = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for _try in range(10):
        client.post("/account/login/", {"login": ada.email, "password": "wrong"})

    same_account = elsewhere.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    same_address = client.post("/account/login/", {"login": fred.email, "password": PASSWORD})
    neither = elsewhere.post("/account/login/", {"login": fred.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert same_account.status_code == 200
    assert same_account.context["form"].errors
    assert same_address.context["form"].errors
    assert neither.status_code == 302


def test_sixth_reset_in_an_hour_is_refused(client, ada):
    statuses = [client.post("/account/password/reset/", {"email": ada.email}).status_code for _try in range(6)]

    assert statuses == [302] * 5 + [429]


def test_reset_mail_goes_through_the_outbox_in_the_persons_language(client, ada, acme):
    User.objects.filter(pk=ada.pk).update(language="pl")

    client.post("/account/password/reset/", {"email": "Ada@example.org"})

    with organisation_scope(acme):
        sent = OutboxMail.objects.get()
    assert (sent.to, sent.language, sent.kind) == ("ada@example.org", "pl", "password_reset_key")
    address = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", sent.text)
    assert mail.outbox == []
    form = client.get(address[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "another long one", "password2": "another long one"})
    ada.refresh_from_db()
    assert ada.check_password("another long one")


def test_reset_for_an_unknown_address_says_the_same_and_sends_nothing(client, ada, acme):
    response = client.post("/account/password/reset/", {"email": "nobody@example.org"})

    assert response["Location"] == "/account/password/reset/done/"
    assert mail.outbox == []


def invite_as(admin, organisation, email, roles, **more):
    with organisation_scope(organisation):
        invitation = invite(
            organisation=organisation, viewer=viewer_of(admin, organisation), email=email, roles=roles,
            now=timezone.now(), **more,
        )  # fmt: skip
        text = OutboxMail.objects.filter(to=email).first().text
    return invitation, re.search(r"/invitation/\S+/", text)[0]


def test_invited_person_chooses_a_password_and_is_in(client, adam, acme):
    _invitation, address = invite_as(adam, acme, "new@example.org", [Role.COMMITTEE], name="New", language="pl")
    page = client.get(address)
    assert 'lang="pl"' in page.content.decode()

    response = client.post(address, {"name": "Nowa Osoba", "password": PASSWORD})

    assert response["Location"] == "/o/acme/"
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.language) == ("Nowa Osoba", "pl")
    assert Membership.objects.get(user=user).roles == ["committee"]
    assert Client().get(address).status_code == 410
    with organisation_scope(acme):
        assert TrailEntry.objects.filter(action="member.joined").count() == 1


def test_known_person_signs_in_and_joins(client, adam, acme, olga, signed_in):
    _invitation, address = invite_as(adam, acme, olga.email, [Role.SPONSOR])
    assert f"/account/login/?next={address}".encode().replace(b"/", b"%2F") in client.get(address).content.replace(
        b"/account/login/", b"%2Faccount%2Flogin%2F"
    )
    assert Membership.objects.filter(user=olga).count() == 1

    response = signed_in(olga).post(address)

    assert response["Location"] == "/o/acme/"
    assert Membership.objects.get(user=olga, organisation=acme).roles == ["sponsor"]


def test_invitation_of_another_address_is_not_taken(adam, acme, fred, signed_in):
    _invitation, address = invite_as(adam, acme, "new@example.org", [Role.ADMIN])

    signed_in(fred).post(address)

    assert Membership.objects.get(user=fred).roles == ["frontline"]


def test_withdrawn_unknown_and_expired_invitations_are_over(client, adam, acme):
    invitation, address = invite_as(adam, acme, "new@example.org", [Role.ADMIN])
    with organisation_scope(acme):
        withdraw_invitation(invitation=invitation, viewer=viewer_of(adam, acme), now=timezone.now())
    late, late_address = invite_as(adam, acme, "late@example.org", [Role.ADMIN])
    with organisation_scope(acme):
        Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())

    statuses = [client.get(path).status_code for path in (address, late_address, "/invitation/nothing/")]

    assert statuses == [410, 410, 404]


def test_stored_language_answers_on_every_device_and_stays_after_choosing(client, ada):
    User.objects.filter(pk=ada.pk).update(language="pl")
    client.force_login(ada)
    assert '<html lang="pl"' in client.get("/account/").content.decode()

    response = client.post("/preferences/", {"language": "en", "theme": "dark", "next": "/account/"})

    ada.refresh_from_db()
    assert (response["Location"], ada.language, ada.theme) == ("/account/", "en", "dark")
    assert '<html lang="en" data-theme="dark"' in client.get("/account/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preferences_never_lead_to_another_site(client, ada, elsewhere):
    assert client.post("/preferences/", {"language": "pl", "next": elsewhere})["Location"] == "/"


def test_administrator_without_second_factor_is_asked_for_it_outside_a_demo(adam, acme, signed_in):
    Organisation.objects.filter(pk=acme.pk).update(is_demo=False)

    assert signed_in(adam).get("/o/acme/settings/")["Location"] == "/account/two-factor/totp/activate/"


def test_new_member_of_both_roles_needs_the_second_factor_too(acme, signed_in):
    Organisation.objects.filter(pk=acme.pk).update(is_demo=False)
    mixed = make_member(acme, "Mixed Member", Role.FRONTLINE, Role.CONSULTANT)

    assert signed_in(mixed).get("/o/acme/settings/units/")["Location"] == "/account/two-factor/totp/activate/"


def test_sign_in_page_offers_sample_people_only_in_a_demo_and_only_those_who_are_there(client, acme):
    offered = offered_sign_ins()[0]
    user = make_member(acme, offered.name, *offered.roles, email=offered.email)
    user.set_password(offered.password)
    user.save()

    assert [sample.email for sample in client.get("/account/login/").context["samples"]] == [offered.email]
    client.post("/account/login/", {"login": offered.email, "password": offered.password})
    assert client.session["_auth_user_id"] == str(user.pk)

    Organisation.objects.update(is_demo=False)
    assert Client().get("/account/login/").context["samples"] == []
