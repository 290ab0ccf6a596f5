"""Changes: what each state asks for, who owns them, what blocks them, and their pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from lib.both_texts import ChangedMeanwhile
from operations.models import Notification, TrailEntry
from programs.models import Segment, SegmentAxis
from tests.cast import make_key
from touchpoints.changing.states import ChangeState, Domain, Sort, closes_a_circle, may_follow
from touchpoints.models import Initiative
from touchpoints.queries.initiatives import (
    changes_under_way,
    initiative_list,
    initiatives_of,
    touched_between,
    views_of,
)
from touchpoints.services.initiatives import (
    Blocked,
    CircleOfChanges,
    EndingMissing,
    EvidenceMissing,
    InitiativeText,
    NeedMissing,
    NotAllowedNext,
    PlanMissing,
    move_initiative,
    save_initiative,
)
from touchpoints.services.late_changes import tell_late
from touchpoints.services.rights import NotYours

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHANGES = "/o/acme/p/service/changes/"


@pytest.fixture
def segment(in_acme):
    axis = SegmentAxis.objects.create(organisation=in_acme, code="who", name={"en": "Who"})
    return Segment.objects.create(organisation=in_acme, axis=axis, code="families", name={"en": "Families"})


@pytest.fixture
def write(programme, as_viewer, kasia, tomek):
    """Write a change of Acme's, by the consultant and owned by Tomek unless said otherwise."""
    owner = Membership.objects.get(user=tomek)

    def make(name="Shorter forms", **fields):
        by = fields.pop("by", None) or as_viewer(kasia)
        known = {"domain": "processes", "owner": owner, "due_on": DAY, "touchpoints": [programme.counter]}
        text = InitiativeText(name={"en": name}, **(known | fields))
        return save_initiative(engagement=programme.engagement, text=text, by=by)

    return make


@pytest.fixture
def move(as_viewer, kasia):
    def go(initiative, *states, **fields):
        for state in states:
            initiative = move_initiative(initiative=initiative, to=state, by=as_viewer(kasia), at=NOON, **fields)
        return initiative

    return go


def live(write, move, name="Shorter forms", day=DAY, **fields):
    initiative = move(write(name, **fields), "planned", "under_way")
    return move(initiative, "live", live_on=day, words="The forms lie at the counter.")


@pytest.mark.pure
def test_states_follow_each_other_and_nothing_follows_done():
    assert may_follow(ChangeState.IDEA, ChangeState.PLANNED)
    assert not may_follow(ChangeState.IDEA, ChangeState.LIVE)
    assert [state for state in ChangeState if may_follow(ChangeState.DONE, state)] == []


@pytest.mark.pure
def test_circle_is_found_over_several_changes():
    links = [(2, 3), (3, 4)]

    assert closes_a_circle(links, 4, [2])
    assert not closes_a_circle(links, 1, [2, 3])


def test_change_goes_from_idea_to_done_and_the_trail_tells(write, move):
    initiative = live(write, move)
    initiative = move(initiative, "done", ending="Kept.")

    assert (initiative.number, initiative.state, initiative.live_on) == (1, ChangeState.DONE, DAY)
    moves = TrailEntry.objects.filter(action="initiative.moved").order_by("pk")
    assert [entry.details["after"] for entry in moves] == ["planned", "under_way", "live", "done"]


@pytest.mark.parametrize("missing", [{"owner": None}, {"due_on": None}])
def test_plan_needs_an_owner_and_a_day(write, move, missing):
    with pytest.raises(PlanMissing):
        move(write(**missing), "planned")


@pytest.mark.parametrize("kind", [{"sort": Sort.TECHNOLOGY}, {"sort": Sort.LOYALTY}, {"domain": Domain.SYSTEMS}])
def test_technology_and_loyalty_name_a_need_first(write, move, segment, kind):
    with pytest.raises(NeedMissing):
        move(write(**kind), "planned")

    need = {"segment": segment, "need": {"en": "To be quick"}, "gain": {"en": "Home in time"}}
    assert move(write("An app", **kind, **need), "planned").state == ChangeState.PLANNED


def test_planned_technology_keeps_its_need(programme, write, move, segment, as_viewer, kasia):
    need = {"segment": segment, "need": {"en": "To be quick"}, "gain": {"en": "Home in time"}}
    initiative = move(write("An app", sort=Sort.TECHNOLOGY, **need), "planned")
    text = InitiativeText(name={"en": "An app"}, domain="systems", owner=initiative.owner, due_on=DAY)

    with pytest.raises(NeedMissing):
        save_initiative(engagement=programme.engagement, text=text, by=as_viewer(kasia), initiative=initiative)


