"""Designs: levels, feelings, evidence and standards; two editors; approval freezes; versions are compared."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from operations.models import StoredFile, TrailEntry
from programs.models import Segment, SegmentAxis
from tests.programme import NOON
from tests.touchpoints.editing import design_form
from touchpoints import services
from touchpoints.models import Design, DesignStandard, Standard
from touchpoints.queries.designs import compare_designs, designs_of

COUNTER = "/o/acme/touchpoints/counter/"
WAIT = {"code": "wait", "name_en": "Waiting time", "kind": "minutes", "direction": "at_most", "target": "5",
        "origin": "own"}  # fmt: skip


@pytest.fixture
def segment(in_acme):
    axis = SegmentAxis.objects.create(organisation=in_acme, code="life", name={"en": "Lifecycle"})
    return Segment.objects.create(organisation=in_acme, axis=axis, code="first", name={"en": "First visit"})


def standard(code="wait", target="5", **more):
    return services.StandardText(code=code, name={"en": "Waiting time"}, kind="minutes", target=Decimal(target), **more)


def test_a_design_is_written_with_all_its_parts(programme, tomek, segment, signed_in):
    sent = design_form(
        today_en="A queue", desired_en="Called by name", emotions=["calm", "respected"], why="Findings of spring",
        levels=[{"segment": segment.pk, "level": "3", "note_en": "Shown round"}], standards=[WAIT],
        sources=[{"title": "Waiting study", "address": "https://example.org/study"}],
    )  # fmt: skip

    answer = signed_in(tomek).post(f"{COUNTER}design/", sent)

    design = Design.objects.get(touchpoint=programme.counter, number=2)
    assert answer.headers["Location"] == f"{COUNTER}design/2/"
    assert (design.state, design.emotions, design.revision) == ("draft", ["calm", "respected"], 1)
    assert [(one.segment.code, one.level, one.note) for one in design.levels.all()] == [
        ("first", 3, {"en": "Shown round"})
    ]
    written = design.standards.get()
    assert (written.standard.code, written.direction, written.target) == ("wait", "at_most", Decimal(5))
    assert [(one.title, one.address) for one in design.sources.all()] == [
        ("Waiting study", "https://example.org/study")
    ]


def test_an_attached_file_opens_for_those_who_take_part(programme, tomek, ada, fred, signed_in):
    upload = SimpleUploadedFile("study.pdf", b"%PDF-1.7 words", content_type="application/pdf")
    sent = design_form(desired_en="Called by name", sources=[{"title": "Study", "upload": upload}])

    signed_in(tomek).post(f"{COUNTER}design/", sent)

    kept = StoredFile.objects.get(kind="design.evidence")
    page = signed_in(ada).get(f"{COUNTER}design/2/").content.decode()
    address = next(part for part in page.split('"') if str(kept.public_id) in part)
    opened = signed_in(ada).get(address)
    assert b"".join(opened.streaming_content) == b"%PDF-1.7 words"
    assert signed_in(fred).get(address).status_code == 404


@pytest.mark.parametrize(
    ("part", "row", "field"),
    [
        ("standards", {**WAIT, "code": "w a i t"}, "code"),
        ("standards", {**WAIT, "target": ""}, "target"),
        ("standards", {**WAIT, "name_en": ""}, "name"),
        ("sources", {"title": "Study", "address": "javascript:alert(1)"}, "address"),
        ("sources", {"address": "https://example.org"}, "title"),
    ],
)
def test_a_part_that_cannot_be_taken_says_so_and_saves_nothing(programme, tomek, signed_in, part, row, field):
    answer = signed_in(tomek).post(f"{COUNTER}design/", design_form(desired_en="Better", **{part: [row]}))

    assert answer.status_code == 200
    assert field in getattr(answer.context["editor"], part).errors[0]
    assert Design.objects.count() == 1


def test_another_row_keeps_what_was_typed(programme, tomek, signed_in):
    page = signed_in(tomek).post(
        f"{COUNTER}design/", design_form(desired_en="Better", standards=[WAIT], more="standard")
    )

    assert len(page.context["editor"].standards.forms) == 2
    assert "Waiting time" in page.content.decode()
    assert Design.objects.count() == 1


def test_a_standards_code_belongs_to_one_touchpoint_and_one_measure(programme, kasia, as_viewer):
    by = as_viewer(kasia)
    text = {"today": {}, "desired": {"en": "Quick"}, "by": by}
    services.draft_design(touchpoint=programme.counter, standards=[standard()], **text)

    with pytest.raises(services.StandardRefused) as elsewhere:
        services.draft_design(touchpoint=programme.website, standards=[standard()], **text)
    services.approve_design(design=Design.objects.get(state="draft"), by=programme.all_powerful, at=NOON)
    other = services.StandardText(code="wait", name={"en": "W"}, kind="percent", target=Decimal(90))
    with pytest.raises(services.StandardRefused) as measured:
        services.draft_design(touchpoint=programme.counter, standards=[other], **text)

    assert (elsewhere.value.is_elsewhere, measured.value.is_elsewhere) == (True, False)


def test_the_later_of_two_editors_sees_both_texts_and_loses_nothing(programme, tomek, ada, signed_in):
    signed_in(tomek).post(f"{COUNTER}design/", design_form(desired_en="Called by name"))

    answer = signed_in(ada).post(f"{COUNTER}design/", design_form(desired_en="Greeted at the door"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["both"].whose == "Tomek Owner"
    assert "Called" in page
    assert "Greeted at the door" in page
    assert Design.objects.get(number=2).desired == {"en": "Called by name"}

    signed_in(ada).post(f"{COUNTER}design/", design_form(answer.context["revision"], desired_en="Greeted by name"))

    assert Design.objects.get(number=2).desired == {"en": "Greeted by name"}


def test_an_approved_design_no_longer_changes_and_stays_readable(programme, boss, tomek, fred, as_viewer, signed_in):
    services.draft_design(
        touchpoint=programme.counter, today={}, desired={"en": "Called by name"}, standards=[standard()],
        by=as_viewer(tomek),
    )  # fmt: skip
    assert signed_in(fred).get(f"{COUNTER}design/2/").status_code == 404
    assert signed_in(tomek).post(f"{COUNTER}design/2/approve/").status_code == 403

    signed_in(boss).post(f"{COUNTER}design/2/approve/")
    services.draft_design(touchpoint=programme.counter, today={}, desired={"en": "Third"}, by=as_viewer(tomek))

    assert list(Design.objects.order_by("number").values_list("state", flat=True)) == ["retired", "approved", "draft"]
    assert signed_in(fred).get(f"{COUNTER}design/1/").status_code == 200
    assert "Called by name" in signed_in(fred).get(f"{COUNTER}design/2/").content.decode()
    assert Design.objects.get(number=2).standards.get().target == Decimal(5)
    assert signed_in(fred).get(f"{COUNTER}design/9/").status_code == 404


def test_two_versions_differ_part_by_part(programme, kasia, as_viewer, signed_in):
    services.draft_design(
        touchpoint=programme.counter, today={"en": "A queue"}, desired={"en": "Seen within two minutes"},
        emotions=["calm"], standards=[standard()], by=as_viewer(kasia),
    )  # fmt: skip
    first, second = designs_of(touchpoint=programme.counter, viewer=as_viewer(kasia)).order_by("number")

    changed = {part.label: part.changed for part in compare_designs(first, second)}

    assert changed == {
        "Experience today": False,
        "Desired experience": True,
        "Pillar": False,
        "Feelings wanted": True,
        "Standard wait": True,
    }
    assert "<ins>two minutes</ins>" in signed_in(kasia).get(f"{COUNTER}design/1/2/").content.decode()


def test_drafting_and_approving_stand_in_the_trail(programme, kasia, boss, as_viewer):
    design = services.draft_design(touchpoint=programme.counter, today={}, desired={"en": "D"}, by=as_viewer(kasia))
    services.approve_design(design=design, by=as_viewer(boss), at=NOON)

    actions = (
        TrailEntry.objects.filter(action__startswith="design.").order_by("-pk").values_list("action", "actor_name")
    )
    assert list(actions[:2]) == [("design.approved", "Bruno Sponsor"), ("design.drafted", "Kasia Consultant")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_versions_take_the_same_queries(programme, kasia, as_viewer, segment, count, django_assert_num_queries):
    standards = [standard(f"wait-{number}") for number in range(count)]
    sources = [services.SourceText(title=f"Study {number}", address="/") for number in range(count)]
    services.draft_design(
        touchpoint=programme.counter, today={}, desired={"en": "D"}, standards=standards, sources=sources,
        levels=[services.LevelText(segment, 2)], by=as_viewer(kasia),
    )  # fmt: skip
    viewer = as_viewer(kasia)

    with django_assert_num_queries(8):
        shown = list(designs_of(touchpoint=programme.counter, viewer=viewer))
        [list(part.all()) for design in shown for part in (design.levels, design.standards, design.sources)]

    assert len(shown) == 2


def test_a_drafts_standard_is_no_indicator_before_approval(programme, kasia, as_viewer):
    from touchpoints.queries.standards import standards_at

    services.draft_design(
        touchpoint=programme.counter, today={}, desired={"en": "D"}, standards=[standard()], by=as_viewer(kasia)
    )

    assert standards_at(touchpoint=programme.counter, viewer=as_viewer(kasia), today=NOON.date()) == []
    assert (Standard.objects.count(), DesignStandard.objects.count()) == (1, 1)
