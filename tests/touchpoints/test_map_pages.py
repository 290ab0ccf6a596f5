"""Pages of maps: read by everybody who may, drawn by forms, in place, compared, taken out and in."""

import json
import re
from datetime import date

import pytest

from programs.services import open_engagement
from tests.metrics.answers import make_touchpoint
from touchpoints import services
from touchpoints.models import Journey, MapNote, Placement
from touchpoints.services import maps

MAP = "/o/acme/p/service/touchpoints/"


@pytest.fixture
def drawn(programme):
    return programme.engagement.journeys.get().current_map


@pytest.fixture
def base(drawn):
    return f"/o/acme/p/service/maps/{drawn.public_id}/"


@pytest.fixture
def stage(drawn):
    return drawn.stages.get(code="arrival")


def test_page_without_a_journey_leads_to_the_touchpoints_there_are(in_acme, ada, signed_in):
    open_engagement(
        organisation=in_acme, slug="service", name={"en": "Service"}, actor="a", first_day=date(2026, 1, 5)
    )  # fmt: skip
    make_touchpoint(in_acme, "till")

    text = signed_in(ada).get(MAP).content.decode()

    assert '<a href="/o/acme/touchpoints/">1 touchpoint stands in the list</a>' in text


def heading(page):
    """The sentence that the page answers with."""
    return " ".join(re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), re.DOTALL)[1].split())


@pytest.mark.parametrize(
    ("person", "reads", "takes", "writes", "draws"),
    [("ada", 200, 200, 200, 200), ("kasia", 200, 200, 200, 200), ("boss", 200, 200, 403, 403),
     ("tomek", 200, 200, 200, 403), ("fred", 200, 403, 403, 403), ("olga", 404, 404, 404, 404)],
)  # fmt: skip
def test_maps_open_for_whom_they_are_made(
    programme, base, stage, drawn, signed_in, request, person, reads, takes, writes, draws
):
    client = signed_in(request.getfixturevalue(person))
    read = [
        MAP,
        f"{MAP}?view=list",
        f"{MAP}?view=table",
        f"{MAP}?edit=1&dense=1",
        f"{base}difference/{drawn.public_id}/",
    ]
    taken = [f"{base}export/{kind}/" for kind in ("json", "csv", "mmd", "svg")]
    on_stage = f"{base}stages/{stage.public_id}/"
    # Only the owner's own touchpoint stands there.
    written = [f"{on_stage}feeling/", f"{on_stage}notes/pain/"]
    drawn_on = [f"{base}stages/new/", on_stage, f"{on_stage}place/",
                f"{base}places/{stage.placements.get().public_id}/", f"{base}copy/"]  # fmt: skip

    assert {address: client.get(address).status_code for address in read} == dict.fromkeys(read, reads)
    assert {address: client.get(address).status_code for address in taken} == dict.fromkeys(taken, takes)
    assert {address: client.get(address).status_code for address in written} == dict.fromkeys(written, writes)
    assert {address: client.get(address).status_code for address in drawn_on} == dict.fromkeys(drawn_on, draws)


def test_the_map_says_who_is_missing(programme, ada, signed_in):
    page = signed_in(ada).get(MAP)

    assert heading(page) == "1 touchpoint has nobody who answers for it"
    assert [cell.items for row in page.context["rows"] if row.key == "owners" for cell in row.cells] == [
        ["Tomek Owner"], ["–"],
    ]  # fmt: skip


def test_the_map_shows_the_tools_to_editors_only(programme, ada, tomek, signed_in):
    assert b"map-drop" in signed_in(ada).get(f"{MAP}?edit=1").content
    assert b"map-drop" not in signed_in(tomek).get(f"{MAP}?edit=1").content


