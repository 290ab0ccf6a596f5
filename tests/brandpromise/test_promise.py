"""Versions of the promise: drafted, decided by two with the sponsor, frozen, compared."""

import pytest

from accounts.roles import Role
from brandpromise import services
from brandpromise.models import Pillar, Promise, PromiseState
from brandpromise.queries import approved_promise, compare, offered_pillars, promise_view
from operations.models import Notification
from programs.services import MayNotDecide, MayNotPropose, ReasonMissing
from tests.cast import make_member
from tests.programme import DAY, NOON, make_promise

PAGE = "/o/acme/promise/"


@pytest.fixture
def committee(acme, ada, boss):
    return ada, make_member(acme, "Cezary Committee", Role.COMMITTEE), boss


@pytest.fixture
def decide(as_viewer):
    def cast(promise, person, approves=True, reason=""):
        return services.decide_promise(
            promise=promise, by=as_viewer(person), approves=approves, at=NOON, reason=reason
        ).state

    return cast


@pytest.fixture
def proposed(in_acme, kasia, committee, as_viewer):
    promise = make_promise(in_acme)
    services.propose_promise(promise=promise, by=as_viewer(kasia), at=NOON, despite="Agreed.")
    return promise


def test_two_of_the_committee_wait_for_the_sponsor(proposed, committee, decide):
    ada, cezary, boss = committee

    states = [decide(proposed, person) for person in (ada, cezary, boss)]

    assert states == [PromiseState.PROPOSED, PromiseState.PROPOSED, PromiseState.APPROVED]


def test_the_approved_version_retires_the_former_and_tells_the_programme(
    in_acme, programme, kasia, committee, as_viewer, decide
):
    ada, _cezary, boss = committee
    for text in ("Seen within a minute", "Seen at once"):
        promise = make_promise(in_acme, text=text)
        services.propose_promise(promise=promise, by=as_viewer(kasia), at=NOON, despite="Agreed.")
        decide(promise, ada)
        decide(promise, boss)

    assert list(Promise.objects.order_by("number").values_list("state", flat=True)) == ["retired", "approved"]
    done = programme.engagement.cycles.get().stages.get(kind="promise").deliverables.get(code="brand-promise")
    assert (done.done_on, done.evidence["version"], done.evidence["address"]) == (DAY, 2, "/o/acme/promise/2/")


def test_an_approved_version_never_changes(proposed, committee, decide):
    ada, _cezary, boss = committee
    decide(proposed, ada)
    decide(proposed, boss)
    held = approved_promise()

    with pytest.raises(services.NotADraft):
        services.edit_promise(
            promise=held, text={"en": "Other"}, audience={}, proof={}, what_changed={}, pillars=[], actor="x"
        )


def test_the_proposer_does_not_decide(in_acme, committee, as_viewer, decide):
    ada, _cezary, _boss = committee
    promise = make_promise(in_acme)
    services.propose_promise(promise=promise, by=as_viewer(ada), at=NOON, despite="Agreed.")

    with pytest.raises(MayNotDecide):
        decide(promise, ada)


def test_the_sponsors_return_is_enough_and_keeps_its_reason(proposed, committee, decide, as_viewer):
    _ada, _cezary, boss = committee
    with pytest.raises(ReasonMissing):
        decide(proposed, boss, approves=False)

    assert decide(proposed, boss, approves=False, reason="Say for whom.") == PromiseState.DRAFT

    proposed.refresh_from_db()
    assert promise_view(proposed, viewer=as_viewer(boss), today=DAY).return_reasons == ["Say for whom."]


def test_deciders_hear_of_a_version_and_its_proposer_of_the_outcome(proposed, kasia, committee, decide):
    _ada, _cezary, boss = committee
    decide(proposed, boss, approves=False, reason="Say for whom.")

    told = {(one.recipient, one.kind) for one in Notification.objects.filter(kind__startswith="promise.")}
    assert told == {
        *((user.public_id, "promise.proposed") for user in committee),
        (kasia.public_id, "promise.decided"),
    }
    returned = Notification.objects.get(recipient=kasia.public_id, kind="promise.decided")
    assert returned.text["en"] == f"Version {proposed.number} of the promise was returned: Say for whom."
    assert returned.address == f"/o/acme/promise/{proposed.number}/"


def test_votes_before_a_return_do_not_count_again(proposed, kasia, committee, decide, as_viewer):
    ada, cezary, boss = committee
    decide(proposed, ada)
    decide(proposed, boss, approves=False, reason="Not yet.")
    services.propose_promise(promise=proposed, by=as_viewer(kasia), at=NOON, despite="Agreed.")

    assert decide(proposed, boss) == PromiseState.PROPOSED
    assert decide(proposed, cezary) == PromiseState.APPROVED


