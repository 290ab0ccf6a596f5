"""What is open about a version before it is decided, and where its languages no longer say the same."""

import pytest
from django.utils import timezone

from brandpromise import services
from brandpromise.models import Promise, PromiseVote, Remark
from brandpromise.queries import left_behind, readiness_of
from brandpromise.queries.readiness import behind
from organisations.models import Unit
from tests.programme import NOON

PAGE = "/o/acme/promise/1/"


@pytest.fixture
def opened(draft, kasia, as_viewer):
    """A round that is open today."""
    today = timezone.localdate()
    return services.open_consultation(
        promise=draft, question={}, closes_on=today, by=as_viewer(kasia), at=timezone.now(), today=today
    )


def test_asking_nobody_needs_a_reason_that_is_kept(draft, kasia, boss, as_viewer):
    propose = {"promise": draft, "by": as_viewer(kasia), "at": NOON}
    with pytest.raises(services.NotReady):
        services.propose_promise(**propose)

    services.propose_promise(**propose, despite="Three of us wrote it together.")

    assert PromiseVote.objects.get().reason == "Three of us wrote it together."


def test_heard_answered_asked_and_signed_needs_no_reason(opened, draft, fred, ada, boss, kasia, as_viewer):
    by, unit = as_viewer(kasia), Unit.objects.get(code="north")
    opinion = services.give_opinion(
        consultation=opened, by=as_viewer(fred), places={}, remarks={None: "Shorter"}, is_named=True, at=NOON,
        today=opened.closes_on,
    )  # fmt: skip
    services.ask_units(promise=draft, units=[unit], by=by, at=NOON)
    services.sign_feasibility(promise=draft, unit=unit, verdict="yes", words="", by=as_viewer(ada), at=NOON)
    before = readiness_of(draft)
    services.answer_remark(remark=Remark.objects.get(opinion=opinion), taken_up=True, answer="Cut.", by=by, at=NOON)

    services.propose_promise(promise=draft, by=by, at=NOON, despite="not needed")

    assert (before.remarks_waiting, before.is_heard, before.is_deliverable) == (1, False, True)
    assert PromiseVote.objects.get().reason == ""


def test_the_page_says_what_is_left_out_and_that_the_round_ends(opened, kasia, boss, signed_in):
    client = signed_in(kasia)

    before = client.get(PAGE).content.decode()
    after = client.post(f"{PAGE}propose/", {"despite": "No time."}, follow=True)

    assert "Proposing it ends the round of consultation" in before
    assert "The round of consultation ended with it." in after.content.decode()
    assert "No unit was asked whether it can deliver it." in after.content.decode()
    assert [step[2] for step in after.context["steps"][1:3]] == [True, True]


def test_a_language_is_behind_where_only_another_one_was_rewritten():
    old = {"en": "Calm", "pl": "Spokojnie"}

    assert behind({"en": "Calm", "pl": "Lekko"}, old, ["en", "pl"]) == ["en"]
    assert behind({"pl": "Lekko"}, {}, ["en", "pl"]) == ["en"]
    assert behind(old, old, ["en", "pl"]) == behind({}, {}, ["en", "pl"]) == []
    assert behind({"en": "Light", "pl": "Lekko"}, old, ["en", "pl"]) == []


def test_parts_left_behind_are_named_by_language(draft, approve, in_acme):
    before = approve(draft)
    following = services.draft_promise(organisation=in_acme, actor="test")
    Promise.objects.filter(pk=following.pk).update(text={"en": "Seen within a minute", "pl": "Od razu"})
    following.refresh_from_db()

    found = left_behind(following, before, ["en"]), left_behind(following, before, ["en", "pl"])

    assert found[0] == {}
    assert found[1]["en"] == ["Promise"]
    assert "Pillar “Ease”" in found[1]["pl"]
