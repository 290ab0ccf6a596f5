"""Pages of touchpoints: who may open them, what they show, and how many queries they take."""

import pytest

from accounts.models import Membership
from tests.programme import NOON
from tests.touchpoints.editing import design_form, script_form
from touchpoints import services
from touchpoints.models import Design, Script, Touchpoint, VersionState

MAP = "/o/acme/p/service/touchpoints/"
COUNTER = "/o/acme/touchpoints/counter/"
WEBSITE = "/o/acme/touchpoints/website/"

READERS = [MAP, COUNTER, "/o/acme/touchpoints/", f"{COUNTER}script/", f"{COUNTER}script/1/", "/o/acme/me/",
           "/o/acme/me/scripts/"]  # fmt: skip
EDITORS = [f"{MAP}new/", f"{MAP}visit/import/", "/o/acme/touchpoints/new/", f"{COUNTER}people/"]
OWNERS = [f"{COUNTER}edit/", f"{COUNTER}design/"]


def statuses(client, addresses):
    """What each address answers."""
    return {address: client.get(address).status_code for address in addresses}


@pytest.mark.parametrize(
    ("person", "reads", "edits", "owns"),
    [
        ("ada", 200, 200, 200),
        ("kasia", 200, 200, 200),
        ("tomek", 200, 403, 200),
        ("boss", 200, 403, 403),
        ("fred", 200, 403, 403),
        ("adam", 200, 403, 403),
        ("olga", 404, 404, 404),
    ],
)
def test_pages_open_for_whom_they_are_made(programme, signed_in, request, person, reads, edits, owns):
    client = signed_in(request.getfixturevalue(person))

    assert statuses(client, READERS) == dict.fromkeys(READERS, reads)
    assert statuses(client, EDITORS) == dict.fromkeys(EDITORS, edits)
    assert statuses(client, OWNERS) == dict.fromkeys(OWNERS, owns)


def test_an_owner_edits_their_own_touchpoint_only(programme, tomek, signed_in):
    client = signed_in(tomek)

    assert client.get(f"{COUNTER}edit/").status_code == 200
    assert client.get(f"{WEBSITE}edit/").status_code == 403
    assert client.get(f"{WEBSITE}").status_code == 200


def test_frontline_reads_their_own_touchpoints_only(programme, fred, signed_in):
    client = signed_in(fred)

    assert client.get(f"{WEBSITE}").status_code == 403
    assert client.get(f"{WEBSITE}script/").status_code == 403
    assert [row.code for row in client.get("/o/acme/touchpoints/").context["touchpoints"]] == ["counter"]


def test_my_work_has_the_script_one_tap_away(programme, fred, signed_in):
    page = signed_in(fred).get("/o/acme/me/").content.decode()

    assert f'href="{COUNTER}script/"' in page
    assert "version 1 · 1 step" in page


def test_the_script_page_speaks_the_readers_language(programme, fred, signed_in):
    fred.language = "pl"
    fred.save()

    page = signed_in(fred).get(f"{COUNTER}script/", headers={"accept-language": "pl"}).content.decode()

    assert "Przywitaj się" in page
    assert "Good morning, how can I help?" in page


def test_a_touchpoint_is_made_and_edited(programme, kasia, signed_in):
    client = signed_in(kasia)
    client.post("/o/acme/touchpoints/new/", {"code": "phone", "name_en": "Telephone", "control": "owned",
                                             "attributes": ["speed"]})  # fmt: skip
    client.post(
        "/o/acme/touchpoints/phone/edit/", {"name_en": "Hotline", "name_pl": "Infolinia", "control": "external"}
    )

    phone = Touchpoint.objects.get(code="phone")
    assert (phone.name, phone.control) == ({"en": "Hotline", "pl": "Infolinia"}, "external")
    assert not phone.attributes.exists()


def test_people_of_a_touchpoint_are_set(programme, kasia, fred, tomek, acme, signed_in):
    fred_here = Membership.objects.get(user=fred, organisation=acme)

    signed_in(kasia).post(f"{WEBSITE}people/", {"owner": fred_here.pk, "people": [fred_here.pk]})

    website = Touchpoint.objects.get(code="website")
    assert website.owner == fred_here
    assert [one.membership for one in website.assignments.all()] == [fred_here]


