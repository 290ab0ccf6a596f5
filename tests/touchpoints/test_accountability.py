"""Who answers for what: parts, holes, who leaves, hand-overs, and their pages."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, Membership
from operations.models import Notification, TrailEntry
from organisations.models import Channel, Unit
from tests.cast import make_key, make_member
from touchpoints.answering.holes import Holder, Thing, holes_of
from touchpoints.answering.words import HolderKind, HoleKind, Part, ThingKind
from touchpoints.models import EcosystemActor, HandOver, Initiative, Responsibility, Script, Touchpoint
from touchpoints.queries.accountability import matrix
from touchpoints.queries.holders import by_number
from touchpoints.queries.leaving import leaving, person_of
from touchpoints.services import ContactText, StepText, approve_script, draft_script, propose_script
from touchpoints.services.handing_over import CannotTakeOver, NobodyNamed, hand_over
from touchpoints.services.initiatives import InitiativeText, save_initiative
from touchpoints.services.responsibilities import OnlyPersonsAnswer, give_part, take_part
from touchpoints.services.rights import NotYours

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RACI = "/o/acme/accountability/"


def holder(name, *, kind=HolderKind.MEMBER, last_day=None):
    return Holder(f"{kind}-{name}", kind, name, last_day=last_day)


def kinds(parts, kind=ThingKind.PROCESS):
    thing = Thing(kind, "lost-item", "lost-item", 1, {"en": "Lost item"}, {})
    return [hole.kind for hole in holes_of(thing, parts, today=DAY)]


def test_holes_name_nobody_two_an_owner_who_differs_and_who_leaves():
    ana, ben = holder("Ana"), holder("Ben")
    clerk = holder("Clerk", kind=HolderKind.EMPLOYEE)
    assert kinds({}) == [HoleKind.NOBODY_ANSWERS, HoleKind.NOBODY_DOES]
    assert kinds({ana: [Part.ACCOUNTABLE, Part.RESPONSIBLE]}) == []
    assert kinds({ana: [Part.ACCOUNTABLE, Part.RESPONSIBLE], ben: [Part.ACCOUNTABLE]}) == [HoleKind.TWO_ANSWER]
    both = {ana: [Part.ACCOUNTABLE, Part.RESPONSIBLE], clerk: [Part.ACCOUNTABLE]}
    assert kinds(both, ThingKind.TOUCHPOINT) == [HoleKind.OWNER_DIFFERS]
    gone, going = holder("Gone", last_day=DAY - timedelta(days=1)), holder("Going", last_day=DAY)
    found = kinds({ana: [Part.ACCOUNTABLE], gone: [Part.RESPONSIBLE], going: [Part.INFORMED]})
    assert found == [HoleKind.HAS_LEFT, HoleKind.LEAVING]


def test_the_owner_of_a_touchpoint_is_who_is_accountable_and_is_kept_once(programme, as_viewer, kasia, tomek, fred):
    consultant, owner = as_viewer(kasia), as_viewer(tomek)
    clerk = Membership.objects.get(user=fred)
    counter = programme.counter

    give_part(thing=counter, part="accountable", holder=clerk, by=consultant, day=DAY)
    assert Touchpoint.objects.get(pk=counter.pk).owner == clerk
    assert not Responsibility.objects.exists()

    with pytest.raises(NotYours):  # nobody passes on alone what they answer for
        give_part(thing=counter, part="accountable", holder=clerk, by=owner, day=DAY)
    with pytest.raises(OnlyPersonsAnswer):
        give_part(thing=counter, part="accountable", holder=Unit.objects.get(code="north"), by=consultant, day=DAY)

    counter.refresh_from_db()
    take_part(thing=counter, part="accountable", holder=clerk, by=consultant, day=DAY)
    assert Touchpoint.objects.get(pk=counter.pk).owner is None


def test_owners_give_parts_at_their_own_touchpoints_and_a_part_is_given_once(programme, as_viewer, tomek):
    owner, north = as_viewer(tomek), Unit.objects.get(code="north")
    for _twice in range(2):
        give_part(thing=programme.counter, part="responsible", holder=north, by=owner, day=DAY)
    assert Responsibility.objects.count() == 1
    with pytest.raises(NotYours):
        give_part(thing=programme.website, part="responsible", holder=north, by=owner, day=DAY)
    take_part(thing=programme.counter, part="responsible", holder=north, by=owner, day=DAY)
    assert not Responsibility.objects.exists()
    actions = TrailEntry.objects.filter(action__startswith="responsibility").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["responsibility.given", "responsibility.taken"]


def test_somebody_on_the_roster_who_signs_in_is_one_person(programme, as_viewer, kasia, fred):
    consultant = as_viewer(kasia)
    member = by_number(number="E1", viewer=consultant, today=DAY)
    assert member == Membership.objects.get(user=fred)
    give_part(thing=programme.counter, part="informed", holder=member, by=consultant, day=DAY)
    row = Responsibility.objects.create(
        organisation=programme.organisation, part="consulted", touchpoint=programme.counter,
        employee=programme.employees[0], since=DAY,
    )  # fmt: skip
    line = next(one for one in matrix(viewer=consultant, today=DAY).lines if one.thing.key == "counter")
    held = {holder.name: list(parts) for holder, parts in line.parts.items()}
    assert held["Fred Frontline"] == [Part.CONSULTED, Part.INFORMED]
    take_part(thing=programme.counter, part="consulted", holder=member, by=consultant, day=DAY)
    assert not Responsibility.objects.filter(pk=row.pk).exists()


def test_the_matrix_is_chosen_by_kind_journey_unit_and_words(programme, as_viewer, kasia, fred):
    consultant = as_viewer(kasia)
    north = Unit.objects.get(code="north")
    give_part(thing=programme.website, part="responsible", holder=north, by=consultant, day=DAY)

    def keys(**asked):
        return [line.thing.key for line in matrix(viewer=consultant, today=DAY, **asked).lines]

    journey = programme.engagement.journeys.get()
    assert keys(kind="touchpoint") == ["website", "counter"] or keys(kind="touchpoint") == ["counter", "website"]
    assert keys(journey=str(journey.public_id)) == [str(journey.public_id), "counter"]
    assert keys(unit_ids=frozenset({north.pk}), words="web") == ["website"]
    assert keys(words="no such thing") == []
    assert matrix(viewer=as_viewer(fred), today=DAY).lines == []


@pytest.fixture
def work(programme, as_viewer, kasia, tomek):
    """Tomek leaves: he owns the counter, answers for a change and a channel, keeps a partner, is named in a script."""
    consultant, owner = as_viewer(kasia), Membership.objects.get(user=tomek)
    owner.ended_at = NOON - timedelta(days=3)
    owner.save()
    text = InitiativeText(name={"en": "Shorter forms"}, domain="processes", owner=owner)
    change = save_initiative(engagement=programme.engagement, text=text, by=consultant)
    branch = Channel.objects.get(code="branch")
    give_part(thing=branch, part="accountable", holder=owner, by=consultant, day=DAY)
    EcosystemActor.objects.create(
        organisation=programme.organisation, code="bank", name={"en": "Bank"}, kind="partner", owner=owner
    )
    script = draft_script(
        touchpoint=programme.counter, title={"en": "At the counter"}, steps=[StepText(act={"en": "Greet"})],
        escalation={"en": "Tomek Owner, upstairs"}, contacts=[ContactText({"en": "Tomek Owner"}, "12")], by=consultant,
    )  # fmt: skip
    propose_script(script=script, by=consultant)
    approve_script(script=script, by=programme.all_powerful, at=NOON)
    return SimpleNamespace(owner=owner, change=change, branch=branch, consultant=consultant)


def test_what_a_leaver_holds_is_listed_handed_over_told_and_written_down(programme, work, ada):
    organisation = programme.organisation
    (gone,) = leaving(organisation=organisation, viewer=work.consultant, today=DAY)
    assert gone.is_late
    assert {one.kind for one in gone.held} == {"touchpoint", "part", "initiative", "actor", "contact"}

    successor = Membership.objects.get(user=ada)
    everything = {one.field: successor for one in gone.held}
    with pytest.raises(CannotTakeOver):
        hand_over(organisation=organisation, person=gone.person, note="", by=work.consultant, at=NOON,
                  successors=dict.fromkeys(everything, work.owner))  # fmt: skip
    (made,) = hand_over(
        organisation=organisation, person=gone.person, successors=everything, note="Ask the bank.",
        by=work.consultant, at=NOON,
    )  # fmt: skip

    assert Touchpoint.objects.get(code="counter").owner == successor
    assert Initiative.objects.get(pk=work.change.pk).owner == successor
    assert Responsibility.objects.get(channel=work.branch).membership == successor
    assert EcosystemActor.objects.get(code="bank").owner == successor
    draft = Script.objects.get(touchpoint=programme.counter, state="draft")
    assert draft.escalation == {"en": "Ada Committee, upstairs"}
    assert draft.contacts.get().name == {"en": "Ada Committee"}
    assert (made.day, made.note, len(made.things)) == (DAY, "Ask the bank.", 5)
    assert Notification.objects.get(recipient=ada.public_id).text["en"].startswith("5 things were handed over")
    assert TrailEntry.objects.filter(action="handover.made").count() == 1

    # Only the script is open: its version that holds still names him until the draft is approved.
    (left,) = leaving(organisation=organisation, viewer=work.consultant, today=DAY)
    assert [(one.kind, one.waits) for one in left.held] == [("contact", True)]
    with pytest.raises(NobodyNamed):
        hand_over(organisation=organisation, person=left.person, successors=everything, note="",
                  by=work.consultant, at=NOON)  # fmt: skip


def test_a_last_day_in_the_roster_lists_what_somebody_without_a_sign_in_holds(programme, as_viewer, kasia):
    consultant, employee = as_viewer(kasia), programme.employees[7]
    give_part(thing=programme.website, part="accountable", holder=employee, by=consultant, day=DAY)
    assert not leaving(organisation=programme.organisation, viewer=consultant, today=DAY)
    Employee.objects.filter(pk=employee.pk).update(until_day=DAY + timedelta(days=400))
    (one,) = leaving(organisation=programme.organisation, viewer=consultant, today=DAY)
    assert (one.person.name, one.is_late, len(one.held)) == ("Employee 8", False, 1)
    me = Membership.objects.get(user=kasia, organisation=programme.organisation)
    hand_over(organisation=programme.organisation, person=one.person, successors={one.held[0].field: me}, note="",
              by=consultant, at=NOON)  # fmt: skip
    assert Touchpoint.objects.get(code="website").owner == me
    assert not Responsibility.objects.exists()


def test_pages_show_edit_and_hand_over(client, programme, work, ada, kasia, fred):
    client.force_login(ada)
    for path in ("", "list/", "holes/", "holes/card/", "leaving/", "list.csv", "?kind=touchpoint&unit=north&words=x"):
        assert client.get(f"{RACI}{path}").status_code == 200, path
    page = client.get(f"{RACI}touchpoint/counter/")
    assert "Tomek Owner" in page.content.decode()
    assert client.get(f"{RACI}touchpoint/nowhere/").status_code == 404
    assert client.get(f"{RACI}nothing/counter/").status_code == 404

    refused = client.post(f"{RACI}channel/branch/give/", {"part": "accountable", "who": "unit-north"})
    assert refused.status_code == 400
    assert client.post(f"{RACI}channel/branch/give/", {"part": "informed"}).status_code == 400
    given = client.post(f"{RACI}channel/branch/give/", {"part": "informed", "number": "E9"})
    assert given.status_code == 302
    assert Responsibility.objects.get(part="informed").employee.number == "E9"
    who = f"employee-{programme.employees[8].public_id}"
    client.post(f"{RACI}channel/branch/take/", {"part": "informed", "who": who})
    assert not Responsibility.objects.filter(part="informed").exists()

    whole = {
        "part": "accountable",
        "who": f"member-{Membership.objects.get(user=kasia, organisation=programme.organisation).public_id}",
    }
    asked = client.post(f"{RACI}touchpoint/website/give/", whole)
    assert asked.status_code == 302  # nobody answered for it, so nobody loses it
    mine = {"part": "accountable", "who": f"member-{Membership.objects.get(user=ada).public_id}"}
    asked = client.post(f"{RACI}touchpoint/website/give/", mine)
    assert asked.context["asked"] == {"loser": kasia.name, "winner": ada.name}
    assert Touchpoint.objects.get(code="website").owner.user == kasia
    given = client.post(f"{RACI}touchpoint/website/give/", mine | {"agreed": "1"})
    assert (given.status_code, Touchpoint.objects.get(code="website").owner.user) == (302, ada)

    person = f"{RACI}leaving/member/{work.owner.public_id}/"
    assert client.post(person, {"everything": "", "note": ""}).status_code == 400
    successor = Membership.objects.get(user=ada)
    handed = client.post(person, {"everything": str(successor.public_id), "part-": "", "note": "All yours"})
    assert handed.status_code == 302
    made = HandOver.objects.get()
    assert client.get(f"{RACI}handed/{made.public_id}/").status_code == 200
    client.force_login(fred)
    assert client.get(RACI).status_code == 403
    assert client.get(f"{RACI}handed/{made.public_id}/").status_code == 404
    assert client.get(person).status_code == 403


def test_the_matrix_asks_as_often_for_one_thing_as_for_many(client, programme, ada, as_viewer, kasia, acme):
    client.force_login(ada)
    client.get(RACI)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{RACI}?kind=touchpoint")
    boss = make_member(acme, "Boss New", "committee")
    for one in (programme.counter, programme.website):
        give_part(thing=one, part="responsible", holder=Membership.objects.get(user=boss), by=as_viewer(kasia), day=DAY)
    with CaptureQueriesContext(connection) as many:
        client.get(f"{RACI}?kind=touchpoint")
    assert len(many) <= len(few) + 1  # rows of the roster are asked for once somebody has a part


def test_by_key_persons_are_counted_and_never_named(client, programme, acme):
    headers = {"Authorization": f"Bearer {make_key(acme, 'programme:read')}"}
    told = client.get("/api/v1/accountability/", headers=headers)
    row = next(one for one in told.json()["results"] if one["code"] == "counter")
    assert (row["kind"], row["accountable"], row["holes"]) == ("touchpoint", 1, ["nobody_responsible"])
    assert "Tomek" not in told.content.decode()
    assert client.get("/api/v1/ecosystem/", headers=headers).json() == {"results": [], "next": None}


def test_a_person_is_found_by_key_whether_they_leave_or_not(programme, as_viewer, kasia, tomek):
    member = Membership.objects.get(user=tomek)
    found = person_of(key=f"member-{member.public_id}", viewer=as_viewer(kasia), today=timezone.localdate())
    assert (found.name, found.last_day) == ("Tomek Owner", None)
