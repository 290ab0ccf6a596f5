"""The pages of jobs, trail, notices, mailbox and files: who sees what."""

from datetime import time

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Membership
from operations.file_kinds import _may_open, register_reader
from operations.models import Job, JobState, Notification, OutboxMail, QuietHours, Ticket
from operations.notice_kinds import notice_kinds
from operations.services import enqueue, notify, record_trail, save_file, send_mail
from operations.services.sealing import seal_some
from organisations.tenancy import organisation_scope
from tests.cast import make_key
from tests.operations.kinds import count_to, known_kind
from touchpoints.models import Assignment, Touchpoint

BASE = "/o/acme/settings"


@pytest.fixture
def entries(acme, ada, kasia):
    """Three entries: Ada's, Kasia's, and one with a formula in it."""
    with organisation_scope(acme):
        record_trail(organisation=acme, actor=str(ada.public_id), actor_name="Ada", action="survey.opened")
        record_trail(organisation=acme, actor=str(kasia.public_id), actor_name="Kasia", action="gate.proposed")
        record_trail(organisation=acme, actor="x", actor_name="=HYPERLINK(1)", action="survey.closed")


@pytest.fixture
def job(acme, kasia):
    with known_kind(count_to(1)) as kind, organisation_scope(acme):
        yield enqueue(organisation=acme, kind=kind, payload={}, actor=str(kasia.public_id), title="Wave 2017")


def actors(response):
    return [entry.actor_name for entry in response.context["page"].entries]


def test_trail_is_read_newest_first(signed_in, ada, entries):
    response = signed_in(ada).get(f"{BASE}/trail/")

    assert actors(response) == ["=HYPERLINK(1)", "Kasia", "Ada"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=kas", ["Kasia"]),
        ("action=survey", ["=HYPERLINK(1)", "Ada"]),
        ("from_day=2001-01-01&to_day=2001-12-31", []),
        ("from_day=2001-01-01", ["=HYPERLINK(1)", "Kasia", "Ada"]),
        ("from_day=nonsense&older_than=nonsense", ["=HYPERLINK(1)", "Kasia", "Ada"]),
    ],
)
def test_trail_is_filtered_by_the_address(signed_in, ada, entries, query, found):
    assert actors(signed_in(ada).get(f"{BASE}/trail/?{query}")) == found


def test_trail_says_what_it_could_not_read(signed_in, ada, entries):
    page = signed_in(ada).get(f"{BASE}/trail/?from_day=2026-13-45&actor=xx").content.decode()

    assert "“2026-13-45” is no day." in page
    assert 'value="xx"' in page


def test_consultant_reads_own_actions_only(signed_in, kasia, entries):
    assert actors(signed_in(kasia).get(f"{BASE}/trail/")) == ["Kasia"]


def test_owner_reads_entries_of_own_touchpoints_only(signed_in, acme, tomek, entries):
    with organisation_scope(acme):
        own, other = (
            Touchpoint.objects.create(organisation=acme, code=code, name={"en": code}) for code in ("security", "shops")
        )
        membership = Membership.objects.get(user=tomek, organisation=acme)
        Assignment.objects.create(organisation=acme, membership=membership, touchpoint=own)
        for point in (own, other):
            record_trail(organisation=acme, actor="x", actor_name=point.code, action="touchpoint.edited", target=point)

    assert actors(signed_in(tomek).get(f"{BASE}/trail/")) == ["security"]


def test_trail_is_paged_at_the_same_speed_on_every_page(signed_in, acme, ada, django_assert_max_num_queries):
    with organisation_scope(acme):
        for number in range(120):
            record_trail(organisation=acme, actor="x", actor_name=str(number), action="a")
    client = signed_in(ada)

    first = client.get(f"{BASE}/trail/")
    second = client.get(f"{BASE}/trail/{first.context['older']}")
    third = client.get(f"{BASE}/trail/{second.context['older']}")
    back = client.get(f"{BASE}/trail/{third.context['newer']}")

    assert [len(actors(page)) for page in (first, second, third)] == [50, 50, 20]
    assert actors(first) + actors(second) + actors(third) == [str(n) for n in range(119, -1, -1)]
    assert actors(back) == actors(second)
    assert (first.context["newer"], third.context["older"]) == ("", "")


def test_trail_as_a_file_holds_no_formula(signed_in, ada, entries):
    response = signed_in(ada).get(f"{BASE}/trail.csv?action=survey")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("at,actor,actor_name,action")
    assert [line.split(",")[2] for line in lines[1:]] == ["'=HYPERLINK(1)", "Ada"]
    assert response["Content-Disposition"] == 'attachment; filename="trail-acme.csv"'