def test_a_frontline_member_proposes_and_the_committee_approves(programme, fred, ada, signed_in):
    typed = script_form(
        title_en="At the counter", why="Guests ask where to wait.", propose="1",
        steps=[{"act_en": "Greet first"}, {"act_en": "Show the seat"}],
    )  # fmt: skip
    signed_in(fred).post(f"{COUNTER}script/edit/", typed)
    proposed = Script.objects.get(touchpoint=programme.counter, number=2)
    assert proposed.state == VersionState.PROPOSED
    assert signed_in(fred).post(f"{COUNTER}script/2/decide/", {"approve": "1"}).status_code == 403

    signed_in(ada).post(f"{COUNTER}script/2/decide/", {"approve": "1"})

    assert list(Script.objects.order_by("number").values_list("state", flat=True)) == ["retired", "approved"]
    assert [step.act["en"] for step in proposed.steps.all()] == ["Greet first", "Show the seat"]


def test_another_step_keeps_what_was_typed(programme, kasia, signed_in):
    typed = script_form(title_en="T", steps=[{"act_en": "Smile"}], do="add-step")

    page = signed_in(kasia).post(f"{COUNTER}script/edit/", typed)

    assert len(page.context["editor"].steps.forms) == 2
    assert "Smile" in page.content.decode()
    assert Script.objects.count() == 1


def test_an_unapproved_script_is_not_shown_to_the_frontline(programme, fred, kasia, as_viewer, signed_in):
    services.draft_script(
        touchpoint=programme.counter, title={"en": "New"}, steps=[services.StepText(act={"en": "Secret plan"})],
        escalation={}, by=as_viewer(kasia),
    )  # fmt: skip

    assert signed_in(fred).get(f"{COUNTER}script/2/").status_code == 404
    assert "Secret plan" not in signed_in(fred).get(COUNTER).content.decode()
    assert "Secret plan" in signed_in(kasia).get(f"{COUNTER}script/2/").content.decode()


def test_a_design_is_drafted_by_the_owner_and_approved_by_the_sponsor(programme, tomek, boss, signed_in):
    signed_in(tomek).post(f"{COUNTER}design/", design_form(desired_en="Called by name", today_en="A queue"))
    assert signed_in(tomek).post(f"{COUNTER}design/2/approve/").status_code == 403

    signed_in(boss).post(f"{COUNTER}design/2/approve/")

    assert list(Design.objects.order_by("number").values_list("state", flat=True)) == ["retired", "approved"]


def test_archive_and_back(programme, kasia, signed_in):
    client = signed_in(kasia)
    client.post(f"{WEBSITE}archive/")
    assert [row.code for row in client.get("/o/acme/touchpoints/").context["touchpoints"]] == ["counter"]

    client.post(f"{WEBSITE}archive/")

    assert Touchpoint.objects.get(code="website").archived_at is None


def test_the_journey_is_drawn_on_the_pages(programme, kasia, signed_in):
    client = signed_in(kasia)
    client.post(f"{MAP}new/", {"code": "claim", "name_en": "A claim", "for_whom": "external", "part_of": ""})
    drawn = programme.engagement.journeys.get(code="claim").current_map
    base = f"/o/acme/p/service/maps/{drawn.public_id}/"
    client.post(f"{base}stages/new/", {"code": "call", "name_en": "The call", "need": "service"})
    stage = drawn.stages.get()
    client.post(f"{base}stages/{stage.public_id}/place/", {"touchpoint": "website", "stage": stage.public_id})
    again = client.post(f"{base}stages/new/", {"code": "call", "name_en": "Again", "need": "use"})

    shown = client.get(f"{MAP}?journey=claim").context["page"].document
    assert again.status_code == 200
    assert [(stage.code, [place.code for place in stage.places]) for stage in shown.stages] == [("call", ["website"])]

    client.post(f"{base}places/{stage.placements.get().public_id}/remove/")
    assert client.get(f"{MAP}?journey=claim").context["page"].document.places == []


def test_approving_every_design_tells_the_programme(programme, boss, as_viewer):
    design = services.draft_design(
        touchpoint=programme.website, today={}, desired={"en": "Found at once"}, by=programme.all_powerful
    )
    services.approve_design(design=design, by=as_viewer(boss), at=NOON)

    wanted = programme.engagement.cycles.get().stages.get(kind="design").deliverables
    assert {one.code: one.done_on is not None for one in wanted.all()} == {
        "touchpoint-owners": False,
        "desired-experiences": True,
        "scripts": True,
    }
