"""Carriers and claims: kept, filtered, frozen with a version; the later of two editors sees both texts."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brandpromise import queries, services
from brandpromise.models import Carrier, Claim, Pillar
from lib.both_texts import ChangedMeanwhile
from operations.models import StoredFile, TrailEntry
from tests.programme import DAY, NOON

CARRIERS = "/o/acme/promise/carriers/"
CLAIMS = "/o/acme/promise/claims/"


@pytest.fixture
def carrier(in_acme, as_viewer, ada):
    def make(code="poster", *, changed=None, **more):
        words = {"kind": "advert", "mode": "verbal", "name": {"en": code.title()}, "promises": {"en": "Quick"},
                 "where": {}, "from_day": None, "until_day": None, "address": "", "pillars": []}  # fmt: skip
        return services.save_carrier(
            organisation=in_acme, carrier=changed, code=code, by=as_viewer(ada), **{**words, **more}
        )

    return make


@pytest.fixture
def claim(in_acme, as_viewer, ada):
    def make(code="quick", *, changed=None, **more):
        words = {"slogan": {"en": "Quick"}, "checkable": {"en": "Nine of ten within five minutes"}, "carrier": None,
                 "pillar": None}  # fmt: skip
        return services.save_claim(
            organisation=in_acme, claim=changed, code=code, by=as_viewer(ada), **{**words, **more}
        )

    return make


def test_a_code_is_taken_once(carrier, claim):
    carrier()
    claim()

    with pytest.raises(services.CodeTaken):
        carrier()
    with pytest.raises(services.CodeTaken):
        claim()


def test_the_last_day_is_not_before_the_first(carrier):
    with pytest.raises(services.DaysCrossed):
        carrier(from_day=date(2026, 3, 2), until_day=date(2026, 3, 1))


def test_what_somebody_saved_meanwhile_is_not_written_over(carrier, claim):
    opened, said = carrier(), claim()
    carrier(changed=opened, opened=1, promises={"en": "Very quick"})
    claim(changed=said, opened=1, slogan={"en": "Quicker"})

    with pytest.raises(ChangedMeanwhile):
        carrier(changed=opened, opened=1, promises={"en": "Slow"})
    with pytest.raises(ChangedMeanwhile):
        claim(changed=said, opened=1, slogan={"en": "Slower"})

    assert (Carrier.objects.get().promises, Carrier.objects.get().revision) == ({"en": "Very quick"}, 2)
    assert (Claim.objects.get().slogan, Claim.objects.get().revision) == ({"en": "Quicker"}, 2)


def test_filters_find_by_words_kind_mode_pillar_and_day(carrier, draft):
    ease = Pillar.objects.get(code="ease")
    carrier("film", pillars=[ease], until_day=date(2026, 1, 31))
    carrier("price", kind="price", mode="non_verbal", name={"pl": "Cena parkingu w Łodzi"})

    def codes(**asked):
        return [one.code for one in queries.carriers(today=DAY, **asked)]

    assert codes() == ["film", "price"]
    assert codes(sort="-code") == ["price", "film"]
    assert codes(words="lodzi") == ["price"]
    assert codes(kind="price") == codes(mode="non_verbal") == codes(state="now") == ["price"]
    assert codes(pillar="ease") == ["film"]
    assert codes(state="archived") == []


def test_put_away_things_leave_the_lists_and_come_back(carrier, claim, as_viewer, ada):
    thing, said = carrier(), claim()
    for one in (thing, said):
        services.archive(thing=one, by=as_viewer(ada), at=NOON)

    assert (queries.carriers(today=DAY), queries.claims()) == ([], [])
    assert [one.code for one in queries.claims(state="archived")] == ["quick"]
    services.archive(thing=thing, by=as_viewer(ada), at=None)
    assert [one.code for one in queries.carriers(today=DAY)] == ["poster"]
    entered = TrailEntry.objects.filter(action__startswith="carrier.").order_by("pk")
    assert list(entered.values_list("action", flat=True)) == [
        "carrier.added",
        "carrier.archived",
        "carrier.brought_back",
    ]


def test_an_approved_version_keeps_the_carriers_and_claims_of_the_day(carrier, claim, draft, approve):
    poster = carrier(promises={"en": "Quick"}, from_day=date(2026, 1, 1))
    claim(carrier=poster)
    approved = approve(draft)

    carrier(changed=poster, promises={"en": "At once"})

    approved.refresh_from_db()
    (kept,) = queries.carried(approved)["carriers"]
    assert (kept["promises"], kept["from"], queries.carried(approved)["claims"][0]["carrier"]) == (
        {"en": "Quick"},
        "2026-01-01",
        "poster",
    )


def test_comparison_shows_drivers_carriers_and_claims(carrier, claim, draft, approve, in_acme):
    poster = carrier()
    first = approve(draft)
    second = services.draft_promise(organisation=in_acme, actor="test")
    services.edit_promise(
        promise=second, text=second.text, audience={}, proof={}, what_changed={}, actor="test",
        pillars=[services.PillarDraft("ease", {"en": "Ease"}, {"en": "What ease means"}, {"en": "A new proof"})],
        drivers=[services.DriverDraft({"en": "More guests"}, {"en": "Growth"})],
    )  # fmt: skip
    carrier(changed=poster, promises={"en": "At once"})
    claim()

    parts = queries.compare(first, queries.promise_version(second.number), labels=["Promise", "For whom", "Proof"])

    changed = {(part.group, part.label) for part in parts if part.changed}
    assert changed == {
        ("pillars", "Ease"),
        ("pillars", "Care"),
        ("pillars", "Speed"),
        ("drivers", "More guests"),
        ("drivers", "Fewer calls"),
        ("carriers", "Poster"),
        ("claims", "Quick"),
    }


def test_the_pages_add_change_and_put_away(in_acme, kasia, fred, signed_in):
    writer, reader = signed_in(kasia), signed_in(fred)
    picture = SimpleUploadedFile("poster.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    typed = {"code": "poster", "kind": "advert", "mode": "verbal", "name_en": "Poster", "promises_en": "Quick"}
    assert writer.post(f"{CARRIERS}new/", {**typed, "file": picture}).status_code == 302
    assert writer.post(f"{CLAIMS}new/", {"code": "quick", "slogan_en": "Quick", "checkable_en": "In five minutes"}).url

    assert Carrier.objects.get().file == StoredFile.objects.get()
    shown = reader.get(f"/o/acme/settings/files/{StoredFile.objects.get().public_id}/")
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    for address in (CARRIERS, f"{CARRIERS}poster/", CLAIMS, f"{CLAIMS}quick/"):
        assert reader.get(address).status_code == 200
    for address in (f"{CARRIERS}new/", f"{CARRIERS}poster/edit/", f"{CLAIMS}quick/edit/"):
        assert reader.get(address).status_code == 403
    assert writer.get(f"{CARRIERS}no-such/").status_code == 404
    again = writer.post(f"{CARRIERS}new/", typed)
    assert "another carrier of this code" in again.content.decode()
    writer.post(f"{CARRIERS}poster/archive/")
    assert Carrier.objects.get().archived_at


def test_the_later_editor_sees_both_texts_and_decides(carrier, claim, kasia, signed_in):
    carrier()
    claim()
    writer = signed_in(kasia)
    typed = {"kind": "advert", "mode": "verbal", "name_en": "Poster", "promises_en": "At once", "revision": "1"}
    writer.post(f"{CARRIERS}poster/edit/", typed)
    said = {"slogan_en": "Swift", "checkable_en": "In three minutes", "revision": "1"}
    writer.post(f"{CLAIMS}quick/edit/", said)

    both = writer.post(f"{CARRIERS}poster/edit/", {**typed, "promises_en": "Never late"})
    pair = writer.post(f"{CLAIMS}quick/edit/", {**said, "slogan_en": "Rapid"})

    assert (Carrier.objects.get().promises["en"], Claim.objects.get().slogan["en"]) == ("At once", "Swift")
    assert both.context["both"].revision == pair.context["both"].revision == 2
    assert 'name="revision" value="2"' in both.content.decode()
    writer.post(f"{CARRIERS}poster/edit/", {**typed, "promises_en": "Never late", "revision": "2"})
    assert Carrier.objects.get().promises["en"] == "Never late"


@pytest.mark.parametrize("address", [CARRIERS, CLAIMS])
def test_three_rows_ask_no_more_than_one(address, carrier, claim, draft, ada, signed_in, django_assert_num_queries):
    ease = Pillar.objects.get(code="ease")
    poster = carrier(pillars=[ease])
    claim(carrier=poster, pillar=ease)
    client = signed_in(ada)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(2):
        other = carrier(f"poster-{number}", pillars=[ease])
        claim(f"quick-{number}", carrier=other, pillar=ease)

    with django_assert_num_queries(len(one)):
        client.get(address)
