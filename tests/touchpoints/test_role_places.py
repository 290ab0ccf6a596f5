"""My place on the map, and what a mapping session brought."""

import pytest

from accounts.models import Employee, JobRole
from operations.models import TrailEntry
from tests.cast import make_key
from tests.programme import DAY
from touchpoints.models import Benefit, Idea, MapReview, RolePlace
from touchpoints.queries.role_places import role_table
from touchpoints.services.role_places import PlaceText, set_role_places

REVIEWS = "/o/acme/p/service/mapping/reviews/"


@pytest.fixture
def clerk(programme, fred):
    """Fred's job role."""
    role = JobRole.objects.create(organisation=programme.organisation, code="clerk", name={"en": "Clerk"})
    Employee.objects.filter(user=fred).update(job_role=role)
    return role


def test_the_committee_sets_every_place_and_an_owner_their_own(programme, clerk, ada, tomek, signed_in):
    page = "/o/acme/roles/clerk/"
    counter, website = programme.counter.pk, programme.website.pk
    signed_in(tomek).post(page, {
        f"part_{counter}": "contact", f"note_{counter}_en": "Greets", f"part_{website}": "supports",
    })  # fmt: skip
    assert [(one.touchpoint, one.note) for one in RolePlace.objects.all()] == [(programme.counter, {"en": "Greets"})]
    assert TrailEntry.objects.filter(action="touchpoint.role_placed").count() == 1

    signed_in(ada).post(page, {f"part_{counter}": "", f"part_{website}": "prepares"})

    assert [(one.touchpoint, one.part) for one in RolePlace.objects.all()] == [(programme.website, "prepares")]


def test_my_place_stands_on_the_path_with_promise_and_script(programme, clerk, fred, ada, as_viewer, signed_in):
    client = signed_in(fred)
    assert client.get("/o/acme/me/place/").context["path"].is_empty
    assert "My place on the path" not in client.get("/o/acme/me/").content.decode()
    set_role_places(
        job_role=clerk, by=as_viewer(ada),
        places={programme.counter: PlaceText("contact", {"en": "Greets"}), programme.website: PlaceText("supports")},
    )  # fmt: skip

    path = client.get("/o/acme/me/place/").context["path"]

    (stop,) = [stop for stage in path.paths[0].stages for stop in stage.stops]
    assert (stop.code, stop.place.note, stop.has_script) == ("counter", {"en": "Greets"}, True)
    assert [(stop.code, stop.is_open) for stop in path.elsewhere] == [("website", False)]
    assert "at 2 touchpoints" in client.get("/o/acme/me/").content.decode()


def test_holes_of_the_table_and_the_api(programme, clerk, ada, fred, as_viewer, signed_in, client):
    set_role_places(job_role=clerk, by=as_viewer(ada), places={programme.counter: PlaceText("contact")})

    table = role_table(viewer=as_viewer(ada), day=DAY)

    assert [(row.people, len(row.places)) for row in table.roles] == [(1, 1)]
    assert table.without_contact == [programme.website]
    assert signed_in(ada).get("/o/acme/roles/").status_code == 200
    assert signed_in(fred).get("/o/acme/roles/").status_code == 403
    key = make_key(programme.organisation, "programme:read")
    told = client.get("/api/v1/role-places", headers={"Authorization": f"Bearer {key}"}).json()["results"]
    assert told == [{"job_role": "clerk", "touchpoint": "counter", "part": "contact", "note": {}}]


def test_a_review_is_kept_and_its_actions_become_ideas_or_parts_of_changes(programme, ada, boss, signed_in, client):
    journey = programme.engagement.journeys.get()
    committee = signed_in(ada)
    typed = {"journey": journey.pk, "title": "First session", "held_on": "2026-03-02", "people": "9"}
    assert "shared_view" in committee.post(f"{REVIEWS}new/", typed).context["form"].errors

    typed |= dict.fromkeys(Benefit.values, "yes") | {"gaps": "partly", "gaps_note": "Two desks", "action_2": "Signs"}
    sent = committee.post(f"{REVIEWS}new/", typed)

    review = MapReview.objects.get()
    assert sent.headers["Location"] == f"{REVIEWS}{review.public_id}/"
    assert [(one.verdict, one.note) for one in review.answers.all()][:2] == [("yes", ""), ("partly", "Two desks")]
    action = review.actions.get()
    address = f"{REVIEWS}{review.public_id}/actions/{action.public_id}/"
    committee.post(address, {"make": "idea"})
    committee.post(address, {"make": "idea"})  # once only
    assert (Idea.objects.get().title, review.actions.get().idea) == ("Signs", Idea.objects.get())
    page = signed_in(boss).get(REVIEWS)
    assert [(one.yes, one.partly, one.no) for one in page.context["tallies"]][:2] == [(1, 0, 0), (0, 1, 0)]
    assert signed_in(boss).post(address, {"make": "idea"}).status_code == 403
    key = make_key(programme.organisation, "programme:read")
    told = client.get("/api/v1/map-reviews", headers={"Authorization": f"Bearer {key}"}).json()["results"][0]
    assert (told["title"], told["answers"][1]["note"], told["actions"][0]["text"]) == (
        "First session", "Two desks", "Signs",
    )  # fmt: skip
