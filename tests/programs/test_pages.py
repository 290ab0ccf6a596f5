"""Pages and API of the programme, by role."""

import pytest

from programs.models import Engagement, Gate, GateOutcome, SegmentAxis, StageState
from programs.services import deliver, open_engagement
from tests.cast import make_key
from tests.programs.conftest import DAY

CYCLE = "/o/acme/p/service/cycle/"
AUDIT = f"{CYCLE}1/audit/"


def test_pages_open_for_whom_they_are_made(engagement, signed_in, request):
    addresses = [CYCLE, "/o/acme/p/service/vision/", f"{AUDIT}plan/", f"{CYCLE}1/promise/start/", f"{AUDIT}propose/",
                 f"{AUDIT}deliverables/baseline/", "/o/acme/engagements/new/", "/o/acme/settings/segments/",
                 "/o/acme/settings/segments/new/", "/o/acme/p/other/cycle/"]  # fmt: skip
    read, edit, propose, new, segments = [200, 200], [200, 200], [200, 200], [200], [200, 200]
    expected = {
        "ada": [*read, *edit, *propose, 403, *segments, 404],
        "kasia": [*read, *edit, *propose, *new, *segments, 404],
        "boss": [*read, 403, 403, 403, 403, 403, 403, 403, 404],
        "tomek": [*read, 403, 403, 403, 403, 403, 403, 403, 404],
        "fred": [403] * 10,
        "adam": [403, 403, 403, 403, 403, 403, *new, *segments, 403],
        "olga": [404] * 10,
    }

    found = {}
    for person in expected:
        client = signed_in(request.getfixturevalue(person))
        found[person] = [client.get(address).status_code for address in addresses]

    assert found == expected


def test_a_gate_is_proposed_and_decided_on_its_page(acme, cycle, kasia, committee, signed_in):
    ada, _cezary, boss = committee
    for code in ("audit-surveys", "baseline", "findings"):
        deliver(organisation=acme, stage_kind="audit", code=code, evidence={"address": "/x/"}, actor="x", day=DAY)

    signed_in(kasia).post(f"{AUDIT}propose/", {"note": ""})
    address = f"/o/acme/p/service/gates/{Gate.objects.get().public_id}/"
    refused = signed_in(kasia).post(address, {"decision": "approve"})
    signed_in(ada).post(address, {"decision": "approve"})
    page = signed_in(boss).post(address, {"decision": "approve"}, follow=True)

    assert refused.status_code == 403
    assert Gate.objects.get().outcome == GateOutcome.APPROVED
    assert "the gate is passed" in page.content.decode()


def test_an_unready_gate_asks_for_the_reason(cycle, kasia, committee, signed_in):
    page = signed_in(kasia).post(f"{AUDIT}propose/", {"note": ""})

    assert page.context["form"].errors["note"]
    assert not Gate.objects.exists()


def test_starting_out_of_order_asks_for_the_reason(cycle, kasia, signed_in):
    client = signed_in(kasia)
    assert client.post(f"{CYCLE}1/design/start/", {"reason": ""}).context["form"].errors["reason"]

    client.post(f"{CYCLE}1/design/start/", {"reason": "The map is needed."})

    assert cycle.stages.get(kind="design").state == StageState.OPEN
    assert "The map is needed." in client.get(CYCLE).content.decode()


def test_the_wizard_keeps_what_was_typed_until_the_last_step(in_acme, kasia, signed_in):
    client, address = signed_in(kasia), "/o/acme/engagements/new/"
    client.post(address, {"name_en": "Shops", "slug": "shops", "first_day": "2026-03-02"})
    client.post(f"{address}?step=2", {"vision_en": "Found at once"})
    assert not Engagement.objects.exists()

    client.post(f"{address}?step=3", {"consultants": [kasia.memberships.get(organisation=in_acme).pk]})

    opened = Engagement.objects.get()
    assert (opened.slug, opened.vision, opened.started_on) == ("shops", {"en": "Found at once"}, DAY)
    assert opened.listed.count() == 1
    assert opened.cycles.get().stages.count() == 6


def test_a_programmes_short_name_is_made_from_its_name(in_acme, kasia, signed_in):
    client, address = signed_in(kasia), "/o/acme/engagements/new/"
    client.post(address, {"name_en": "Shops & more", "slug": "", "first_day": "2026-03-02"})
    client.post(f"{address}?step=2", {})
    client.post(f"{address}?step=3", {})
    assert Engagement.objects.get().slug == "shops-more"
    assert client.post(address, {"name_en": "…", "slug": "", "first_day": "2026-03-02"}).context["form"].errors["slug"]


def test_a_later_step_cannot_be_reached_first(in_acme, kasia, signed_in):
    assert signed_in(kasia).get("/o/acme/engagements/new/?step=3").context["step"] == 1


def test_axes_and_segments_are_kept(in_acme, kasia, signed_in):
    client, address = signed_in(kasia), "/o/acme/settings/segments/"
    client.post(f"{address}new/", {"code": "trip", "name_en": "Trip", "kind": "how", "position": "0"})
    client.post(f"{address}trip/new/", {"code": "work", "name_en": "Work", "position": "0"})
    client.post(f"{address}trip/work/", {"name_en": "For work", "position": "1"})

    segment = SegmentAxis.objects.get(code="trip").segments.get()
    assert (segment.code, segment.name, segment.position) == ("work", {"en": "For work"}, 1)
    assert (
        client.post(f"{address}new/", {"code": "trip", "name_en": "X", "kind": "who", "position": "0"})
        .context["form"]
        .errors["code"]
    )
    client.post(f"{address}trip/work/archive/")
    segment.refresh_from_db()
    assert segment.archived_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_the_cycle_takes_the_same_queries(in_acme, kasia, signed_in, count, django_assert_max_num_queries):
    for number in range(count):
        open_engagement(organisation=in_acme, slug=f"p{number}", name={"en": "P"}, first_day=DAY, actor="test")
    client = signed_in(kasia)

    with django_assert_max_num_queries(40) as captured:
        client.get("/o/acme/p/p0/cycle/")

    assert len(captured) < 40


def test_the_programme_by_key(client, acme, cycle):
    headers = {"authorization": f"Bearer {make_key(acme, 'programme:read')}"}

    engagements = client.get("/api/v1/engagements", headers=headers)
    phases = client.get("/api/v1/phases/?limit=4", headers=headers).json()
    rest = client.get(phases["next"], headers=headers).json()

    assert [row["slug"] for row in engagements.json()["results"]] == ["service"]
    assert [row["number"] for row in client.get("/api/v1/cycles/", headers=headers).json()["results"]] == [1]
    assert [row["kind"] for row in phases["results"] + rest["results"]] == [
        "audit", "promise", "design", "engagement", "launch", "reaudit",
    ]  # fmt: skip
    assert rest["next"] is None
    again = client.get("/api/v1/engagements", headers={**headers, "if-none-match": engagements["ETag"]})
    assert again.status_code == 304


def test_the_programme_needs_its_scope_and_its_organisation(client, acme, globex, cycle):
    other = {"authorization": f"Bearer {make_key(globex, 'programme:read')}"}
    small = {"authorization": f"Bearer {make_key(acme, 'nps:read')}"}

    assert client.get("/api/v1/engagements/", headers=other).json()["results"] == []
    assert client.get("/api/v1/engagements/", headers=small).status_code == 403
    assert client.get("/api/v1/phases/?cursor=x", headers=other).json()["code"] == "bad_parameter"
