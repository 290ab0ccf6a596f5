"""Journeys to start from: what the files must be, what exists is used again, and the first steps of a team."""

import pytest

from operations.models import TrailEntry
from organisations.models import Channel
from programs.models import Engagement
from tests.programme import DAY
from touchpoints.mapping.document import Felt, MapDocument, Note, Place, Stretch
from touchpoints.models import Journey, Placement, Touchpoint
from touchpoints.queries.first_steps import first_steps
from touchpoints.services import CodeTaken, NotYours, choose_start_way, maps
from touchpoints.starting.steps import facts_of, seen
from touchpoints.templates_of_journeys import TemplateBroken, read_template, template_of, templates

TEMPLATES = "/o/acme/p/service/touchpoints/templates/"
STEPS = "/o/acme/p/service/touchpoints/guest/first-steps/"
NEW = "/o/acme/engagements/new/"


@pytest.mark.pure
def test_the_templates_that_come_along_are_ample():
    assert {one.code for one in templates()} == {"airport", "hotel-spa", "law-firm", "telecom"}
    for one in templates():
        assert 6 <= len(one.document.stages) <= 9
        assert 20 <= one.size <= 35
        assert 3 <= one.moments_of_truth <= 8
        assert all(place.is_hypothesis == place.is_moment_of_truth for place in one.document.places)
        assert all(stage.notes_in("doing") and stage.level("hypothesis") for stage in one.document.stages)


@pytest.mark.pure
def test_everything_wrong_in_a_template_is_told_by_its_place(tmp_path):
    file = tmp_path / "shop.toml"
    file.write_text(
        """
        code = "shop"
        colour = "red"
        name = { en = "Shop", pl = "Sklep" }
        about = { en = "Only English" }
        journey = { code = "buyer", name = { en = "Buyer", pl = "Kupujący" } }
        channels = { branch = { en = "Branch", pl = "Placówka" } }
        [[stages]]
        code = "in the shop"
        name = { en = "In the shop", pl = "W sklepie" }
        feelings = [{ kind = "desired", level = 9 }]
        touchpoints = [{ code = "till", name = { en = "Till", pl = "Kasa" }, control = "mine", channel = "phone" }]
        """
    )

    with pytest.raises(TemplateBroken) as broken:
        read_template(file)

    assert {fault.where for fault in broken.value.faults} == {
        "colour", "about", "stages[0].code", "stages[0].feelings[0].level", "stages[0].feelings[0].kind",
        "stages[0].touchpoints[0].control", "stages[0].touchpoints[0].channel",
    }  # fmt: skip
    assert "shop.toml: colour: There is no such key" in str(broken.value)


@pytest.mark.pure
def test_a_touchpoint_that_comes_again_is_named_by_its_code(tmp_path):
    stage = '[[stages]]\ncode = "{}"\nname = {{ en = "S", pl = "S" }}\ntouchpoints = [{}]\n'
    text = (
        'code = "shop"\nname = { en = "S", pl = "S" }\nabout = { en = "S", pl = "S" }\nchannels = {}\n'
        'journey = { code = "buyer", name = { en = "B", pl = "K" } }\n'
        + stage.format("one", '{ code = "till", control = "external", name = { en = "Till", pl = "Kasa" } }')
        + stage.format("two", '{ code = "till", moment_of_truth = true }')
    )
    (tmp_path / "shop.toml").write_text(text)

    first, again = read_template(tmp_path / "shop.toml").document.places

    assert (again.name, again.control, again.is_hypothesis) == (first.name, "external", True)


@pytest.fixture
def by(as_viewer, kasia):
    return as_viewer(kasia)


def test_what_exists_under_the_same_name_is_used_again(programme, by):
    """Acme has a touchpoint called like the hotel's breakfast, another one with the code of its goodbye, a branch."""
    acme = programme.organisation
    for code, name in (("morning", "breakfast "), ("goodbye", "Something else")):
        Touchpoint.objects.create(organisation=acme, code=code, name={"en": name})
    Channel.objects.create(organisation=acme, code="letters", name={"en": "E-mail and Text message"})

    drawn = maps.start_journey_from_template(
        engagement=programme.engagement, template=template_of("hotel-spa"), code="guest", name={"en": "Guest"},
        way="inside_out", by=by,
    )  # fmt: skip

    places = {place.touchpoint.code: place for place in Placement.objects.filter(stage__map=drawn)}
    assert (len(places), drawn.stages.count()) == (33, 9)
    assert "morning" in places
    assert "breakfast" not in places
    assert places["goodbye-2"].touchpoint.name == {"en": "Goodbye", "pl": "Pożegnanie"}
    assert places["thank-you"].channel.code == "letters"
    assert (places["treatment"].is_moment_of_truth, places["treatment"].is_hypothesis) == (True, True)
    assert Channel.objects.filter(code="telephone").exists()
    entry = TrailEntry.objects.get(action="journey.started_from_template")
    assert entry.details == {"template": "hotel-spa", "touchpoints": 32, "reused": 1, "channels": 1}


