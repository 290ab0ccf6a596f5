"""Touchpoints and their places as one table: out, in, all or nothing, and in again without a change."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lib.csv_files import lines_of
from lib.table_files.table import read_table
from operations.models import TrailEntry
from tests.programme import DAY, NOON
from touchpoints.listing.columns import sample
from touchpoints.listing.reading import HeadingsMissing, read_wishes
from touchpoints.models import Journey, Placement, Touchpoint
from touchpoints.queries.listing import listing
from touchpoints.services import NotYours, maps
from touchpoints.services.listing import ListingRefused, plan_listing, take_listing

FILE, OUT = "/o/acme/touchpoints/file/", "/o/acme/touchpoints/touchpoints.csv"
HEAD = "code,name_en,control,owner,journey,stage,stage_name_en,channel,moment_of_truth\n"


def wishes(text, **more):
    return read_wishes(read_table(io.BytesIO(text.encode()), most=1000), languages=["en", "pl"],
                       **{"programme": "service", **more})  # fmt: skip


def told(bad):
    return [(one.line, one.column) for one in bad]


@pytest.fixture
def take(programme, as_viewer, kasia):
    def took(text, by=None):
        return take_listing(
            wishes=wishes(text), organisation=programme.organisation, by=by or as_viewer(kasia), day=DAY
        )

    return took


@pytest.fixture
def written(programme, as_viewer, kasia):
    return lambda: "".join(lines_of(listing(organisation=programme.organisation, viewer=as_viewer(kasia))))


@pytest.mark.pure
def test_what_a_line_cannot_mean_is_told_by_line_and_column():
    found = wishes(
        "code,name_en,control,order,journey,stage,channel\n"
        "Not a code,A,owned,1,,,\n"
        "a,A,mine,one,,,\n"
        "b,B,owned,,visit,,\n"
        "c,C,owned,,,,branch\n"
        "d,D,owned,,visit,in,\n"
        "d,Other,owned,,visit,out,\n"
        "d,D,owned,,visit,in,\n"
    )

    assert told(found.bad) == [
        (2, "code"), (3, "control"), (3, "order"), (4, "stage"), (5, "stage"), (7, "name_en"), (8, "stage"),
    ]  # fmt: skip
    assert found.bad[5].reason == "Line 6 says something else."
    wanted = next(one for one in found.of("touchpoint") if one.key == ("a",))
    assert wanted.values == {"name": {"en": "A"}}  # what is legible beside a fault is looked at, too
    with pytest.raises(HeadingsMissing):
        wishes("name_en\nA\n")


@pytest.mark.pure
def test_the_sample_file_is_read_without_a_fault():
    found = wishes("".join(lines_of(sample(["en", "pl"], programme="service"))))

    assert (found.bad, found.unread) == ([], [])
    assert [one.key[-1] for one in found.of("touchpoint")] == ["booking", "reviews"]
    assert [one.key[2] for one in found.of("place")] == ["before", "after"]


def test_what_goes_out_comes_in_again_without_a_change(programme, take, written):
    website = Touchpoint.objects.filter(code="website")
    website.update(name={"en": "=1+1", "pl": "Żółw"}, description={"en": "two\nlines"})
    out = written()

    plan = take(out)

    assert (plan.changes, plan.bad, written()) == ([], [], out)
    assert "'=1+1" in out  # no formula in a spreadsheet
    assert not TrailEntry.objects.filter(action="listing.taken").exists()


def test_a_file_makes_and_changes_and_the_map_takes_it_back_at_once(programme, take, written, as_viewer, kasia):
    before = Placement.objects.count()
    journey = Journey.objects.get()

    plan = take(
        f"{HEAD}counter,Desk,,,{journey.code},arrival,,,hypothesis\n"
        f"app,App,owned,tomek@example.org,{journey.code},after,Afterwards,internet,\n"
    )

    assert plan.counts() == {"touchpoint": (1, 1), "journey": (0, 0), "stage": (1, 0), "place": (1, 1)}
    counter = Placement.objects.get(touchpoint__code="counter")
    assert (counter.touchpoint.name, counter.is_hypothesis) == ({"en": "Desk", "pl": "Okienko"}, True)
    assert counter.touchpoint.attributes.count() == 2
    app = Placement.objects.get(touchpoint__code="app")
    assert (app.stage.code, app.channel.code, str(app.touchpoint.owner.user)) == ("after", "internet", "Tomek Owner")
    assert take(written()).changes == []
    maps.undo_last(drawn=journey.current_map, by=as_viewer(kasia), at=NOON)
    assert Placement.objects.count() == before
    assert TrailEntry.objects.get(action="listing.taken").details == {"added": 3, "changed": 2}


def test_one_bad_cell_and_nothing_is_taken(programme, take, as_viewer, tomek):
    journey = Journey.objects.get()
    with pytest.raises(ListingRefused) as refused:
        take(
            f"{HEAD}app,App,,,,,,,\n"
            "bare,,,,,,,,\n"
            "a,A,,nobody@example.com,,,,,\n"
            f"counter,,,,{journey.code},new-stage,,pigeon,\n"
            f"website,,,,unknown,one,One,,\n"
        )  # fmt: skip

    assert told(refused.value.plan.bad) == [
        (3, "name_en"), (4, "owner"), (5, "channel"), (5, "stage_name_en"), (6, "journey_name_en"),
    ]  # fmt: skip
    assert Touchpoint.objects.count() == 2
    with pytest.raises(NotYours):
        take(HEAD, by=as_viewer(tomek))


def test_a_locked_map_and_a_foreign_programme_are_refused(programme, as_viewer, kasia):
    by, journey = as_viewer(kasia), Journey.objects.get()
    maps.lock_map(drawn=journey.current_map, by=by, at=timezone.now(), today=DAY)
    asked = wishes(f"{HEAD}website,,,,{journey.code},arrival,,,\n")
    foreign = wishes(f"{HEAD}website,,,,{journey.code},arrival,,,\n", programme="elsewhere")
    told_of = {"organisation": programme.organisation, "viewer": by}

    assert told(plan_listing(wishes=asked, **told_of).bad) == [(2, "journey")]
    assert (2, "programme") in told(plan_listing(wishes=foreign, **told_of).bad)


def test_the_page_shows_what_a_file_would_do_before_it_is_taken(programme, kasia, tomek, signed_in):
    client = signed_in(kasia)
    sent = SimpleUploadedFile("t.csv", f"{HEAD}app,App,owned,,,,,,\n".encode())

    shown = client.post(FILE, {"file": sent})
    assert Touchpoint.objects.count() == 2
    done = client.post(FILE, {"kept": shown.context["kept"], "take": "1"})
    refused = client.post(FILE, {"file": SimpleUploadedFile("t.csv", b"code,control\napp,mine\n")})
    out = client.get(OUT).content.decode()

    assert [one.wanted.key for one in shown.context["plan"].changes] == [("app",)]
    assert (done.status_code, Touchpoint.objects.filter(code="app").count()) == (302, 1)
    assert b"It must be one of: owned, influenced, external." in refused.content
    assert "app" in [row["code"] for row in csv.DictReader(io.StringIO(out))]
    assert b"sample-journey" in client.get(f"{OUT}?sample=1").content
    matrix = client.post(FILE, {"file": SimpleUploadedFile("m.csv", b"lane,segment,language,a\nstage,,en,A\n")})
    assert b"This is the matrix of one map" in matrix.content
    assert signed_in(tomek).get(FILE).status_code == 403
