"""The second factor from beginning to end: set up, asked for at signing in, recovery codes, switched off."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from organisations.models import Organisation
from tests.cast import PASSWORD


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_administrator_sets_up_the_second_factor_and_needs_it_from_then_on(adam, acme):
    Organisation.objects.update(is_demo=False)
    client = Client()
    client.post("/account/login/?next=/o/acme/settings/", {"login": adam.email, "password": PASSWORD})
    assert client.get("/o/acme/settings/")["Location"] == "/account/two-factor/totp/activate/"
    client.post("/account/reauthenticate/?next=/account/two-factor/totp/activate/", {"password": PASSWORD})
    secret = client.get("/account/two-factor/totp/activate/").context["form"].secret

    activated = client.post("/account/two-factor/totp/activate/", {"code": code_for(secret)})

    assert activated["Location"] == "/account/two-factor/recovery-codes/"
    codes = client.get(activated["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/o/acme/settings/").status_code == 200

    again = Client()
    asked = again.post("/account/login/?next=/o/acme/settings/", {"login": adam.email, "password": PASSWORD})
    assert asked["Location"].startswith("/account/two-factor/authenticate/")
    assert again.get("/o/acme/settings/").status_code == 302
    assert again.get(asked["Location"]).status_code == 200
    again.post(asked["Location"], {"code": codes[0]})
    assert again.get("/o/acme/settings/").status_code == 200

    once_more = Client()
    once_more.post("/account/login/", {"login": adam.email, "password": PASSWORD})
    once_more.post("/account/two-factor/authenticate/", {"code": codes[0]})
    assert "_auth_user_id" not in once_more.session


def test_every_page_of_the_account_shows(ada, signed_in):
    client = Client()
    client.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    client.post("/account/reauthenticate/?next=/account/", {"password": PASSWORD})
    pages = (
        "/account/", "/account/sessions/", "/account/two-factor/", "/account/password/change/",
        "/account/two-factor/totp/activate/", "/account/logout/", "/account/reauthenticate/",
    )  # fmt: skip

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert not Authenticator.objects.exists()


def test_other_sessions_end_at_the_persons_word(ada):
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": ada.email, "password": PASSWORD})

    here.post("/account/sessions/")

    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_changed_password_signs_out(ada, signed_in):
    client = signed_in(ada)

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"},
    )

    ada.refresh_from_db()
    assert ada.check_password("quite another one")
    assert client.get("/account/").status_code == 302