def test_a_template_is_started_once_under_a_code_and_by_who_draws(programme, by, as_viewer, tomek):
    told = {"engagement": programme.engagement, "template": template_of("telecom"), "name": {"en": "Path"}}
    journey = Journey.objects.get()

    with pytest.raises(CodeTaken):
        maps.start_journey_from_template(code=journey.code, by=by, **told)
    with pytest.raises(NotYours):
        maps.start_journey_from_template(code="other", by=as_viewer(tomek), **told)
    with pytest.raises(NotYours):
        choose_start_way(journey=journey, way="inside_out", by=as_viewer(tomek))
    assert Touchpoint.objects.count() == 2


def test_the_page_shows_what_would_be_made_and_makes_it(programme, kasia, ada, tomek, signed_in):
    Touchpoint.objects.create(organisation=programme.organisation, code="morning", name={"en": "Breakfast"})
    client = signed_in(kasia)

    assert b"Hotel with spa" in client.get(TEMPLATES).content
    page = client.get(f"{TEMPLATES}hotel-spa/")
    made = client.post(f"{TEMPLATES}hotel-spa/", {"name_en": "Guest", "code": "guest", "way": "outside_in"})

    assert set(page.context["plan"].reused) == {"breakfast"}
    assert (made.status_code, made.url) == (302, STEPS)
    assert Journey.objects.get(code="guest").start_way == "outside_in"
    assert b"from the outside in: 3 of 11" in client.get("/o/acme/p/service/touchpoints/?journey=guest").content
    assert client.get(f"{TEMPLATES}zoo/").status_code == 404
    client.post(STEPS, {"way": "inside_out"})
    steps = signed_in(tomek).get(STEPS)
    assert [one.is_done for one in steps.context["begun"].steps] == [True] * 5 + [False] * 5
    assert signed_in(tomek).post(STEPS, {"way": "outside_in"}).status_code == 403


def test_a_new_programme_begins_with_a_journey_from_a_template(in_acme, kasia, signed_in):
    client = signed_in(kasia)
    client.post(NEW, {"name_en": "Hotel", "slug": "hotel", "first_day": "2026-03-02"})
    client.post(f"{NEW}?step=2", {})

    done = client.post(f"{NEW}?step=3", {"template": "law-firm", "way": "inside_out"})

    assert done.url == "/o/acme/p/hotel/touchpoints/client/first-steps/"
    assert Journey.objects.get().engagement == Engagement.objects.get()


MAP = MapDocument("visit", {"en": "Visit"}, stages=[
    Stretch("one", {"en": "One"}, places=[Place("till", {"en": "Till"}, is_moment_of_truth=True, is_hypothesis=True)],
            notes=[Note("doing", {"en": "Pays"})], feelings=[Felt("hypothesis", 3)]),
    Stretch("two", {"en": "Two"}, places=[Place("door", {"en": "Door"}, control="external", owner="Ada")]),
    Stretch("three", {"en": "Three"}),
])  # fmt: skip


@pytest.mark.pure
def test_steps_are_done_when_the_map_shows_it():
    facts = facts_of(MAP, {"till", "elsewhere"}, segments=1)
    inside = {one.step.key: (one.is_done, one.left) for one in seen("inside_out", facts)}
    outside = {one.step.key: one.is_done for one in seen("outside_in", facts)}

    assert (inside["stages"], inside["touchpoints"]) == ((True, ""), (False, "missing at 1 stage"))
    assert (inside["doing"], inside["owners"]) == ((False, "missing at 2 stages"), (False, "1 touchpoint has nobody"))
    assert inside["check"] == (False, "1 moment of truth is only supposed")
    assert (inside["ask"][0], inside["moments"][0], inside["ideas"][0]) == (True, True, False)
    assert (outside["segments"], outside["beyond"], outside["shown"], outside["wish"]) == (True, True, False, False)
    assert seen("", facts) == []


def test_a_wish_drawn_is_a_step_done(programme, by):
    journey = Journey.objects.get()
    choose_start_way(journey=journey, way="outside_in", by=by)
    before = first_steps(journey=journey, viewer=by, today=DAY).done
    maps.copy_map(source=journey.current_map, kind="to_be", by=by)

    assert first_steps(journey=journey, viewer=by, today=DAY).done == before + 1
