"""The launch: its checklist follows from the work, its gate waits for it, its messages promise only what is there."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Membership
from programs.models import StageState
from programs.queries import uncovered_points
from programs.services import StillOpen, decide_gate, decide_waiver, propose_gate, propose_waiver
from tests.cast import make_member
from tests.programme import make_promise
from touchpoints.changing.launching import Level, PointKind
from touchpoints.models import LaunchMessage, LaunchPoint
from touchpoints.queries.launches import given_up, launch_plan, launch_view
from touchpoints.services.initiatives import InitiativeText, move_initiative, save_initiative
from touchpoints.services.launch_messages import save_message
from touchpoints.services.launches import (
    EvidenceWanted,
    LaunchPassed,
    PointIncomplete,
    ReasonWanted,
    answer_quality,
    draft_launch,
    remove_point,
    save_point,
    tick_point,
)
from touchpoints.services.rights import NotYours

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAUNCH = "/o/acme/p/service/launch/"


@pytest.fixture
def cycle(programme):
    return programme.engagement.cycles.get()


@pytest.fixture
def stage(cycle):
    """The launch, begun, with its deliverables done."""
    stage = cycle.stages.get(kind="launch")
    stage.state = StageState.OPEN
    stage.save()
    stage.deliverables.update(done_on=DAY)
    return stage


@pytest.fixture
def change(programme, as_viewer, kasia, tomek):
    text = InitiativeText(
        name={"en": "Shorter forms"}, domain="processes", owner=Membership.objects.get(user=tomek), due_on=DAY,
        touchpoints=[programme.counter],
    )  # fmt: skip
    initiative = save_initiative(engagement=programme.engagement, text=text, by=as_viewer(kasia))
    for state in ("planned", "under_way"):
        initiative = move_initiative(initiative=initiative, to=state, by=as_viewer(kasia), at=NOON)
    return initiative


@pytest.fixture
def plan(cycle, change, as_viewer, kasia):
    return draft_launch(cycle=cycle, by=as_viewer(kasia))


def say_works(cycle, viewer):
    answer_quality(cycle=cycle, by=viewer, quality="works", words="Tested for a week.", address="", at=NOON)


def go_live(change, viewer):
    move_initiative(initiative=change, to="live", by=viewer, at=NOON, live_on=DAY, words="The forms lie there.")


def test_draft_takes_changes_designs_scripts_and_trainings(plan):
    view = launch_view(plan, today=DAY)

    assert [(one.kind, one.level, one.title["en"], one.done) for one in view.points] == [
        (PointKind.CHANGE, Level.MUST, "Shorter forms", False),
        (PointKind.DESIGN, Level.MUST, "Counter", True),
        (PointKind.SCRIPT, Level.SHOULD, "Counter", True),
        (PointKind.PEOPLE, Level.MUST, "The promise", False),
    ]


def test_drafted_again_it_adds_only_what_is_new(plan, cycle, as_viewer, kasia):
    draft_launch(cycle=cycle, by=as_viewer(kasia))

    assert plan.points.count() == 4


def test_gate_waits_for_every_must_and_for_the_products_quality(stage, plan, change, as_viewer, kasia, cycle):
    assert [point.text["en"] for point in uncovered_points(stage, DAY)] == [
        "Shorter forms", "The promise", "Nobody has answered whether the product itself works at these touchpoints",
    ]  # fmt: skip
    with pytest.raises(StillOpen):
        propose_gate(stage=stage, by=as_viewer(kasia), at=NOON, note="Go.")

    go_live(change, as_viewer(kasia))
    say_works(cycle, as_viewer(kasia))
    assert [point.text["en"] for point in uncovered_points(stage, DAY)] == ["The promise"]


def test_launch_without_a_checklist_is_refused(stage, as_viewer, kasia):
    with pytest.raises(StillOpen):
        propose_gate(stage=stage, by=as_viewer(kasia), at=NOON)


def test_poor_product_is_not_mended_by_courtesy(stage, plan, cycle, as_viewer, kasia):
    with pytest.raises(EvidenceWanted):
        answer_quality(cycle=cycle, by=as_viewer(kasia), quality="works", words=" ", address="", at=NOON)
    answer_quality(cycle=cycle, by=as_viewer(kasia), quality="partly", words="One in ten fails.", address="", at=NOON)

    assert "quality" in [point.key for point in uncovered_points(stage, DAY)]


def test_decided_launch_passes_and_its_checklist_stays(stage, plan, cycle, change, as_viewer, kasia, ada, boss, acme):
    cezary = make_member(acme, "Cezary Committee", "committee")
    say_works(cycle, as_viewer(kasia))
    waiver = propose_waiver(stage=stage, by=as_viewer(kasia), reason="Summer begins.", at=NOON)
    for person in (ada, boss):
        decide_waiver(waiver=waiver, by=as_viewer(person), approves=True, at=NOON)
    gate = propose_gate(stage=stage, by=as_viewer(kasia), at=NOON)
    for person in (cezary, boss):
        decide_gate(gate=gate, by=as_viewer(person), approves=True, at=NOON)
    go_live(change, as_viewer(kasia))

    view = launch_view(launch_plan(cycle), today=DAY)

    assert (view.points[0].title["en"], view.points[0].done) == ("Shorter forms", False)
    with pytest.raises(LaunchPassed):
        draft_launch(cycle=cycle, by=as_viewer(kasia))


def test_own_line_is_ticked_with_what_shows_it(plan, cycle, as_viewer, kasia):
    viewer = as_viewer(kasia)
    with pytest.raises(PointIncomplete):
        save_point(cycle=cycle, by=viewer, kind="other", level="must", title={})
    point = save_point(cycle=cycle, by=viewer, kind="other", level="must", title={"en": "Leaflets printed"})
    with pytest.raises(EvidenceWanted):
        tick_point(point=point, by=viewer, words="", day=DAY)

    tick_point(point=point, by=viewer, words="4,000 in the store.", day=DAY)

    assert [one.done for one in launch_view(plan, today=DAY).points if one.kind is PointKind.OTHER] == [True]
    remove_point(point=point, by=viewer, reason="Nobody reads leaflets.")
    assert not LaunchPoint.objects.filter(kind="other").exists()


def test_what_must_be_there_is_given_up_with_a_reason_that_stays(plan, cycle, as_viewer, kasia, signed_in):
    viewer, change, people = as_viewer(kasia), plan.points.get(kind="change"), plan.points.get(kind="people")
    same = {"kind": "people", "title": people.title, "evidence_name": people.evidence_name}
    for given_up_silently in (
        lambda: remove_point(point=change, by=viewer, reason=" "),
        lambda: save_point(cycle=cycle, by=viewer, level="should", point=people, **same),
    ):
        with pytest.raises(ReasonWanted):
            given_up_silently()

    save_point(cycle=cycle, by=viewer, level="should", point=people, reason="A leaflet will do.", **same)
    remove_point(point=change, by=viewer, reason="It is put off.")

    told = [(entry.details["about"], entry.details["reason"]) for entry in given_up(cycle)]
    assert told == [("Shorter forms", "It is put off."), ("The promise", "A leaflet will do.")]
    assert "A leaflet will do." in signed_in(kasia).get(LAUNCH).content.decode()


def test_only_who_edits_the_programme_prepares(cycle, change, as_viewer, boss, tomek):
    for person in (boss, tomek):
        with pytest.raises(NotYours):
            draft_launch(cycle=cycle, by=as_viewer(person))


def test_message_warns_while_its_pillars_touchpoints_are_not_live(programme, cycle, plan, change, as_viewer, kasia):
    promise = make_promise(programme.organisation)
    pillar = promise.pillars.get().pillar
    viewer = as_viewer(kasia)
    save_message(cycle=cycle, by=viewer, text={"en": "Nobody waits."}, pillar=pillar)
    nothing = launch_view(plan, today=DAY).messages[0]
    assert (nothing.carried, nothing.is_true) == (False, False)

    text = InitiativeText(name=change.name, domain="processes", owner=change.owner, due_on=DAY, pillars=[pillar],
                          touchpoints=[programme.counter])  # fmt: skip
    save_initiative(engagement=programme.engagement, text=text, by=viewer, initiative=change)
    lacking = launch_view(plan, today=DAY).messages[0]
    assert ([title["en"] for title in lacking.lacking], lacking.is_true) == (["Shorter forms"], False)

    change.refresh_from_db()
    go_live(change, viewer)
    assert launch_view(plan, today=DAY).messages[0].is_true


def test_pages_prepare_a_launch(programme, cycle, stage, change, signed_in, kasia, boss, fred, olga):
    client = signed_in(kasia)
    assert "no checklist yet" in client.get(LAUNCH).content.decode()
    assert client.post(f"{LAUNCH}draft/?cycle=1")["Location"] == f"{LAUNCH}?cycle=1"
    client.post(f"{LAUNCH}points/new/?cycle=1", {"kind": "other", "level": "should", "title_en": "Leaflets"})
    point = LaunchPoint.objects.get(kind="other")
    client.post(f"{LAUNCH}points/{point.public_id}/tick/", {"words": "Printed."})
    client.post(f"{LAUNCH}quality/?cycle=1", {"quality": "works", "words": "Tested for a week."})
    client.post(f"{LAUNCH}messages/new/?cycle=1", {"text_en": "Nobody waits."})
    message = LaunchMessage.objects.get()
    client.post(f"{LAUNCH}messages/{message.public_id}/", {"text_en": "Nobody waits long.", "revision": 1})
    both = client.post(f"{LAUNCH}messages/{message.public_id}/", {"text_en": "Mine.", "revision": 1})

    page = client.get(LAUNCH).content.decode()
    for words in (
        "Shorter forms",
        "Leaflets",
        "Printed.",
        "Tested for a week.",
        "Nobody waits long.",
        "name the pillar",
    ):
        assert words in page
    assert "Somebody saved this text" in both.content.decode()
    # A form's own address leads people to its page, and programs learn that it takes forms only.
    assert client.get(f"{LAUNCH}draft/?cycle=1").status_code == 405
    led = client.get(f"{LAUNCH}draft/?cycle=1", headers={"accept": "text/html,*/*"})
    assert (led.status_code, led.headers["Location"]) == (302, f"{LAUNCH}?cycle=1")
    assert signed_in(boss).get(LAUNCH).status_code == 200
    assert signed_in(boss).post(f"{LAUNCH}draft/").status_code == 403
    assert signed_in(fred).get(LAUNCH).status_code == 403
    assert signed_in(olga).get(LAUNCH).status_code == 404
