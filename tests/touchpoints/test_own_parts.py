"""An owner draws on a map what is their own: notes about their touchpoints, emotions where only theirs stand."""

from datetime import UTC, datetime

import pytest

from touchpoints.models import MapChange, MapNote
from touchpoints.queries.maps import document_of
from touchpoints.services import NotYours, maps

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAIN = {"en": "The queue is long"}


@pytest.fixture
def drawn(programme):
    return programme.engagement.journeys.get().current_map


@pytest.fixture
def stage(drawn):
    """Where only the counter stands, which is Tomek's."""
    return drawn.stages.get(code="arrival")


@pytest.fixture
def shared(programme, stage, kasia, as_viewer):
    """The same stage with a touchpoint that is nobody's."""
    maps.place_on_map(stage=stage, touchpoint=programme.website, by=as_viewer(kasia))
    return stage


def test_where_others_stand_too_an_owner_writes_about_their_own_touchpoint_only(
    programme, drawn, shared, tomek, kasia, as_viewer
):
    owner = as_viewer(tomek)
    note = maps.add_note(stage=shared, lane="pain", text=PAIN, touchpoint=programme.counter, by=owner)
    foreign = maps.add_note(stage=shared, lane="pain", text=PAIN, touchpoint=programme.website, by=as_viewer(kasia))
    before = MapChange.objects.count()

    for about in (None, programme.website):
        with pytest.raises(NotYours):
            maps.add_note(stage=shared, lane="pain", text=PAIN, touchpoint=about, by=owner)
        with pytest.raises(NotYours):
            maps.edit_note(note=note, text={"en": "x"}, touchpoint=about, opened=1, by=owner)
    with pytest.raises(NotYours):
        maps.edit_note(note=foreign, text={"en": "x"}, touchpoint=programme.counter, opened=1, by=owner)
    with pytest.raises(NotYours):
        maps.remove_note(note=foreign, by=owner)
    with pytest.raises(NotYours):
        maps.set_feeling(stage=shared, kind="desired", level=5, by=owner)
    with pytest.raises(NotYours):
        maps.undo_last(drawn=drawn, by=owner, at=NOON)
    assert MapChange.objects.count() == before

    (said, _other) = document_of(drawn).stages[0].notes
    assert (said.words, said.touchpoint) == ({"en": "Counter: The queue is long"}, "counter")
    maps.remove_note(note=note, by=owner)
    assert list(MapNote.objects.all()) == [foreign]


def test_a_stretch_of_their_own_touchpoints_is_theirs_until_the_map_is_locked(drawn, stage, tomek, kasia, as_viewer):
    owner = as_viewer(tomek)
    maps.add_note(stage=stage, lane="gain", text=PAIN, by=owner)
    maps.set_feeling(stage=stage, kind="desired", level=5, by=owner)
    assert MapChange.objects.filter(actor=owner.actor).count() == 2
    with pytest.raises(NotYours):
        maps.add_stage(drawn=drawn, code="more", name={"en": "More"}, by=owner)

    maps.lock_map(drawn=drawn, by=as_viewer(kasia), at=NOON, today=NOON.date())
    with pytest.raises(maps.MapLocked):
        maps.add_note(stage=stage, lane="gain", text=PAIN, by=owner)


def test_the_page_offers_an_owner_their_own_part_and_no_tools(programme, drawn, shared, tomek, signed_in):
    client = signed_in(tomek)
    notes = f"/o/acme/p/service/maps/{drawn.public_id}/stages/{shared.public_id}/notes/pain/"

    page = client.get("/o/acme/p/service/touchpoints/?edit=1").content.decode()
    assert (notes in page, "/stages/new/" in page, "/drop/" in page) == (True, False, False)
    form = client.get(notes).context["form"]
    assert [one.code for one in form.fields["touchpoint"].queryset] == ["counter"]
    assert client.post(notes, {"text_en": "Long", "touchpoint": ""}).status_code == 200
    client.post(notes, {"text_en": "Long", "touchpoint": "website"})
    client.post(notes, {"text_en": "Long", "touchpoint": "counter"})

    note = MapNote.objects.get()
    assert note.touchpoint == programme.counter
    assert "Counter: Long" in client.get("/o/acme/p/service/touchpoints/").content.decode()


def test_a_note_about_a_touchpoint_leaves_in_the_maps_own_json_and_comes_back(
    programme, drawn, stage, kasia, as_viewer
):
    by = as_viewer(kasia)
    maps.add_note(stage=stage, lane="pain", text=PAIN, touchpoint=programme.counter, by=by)

    again = maps.draw_document(journey=drawn.journey, document=document_of(drawn), kind="to_be", by=by)

    assert MapNote.objects.get(stage__map=again).touchpoint == programme.counter
    copied = maps.copy_map(source=again, kind="to_be", by=by)
    assert MapNote.objects.get(stage__map=copied).touchpoint == programme.counter
