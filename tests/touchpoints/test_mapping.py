"""Maps as documents: files that come back as they went, comparison, heights, pictures, papers. No rows."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from lib.charts.svg import standalone
from touchpoints.mapping.carrying import carried
from touchpoints.mapping.curve import curve_of, height_of_level, height_of_share
from touchpoints.mapping.difference import Mark, compare
from touchpoints.mapping.document import Felt, MapDocument, Note, Place, Stretch, as_json
from touchpoints.mapping.drawing import draw_map
from touchpoints.mapping.matrix import read_matrix, write_matrix
from touchpoints.mapping.mermaid import code_of, read_mermaid, write_mermaid
from touchpoints.mapping.papers import map_pdf, map_slides
from touchpoints.mapping.reading import format_of, read_json
from touchpoints.mapping.tables import table_rows
from touchpoints.measured import Reading

COUNTER = Place("counter", {"en": "Counter", "pl": "Okienko"}, channel="branch", channel_name={"en": "Branch"},
                is_moment_of_truth=True)  # fmt: skip
DOOR = Place("door", {"en": "Door"}, control="external", depends_on={"en": "City"})
WEBSITE = Place("website", {"en": "Website"}, control="influenced")
QUEUE = Note("pain", {"en": "=the queue\nis long", "pl": "kolejka"})
NEW = Note("thought", {"en": "Where do I go?"}, "lifecycle:new")
ARRIVAL = Stretch(
    "arrival", {"en": "Arrival", "pl": "Przyjście"}, "search", [COUNTER, DOOR],
    [NEW, QUEUE, Note("pain", {"pl": "tylko po polsku"})],
    [Felt("desired", 5), Felt("hypothesis", 2), Felt("hypothesis", 1, "lifecycle:new")],
)  # fmt: skip
LEAVING = Stretch("leaving", {"en": "Leaving"}, places=[WEBSITE])
MAP = MapDocument(
    "visit", {"en": "A visit", "pl": "Wizyta"}, stages=[ARRIVAL, LEAVING], segments={"lifecycle:new": {"en": "New"}}
)
QUICK = Reading("counter", {"en": "Quick"}, {"en": "Spring"}, 75.0, 61.0, 86.0, 40)
KIND = Reading("counter", {"en": "Kind"}, {"en": "Spring"}, 25.0, 14.0, 39.0, 40)


def changed(**stages):
    """The map with some stages replaced; None leaves one out."""
    kept = [stages.get(stage.code, stage) for stage in MAP.stages]
    return replace(MAP, stages=[stage for stage in kept if stage])


def marks(difference, lane):
    """What stands in a lane, stage by stage: (words, mark)."""
    return {
        stage.code: [(entry.text.get("en") or entry.text.get("pl"), str(entry.mark)) for entry in stage.in_lane(lane)]
        for stage in difference.stages
    }


def test_own_json_comes_back_as_it_went():
    written = json.dumps(as_json(MAP))

    assert json.dumps(as_json(read_json(written).document)) == written


def test_owners_and_keys_stay_at_home_unless_the_map_is_frozen():
    owned = changed(leaving=replace(LEAVING, places=[replace(WEBSITE, owner="Tomek Owner", key="k")]))

    assert "Tomek" not in json.dumps(as_json(owned))
    assert as_json(owned, with_owners=True)["stages"][1]["touchpoints"][0]["owner"] == "Tomek Owner"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{\n  nothing", [("line 2", "This is no JSON: it cannot be read from sign 3 on.")]),
        ("[]", [("line 1", "This is no journey map: “format” must be “cem-journey-map”.")]),
    ],
)
def test_a_file_that_is_no_map_is_refused(text, faults):
    assert [(fault.where, fault.text) for fault in read_json(text).faults] == faults


def test_every_fault_of_own_json_is_told_with_its_place():
    written = as_json(MAP)
    written["stages"][0]["feelings"][0]["level"] = 9
    written["stages"][0]["notes"][1]["lane"] = "weather"
    written["stages"][1]["code"] = "arrival"
    written["stages"][1]["touchpoints"][0]["code"] = "Not a code"

    assert [fault.where for fault in read_json(json.dumps(written)).faults] == [
        "stages[0].notes[1].lane", "stages[0].feelings[0].level", "stages[1].code", "stages[1].touchpoints[0].code",
    ]  # fmt: skip


def test_the_matrix_comes_back_as_it_went():
    written = write_matrix(MAP)
    read = read_matrix(written, journey="visit", name=MAP.name)

    assert read.faults == []
    assert write_matrix(read.document) == written
    assert written.splitlines()[0] == "lane,segment,language,arrival,leaving"
    assert 'touchpoints,,,"counter @branch *' in written
    assert "'=the queue\\nis long" in written  # no formula in a spreadsheet, and a line break inside a note
    assert read.document.stages[0].notes_in("pain") == [QUEUE, Note("pain", {"pl": "tylko po polsku"})]


def test_faults_of_a_matrix_are_told_by_line():
    text = "lane,segment,language,a,b\nstage,,en,A,B\nweather,,en,sun,\nneed,,,search,fly\ndesired,,,6,\n"
    text += "touchpoints,,,Front Desk,"

    faults = read_matrix(text, journey="visit", name={}).faults

    assert [fault.where for fault in faults] == ["line 3", "line 4", "line 5", "line 6"]


def test_a_matrix_of_another_tool_with_semicolons_is_read():
    read = read_matrix("lane;segment;language;a\nstage;;pl;Początek\npain;;pl;kolejka\n", journey="visit", name={})

    assert [dict(stage.name) for stage in read.document.stages] == [{"pl": "Początek"}]


def test_mermaid_tells_stages_touchpoints_and_the_level():
    assert write_mermaid(MAP, "en").splitlines() == [
        "journey", "    title A visit", "    section Arrival", "      Counter: 2: customers, New",
        "      Door: 2: customers, New", "    section Leaving", "      Website: 3: customers",
    ]  # fmt: skip


def test_a_mermaid_journey_becomes_stages_with_a_hypothesis():
    text = "journey\n  title My day\n  %% said\n  section Go to work\n    Make tea: 5: Me\n    Go up: 2: Me, Cat\n"
    text += "  section Łódź\n    Counter: 3\n"

    read = read_mermaid(text, journey="day", language="en", known={"counter": "counter-1"})

    told = [(stage.code, [place.code for place in stage.places], stage.level("hypothesis"))
            for stage in read.document.stages]  # fmt: skip
    assert told == [("go-to-work", ["make-tea", "go-up"], 4), ("lodz", ["counter-1"], 3)]
    assert read.remarks[1].text == "Actors are not kept: Cat, Me."


@pytest.mark.parametrize("language", ["en", "pl"])
def test_an_own_mermaid_journey_that_comes_back_loses_nothing_of_its_map(language):
    known = {name.casefold(): place.code for place in MAP.places for name in place.name.values()}

    read = read_mermaid(write_mermaid(MAP, language), journey="visit", language=language, known=known)

    assert as_json(carried(read.document, MAP)) == as_json(MAP)


def test_a_mermaid_journey_changes_what_it_tells_and_keeps_the_rest():
    text = "journey\n section New stage\n  Door: 4\n section Arrival\n  Counter: 5\n"

    read = read_mermaid(text, journey="visit", language="en", known={"counter": "counter", "door": "door"})
    new, arrival = carried(read.document, MAP).stages

    assert (new.code, [place.control for place in arrival.places], arrival.need) == ("new-stage", ["owned"], "search")
    assert arrival.notes == ARRIVAL.notes
    assert [arrival.level("hypothesis"), arrival.level("hypothesis", "lifecycle:new"), arrival.level("desired")] == [
        5, 1, 5,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [("Map.CSV", "{", "csv"), ("map.mmd", "", "mermaid"), ("map.txt", "\n %% x\njourney\n", "mermaid"),
     ("", ' {"a": 1}', "json"), ("", "lane,segment,language,a", "csv")],
)  # fmt: skip
def test_a_file_tells_its_format(name, text, told):
    assert format_of(name, text) == told


def test_faults_of_mermaid_are_told_by_line():
    faults = read_mermaid(
        "journey\ntask: 3: Me\nsection A\nwalk: 7: Me\n", journey="day", language="en", known={}
    ).faults

    assert [fault.where for fault in faults] == ["line 2", "line 4"]


@pytest.mark.parametrize(("name", "code"), [("Kontrola bezpieczeństwa", "kontrola-bezpieczenstwa"), ("¿?", "x")])
def test_codes_are_made_of_names(name, code):
    assert code_of(name) == code


def test_the_same_map_shows_no_difference():
    assert compare(MAP, MAP).is_empty


def test_what_moved_between_stages_is_neither_added_nor_removed():
    after = changed(arrival=replace(ARRIVAL, places=[COUNTER]), leaving=replace(LEAVING, places=[WEBSITE, DOOR]))

    difference = compare(MAP, after)

    assert marks(difference, "touchpoints") == {
        "arrival": [("Counter", "same")], "leaving": [("Website", "same"), ("Door", "moved")],
    }  # fmt: skip
    assert difference.stages[1].entries[1].came_from == ARRIVAL.name


def test_added_removed_and_changed_are_told_apart():
    after = changed(
        arrival=replace(
            ARRIVAL, places=[replace(COUNTER, channel=""), WEBSITE],
            notes=[replace(QUEUE, text={"en": "=the queue\nis longer", "pl": "kolejka"})],
            feelings=[Felt("desired", 4)],
        )
    )  # fmt: skip

    difference = compare(MAP, after)

    assert marks(difference, "touchpoints")["arrival"] == [
        ("Counter", "changed"),
        ("Website", "added"),
        ("Door", "removed"),
    ]
    assert marks(difference, "pain")["arrival"] == [
        ("=the queue\nis longer", "changed"),
        ("tylko po polsku", "removed"),
    ]
    assert [(entry.mark, entry.level, entry.level_before) for entry in difference.stages[0].in_lane("desired")] == [
        (Mark.CHANGED, 4, 5)
    ]


def test_stages_are_compared_too():
    new = Stretch("home", {"en": "Home"})
    after = replace(MAP, stages=[replace(LEAVING, name={"en": "Going"}), new])

    assert [(stage.code, str(stage.mark)) for stage in compare(MAP, after).stages] == [
        ("arrival", "removed"), ("leaving", "changed"), ("home", "added"),
    ]  # fmt: skip


def test_heights_of_levels_and_shares_meet_at_the_ends():
    # 84 of 100 units of height lie between resentment (0 %) and delight (100 %).
    assert [height_of_level(level) for level in (1, 3, 5)] == [92.0, 50.0, 8.0]
    assert [height_of_share(share) for share in (0, 50, 100)] == [92.0, 50.0, 8.0]


def test_the_curve_goes_through_the_weakest_question_of_each_touchpoint():
    curve = curve_of(MAP, {"counter": [KIND, QUICK], "website": [replace(QUICK, touchpoint="website")]})

    # One measured touchpoint on the first stage (100 wide) stands in its middle, its weakest question at 25 %.
    assert [(spot.x, spot.y, spot.reading.value) for spot in curve.measured] == [
        (50.0, 71.0, 25.0),
        (150.0, 29.0, 75.0),
    ]
    assert curve.weakest == curve.measured[0]
    assert [spot.level for spot in curve.desired] == [5]
    assert [spot.level for spot in curve_of(MAP, {}, segment="lifecycle:new").supposed] == [1]


def test_the_picture_carries_every_word_of_the_map():
    svg = standalone(draw_map(MAP, {"counter": [KIND, QUICK]}, title="A visit"))

    words = ["Arrival", "◆ Counter", "Door", "not ours", "Where do I go?", "nobody (2)", "25\u202f% (14…39)",
             "25–75\u202f% good · 2 questions", "Without a", "◇ supposed"]  # fmt: skip
    assert [word for word in words if word not in svg] == []
    assert "var(--" not in svg


def test_the_table_says_everything_in_words():
    rows = [(row.stage, row.lane, row.segment, row.text) for row in table_rows(MAP, {"counter": [KIND]})]

    assert rows[0] == ("Arrival", "Touchpoint", "", "Counter (Branch, ours, moment of truth)")
    assert ("Arrival", "Thoughts", "New", "Where do I go?") in rows
    assert ("Arrival", "Emotion (our hypothesis)", "New", "resentment") in rows
    assert ("Arrival", "Measured", "", "Counter: Kind 25\u202f% good (14…39), n 40, Spring") in rows


def test_papers_are_a_pdf_and_slides_with_native_parts():
    paper = map_pdf(
        MAP, {}, title="A visit #eval(1)", picture=standalone(draw_map(MAP, {}, title="x")), accent="#2f4b8f", footer=""
    )
    deck = map_slides(MAP, {"counter": [KIND]}, title="A visit", accent="#2f4b8f", font="Lato")

    assert paper.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        names = parts.namelist()
        assert b"<a:tbl>" in parts.read("ppt/slides/slide1.xml")
        assert b'typeface="Lato"' in parts.read("ppt/slides/slide1.xml")
        assert b"Counter: Kind 25" in parts.read("ppt/notesSlides/notesSlide1.xml")
    assert [name for name in names if name.startswith("ppt/charts/chart")] != []


def test_a_supposed_moment_of_truth_stays_a_supposed_one():
    read = read_matrix("lane,segment,language,a\nstage,,en,A\ntouchpoints,,,till *?\n", journey="visit", name={})

    (place,) = read.document.places
    assert (place.is_moment_of_truth, place.is_hypothesis) == (True, True)
    assert "till *?" in write_matrix(read.document)
    assert as_json(read.document)["stages"][0]["touchpoints"][0]["hypothesis"] is True
