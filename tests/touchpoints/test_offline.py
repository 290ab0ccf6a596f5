"""What may be kept on one's own device: the promise and published scripts, whose it is, and for how long."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from brandpromise.models import Promise
from tests.programme import NOON, make_promise
from touchpoints import services

KEPT = "/o/acme/me/kept/"


@pytest.fixture
def promised(programme):
    make_promise(programme.organisation)
    Promise.objects.update(state="approved")
    return programme


def test_the_kept_page_holds_promise_and_own_published_scripts_only(promised, fred, kasia, as_viewer, signed_in):
    services.draft_script(
        touchpoint=promised.counter, title={"en": "Next"}, steps=[services.StepText({"en": "Secret plan"})],
        escalation={}, by=as_viewer(kasia),
    )  # fmt: skip
    other = services.draft_script(
        touchpoint=promised.website, title={"en": "Elsewhere"}, steps=[services.StepText({"en": "Click"})],
        escalation={}, by=as_viewer(kasia),
    )  # fmt: skip
    services.propose_script(script=other, by=promised.all_powerful)
    services.approve_script(script=other, by=promised.all_powerful, at=NOON)

    page = signed_in(fred).get(KEPT).content.decode()

    assert "Seen within a minute" in page
    assert "Greet first" in page
    assert "Offer a seat." in page
    assert "Secret plan" not in page
    assert "Elsewhere" not in page


def test_the_kept_page_says_when_it_was_saved_and_ends_after_seven_days(promised, fred, signed_in):
    answer = signed_in(fred).get(KEPT)

    at, until = (datetime.fromisoformat(answer.headers[name]) for name in ("Kept-At", "Kept-Until"))
    assert until - at == timedelta(days=7)
    assert "Saved on" in answer.content.decode()


def test_the_list_names_the_member_and_every_file_the_page_needs(promised, fred, signed_in):
    told = signed_in(fred).get("/o/acme/me/kept.json").json()
    page = signed_in(fred).get(KEPT).content.decode()

    assert (told["member"], told["page"]) == (str(fred.public_id), KEPT)
    wanted = set(re.findall(r'(?:href|src)="(/(?:static|accent)/[^"]+)"', page))
    assert wanted <= set(told["files"])
    sheets = {path.name for path in Path(settings.BASE_DIR, "static/css").glob("*.css")}
    assert {name.rsplit("/", 1)[-1] for name in told["files"] if name.startswith("/static/css/")} <= sheets
    assert any("phone.css" in name for name in told["files"])


def test_the_worker_is_a_script_at_the_root_that_knows_the_sign_out(client, db):
    answer = client.get("/offline-worker.js")

    words = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert f'SIGN_OUT = "{reverse("account_logout")}"' in words
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_pages_say_who_signed_in_and_offer_to_keep_scripts(promised, fred, signed_in, client):
    page = signed_in(fred).get("/o/acme/me/scripts/").content.decode()

    assert f'data-member="{fred.public_id}"' in page
    assert 'data-worker="/offline-worker.js"' in page
    assert "data-member" not in client.get(reverse("account_login")).content.decode()


def test_a_stranger_and_an_outsider_keep_nothing(promised, olga, client, signed_in):
    assert client.get("/o/acme/me/kept.json").status_code == 302
    assert signed_in(olga).get("/o/acme/me/kept.json").status_code == 404
