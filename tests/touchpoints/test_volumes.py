"""Volumes per channel: who may count, what a file does, what moved first, and where nobody is prepared."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from operations.models import TrailEntry
from organisations.models import Channel
from tests.cast import make_key
from tests.programme import NOON
from touchpoints.models import ChannelVolume, Placement, ValueSource
from touchpoints.queries.volumes import Hole, Volumes
from touchpoints.services import NotYours
from touchpoints.services.volumes import VolumesRefused, record_volumes
from touchpoints.volumes.rows import Volume, VolumeRefusal

TODAY = date(2026, 3, 2)
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
PAGE, FILE = "/o/acme/channels/", "/o/acme/channels/import/"
COUNTER = "/o/acme/touchpoints/counter/channels/"
API = "/api/v1/channel-volumes/"


@pytest.fixture
def count(programme, as_viewer, kasia):
    def record(*rows, by=None, **more):
        volumes = [Volume(place, channel, "month", start, number, "till") for place, channel, start, number in rows]
        return record_volumes(
            organisation=programme.organisation, rows=volumes, source=ValueSource.FORM, by=by or as_viewer(kasia),
            at=NOON, today=TODAY, **more,
        )  # fmt: skip

    return record


@pytest.fixture
def moved(count):
    """The counter's customers go to the internet, the website's stay."""
    count(
        ("counter", "branch", JANUARY, 900), ("counter", "internet", JANUARY, 100),
        ("counter", "branch", FEBRUARY, 600), ("counter", "internet", FEBRUARY, 400),
        ("website", "internet", JANUARY, 50), ("website", "branch", JANUARY, 50),
        ("website", "internet", FEBRUARY, 51), ("website", "branch", FEBRUARY, 49),
    )  # fmt: skip


def test_counted_again_it_is_written_over_and_the_same_changes_nothing(count):
    count(("counter", "branch", JANUARY, 10))
    again = count(("counter", "branch", JANUARY, 10))
    other = count(("counter", "branch", JANUARY, 12), ("counter", "internet", JANUARY, 1))

    assert (again.changes, again.same, len(other.new), len(other.changed)) == (0, 1, 1, 1)
    assert list(ChannelVolume.objects.order_by("channel__code").values_list("count", flat=True)) == [12, 1]
    assert [entry.details for entry in TrailEntry.objects.filter(action="volume.recorded").order_by("pk")] == [
        {"new": 1, "changed": 0, "source": "form"}, {"new": 1, "changed": 1, "source": "form"},
    ]  # fmt: skip


def test_an_owner_counts_at_their_own_touchpoint_and_a_clerk_nowhere(count, as_viewer, tomek, fred):
    count(("counter", "branch", JANUARY, 10), by=as_viewer(tomek))

    with pytest.raises(VolumesRefused) as refused:
        count(("counter", "branch", FEBRUARY, 1), ("website", "branch", JANUARY, 1), by=as_viewer(tomek))
    assert refused.value.refusals == {1: VolumeRefusal.TOUCHPOINT}
    with pytest.raises(NotYours):
        count(("counter", "branch", FEBRUARY, 1), by=as_viewer(fred))
    assert ChannelVolume.objects.count() == 1


def test_a_moment_of_truth_that_moves_to_a_channel_nobody_prepared_is_warned_of(moved, as_viewer, ada):
    place = Placement.objects.get(touchpoint__code="counter")
    place.channel, place.is_moment_of_truth = Channel.objects.get(code="branch"), True
    place.save()

    (warned,) = Volumes(viewer=as_viewer(ada)).unprepared
    assert (warned.touchpoint.code, warned.moved.channel.code, warned.holes) == ("counter", "internet", [Hole.PLACE])
    assert warned.moved.move.points == pytest.approx(30)

    place.channel = None
    place.save()
    assert list(Volumes(viewer=as_viewer(ada)).unprepared) == []


def test_the_page_shows_what_moved_most_first(moved, ada, fred, signed_in, django_assert_max_num_queries):
    client = signed_in(ada)
    with django_assert_max_num_queries(40):
        page = client.get(PAGE)

    assert [line.touchpoint.code for line in page.context["lines"]] == ["counter", "website"]
    assert [line.drift.is_moved for line in page.context["lines"]] == [True, False]
    assert page.context["chart"].rows[0][0] == "01.2026"
    assert b"SAMPLE" not in page.content
    own = client.get(f"{COUNTER}?before=2026-02-01&after=2026-01-01")
    assert own.context["volumes"].compared == (FEBRUARY, JANUARY)
    assert signed_in(fred).get(PAGE).status_code == 403


def test_made_up_counts_are_called_so_on_page_and_file(count, ada, signed_in):
    count(("counter", "branch", JANUARY, 10), is_sample=True)
    client = signed_in(ada)

    assert b"SAMPLE" in client.get(PAGE).content
    file = client.get(f"{PAGE}volumes.csv?touchpoint=counter")
    assert "sample-channel-volumes.csv" in file.headers["Content-Disposition"]
    assert file.content.decode().splitlines() == [
        "touchpoint,channel,period,count,source,sample", "counter,branch,2026-01,10,till,yes",
    ]  # fmt: skip

    count(("counter", "branch", FEBRUARY, 10))
    assert "SAMPLE: 1 of 2 counts are made up" in client.get(PAGE).content.decode()


def test_one_count_by_the_form(programme, tomek, ada, signed_in):
    typed = {"channel": "branch", "period": "2026-w05", "count": "31", "counted_by": "door sensor"}

    assert signed_in(ada).post(COUNTER, typed).status_code == 403
    client = signed_in(tomek)
    assert client.post(COUNTER, typed | {"period": "spring"}).status_code == 200
    assert client.post(COUNTER, typed).status_code == 302
    kept = ChannelVolume.objects.get()
    assert (kept.period, kept.starts_on, kept.count, kept.source) == ("week", date(2026, 1, 26), 31, "form")


def test_a_file_is_looked_at_first_and_brought_again_changes_nothing(programme, kasia, signed_in):
    words = (
        "source;count;period;channel;touchpoint\ntill;10;2026-01;branch;counter\ntill;x;2026-01;internet;counter\n"
        "till;3;2026-01;pigeon;counter\n"
    )
    client = signed_in(kasia)

    looked = client.post(FILE, {"file": SimpleUploadedFile("v.csv", words.encode())})
    assert (ChannelVolume.objects.count(), looked.context["plan"].changes) == (0, 1)
    assert [line for line, _why in looked.context["rejected"]] == [3, 4]
    taken = client.post(FILE, {"kept": looked.context["kept"], "take": "1"})
    assert (taken.status_code, ChannelVolume.objects.get().count) == (302, 10)
    again = client.post(FILE, {"file": SimpleUploadedFile("v.csv", words.encode())})
    assert (again.context["plan"].changes, again.context["plan"].same) == (0, 1)
    other = client.post(FILE, {"file": SimpleUploadedFile("v.csv", words.replace("10", "12").encode())})
    ((row, period, stood),) = other.context["written_over"]
    assert (row.count, period, stood.count) == (12, "2026-01", 10)
    assert other.context["example"][:2] == ("counter", "branch")  # codes that are known here
    assert "name" in client.post(FILE, {"file": SimpleUploadedFile("v.csv", b"a,b\n1,2\n")}).content.decode()


def test_programs_write_and_read_volumes(programme, in_acme, client):
    key, reader = make_key(in_acme, "measures:write"), make_key(in_acme, "programme:read")
    row = {"touchpoint": "counter", "channel": "branch", "period": "2026-01", "count": 7, "counted_by": "till"}

    def call(method, with_key, body=None):
        more = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(API, headers={"authorization": f"Bearer {with_key}"}, **more)

    assert call("post", key, [row]).json()["results"] == [{"rows_new": 1, "rows_changed": 0, "rows_same": 0}]
    assert call("post", key, row).json()["results"] == [{"rows_new": 0, "rows_changed": 0, "rows_same": 1}]
    wrong = call("post", key, [row | {"channel": "pigeon"}])
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/0/channel")
    assert call("post", key, [row | {"count": "7"}]).json()["errors"][0]["code"] == "count_not_whole"
    assert call("post", reader, [row]).status_code == 403
    assert call("get", reader).json()["results"] == [
        row | {"period_kind": "month", "starts_on": "2026-01-01", "sample": False}
    ]