def test_live_needs_a_day_up_to_today_and_words(write, move):
    initiative = move(write(), "planned", "under_way")

    for evidence in ({}, {"live_on": DAY}, {"live_on": DAY + timedelta(days=1), "words": "Soon."}):
        with pytest.raises(EvidenceMissing):
            move(initiative, "live", **evidence)
    initiative.refresh_from_db()
    assert initiative.state == ChangeState.UNDER_WAY


def test_blocked_change_names_what_it_waits_for(write, move):
    first = write("Train the crew")
    second = move(write("Open the lane", waits_for=[first]), "planned", "under_way")

    with pytest.raises(Blocked) as blocked:
        move(second, "live", live_on=DAY, words="Open.")

    assert blocked.value.by == [first]
    assert [one.number for one in views_of([second], today=DAY)[0].blocked_by] == [1]
    first = move(move(first, "planned", "under_way"), "live", live_on=DAY, words="Trained.")
    assert move(second, "live", live_on=DAY, words="Open.").is_live


def test_change_does_not_wait_for_itself(programme, write, as_viewer, kasia):
    first = write("Train the crew")
    second = write("Open the lane", waits_for=[first])
    text = InitiativeText(name=first.name, domain="people", waits_for=[second])

    with pytest.raises(CircleOfChanges):
        save_initiative(engagement=programme.engagement, text=text, by=as_viewer(kasia), initiative=first)


def test_stopping_needs_a_word_and_states_are_not_skipped(write, move):
    initiative = write()
    with pytest.raises(EndingMissing):
        move(initiative, "stopped")
    with pytest.raises(NotAllowedNext):
        move(initiative, "live", live_on=DAY, words="Live.")


def test_owner_writes_at_own_touchpoints_only(programme, write, as_viewer, tomek, boss):
    assert write(by=as_viewer(tomek)).number == 1
    for fields in ({"touchpoints": [programme.website], "by": as_viewer(tomek)}, {"by": as_viewer(boss)}):
        with pytest.raises(NotYours):
            write(**fields)


def test_later_editor_does_not_write_over_the_earlier(programme, write, as_viewer, kasia):
    initiative = write()
    text = InitiativeText(name={"en": "Other words"}, domain="processes")
    save_initiative(engagement=programme.engagement, text=text, by=as_viewer(kasia), initiative=initiative, opened=1)

    with pytest.raises(ChangedMeanwhile):
        save_initiative(
            engagement=programme.engagement, text=text, by=as_viewer(kasia), initiative=initiative, opened=1
        )


def test_owners_of_two_departments_are_flagged(programme, write, in_acme, ada):
    south = Membership.objects.get(user=ada)
    south.unit_id = programme.employees[-2].unit_id
    south.save()
    alone, joint = write("Alone"), write("Together", joint_owners=[south])

    views = views_of(list(Initiative.objects.order_by("number")), today=DAY)

    assert [view.across for view in views] == [False, True]
    assert views[1].departments == ["North", "South"]
    assert (alone.number, joint.number) == (1, 2)


def test_late_changes_are_told_once_to_all_who_own_them(in_acme, programme, write, move, ada):
    write_on = DAY - timedelta(days=3)
    move(write(due_on=write_on, joint_owners=[Membership.objects.get(user=ada)]), "planned")
    move(write("In time"), "planned")

    assert tell_late(organisation=in_acme, today=DAY) == 1
    assert tell_late(organisation=in_acme, today=DAY) == 0
    assert Notification.objects.filter(kind="initiative.late").count() == 2


def test_list_is_searched_filtered_and_sorted(programme, write, move, as_viewer, ada):
    move(write("Shorter forms", due_on=DAY - timedelta(days=1)), "planned")
    live(write, move, "Warm drinks", touchpoints=[programme.website])
    viewer = as_viewer(ada)

    def found(**asked):
        views = initiative_list(viewer=viewer, engagement=programme.engagement, today=DAY, **asked)
        return [view.initiative.number for view in views]

    assert found() == [1, 2]
    assert found(words="FORMS shorter") == [1]
    assert found(state="late") == [1]
    assert found(touchpoint="website") == [2]
    assert found(sort="-number") == [2, 1]


def test_frontline_reads_changes_at_own_touchpoints(programme, write, as_viewer, fred):
    write(), write("Elsewhere", touchpoints=[programme.website])

    assert [one.number for one in initiatives_of(viewer=as_viewer(fred))] == [1]


