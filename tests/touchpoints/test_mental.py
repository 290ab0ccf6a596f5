"""Journeys drawn from memory: who is asked, the game without scripts, the gate, matching by a person, the files."""

from datetime import timedelta

import pytest

from accounts.models import Employee
from operations.models import Notification, TrailEntry
from organisations.models import Unit
from tests.cast import make_key
from tests.programme import DAY, NOON
from touchpoints import services
from touchpoints.models import Idea, MappingName, MappingRound, MentalMap, NameVerdict, Touchpoint
from touchpoints.queries.mental.matching import names_of, with_suggestions
from touchpoints.queries.mental.playing import waiting_rounds
from touchpoints.queries.mental.results import round_result
from touchpoints.services import mental
from touchpoints.services.mental import StepText
from touchpoints.services.mental.rounds import close_due_rounds

MAPPING = "/o/acme/p/service/mapping/"
LAST = DAY + timedelta(days=3650)  # the pages read the real clock


@pytest.fixture
def journey(programme):
    """Arrival: door, counter; leaving: exit. The website stands on no map."""
    found = programme.engagement.journeys.select_related("engagement", "organisation").get(code="visit")
    arrival, leaving = found.stages
    for code, stage in (("door", arrival), ("exit", leaving)):
        made = services.create_touchpoint(
            organisation=programme.organisation, code=code, name={"en": code.title()}, actor="test"
        )
        services.place_touchpoint(stage=stage, touchpoint=made, actor="test")
    return found


@pytest.fixture
def open_round(journey, as_viewer, ada):
    def make(by=None, **more):
        more.setdefault("closes_on", LAST)
        return mental.open_round(journey=journey, by=as_viewer(by or ada), at=NOON, today=DAY, **more)

    return make


def record(held, unit, *paths):
    """Give the first people of a unit these paths; a name such as “Door 5” is rated."""
    for employee, path in zip(Employee.objects.filter(unit__code=unit).order_by("pk"), paths, strict=False):
        steps = [StepText(name=name.rstrip(" 12345"), rating=_rating(name)) for name in path]
        mental.record_order(held=held, employee=employee, steps=steps, at=NOON)


def _rating(name):
    return int(name[-1]) if name[-1].isdigit() else None


def close(held, ada_viewer):
    mental.close_round(held=held, by=ada_viewer, at=NOON + timedelta(days=1))
    mental.accept_equal_names(held=held, by=ada_viewer, at=NOON)
    return held


def result_of(held, viewer):
    return round_result(held, viewer=viewer, organisation=held.organisation, day=DAY)


def test_a_round_asks_the_chosen_units_and_an_owner_only_their_own(open_round, fred, tomek, ada, as_viewer):
    north = Unit.objects.get(code="north")
    with pytest.raises(services.NotYours):
        open_round(by=fred, units=[north])
    with pytest.raises(services.NotYours):
        open_round(by=tomek)  # everybody, while Tomek sees a part only
    with pytest.raises(mental.DayPassed):
        open_round(closes_on=DAY - timedelta(days=1))

    held = open_round(units=[north])

    notice = Notification.objects.get(kind=mental.NOTICE)
    assert (notice.recipient, notice.address) == (fred.public_id, f"/o/acme/me/mapping/{held.public_id}/")
    assert waiting_rounds(viewer=as_viewer(fred), day=DAY) == [held]
    assert waiting_rounds(viewer=as_viewer(ada), day=DAY) == []  # not on the roster
    assert TrailEntry.objects.filter(action="mapping.opened").count() == 1
    with pytest.raises(mental.AlreadyOpen):
        open_round()


def test_the_game_is_played_by_plain_forms_and_shown_beside_the_map_when_it_is_over(
    open_round, journey, fred, ada, as_viewer, signed_in
):  # fmt: skip
    held, client = open_round(), signed_in(fred)
    page = f"/o/acme/me/mapping/{held.public_id}/"
    assert client.post(page, {"name": ["", " "]}).status_code == 400

    sent = client.post(page, {"name": ["Exit", "", "  Counter", "exit", "Door"]})
    assert sent.headers["Location"] == f"{page}order/"
    steps = client.get(f"{page}order/").context["own"].steps
    assert [one.called for one in steps] == ["Exit", "Counter", "Door"]

    keys = [one.key for one in steps]
    moved = client.post(f"{page}order/", {"step": keys, "move": f"down:{keys[0]}", f"rating-{keys[1]}": "4"})
    assert moved.headers["Location"] == f"{page}order/#step-{keys[0]}"
    assert MentalMap.objects.get().finished_at is None  # on the way, not sent
    now = client.get(f"{page}order/").context["own"].steps
    assert [(one.called, one.rated) for one in now] == [("Counter", "4"), ("Exit", ""), ("Door", "")]

    client.post(f"{page}order/", {"step": [one.key for one in now], f"rating-{now[2].key}": "9"})
    drawn = MentalMap.objects.get()
    assert (drawn.finished_at is not None, drawn.unit.code) == (True, "north")
    assert client.get(page).context["part"] == "thanks"
    assert "Arrival" not in client.get(page).content.decode()

    close(held, as_viewer(ada))
    told = client.get(page)
    # Real: counter, door, exit. Fred: counter, exit, door: one of three pairs is turned round.
    assert [place for _name, place in told.context["path"]] == [1, 3, 2]
    assert told.context["distance"].value == pytest.approx(1 / 3)
    assert client.post(page, {"name": ["Later"]}).context["part"] == "compared"


