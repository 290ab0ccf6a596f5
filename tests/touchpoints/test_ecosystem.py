"""The ecosystem: where an actor acts, its picture, the list, files, and two who write at once."""

from datetime import date, timedelta

import pytest

from lib.both_texts import ChangedMeanwhile
from touchpoints.ecosystem.drawing import draw_ecosystem, draw_narrow
from touchpoints.ecosystem.picture import Chip, EcosystemPicture, rows_of
from touchpoints.models import EcosystemActor, MapNote
from touchpoints.queries.ecosystem import actor_view, actor_views, drawn_journeys, notes_about, picture_of
from touchpoints.services import CodeTaken
from touchpoints.services.ecosystem import ActorText, save_actor
from touchpoints.services.rights import NotYours

DAY = date(2026, 3, 2)
PAGE = "/o/acme/ecosystem/"


def chip(name, *stages, kind="partner", effect="helps"):
    return Chip({"en": name}, {"en": "Does it"}, kind, effect, 2, frozenset(stages), "/there/")


def test_actors_stand_in_as_few_rows_as_their_stages_allow():
    everywhere = chip("Everywhere")
    rows = rows_of([everywhere, chip("First", 0), chip("Both", 0, 2), chip("Last", 2)], 3)
    assert [[one.name["en"] for one in row] for row in rows] == [["Everywhere"], ["First", "Last"], ["Both"]]
    assert everywhere.acts_on(1)
    assert not chip("Both", 0, 2).acts_on(1)


def test_the_picture_says_name_effect_and_stages_and_escapes_them():
    picture = EcosystemPicture(
        {"en": "A visit"}, [{"en": "Arrival"}, {"en": "Leaving"}],
        [chip("<Bank>", 0), chip("Rules", kind="regulation", effect="hinders")],
    )  # fmt: skip
    for drawn in (draw_ecosystem(picture, title="Around"), draw_narrow(picture, title="Around")):
        assert "&lt;Bank&gt;" in drawn
        assert "<Bank>" not in drawn
        assert "− hinders" in drawn
        assert "Leaving" in drawn
        assert drawn.count('href="/there/"') == 2


@pytest.fixture
def bank(programme, as_viewer, kasia):
    text = ActorText(
        name={"en": "Bank"}, kind="partner", does={"en": "Takes a day"}, effect="hinders", strength=3,
        touchpoints=[programme.counter], stages=[(programme.engagement.journeys.get(), "leaving")],
        review_on=DAY - timedelta(days=2), reference="SLA 7",
    )  # fmt: skip
    return save_actor(organisation=programme.organisation, code="bank", text=text, by=as_viewer(kasia))


def test_an_actor_acts_where_it_is_named_and_where_its_touchpoints_stand(programme, bank, as_viewer, kasia):
    viewer = as_viewer(kasia)
    journeys = drawn_journeys(viewer=viewer)
    (view,) = actor_views(viewer=viewer, today=DAY, journeys=journeys, state="review")
    assert [name["en"] for name in view.stages] == ["Arrival", "Leaving"]
    assert (view.days_late, view.is_everywhere, view.owner_left) == (2, False, False)
    assert picture_of([view], journeys[0], slug="acme").chips[0].stages == {0, 1}

    arrival = journeys[0].stages[0]
    for lane in ("partner", "law"):
        MapNote.objects.create(organisation=programme.organisation, stage=arrival, lane=lane, text={"en": lane})
    again = actor_view(bank, drawn_journeys(viewer=viewer), today=DAY)
    assert [note.text["en"] for note in notes_about(again, journeys)] == ["partner"]
    for nothing in ({"kind": "supplier"}, {"words": "airline"}, {"effect": "helps"}, {"state": "away"}):
        assert not actor_views(viewer=viewer, today=DAY, journeys=journeys, **nothing)


def test_two_who_write_at_once_owners_and_a_code_twice_are_refused(programme, bank, as_viewer, kasia, tomek):
    text, organisation = ActorText(name={"en": "Bank"}, kind="partner"), programme.organisation
    save_actor(organisation=organisation, code="bank", text=text, by=as_viewer(kasia), actor=bank, opened=1)
    assert not bank.touchpoints.exists()
    assert not bank.stages.exists()
    with pytest.raises(ChangedMeanwhile):
        save_actor(organisation=organisation, code="bank", text=text, by=as_viewer(kasia), actor=bank, opened=1)
    with pytest.raises(CodeTaken):
        save_actor(organisation=organisation, code="bank", text=text, by=as_viewer(kasia))
    with pytest.raises(NotYours):
        save_actor(organisation=organisation, code="shop", text=text, by=as_viewer(tomek))


def test_pages_and_files(client, programme, bank, ada, tomek):
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    assert "1 relation waits for its review" in page
    assert client.get(f"{PAGE}actors/bank/").status_code == 200
    assert client.get(f"{PAGE}export/svg/").content.startswith(b"<svg")
    assert client.get(f"{PAGE}export/pdf/").content.startswith(b"%PDF")
    assert client.get(f"{PAGE}export/csv/").content.decode().splitlines()[1].startswith("bank,Bank,partner,Takes a day")
    assert client.get(f"{PAGE}export/doc/").status_code == 404

    sent = {"name_en": "Fog", "does_en": "Closes the bridge", "code": "fog", "kind": "environment",
            "effect": "hinders", "strength": "2"}  # fmt: skip
    assert client.get(f"{PAGE}new/").status_code == 200
    client.post(f"{PAGE}new/", sent)
    assert EcosystemActor.objects.get(code="fog").does == {"en": "Closes the bridge"}
    client.post(f"{PAGE}actors/fog/archive/")
    assert EcosystemActor.objects.get(code="fog").archived_at is not None

    client.force_login(tomek)
    assert client.get(f"{PAGE}actors/bank/").status_code == 200
    assert client.get(f"{PAGE}new/").status_code == 403