def test_the_map_leads_frontline_people_to_their_own_touchpoints_only(programme, drawn, fred, kasia, signed_in):
    foreign = services.create_touchpoint(
        organisation=programme.organisation, code="foreign", name={"en": "Foreign"}, actor="x"
    )
    services.place_touchpoint(stage=drawn.stages.get(code="leaving"), touchpoint=foreign, actor="x")

    his, hers = signed_in(fred).get(MAP).content.decode(), signed_in(kasia).get(MAP).content.decode()

    assert 'href="/o/acme/touchpoints/counter/"' in his
    assert "Foreign" in his
    assert 'href="/o/acme/touchpoints/foreign/"' not in his
    assert 'href="/o/acme/touchpoints/foreign/"' in hers


def test_without_a_script_a_touchpoint_is_moved_by_a_form(programme, base, drawn, kasia, signed_in):
    client = signed_in(kasia)
    place, leaving = Placement.objects.get(), drawn.stages.get(code="leaving")

    answer = client.post(
        f"{base}places/{place.public_id}/",
        {"stage": leaving.public_id, "channel": "", "position": 1, "is_moment_of_truth": "on"},
    )

    place.refresh_from_db()
    assert answer.status_code == 302
    assert (place.stage, place.is_moment_of_truth) == (leaving, True)


def test_notes_and_feelings_are_written_and_undone(base, stage, kasia, signed_in):
    client = signed_in(kasia)
    on_stage = f"{base}stages/{stage.public_id}/"

    client.post(f"{on_stage}notes/pain/", {"text_en": "a queue", "text_pl": "kolejka", "segment": ""})
    client.post(f"{on_stage}feeling/", {"kind": "desired", "level": "5", "segment": ""})
    page = client.get(f"{MAP}?edit=1").content.decode()
    assert ("a queue" in page, "delight" in page) == (True, True)

    client.post(f"{base}undo/")
    client.post(f"{base}undo/")
    assert (stage.notes.count(), stage.feelings.count()) == (0, 0)
    assert "There is nothing to undo." in client.post(f"{base}undo/", follow=True).content.decode()


def test_the_later_editor_sees_both_texts_and_decides(base, stage, kasia, ada, as_viewer, signed_in):
    note = maps.add_note(stage=stage, lane="pain", text={"en": "a queue"}, by=as_viewer(kasia))
    maps.edit_note(note=note, text={"en": "a long queue"}, opened=1, by=as_viewer(ada))
    client, address = signed_in(kasia), f"{base}notes/{note.public_id}/"
    mine = {"text_en": "a dull queue", "text_pl": "", "segment": "", "revision": "1"}

    conflict = client.post(address, mine)

    assert conflict.status_code == 200
    assert '<mark class="theirs">long</mark>' in conflict.content.decode()
    assert '<mark class="yours">dull</mark>' in conflict.content.decode()
    assert "Ada" in conflict.content.decode()
    assert MapNote.objects.get().text == {"en": "a long queue"}

    assert 'name="revision" value="2"' in conflict.content.decode()
    assert client.post(address, mine | {"revision": "2"}).status_code == 302
    assert MapNote.objects.get().text == {"en": "a dull queue"}


def test_in_place_the_form_comes_back_to_where_it_stands(base, stage, kasia, signed_in):
    address = f"{base}stages/{stage.public_id}/notes/pain/"
    client = signed_in(kasia)

    fragment = client.get(address, headers={"HX-Request": "true"})
    refused = client.post(address, {"text_en": "", "text_pl": "", "segment": ""}, headers={"HX-Request": "true"})

    assert b"<html" not in fragment.content
    assert b'id="notes-arrival-pain"' in fragment.content
    assert refused.headers["HX-Retarget"] == "#notes-arrival-pain"


def test_after_a_change_the_editor_stands_where_they_stood(base, stage, kasia, signed_in):
    seen = "http://testserver/o/acme/p/service/touchpoints/?journey=visit&edit=1&dense=1"

    answer = signed_in(kasia).post(f"{base}undo/", headers={"HX-Current-URL": seen})
    strange = signed_in(kasia).post(f"{base}undo/", headers={"HX-Current-URL": "http://evil.example/?edit=1"})

    assert answer.headers["Location"] == "/o/acme/p/service/touchpoints/?journey=visit&edit=1&dense=1"
    assert strange.headers["Location"] == f"{MAP}?journey=visit&map=as_is-1&edit=1"


