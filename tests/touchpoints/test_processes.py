"""Processes: drawn in versions, approved, compared, measured, and taken out as files."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operations.models import TrailEntry
from tests.programme import NOON
from tests.touchpoints.editing import part
from touchpoints import services
from touchpoints.models import Process, ProcessMap, ProcessStep
from touchpoints.processes.text import (
    BranchText,
    LaneText,
    ProcessText,
    StepText,
    UnknownArrangement,
    arranged,
    unfinished,
    without_blanks,
)
from touchpoints.queries.processes import compare_processes, process_parts, text_of_map, versions_of
from touchpoints.services import processes as writing

LIST = "/o/acme/processes/"
PROCESS = f"{LIST}refund/"


def one_step(name, minutes, decision="keep", **more):
    return StepText({"en": name}, minutes=Decimal(minutes), decision=decision, **more)


def small_text(**more):
    """A customer and a clerk; a fifth of all cases come back to the first step: 1.25 passings."""
    steps = [
        one_step("Asks", 2),
        one_step("Types in", 8, "automate", lane=1, cost=Decimal(4),
                 expected_minutes=Decimal(1), expected_cost=Decimal(1),
                 branches=(BranchText({"en": "a paper is missing"}, 20, 0),)),
        one_step("Pays", 3, lane=1),
    ]  # fmt: skip
    lanes = [LaneText({"en": "Customer"}, "customer"), LaneText({"en": "Clerk"})]
    return ProcessText(lanes=lanes, steps=steps, per_month=120, currency="eur", rules={"en": "Within 14 days"}, **more)


@pytest.fixture
def process(programme):
    return writing.create_process(
        touchpoint=programme.counter, code="refund", name={"en": "Refund", "pl": "Zwrot"}, by=programme.all_powerful
    )


@pytest.fixture
def drawn(process, programme):
    return writing.draft_process(process=process, text=small_text(), by=programme.all_powerful)


@pytest.fixture
def holds(drawn, programme):
    writing.approve_process(drawn=drawn, by=programme.all_powerful, at=NOON)
    return drawn


def process_words(text):
    return process_parts(text), [lane.name for lane in text.lanes]


def stored(process, viewer):
    return versions_of(process=process, viewer=viewer)


def test_what_is_drawn_is_read_again_as_it_was(process, drawn, programme):
    read = text_of_map(stored(process, programme.all_powerful)[0])

    assert read.steps == small_text().steps
    assert read.lanes == small_text().lanes
    assert (read.per_month, read.currency, read.rules) == (120, "EUR", {"en": "Within 14 days"})


def test_there_is_one_draft_and_saving_it_replaces_it(process, drawn, programme):
    again = writing.draft_process(
        process=process, text=small_text(why="Shorter"), by=programme.all_powerful, revision=drawn.revision
    )

    assert (again.pk, again.number, again.revision) == (drawn.pk, 1, 2)
    assert ProcessStep.objects.count() == 3


def test_the_later_of_two_writers_is_told(process, drawn, programme):
    with pytest.raises(services.WrittenMeanwhile):
        writing.draft_process(process=process, text=small_text(), by=programme.all_powerful, revision=0)


@pytest.mark.parametrize(
    ("text", "reason", "step"),
    [
        (ProcessText(), "no_lane", 0),
        (ProcessText(lanes=[LaneText({"en": "L"})]), "no_step", 0),
        (ProcessText(lanes=[LaneText({"en": "L"})], steps=[
            one_step("a", 1, branches=[BranchText({}, 60, None), BranchText({}, 50, 0)])]), "shares", 1),
        (ProcessText(lanes=[LaneText({"en": "L"})], steps=[one_step("a", 1, branches=[BranchText({}, 100, 0)])]),
         "loop", 0),
    ],
)  # fmt: skip
def test_a_map_that_does_not_hold_together_is_refused(process, programme, text, reason, step):
    with pytest.raises(writing.ProcessRefused) as refused:
        writing.draft_process(process=process, text=text, by=programme.all_powerful)
    assert (refused.value.reason, refused.value.step) == (reason, step)
    assert ProcessMap.objects.count() == 0


def test_approved_it_stays_as_it_is_and_the_next_begins_from_it(process, holds, programme):
    later = writing.draft_process(process=process, text=small_text(why="No paper"), by=programme.all_powerful)
    writing.approve_process(drawn=later, by=programme.all_powerful, at=NOON)

    assert list(ProcessMap.objects.order_by("number").values_list("number", "state")) == [
        (1, "retired"), (2, "approved"),
    ]  # fmt: skip
    with pytest.raises(services.NothingToApprove):
        writing.approve_process(drawn=ProcessMap.objects.get(number=1), by=programme.all_powerful, at=NOON)


def test_an_owner_draws_at_their_own_touchpoint_only_and_does_not_approve(
    process, drawn, programme, tomek, fred, as_viewer
):
    writing.draft_process(process=process, text=small_text(), by=as_viewer(tomek))
    with pytest.raises(services.NotYours):
        writing.approve_process(drawn=drawn, by=as_viewer(tomek), at=NOON)
    with pytest.raises(services.NotYours):
        writing.draft_process(process=process, text=small_text(), by=as_viewer(fred))


def test_a_code_is_used_once(process, programme):
    with pytest.raises(services.CodeTaken):
        writing.create_process(touchpoint=programme.counter, code="refund", name={"en": "R"}, by=programme.all_powerful)


def test_only_changed_steps_of_the_version_that_holds_are_measured(process, holds, programme):
    kept, changed = holds.steps.get(position=1), holds.steps.get(position=2)
    writing.measure_step(step=changed, minutes=Decimal(2), cost=None, day=NOON.date(), by=programme.all_powerful)
    with pytest.raises(writing.NothingToMeasure):
        writing.measure_step(step=kept, minutes=Decimal(2), cost=None, day=NOON.date(), by=programme.all_powerful)

    changed.refresh_from_db()
    assert (changed.measured_minutes, changed.measured_cost, changed.measured_on) == (2, None, NOON.date())
    assert TrailEntry.objects.filter(action="process.measured").get().details["step"] == 2


def test_versions_are_compared_part_by_part(process, holds, programme):
    text = small_text()
    writing.draft_process(
        process=process,
        text=ProcessText(lanes=text.lanes, steps=[*text.steps[:2], one_step("Pays by phone", 3, lane=1)], per_month=120,
                         currency="EUR", rules=text.rules),
        by=programme.all_powerful,
    )  # fmt: skip
    after, before = stored(process, programme.all_powerful)

    assert [part.label for part in compare_processes(before, after) if part.changed] == ["Step 3"]


# The editor's arrangements


def test_steps_move_and_branches_follow_them():
    text = small_text()

    moved = arranged(text, "down-step-0")
    assert [step.name["en"] for step in moved.steps] == ["Types in", "Asks", "Pays"]
    assert moved.steps[0].branches[0].target == 1
    assert process_words(arranged(moved, "up-step-1")) == process_words(text)
    assert arranged(text, "remove-step-0").steps[0].branches[0].target is None


def test_lanes_move_and_steps_stay_in_theirs():
    text = arranged(small_text(), "down-lane-0")

    assert [lane.name["en"] for lane in text.lanes] == ["Clerk", "Customer"]
    assert [step.lane for step in text.steps] == [1, 0, 0]
    assert [step.lane for step in arranged(text, "remove-lane-1").steps] == [0, 0, 0]


def test_parts_are_added_and_taken_away():
    text = arranged(arranged(arranged(small_text(), "add-step"), "add-lane"), "add-branch-0")

    assert (len(text.steps), text.steps[3].lane, len(text.lanes), len(text.steps[0].branches)) == (4, 1, 3, 1)
    assert process_words(without_blanks(text)) == process_words(small_text())
    assert arranged(text, "remove-branch-0-0").steps[0].branches == []
    for wish in ("add-nothing", "up-step-9", "x", "", "down-lane-0-1", "add-step-1"):
        with pytest.raises(UnknownArrangement):
            arranged(small_text(), wish)


def test_rows_that_hold_something_and_lack_what_they_are_about():
    steps = [
        StepText(minutes=Decimal(7)), one_step("Pays", 3, lane=1), StepText(),
        one_step("Signs", 1, branches=(BranchText({}, None, 0),)),
    ]  # fmt: skip
    text = ProcessText(lanes=[LaneText({"en": "Clerk"}), LaneText(kind="system"), LaneText()], steps=steps)

    assert unfinished(text) == [("step", 0, 0), ("lane", 1, 0), ("branch", 3, 0)]


# Pages


def editor_form(revision=0, **fields):
    sent = {"revision": revision, "per_month": "120", "currency": "EUR", **fields}
    sent |= part("lane", [{"name_en": "Customer", "kind": "customer"}, {"name_en": "Clerk", "kind": "role"}])
    sent |= part("step", [
        {"name_en": "Asks", "lane": 0, "minutes": "2", "cost": "", "decision": "keep"},
        {"name_en": "Types in", "lane": 1, "minutes": "8", "cost": "4", "decision": "automate",
         "expected_minutes": "1", "expected_cost": "1"},
        {"name_en": "", "lane": 0, "decision": "keep"},
    ])  # fmt: skip
    sent |= part("step-0-branch") | part("step-2-branch")
    return sent | part("step-1-branch", [{"when_en": "a paper is missing", "share": "20", "target": "0"}])


def test_a_process_is_begun_drawn_and_approved_by_forms(programme, ada, signed_in):
    client = signed_in(ada)
    begun = client.post(f"{LIST}new/", {
        "touchpoint": programme.counter.pk, "name_en": "Refund", "name_pl": "Zwrot", "code": "refund",
    })  # fmt: skip
    assert begun.headers["Location"] == f"{PROCESS}edit/"
    saved = client.post(f"{PROCESS}edit/", editor_form())
    assert saved.headers["Location"] == f"{PROCESS}1/"
    client.post(f"{PROCESS}1/approve/")

    page = client.get(PROCESS).content.decode()
    # 1.25 · (2 + 8) = 12.5 minutes today; 1.25 · (2 + 1) = 3.75 as decided
    assert "Refund: 3.8 min instead of 12.5 min" in page
    assert "a paper is missing (20 of 100): on with step 1" in page
    assert "<svg" in page


def test_the_editor_adds_and_moves_without_scripts(process, ada, signed_in):
    client = signed_in(ada)

    page = client.post(f"{PROCESS}edit/", {**editor_form(), "do": "down-step-0"}).content.decode()
    assert page.index("Types in") < page.index("Asks")
    assert ProcessMap.objects.count() == 0
    assert client.post(f"{PROCESS}edit/", {**editor_form(), "do": "explode"}).status_code == 400


def test_a_wrong_map_says_what_is_wrong(process, ada, signed_in):
    sent = editor_form() | {"step-1-branch-0-share": "100"}

    page = signed_in(ada).post(f"{PROCESS}edit/", sent).content.decode()
    assert "go round for ever" in page


def test_the_later_writer_sees_both_maps(process, drawn, ada, signed_in):
    page = signed_in(ada).post(f"{PROCESS}edit/", editor_form(revision=0)).content.decode()

    assert "both" in page
    assert f'name="revision" value="{drawn.revision}"' in page
    assert ProcessStep.objects.count() == 3


def test_drafts_are_for_those_who_take_part(process, drawn, fred, tomek, signed_in):
    assert "Not drawn yet" in signed_in(fred).get(PROCESS).content.decode()
    assert signed_in(fred).get(f"{PROCESS}1/").status_code == 404
    assert "Types in" in signed_in(tomek).get(f"{PROCESS}1/").content.decode()


def test_somebody_elses_touchpoint_is_not_the_frontlines(process, holds, programme, fred, tomek, olga, signed_in):
    Process.objects.update(touchpoint=programme.website)

    assert signed_in(fred).get(PROCESS).status_code == 403
    assert signed_in(tomek).get(f"{PROCESS}edit/").status_code == 403
    assert signed_in(olga).get(PROCESS).status_code == 404


def test_measured_by_the_form(process, holds, tomek, signed_in):
    client = signed_in(tomek)
    client.post(f"{PROCESS}1/steps/2/", {"minutes": "3", "cost": ""})
    client.post(f"{PROCESS}1/steps/1/", {"minutes": "3", "cost": ""})

    assert list(ProcessStep.objects.order_by("position").values_list("measured_minutes", flat=True)) == [None, 3, None]
    assert "as far as measured" in client.get(PROCESS).content.decode()


def test_files(process, holds, fred, signed_in):
    client = signed_in(fred)
    picture = client.get(f"{PROCESS}1/export/svg/")
    paper = client.get(f"{PROCESS}1/export/pdf/")

    assert (picture.headers["Content-Type"], b"var(--" in picture.content) == ("image/svg+xml", False)
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="refund-1.pdf"'
    assert client.get(f"{PROCESS}1/export/doc/").status_code == 404


def test_the_list_is_filtered_and_asks_as_often_for_three_as_for_one(process, holds, programme, ada, signed_in):
    client = signed_in(ada)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert "Refund" in client.get(LIST).content.decode()
    for code in ("second", "third"):
        made = writing.create_process(
            touchpoint=programme.website, code=code, name={"en": f"Process {code}"}, by=programme.all_powerful
        )
        writing.draft_process(process=made, text=small_text(), by=programme.all_powerful)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)
    assert "Refund" not in client.get(f"{LIST}?words=second").content.decode().split("<tbody>")[1]
    page = client.get(f"{LIST}?state=approved").content.decode().split("<tbody>")[1]
    assert ("Refund" in page, "Process third" in page) == (True, False)


def test_the_name_is_changed(process, ada, signed_in):
    signed_in(ada).post(f"{PROCESS}name/", {"name_en": "Money back", "name_pl": ""})

    assert Process.objects.get().name == {"en": "Money back"}