def test_board_counts_and_touched_places(programme, write, move, as_viewer, ada):
    live(write, move)
    move(write("Late", due_on=DAY - timedelta(days=2), touchpoints=[programme.website]), "planned")

    going = changes_under_way(engagement=programme.engagement, viewer=as_viewer(ada), today=DAY)

    assert (going.total, going.late, [view.days_late for view in going.shown]) == (2, 1, [2])
    assert touched_between(DAY, DAY) == {"counter"}
    assert touched_between(DAY + timedelta(days=1), DAY + timedelta(days=9)) == set()


def test_pages_show_and_move_a_change(programme, write, move, signed_in, kasia):
    initiative = write()
    client = signed_in(kasia)
    page = f"{CHANGES}{initiative.public_id}/"

    assert "Shorter forms" in client.get(CHANGES).content.decode()
    assert "Shorter forms" in client.get(f"{CHANGES}list/?words=forms").content.decode()
    assert client.post(f"{page}move/", {"to": "planned", "back": "board"})["Location"] == CHANGES
    assert client.post(f"{page}move/", {"to": "under_way"})["Location"] == page
    refused = client.post(f"{page}move/", {"to": "live", "live_on": "2020-01-01"})
    assert (refused.status_code, "what shows it" in refused.content.decode()) == (422, True)
    client.post(f"{page}move/", {"to": "live", "live_on": "2020-01-01", "words": "It lies there."})
    initiative.refresh_from_db()
    assert (initiative.state, initiative.live_words) == (ChangeState.LIVE, "It lies there.")
    assert "It lies there." in client.get(page).content.decode()
    file = client.get(f"{CHANGES}changes.csv")
    assert file.content.decode().splitlines()[1].startswith("1,Shorter forms,processes,ordinary,live,Tomek Owner")


def test_form_writes_a_change_and_says_what_a_circle_is(programme, write, signed_in, kasia, segment):
    client = signed_in(kasia)
    answer = client.post(
        f"{CHANGES}new/",
        {"name_en": "An app", "domain": "systems", "sort": "technology", "segment": segment.pk, "need_en": "Speed",
         "gain_en": "Time", "cost": "12.5", "cost_unit": "EUR", "touchpoints": [programme.counter.pk]},
    )  # fmt: skip
    initiative = Initiative.objects.get()

    assert answer["Location"] == f"{CHANGES}{initiative.public_id}/"
    assert (str(initiative.cost), initiative.cost_unit, initiative.need) == ("12.50", "EUR", {"en": "Speed"})
    page = client.get(f"{CHANGES}new/")
    assert "EUR" in page.content.decode()
    # Where the touchpoint stands, above it.
    assert [group for group, _choices in page.context["form"].fields["touchpoints"].choices] == [
        "A visit · Arrival", "On no map",
    ]  # fmt: skip
    bare = client.post(f"{CHANGES}new/", {"name_en": "B", "domain": "people", "sort": "ordinary", "benefit_value": "5"})
    assert bare.context["form"].errors["benefit_unit"] == ["Say in which unit the number is."]
    assert Initiative.objects.count() == 1


def test_sponsor_reads_and_does_not_edit(programme, write, signed_in, boss, fred, olga):
    page = f"{CHANGES}{write().public_id}/"

    assert signed_in(boss).get(page).status_code == 200
    assert signed_in(boss).get(f"{page}edit/").status_code == 403
    assert signed_in(fred).get(page).status_code == 403
    assert signed_in(olga).get(page).status_code == 404


@pytest.mark.parametrize("address", [CHANGES, f"{CHANGES}list/"])
def test_lists_ask_as_many_questions_for_four_as_for_two(programme, write, signed_in, ada, address):
    client, joint = signed_in(ada), [Membership.objects.get(user=ada)]
    first = write(joint_owners=joint)
    write("Second", waits_for=[first], joint_owners=joint)
    client.get(address)
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    for name in ("Third", "Fourth"):
        write(name, waits_for=[first], joint_owners=joint)
    with CaptureQueriesContext(connection) as four:
        client.get(address)

    assert len(four) == len(two)


def test_api_gives_changes_by_key(programme, write, move, client, in_acme):
    live(write, move, cost=None)
    secret = make_key(in_acme, "programme:read")

    answer = client.get("/api/v1/initiatives/", headers={"Authorization": f"Bearer {secret}"})

    row = answer.json()["results"][0]
    assert (row["engagement"], row["number"], row["state"], row["touchpoints"], row["live_on"]) == (
        "service", 1, "live", ["counter"], "2026-03-02",
    )  # fmt: skip
    assert row["has_owner"] is True