def test_who_is_not_asked_cannot_play(open_round, fred, ada, signed_in):
    held = open_round(units=[Unit.objects.get(code="south")])

    for somebody in (fred, ada):
        client, page = signed_in(somebody), f"/o/acme/me/mapping/{held.public_id}/"
        assert client.post(page, {"name": ["Door"]}).context["part"] == "others"
        assert client.get(f"{page}order/").context["part"] == "others"
    assert not MentalMap.objects.exists()


def test_names_changed_later_keep_order_and_rating_and_unused_ones_are_forgotten(open_round, fred, as_viewer):
    held, by = open_round(), as_viewer(fred)
    drawn = mental.name_steps(held=held, by=by, names=["Exit", "Door"], picked=[], today=DAY)
    order = [(step.public_id, 3) for step in drawn.steps.order_by("-place")]
    mental.finish_order(held=held, by=by, order=order, at=NOON, today=DAY)

    again = mental.name_steps(held=held, by=by, names=["Bus", "Door"], picked=[], today=DAY)

    assert [(step.name.text, step.rating) for step in again.steps.all()] == [("Door", 3), ("Bus", None)]
    assert again.finished_at is None
    assert sorted(MappingName.objects.values_list("text", flat=True)) == ["Bus", "Door"]


def test_figures_by_unit_hide_small_groups_and_another_with_them(open_round, ada, tomek, as_viewer):
    held = open_round()
    record(held, "north", *[["Counter 5", "Door", "Exit"]] * 6)
    record(held, "south", *[["Door 4", "Counter 2"]] * 5)
    record(held, "all", ["Exit", "Counter"])
    assert result_of(held, as_viewer(ada)).total is None  # open: nothing shows
    close(held, as_viewer(ada))

    found = result_of(held, as_viewer(ada))

    # 12 people: six with distance 0, five with 1, one with 1 (exit before counter).
    assert (found.total.n, found.total.distance.mean, found.answered) == (12, pytest.approx(6 / 12), 92)
    assert found.total.fifths == [6, 0, 0, 0, 6]
    # One person at the top is hidden, so the south goes with them; one unit alone would give them away again.
    assert (found.withheld, [row.knowledge for row in found.units]) == (True, [None, None, None])
    counter, door, way_out = found.path
    assert (counter.standing.code, counter.standing.named_by, counter.standing.rating) == ("counter", 12, 40 / 11)
    assert (door.standing.named_by, door.standing.rating) == (11, 4.0)
    assert (way_out.standing.named_by, way_out.standing.rating) == (7, None)


def test_units_that_are_large_enough_show_and_a_manager_reads_their_own(open_round, ada, as_viewer):
    held = open_round()
    record(held, "north", *[["Counter", "Door"]] * 6)
    record(held, "south", *[["Door", "Counter"]] * 5)
    close(held, as_viewer(ada))

    seen = {row.unit.code: row.knowledge for row in result_of(held, as_viewer(ada)).units}

    assert {code: known.distance.mean for code, known in seen.items()} == {"north": 0, "south": 1}
    assert [seen["north"].nobody, seen["north"].named.mean] == [["exit"], pytest.approx(2 / 3)]


def test_fewer_than_five_people_show_nothing_not_even_their_names(open_round, ada, as_viewer, signed_in):
    held = open_round()
    record(held, "north", *[["Counter", "Door", "Helipad"]] * 4)
    close(held, as_viewer(ada))

    assert result_of(held, as_viewer(ada)).total is None
    assert list(names_of(held, viewer=as_viewer(ada))) == []
    page = signed_in(ada).get(f"{MAPPING}{held.public_id}/").content.decode()
    assert "Too few people" in page
    assert "Helipad" not in signed_in(ada).get(f"{MAPPING}{held.public_id}/units.csv").content.decode()