def test_a_version_withdrawn_is_a_draft_again_and_its_votes_are_over(proposed, kasia, committee, decide, as_viewer):
    ada, cezary, boss = committee
    decide(proposed, ada, approves=False, reason="Say for whom.")
    with pytest.raises(MayNotPropose):
        services.withdraw_promise(promise=proposed, by=as_viewer(boss))

    services.withdraw_promise(promise=proposed, by=as_viewer(kasia))

    proposed.refresh_from_db()
    view = promise_view(proposed, viewer=as_viewer(ada), today=DAY)
    assert (proposed.state, view.return_reasons) == (PromiseState.DRAFT, ["Say for whom."])
    told = [one.text["en"] for one in Notification.objects.filter(kind="promise.proposed")]
    assert sum("withdrew" in text for text in told) == 3
    with pytest.raises(services.NotProposed):
        services.withdraw_promise(promise=proposed, by=as_viewer(kasia))
    services.propose_promise(promise=proposed, by=as_viewer(kasia), at=NOON, despite="Agreed.")
    assert [decide(proposed, one) for one in (cezary, boss)] == [PromiseState.PROPOSED, PromiseState.APPROVED]


def test_who_returns_it_is_told_what_that_does_and_meets_the_decision_again(proposed, committee, signed_in):
    ada, _cezary, _boss = committee
    client = signed_in(ada)

    page = client.post(f"{PAGE}1/", {"decision": "return", "reason": "Say for whom."}, follow=True)

    assert "Your return is kept" in page.content.decode()
    assert page.context["form"].initial == {"decision": "return", "reason": "Say for whom."}


def test_one_of_two_decides_alone_and_it_is_kept(in_acme, kasia, ada, boss, as_viewer, decide):
    promise = make_promise(in_acme)
    services.propose_promise(promise=promise, by=as_viewer(kasia), at=NOON, despite="Agreed.")

    assert decide(promise, boss) == PromiseState.APPROVED
    promise.refresh_from_db()
    assert promise.decided_alone is True


def test_an_empty_promise_is_not_proposed(in_acme, kasia, boss, as_viewer):
    empty = services.draft_promise(organisation=in_acme, actor="x")

    with pytest.raises(services.PromiseIncomplete):
        services.propose_promise(promise=empty, by=as_viewer(kasia), at=NOON, despite="Agreed.")


def test_a_draft_begins_with_the_words_of_the_last(proposed, in_acme, committee, decide):
    ada, _cezary, boss = committee
    decide(proposed, ada)
    decide(proposed, boss)

    drafted = services.draft_promise(organisation=in_acme, actor="x")
    again = services.draft_promise(organisation=in_acme, actor="x")

    assert (drafted.number, drafted.text["en"], again.pk) == (2, "Seen within a minute", drafted.pk)
    assert [one.pillar.code for one in drafted.pillars.all()] == ["ease"]
    assert Pillar.objects.count() == 1


def test_pillars_of_a_draft_are_offered_only_until_something_is_approved(proposed, in_acme, committee, decide):
    ada, _cezary, boss = committee
    before = [one.code for one in offered_pillars()]
    decide(proposed, ada)
    decide(proposed, boss)
    drafted = services.draft_promise(organisation=in_acme, actor="x")
    services.edit_promise(
        promise=drafted, text={"en": "Rest"}, audience={}, proof={}, what_changed={}, actor="x",
        pillars=[services.PillarDraft("rest", {"en": "Rest"}, {})],
    )  # fmt: skip

    assert (before, [one.code for one in offered_pillars()]) == (["ease"], ["ease"])


def test_compare_marks_what_went_and_what_came(in_acme):
    first = make_promise(in_acme, text="Seen within a minute")
    Promise.objects.filter(pk=first.pk).update(state=PromiseState.RETIRED)
    second = make_promise(in_acme, text="Seen within an hour")

    part = compare(first, second, labels=["Promise", "For whom", "Proof"])[0]

    assert [(p.kind, p.words) for p in part.before] == [("same", "Seen within"), ("gone", "a minute")]
    assert [(p.kind, p.words) for p in part.after] == [("same", "Seen within"), ("new", "an hour")]


def test_the_pages_from_draft_to_approval(in_acme, kasia, committee, fred, olga, signed_in):
    ada, _cezary, boss = committee
    consultant = signed_in(kasia)
    consultant.post(f"{PAGE}draft/")
    typed = {"text_en": "Seen at once", "revision": "1", "driver-TOTAL_FORMS": "0", "driver-INITIAL_FORMS": "0",
             "pillar-TOTAL_FORMS": "2", "pillar-INITIAL_FORMS": "0",
             "pillar-0-code": "ease", "pillar-0-name_en": "Ease", "pillar-1-code": ""}  # fmt: skip
    consultant.post(f"{PAGE}edit/", typed)
    assert signed_in(fred).get(f"{PAGE}1/").status_code == 404
    consultant.post(f"{PAGE}1/propose/")
    assert Promise.objects.get().state == PromiseState.DRAFT
    consultant.post(f"{PAGE}1/propose/", {"despite": "Agreed in person."})
    for person in (ada, boss):
        signed_in(person).post(f"{PAGE}1/", {"decision": "approve"})

    assert approved_promise().text == {"en": "Seen at once"}
    assert "Seen at once" in signed_in(fred).get(PAGE).content.decode()
    assert signed_in(olga).get(PAGE).status_code == 404
    assert signed_in(fred).post(f"{PAGE}draft/").status_code == 403
    assert consultant.get(f"{PAGE}1/1/").status_code == 200