def test_trail_is_verified_on_request(signed_in, acme, ada, entries):
    with organisation_scope(acme):
        seal_some(organisation=acme)

    response = signed_in(ada).post(f"{BASE}/trail/verify/", follow=True)

    assert "unbroken: 3 sealed" in response.content.decode()


def test_trail_by_key_is_the_sealed_chain_and_can_be_followed(acme, globex, entries):
    with organisation_scope(acme):
        seal_some(organisation=acme, at_most=2)
    client = Client(headers={"Authorization": f"Bearer {make_key(acme, 'audit:read')}"})
    stranger = Client(headers={"Authorization": f"Bearer {make_key(globex, 'audit:read')}"})

    first = client.get("/api/v1/trail/?limit=1").json()
    second = client.get(first["next"]).json()

    rows = [*first["results"], *second["results"]]
    assert ([row["sequence"] for row in rows], second["next"]) == ([1, 2], None), "the third waits for its seal"
    assert (rows[0]["previous_hash"], rows[1]["previous_hash"]) == ("", rows[0]["entry_hash"])
    with organisation_scope(acme):
        seal_some(organisation=acme)
    assert [row["sequence"] for row in client.get("/api/v1/trail/?cursor=2").json()["results"]] == [3]
    assert stranger.get("/api/v1/trail/").json()["results"] == []
    closed = Client(headers={"Authorization": f"Bearer {make_key(acme, 'nps:read')}"})
    assert closed.get("/api/v1/trail/").status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2020-01-01&to=2099-12-31", 200),
        ("from=0001-01-01&to=9999-12-31", 200),
        ("from=tomorrow", 400),
        ("action=%00", 400),
        ("cursor=x", 400),
    ],
)
def test_trail_by_key_reads_its_parameters_strictly(acme, query, status):
    client = Client(headers={"Authorization": f"Bearer {make_key(acme, 'audit:read')}"})

    assert client.get(f"/api/v1/trail/?{query}").status_code == status


@pytest.mark.parametrize("path", ["trail/", "trail.csv", "notifications/", "mailbox/", "jobs/"])
def test_outsider_finds_nothing_and_stranger_the_sign_in_page(client, signed_in, acme, olga, path):
    assert signed_in(olga).get(f"{BASE}/{path}").status_code == 404
    assert client.get(f"{BASE}/{path}").status_code == 302


@pytest.mark.parametrize(
    ("path", "admitted"), [("trail/", False), ("mailbox/", False), ("notifications/", True), ("jobs/", True)]
)
def test_frontline_opens_own_pages_only(signed_in, fred, path, admitted):
    assert signed_in(fred).get(f"{BASE}/{path}").status_code == (200 if admitted else 403)


def test_jobs_are_shown_to_their_starter_and_to_who_imports(signed_in, job, kasia, adam, fred):
    def titles(user):
        return [row.job.title for row in signed_in(user).get(f"{BASE}/jobs/").context["current"]]

    assert (titles(kasia), titles(adam), titles(fred)) == (["Wave 2017"], ["Wave 2017"], [])


def test_job_fragment_asks_for_itself_until_the_job_ended(signed_in, job, kasia, fred):
    client = signed_in(kasia)
    address = f"{BASE}/jobs/{job.public_id}/"

    open_fragment = client.get(address, headers={"HX-Request": "true"})
    Ticket.objects.update(state=JobState.DONE)
    ended = client.get(address, headers={"HX-Request": "true"})

    assert f'hx-get="{address}"' in open_fragment.content.decode()
    assert "hx-get" not in ended.content.decode()
    assert ended["HX-Trigger"] == "job-ended"
    assert "<html" in client.get(address).content.decode()
    assert signed_in(fred).get(address).status_code == 404


def test_parked_job_is_resumed_by_its_starter_or_an_administrator(signed_in, job, kasia, adam, fred, ada):
    address = f"{BASE}/jobs/{job.public_id}/resume/"
    for user, status, state in (
        (fred, 404, JobState.PARKED),
        (kasia, 302, JobState.DUE),
        (adam, 302, JobState.DUE),
    ):
        Ticket.objects.update(state=JobState.PARKED, attempts=3)

        assert signed_in(user).post(address).status_code == status
        assert Ticket.objects.get().state == state


def test_waiting_job_is_cancelled_on_its_page(signed_in, job, kasia):
    signed_in(kasia).post(f"{BASE}/jobs/{job.public_id}/cancel/")

    assert Ticket.objects.get().state == JobState.CANCELLED