def test_versions_are_copied_compared_and_locked(programme, base, drawn, kasia, signed_in):
    client = signed_in(kasia)
    client.post(f"{base}copy/", {"kind": "to_be", "note": "wish"})
    wish = drawn.journey.maps.get(kind="to_be")
    maps.remove_place(place=Placement.objects.get(stage__map=wish), by=programme.all_powerful)

    compared = client.get(f"/o/acme/p/service/maps/{wish.public_id}/difference/{drawn.public_id}/").content.decode()
    assert "− removed" in compared
    assert "Counter" in compared

    client.post(f"{base}lock/")
    page = client.get(f"{MAP}?map=as_is-1&edit=1")
    assert b"map-drop" not in page.content
    assert b"locked on" in page.content
    assert b"never changes" in client.post(f"{base}undo/", follow=True).content
    assert client.get(f"{MAP}?map=to_be-1").context["drawn"] == wish


def test_own_json_goes_out_and_in_after_a_look(programme, base, drawn, kasia, signed_in):
    client = signed_in(kasia)
    text = client.get(f"{base}export/json/").content.decode()
    sent = {"format": "json", "kind": "reaudit", "text": text}

    look = client.post(f"{MAP}visit/import/", sent)
    assert "This would be drawn" in look.content.decode()
    assert drawn.journey.maps.count() == 1

    client.post(f"{MAP}visit/import/", sent | {"draw": "1"})
    made = drawn.journey.maps.get(kind="reaudit")
    back = client.get(f"/o/acme/p/service/maps/{made.public_id}/export/json/").content.decode()
    assert json.loads(back) == json.loads(text) | {"kind": "reaudit"}


def test_faults_of_a_file_are_told_by_line(programme, kasia, signed_in):
    text = "lane,segment,language,a\nweather,,,sun\n"

    page = (
        signed_in(kasia).post(f"{MAP}visit/import/", {"format": "csv", "kind": "as_is", "text": text}).content.decode()
    )

    assert "The file has 1 fault; nothing is drawn" in page
    assert '<th scope="row">line 2</th>' in page


def test_pdf_and_slides_are_files(base, kasia, signed_in):
    client = signed_in(kasia)

    assert client.get(f"{base}export/pdf/").content.startswith(b"%PDF")
    slides = client.get(f"{base}export/pptx/")
    assert slides.content.startswith(b"PK")
    assert slides.headers["Content-Disposition"] == 'attachment; filename="visit-as-is-1.pptx"'
    assert client.get(f"{base}export/exe/").status_code == 404


def test_a_journey_may_draw_a_stage_closer_or_be_colleagues(programme, kasia, signed_in):
    client = signed_in(kasia)
    told = {
        "code": "at-the-door",
        "name_en": "At the door",
        "name_pl": "",
        "for_whom": "internal",
        "part_of": "visit/arrival",
    }

    answer = client.post(f"{MAP}new/", told)

    part = Journey.objects.get(code="at-the-door")
    assert answer.headers["Location"].startswith(f"{MAP}?journey=at-the-door&map=as_is-1&edit=1")
    assert (part.parent.code, part.parent_stage, part.for_whom) == ("visit", "arrival", "internal")
    assert 'href="?journey=at-the-door"' in client.get(MAP).content.decode()


def test_sixty_touchpoints_weigh_less_than_a_page_may(programme, drawn, kasia, signed_in):
    stages = [*drawn.stages.all(), *(maps.add_stage(drawn=drawn, code=f"s{n}", name={"en": f"Stage {n}"},
                                                    by=programme.all_powerful) for n in range(6))]  # fmt: skip
    for number in range(59):
        touchpoint = services.create_touchpoint(
            organisation=programme.organisation,
            code=f"t{number}",
            name={"en": f"Touchpoint number {number}"},
            actor="x",
        )
        services.place_touchpoint(stage=stages[number % 8], touchpoint=touchpoint, actor="x")
    client = signed_in(kasia)

    assert len(client.get(MAP).content) < 150_000
    assert len(client.get(f"{MAP}?edit=1").content) < 300_000