@pytest.fixture
def matched_round(open_round, ada, as_viewer):
    held = open_round()
    record(held, "north", *[["The counters", "Door", "Bus stop", "Weather"]] * 5)
    mental.close_round(held=held, by=as_viewer(ada), at=NOON)
    return held


def test_names_are_matched_by_a_person_with_like_ones_suggested(matched_round, ada, as_viewer, signed_in):
    held, by, client = matched_round, as_viewer(ada), signed_in(ada)
    page = f"{MAPPING}{held.public_id}/names/"
    found = client.get(page)
    assert (found.context["waiting"], found.context["equal"]) == (4, 1)
    third = with_suggestions(list(names_of(held, viewer=by)))[2]
    assert (third.name.text, [one.code for one in third.suggested]) == ("The counters", ["counter"])
    assert result_of(held, by).total is None  # nothing is matched silently: nobody has two touchpoints yet

    client.post(f"{page}equal/")
    names = {name.text: name for name in held.names.all()}
    client.post(f"{page}{names['The counters'].public_id}/", {"verdict": "same", "touchpoint": "counter"})
    client.post(f"{page}{names['Weather'].public_id}/", {"verdict": "none"})
    client.post(f"{page}{names['Bus stop'].public_id}/", {"make": "touchpoint"})

    made = Touchpoint.objects.get(code="bus-stop")
    found = result_of(held, by)
    assert (found.waiting, found.total.distance.mean) == (0, 0)
    assert found.total.off_map.mean == pytest.approx(1 / 3)  # bus stop of three names; weather is none
    assert [(one.touchpoint, one.named_by) for one in found.lacking.touchpoints] == [(made, 5)]
    name = MappingName.objects.select_related("round__journey").get(text="Bus stop")
    with pytest.raises(mental.NameDecided):
        mental.match_name(name=name, verdict=NameVerdict.NONE, by=by, at=NOON)


def test_a_missing_name_becomes_an_idea(matched_round, ada, as_viewer, signed_in):
    name = matched_round.names.get(text="Bus stop")

    signed_in(ada).post(f"{MAPPING}{matched_round.public_id}/names/{name.public_id}/", {"make": "idea"})

    name.refresh_from_db()
    assert (name.verdict, name.idea, name.idea.is_named) == ("missing", Idea.objects.get(), False)


def test_the_map_is_frozen_when_the_round_closes_by_its_day(open_round, journey, programme, ada, as_viewer):
    held = open_round(closes_on=DAY)
    record(held, "north", *[["Counter", "Door"]] * 5)
    assert close_due_rounds(organisation=programme.organisation, today=DAY, at=NOON) == 0

    assert close_due_rounds(organisation=programme.organisation, today=DAY + timedelta(days=1), at=NOON) == 1

    held = MappingRound.objects.get()
    assert (held.closed_by, held.frozen["number"]) == ("clock", 1)
    services.place_touchpoint(stage=journey.stages[0], touchpoint=programme.website, actor="test")
    mental.accept_equal_names(held=held, by=as_viewer(ada), at=NOON)
    assert result_of(held, as_viewer(ada)).total.of == 3


def test_pages_files_and_the_api_tell_the_same(open_round, ada, fred, boss, as_viewer, signed_in, client):
    held = open_round()
    record(held, "north", *[["Counter", "Door"]] * 6)
    record(held, "south", *[["Door", "Counter"]] * 5)
    close(held, as_viewer(ada))
    page = f"{MAPPING}{held.public_id}/"

    shown = signed_in(boss).get(page).content.decode()
    assert "1 touchpoint comes to nobody’s mind" in shown.replace("&#x27;", "’").replace("'", "’")
    units = signed_in(ada).get(f"{page}units.csv").content.decode().splitlines()
    assert units[1].split(",")[:4] == ["total", "11", "11", "0.4545"]
    path = signed_in(ada).get(f"{page}path.csv").content.decode().splitlines()
    assert path[1:] == ["1,counter,Counter,1,0,11,,", "2,door,Door,2,0,11,,", "3,exit,Exit,,,0,,"]
    assert signed_in(ada).get(f"{page}other.csv").status_code == 404
    key = make_key(held.organisation, "programme:read")
    told = client.get("/api/v1/mental-maps", headers={"Authorization": f"Bearer {key}"}).json()["results"]
    assert [one["figures"]["distance"]["value"] for one in told[0]["units"]] == [0, 1]
    assert told[0]["total"]["named_by_nobody"] == ["exit"]
    assert signed_in(fred).get(page).status_code == 403