def test_notices_are_read_and_lead_on(signed_in, acme, ada, fred):
    with organisation_scope(acme):
        notify(
            organisation=acme,
            user_ids=[ada.public_id, fred.public_id],
            kind="job.parked",
            text={"en": "Stopped"},
            address="/o/acme/settings/jobs/",
        )
        mine = Notification.objects.get(recipient=ada.public_id)
    client = signed_in(ada)

    page = client.get(f"{BASE}/notifications/")
    opened = client.post(f"{BASE}/notifications/read/", {"notice": mine.public_id})
    foreign = signed_in(fred).post(f"{BASE}/notifications/read/", {"notice": mine.public_id})

    assert [row.public_id for row in page.context["notices"]] == [mine.public_id]
    assert opened["Location"] == "/o/acme/settings/jobs/"
    assert foreign.status_code == 404
    assert client.get(f"{BASE}/notifications/").context["unread"] == 0


def test_way_to_hear_of_a_kind_is_chosen(signed_in, acme, ada):
    choice = dict.fromkeys(notice_kinds(), "mail")
    client = signed_in(ada)

    client.post(f"{BASE}/notifications/channels/", choice)

    form = client.get(f"{BASE}/notifications/").context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == choice


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            {"quiet_from": "22:00", "quiet_until": "07:00", "quiet_zone": "America/New_York"},
            "22:00–07:00 America/New_York",
        ),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "22:00–07:00 Europe/Warsaw"),
        ({"quiet_from": "", "quiet_until": ""}, None),
        ({"quiet_from": "22:00", "quiet_until": ""}, "20:00–06:00 UTC"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "20:00–06:00 UTC"),
        ({"quiet_from": "22:00", "quiet_until": "07:00", "quiet_zone": "Mars/Base"}, "20:00–06:00 UTC"),
    ],
)
def test_quiet_hours_are_chosen_by_each_member_alone(signed_in, acme, ada, fred, given, kept):
    with organisation_scope(acme):
        for user in (ada, fred):
            QuietHours.objects.create(
                organisation=acme, recipient=user.public_id, begins=time(20), ends=time(6), time_zone="UTC"
            )
    client = signed_in(ada)
    choice = dict.fromkeys(notice_kinds(), "mail")

    client.post(f"{BASE}/notifications/channels/", {**choice, **given})

    with organisation_scope(acme):
        mine = QuietHours.objects.filter(recipient=ada.public_id).first()
        assert (str(mine) if mine else None) == kept
        assert str(QuietHours.objects.get(recipient=fred.public_id)) == "20:00–06:00 UTC"
    shown = client.get(f"{BASE}/notifications/").context["quiet"]
    assert shown.initial["quiet_zone"] == (kept or "Europe/Warsaw").split()[-1]


def test_mailbox_shows_what_is_kept_here(signed_in, acme, adam):
    with organisation_scope(acme):
        send_mail(organisation=acme, to="fred@example.org", subject="<b>Hi</b>", text="https://x.example/", kind="t")

    page = signed_in(adam).get(f"{BASE}/mailbox/?state=held")

    assert "&lt;b&gt;Hi&lt;/b&gt;" in page.content.decode()
    with organisation_scope(acme):
        assert [mail for mail, _tone in page.context["mails"]] == list(OutboxMail.objects.all())


@pytest.fixture
def stored(acme, ada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with organisation_scope(acme):
        return save_file(
            organisation=acme,
            content=ContentFile(b"a;b"),
            name="Łódź.csv",
            kind="tests.file",
            actor=str(ada.public_id),
            content_type="text/csv",
        )


def test_file_is_given_to_who_stored_it_as_an_attachment(signed_in, stored, ada, kasia):
    address = f"{BASE}/files/{stored.public_id}/"

    response = signed_in(ada).get(address)

    assert b"".join(response.streaming_content) == b"a;b"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(kasia).get(address).status_code == 404


def test_file_is_given_to_whom_its_kind_admits(signed_in, stored, kasia):
    register_reader("tests.file", lambda viewer, file: viewer.name.startswith("Kasia"))
    try:
        response = signed_in(kasia).get(f"{BASE}/files/{stored.public_id}/")
        assert b"".join(response.streaming_content) == b"a;b"
    finally:
        del _may_open["tests.file"]


def test_done_job_shows_where_its_result_is(signed_in, acme, job, kasia):
    with organisation_scope(acme):
        Job.objects.update(address="/o/acme/imports/7/", note="12 rows")
    Ticket.objects.update(state=JobState.DONE)

    page = signed_in(kasia).get(f"{BASE}/jobs/{job.public_id}/").content.decode()

    assert 'href="/o/acme/imports/7/"' in page
    assert "12 rows" in page
