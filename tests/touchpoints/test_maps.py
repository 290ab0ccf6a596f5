"""Maps drawn, undone, copied, locked and drawn from files, by their services."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lib.both_texts import ChangedMeanwhile
from operations.models import TrailEntry
from organisations.models import Channel
from programs.models import Segment, SegmentAxis
from touchpoints import services
from touchpoints.mapping.document import as_json
from touchpoints.mapping.matrix import write_matrix
from touchpoints.models import Feeling, JourneyMap, JourneyStage, MapChange, MapKind, MapNote, Placement
from touchpoints.queries import current_maps
from touchpoints.queries.maps import document_of, map_page, only_layers
from touchpoints.services import CodeTaken, NotYours, maps
from touchpoints.services.maps.imports import CannotDraw

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def drawn(programme):
    return programme.engagement.journeys.get().current_map


@pytest.fixture
def kasia_draws(kasia, as_viewer):
    return as_viewer(kasia)


@pytest.fixture
def new_customers(in_acme):
    axis = SegmentAxis.objects.create(organisation=in_acme, code="lifecycle", name={"en": "Lifecycle"})
    return Segment.objects.create(organisation=in_acme, axis=axis, code="new", name={"en": "New"})


def stage_of(drawn, code):
    return drawn.stages.get(code=code)


def order_of(drawn):
    """Touchpoints by stage, as they stand."""
    return {stage.code: [place.code for place in stage.places] for stage in document_of(drawn).stages}


def add_touchpoint(programme, code):
    return services.create_touchpoint(
        organisation=programme.organisation, code=code, name={"en": code.title()}, actor="test"
    )


def test_a_journey_begins_with_a_map_and_its_stages_are_the_current_ones(programme, drawn, kasia_draws):
    journey = programme.engagement.journeys.get()
    copy = maps.copy_map(source=drawn, kind=MapKind.AS_IS, by=kasia_draws)
    maps.add_stage(drawn=copy, code="home", name={"en": "Home"}, by=kasia_draws)

    assert (drawn.kind, drawn.number, copy.number) == ("as_is", 1, 2)
    assert [stage.code for stage in journey.stages] == ["arrival", "leaving", "home"]
    assert list(current_maps()) == [copy]


def test_a_touchpoint_moves_to_another_stage_channel_and_order(programme, drawn, kasia_draws):
    phone = Channel.objects.create(organisation=programme.organisation, code="phone", name={"en": "Phone"})
    leaving = stage_of(drawn, "leaving")
    for code in ("first", "second"):
        maps.place_on_map(stage=leaving, touchpoint=add_touchpoint(programme, code), by=kasia_draws)
    place = Placement.objects.get(stage__map=drawn, touchpoint=programme.counter)

    maps.move_place(place=place, stage=leaving, channel=phone, position=1, by=kasia_draws)

    assert order_of(drawn) == {"arrival": [], "leaving": ["first", "counter", "second"]}
    assert document_of(drawn).places[1].channel == "phone"


def test_a_touchpoint_stands_once_on_a_stage(programme, drawn, kasia_draws):
    leaving = stage_of(drawn, "leaving")
    maps.place_on_map(stage=leaving, touchpoint=programme.counter, by=kasia_draws)
    place = Placement.objects.get(stage__code="arrival", touchpoint=programme.counter)

    with pytest.raises(CodeTaken):
        maps.move_place(place=place, stage=leaving, by=kasia_draws)

    assert order_of(drawn) == {"arrival": ["counter"], "leaving": ["counter"]}


def test_every_kind_of_change_is_undone_one_after_the_other(
    programme, drawn, kasia_draws, ada, as_viewer, new_customers
):
    arrival, leaving = stage_of(drawn, "arrival"), stage_of(drawn, "leaving")
    states = [as_json(document_of(drawn))]
    place = Placement.objects.get(stage=arrival, touchpoint=programme.counter)
    changes = [
        lambda: maps.add_stage(drawn=drawn, code="home", name={"en": "Home"}, by=kasia_draws, position=0),
        lambda: maps.edit_stage(stage=arrival, name={"en": "Coming"}, need="search", opened=1, by=kasia_draws),
        lambda: maps.move_stage(stage=leaving, position=0, by=kasia_draws),
        lambda: maps.place_on_map(stage=leaving, touchpoint=programme.website, by=kasia_draws),
        lambda: maps.mark_place(place=place, is_moment_of_truth=True, by=kasia_draws),
        lambda: maps.move_place(place=place, stage=leaving, position=0, by=kasia_draws),
        lambda: maps.add_note(stage=leaving, lane="pain", text={"en": "a queue"}, by=kasia_draws),
        lambda: maps.edit_note(
            note=MapNote.objects.get(), text={"en": "no sign"}, opened=1, segment=new_customers, by=kasia_draws
        ),
        lambda: maps.set_feeling(stage=leaving, kind="desired", level=5, by=kasia_draws),
        lambda: maps.set_feeling(stage=leaving, kind="desired", level=4, by=kasia_draws),
        lambda: maps.set_feeling(stage=leaving, kind="desired", level=None, by=kasia_draws),
        lambda: maps.remove_note(note=MapNote.objects.get(), by=kasia_draws),
        lambda: maps.remove_place(place=Placement.objects.get(touchpoint=programme.website), by=kasia_draws),
        lambda: maps.remove_stage(stage=JourneyStage.objects.get(code="leaving"), by=kasia_draws),
    ]
    for change in changes:
        change()
        states.append(as_json(document_of(drawn)))
        assert states[-1] != states[-2]

    for before in reversed(states[:-1]):
        maps.undo_last(drawn=drawn, by=as_viewer(ada), at=NOON)  # another editor than the one who drew
        assert as_json(document_of(drawn)) == before

    with pytest.raises(maps.NothingToUndo):
        maps.undo_last(drawn=drawn, by=kasia_draws, at=NOON)
    assert TrailEntry.objects.filter(action="map.undone").count() == len(changes)


def test_what_changed_by_another_way_is_not_undone_over(drawn, kasia_draws):
    note = maps.add_note(stage=stage_of(drawn, "arrival"), lane="pain", text={"en": "a queue"}, by=kasia_draws)
    MapNote.objects.filter(pk=note.pk).update(text={"en": "corrected by hand"})

    with pytest.raises(maps.NothingToUndo):
        maps.undo_last(drawn=drawn, by=kasia_draws, at=NOON)

    assert MapNote.objects.get().text == {"en": "corrected by hand"}


def test_what_somebody_took_off_meanwhile_cannot_be_moved(drawn, kasia_draws, ada, as_viewer):
    place = Placement.objects.get(stage__map=drawn)
    maps.remove_place(place=Placement.objects.get(pk=place.pk), by=as_viewer(ada))

    with pytest.raises(maps.Gone):
        maps.move_place(place=place, stage=stage_of(drawn, "leaving"), by=kasia_draws)


def test_nothing_changed_leaves_nothing_to_undo(programme, drawn, kasia_draws):
    place = Placement.objects.get(stage__map=drawn)

    maps.move_place(place=place, stage=place.stage, channel=place.channel, position=0, by=kasia_draws)

    assert MapChange.objects.count() == 0


def test_the_later_of_two_editors_is_told(drawn, kasia_draws, ada, as_viewer):
    note = maps.add_note(stage=stage_of(drawn, "arrival"), lane="pain", text={"en": "a queue"}, by=kasia_draws)
    maps.edit_note(note=note, text={"en": "a long queue"}, opened=1, by=as_viewer(ada))

    with pytest.raises(ChangedMeanwhile):
        maps.edit_note(note=note, text={"en": "a dull queue"}, opened=1, by=kasia_draws)

    assert MapNote.objects.get().text == {"en": "a long queue"}


def test_only_the_committee_and_consultants_draw(drawn, boss, as_viewer):
    with pytest.raises(NotYours):
        maps.add_stage(drawn=drawn, code="home", name={"en": "Home"}, by=as_viewer(boss))


def test_a_copy_has_everything_and_goes_its_own_way(drawn, kasia_draws, new_customers):
    arrival = stage_of(drawn, "arrival")
    maps.add_note(stage=arrival, lane="pain", text={"en": "a queue"}, segment=new_customers, by=kasia_draws)
    maps.set_feeling(stage=arrival, kind="hypothesis", level=2, by=kasia_draws)

    wish = maps.copy_map(source=drawn, kind=MapKind.TO_BE, note="after the workshop", by=kasia_draws)
    maps.set_feeling(stage=stage_of(wish, "arrival"), kind="hypothesis", level=4, by=kasia_draws)

    assert replace(document_of(wish), kind="as_is").stages[0].notes[0].segment == "lifecycle:new"
    assert Feeling.objects.get(stage__map=drawn).level == 2
    assert (wish.copied_from, wish.note) == (drawn, "after the workshop")


def test_a_locked_map_never_changes_not_even_by_other_names_elsewhere(programme, drawn, kasia_draws):
    before = as_json(document_of(drawn))

    maps.lock_map(drawn=drawn, by=kasia_draws, at=NOON, today=date(2026, 6, 1))
    programme.counter.name = {"en": "Front desk"}
    programme.counter.save()

    locked = JourneyMap.objects.get(pk=drawn.pk)
    assert as_json(document_of(locked)) == before
    assert document_of(locked).places[0].owner == "Tomek Owner"
    for change in (
        lambda: maps.add_stage(drawn=locked, code="home", name={"en": "Home"}, by=kasia_draws),
        lambda: maps.undo_last(drawn=locked, by=kasia_draws, at=NOON),
        lambda: maps.lock_map(drawn=locked, by=kasia_draws, at=NOON, today=date(2026, 6, 1)),
    ):
        with pytest.raises(maps.MapLocked):
            change()


def test_layers_show_and_hide_what_belongs_to_segments(drawn, kasia_draws, new_customers):
    arrival = stage_of(drawn, "arrival")
    maps.add_note(stage=arrival, lane="pain", text={"en": "all wait"}, by=kasia_draws)
    maps.add_note(stage=arrival, lane="pain", text={"en": "new ones search"}, segment=new_customers, by=kasia_draws)
    whole = document_of(drawn)

    def told(document):
        return [note.text["en"] for note in document.stages[0].notes]

    assert told(whole) == ["all wait", "new ones search"]
    assert told(only_layers(whole, frozenset())) == ["all wait"]
    assert told(only_layers(whole, frozenset({"lifecycle:new"}))) == ["all wait", "new ones search"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_map_takes_the_same_queries_however_large(programme, drawn, kasia_draws, count, django_assert_num_queries):
    for number in range(count):
        stage = maps.add_stage(drawn=drawn, code=f"s{number}", name={"en": "S"}, by=kasia_draws)
        maps.place_on_map(stage=stage, touchpoint=add_touchpoint(programme, f"t{number}"), by=kasia_draws)
        maps.add_note(stage=stage, lane="pain", text={"en": "x"}, by=kasia_draws)
    fresh = JourneyMap.objects.select_related("journey__engagement").get(pk=drawn.pk)

    with django_assert_num_queries(4):
        document_of(fresh)


def test_a_document_is_drawn_with_the_touchpoints_that_were_not_known(programme, drawn, kasia_draws, new_customers):
    maps.add_note(
        stage=stage_of(drawn, "arrival"), lane="pain", text={"en": "q"}, segment=new_customers, by=kasia_draws
    )
    told = document_of(drawn)
    stage = replace(
        told.stages[1], places=[replace(told.places[0], code="kiosk", name={"en": "Kiosk"}, control="external")]
    )
    told = replace(told, stages=[told.stages[0], stage])

    plan = maps.plan_of(told)
    made = maps.draw_document(journey=drawn.journey, document=told, kind="reaudit", by=kasia_draws)

    assert ([place.code for place in plan.new_touchpoints], plan.known_touchpoints, plan.notes) == (["kiosk"], 1, 1)
    assert as_json(replace(document_of(made), kind="as_is")) == as_json(told)
    assert write_matrix(document_of(made)) == write_matrix(told)


def test_a_document_of_unknown_channels_and_segments_is_not_drawn(drawn, kasia_draws):
    told = document_of(drawn)
    places = [replace(told.places[0], channel="pigeon")]
    told = replace(told, stages=[replace(told.stages[0], places=places)])

    assert [(fault.where, fault.text) for fault in maps.plan_of(told).faults] == [
        ("pigeon", "There is no channel of this code.")
    ]
    with pytest.raises(CannotDraw):
        maps.draw_document(journey=drawn.journey, document=told, kind="as_is", by=kasia_draws)
    assert JourneyMap.objects.count() == 1


def test_the_page_knows_who_is_missing_and_what_stands_elsewhere(programme, drawn, kasia_draws):
    page = map_page(drawn=drawn, viewer=kasia_draws, today=date(2026, 6, 1))

    assert (page.holes, page.size) == (1, 1)
    assert [one.code for one in page.elsewhere] == ["website"]


def test_touchpoints_of_other_journeys_are_not_missed_on_a_map(programme, drawn, kasia_draws):
    hotel = services.create_journey(
        engagement=programme.engagement, code="hotel", name={"en": "Hotel"}, actor="x"
    )  # fmt: skip
    services.ensure_map(hotel)
    stage = maps.add_stage(drawn=hotel.maps.get(), code="night", name={"en": "Night"}, by=kasia_draws)
    maps.place_on_map(stage=stage, touchpoint=add_touchpoint(programme, "bed"), by=kasia_draws)
    wish = maps.copy_map(source=drawn, kind="to_be", by=kasia_draws)

    page = map_page(drawn=wish, viewer=kasia_draws, today=date(2026, 6, 1))

    assert [one.code for one in page.elsewhere] == ["website"]
