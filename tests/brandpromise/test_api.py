"""The promise by key."""

from brandpromise import services
from tests.cast import make_key

ADDRESS = "/api/v1/promise/"


def ask(client, secret, query=""):
    return client.get(f"{ADDRESS}{query}", headers={"Authorization": f"Bearer {secret}"})


def test_the_version_that_holds_is_answered_with_all_in_it(client, acme, draft, approve):
    approve(draft)

    answer = ask(client, make_key(acme, "scripts:read"))

    assert answer.status_code == 200
    told = answer.json()
    assert (told["version"], told["state"], told["approved_on"]) == (1, "approved", "2026-03-02")
    assert [pillar["code"] for pillar in told["pillars"]] == ["ease", "care", "speed"]
    assert told["value_drivers"] == [
        {"name": {"en": "Fewer calls"}, "goal": {"en": "Costs fall"}, "how": {}, "pillar": "ease"}
    ]
    assert (told["carriers"], told["claims"]) == ([], [])
    again = client.get(
        ADDRESS, headers={"Authorization": "Bearer cem_test_acme_scripts:read", "If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_earlier_versions_are_readable_and_drafts_are_not(client, acme, in_acme, draft, approve):
    secret = make_key(acme, "scripts:read")
    assert ask(client, secret).status_code == 404
    approve(draft)
    approve(services.draft_promise(organisation=in_acme, actor="test"))
    services.draft_promise(organisation=in_acme, actor="test")

    assert ask(client, secret).json()["version"] == 2
    assert ask(client, secret, "?version=1").json()["state"] == "retired"
    assert ask(client, secret, "?version=3").status_code == 404
    assert ask(client, secret, "?version=one").status_code == 400


def test_the_scope_is_needed_and_other_organisations_see_nothing(client, acme, globex, draft, approve):
    approve(draft)

    assert ask(client, make_key(acme, "nps:read")).status_code == 403
    assert ask(client, make_key(globex, "scripts:read")).status_code == 404
