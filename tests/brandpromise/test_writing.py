"""Writing a version: parts that are added, drivers on pillars, and two who write at once."""

import pytest

from brandpromise import services
from brandpromise.forms.promise import free_code
from brandpromise.models import Promise
from lib.both_texts import ChangedMeanwhile

PAGE = "/o/acme/promise/edit/"


def typed(promise, **changes):
    """What the form of the draft sends, unless changed."""
    texts = list(promise.pillars.select_related("pillar"))
    sent = {"text_en": promise.text["en"], "revision": str(promise.revision), "what_changed_en": "",
            "pillar-TOTAL_FORMS": str(len(texts)), "pillar-INITIAL_FORMS": str(len(texts)),
            "driver-TOTAL_FORMS": "1", "driver-INITIAL_FORMS": "1", "driver-0-name_en": "Fewer calls",
            "driver-0-goal_en": "Costs fall", "driver-0-pillar": "ease"}  # fmt: skip
    for number, text in enumerate(texts):
        sent |= {
            f"pillar-{number}-code": text.pillar.code,
            f"pillar-{number}-name_en": text.name["en"],
            f"pillar-{number}-meaning_en": text.meaning["en"],
            f"pillar-{number}-proof_en": text.proof["en"],
        }
    return sent | changes


def test_the_form_keeps_what_was_there(draft, kasia, signed_in):
    before = list(draft.pillars.values_list("pillar__code", "name", "meaning", "proof"))

    assert signed_in(kasia).post(PAGE, typed(draft)).status_code == 302

    draft.refresh_from_db()
    assert list(draft.pillars.values_list("pillar__code", "name", "meaning", "proof")) == before
    driver = draft.drivers.get()
    assert (driver.name, driver.goal, driver.pillar.code, draft.revision) == (
        {"en": "Fewer calls"},
        {"en": "Costs fall"},
        "ease",
        4,
    )


@pytest.mark.parametrize(("button", "forms"), [("1", "pillars"), ("driver", "drivers")])
def test_another_part_is_asked_for_without_saving(draft, kasia, signed_in, button, forms):
    before = draft.revision

    page = signed_in(kasia).post(PAGE, typed(draft, more=button, text_en="Typed, not saved"))

    assert page.context[forms].total_form_count() == {"pillars": 4, "drivers": 2}[forms]
    assert "Typed, not saved" in page.content.decode()
    draft.refresh_from_db()
    assert draft.revision == before


def test_a_driver_may_rest_on_a_pillar_typed_just_now(draft, kasia, signed_in):
    sent = typed(draft, **{"pillar-0-code": "warmth", "driver-0-pillar": "warmth"})

    assert signed_in(kasia).post(PAGE, sent).status_code == 302

    assert draft.drivers.get().pillar.code == "warmth"


def test_a_pillar_without_a_code_is_kept_under_one_made_from_its_name(draft, kasia, signed_in):
    new = {"pillar-TOTAL_FORMS": "5", "pillar-3-name_en": "Care", "pillar-3-meaning_en": "A rest", "pillar-0-code": "",
           "pillar-1-DELETE": "on"}  # fmt: skip

    assert signed_in(kasia).post(PAGE, typed(draft, **new)).status_code == 302

    kept = {one.pillar.code: one.meaning for one in draft.pillars.select_related("pillar")}
    assert kept == {
        "ease": {"en": "What ease means"},
        "speed": {"en": "What speed means"},
        "care": {"en": "A rest"},
    }


@pytest.mark.parametrize("part", ["pillar-3-meaning_en", "driver-1-goal_en"])
def test_words_without_a_name_are_refused_and_not_dropped(draft, kasia, signed_in, part):
    sent = typed(draft, **{"pillar-TOTAL_FORMS": "4", "driver-TOTAL_FORMS": "2", part: "Written with care"})

    page = signed_in(kasia).post(PAGE, sent)

    assert "Name it, or choose to leave it out." in page.content.decode()
    assert "Written with care" in page.content.decode()


def test_pillars_typed_anew_are_offered_in_the_readers_language(draft, kasia, signed_in):
    sent = typed(draft, more="1", **{"pillar-0-name_pl": "Bez trudu"})
    kasia.language = "pl"
    kasia.save(update_fields=["language"])

    page = signed_in(kasia).post(PAGE, sent)

    assert ("ease", "Bez trudu") in page.context["drivers"][0].fields["pillar"].choices


def test_made_codes_are_plain_and_free():
    assert [free_code({"en": "Łatwo i miło"}, ()), free_code({"pl": "Ease"}, {"ease", "ease-2"})] == [
        "latwo-i-milo",
        "ease-3",
    ]
    assert free_code({"en": "休息"}, ()) == "pillar"


def test_a_driver_on_an_unknown_pillar_is_refused(draft):
    with pytest.raises(services.UnknownPillar):
        services.edit_promise(
            promise=draft, text=draft.text, audience={}, proof={}, what_changed={}, pillars=[], actor="test",
            drivers=[services.DriverDraft({"en": "x"}, {}, pillar="ease")],
        )  # fmt: skip


def test_of_two_who_write_at_once_the_later_sees_both_and_decides(draft, kasia, ada, signed_in):
    sent = typed(draft)
    signed_in(ada).post(PAGE, {**sent, "text_en": "Seen at once", "pillar-0-meaning_en": "Ada's meaning"})
    kasias = signed_in(kasia)

    page = kasias.post(PAGE, {**sent, "text_en": "Seen in a moment"})

    both = page.context["both"]
    assert Promise.objects.get().text == {"en": "Seen at once"}
    assert {part.label for part in both.changed} == {"Promise (English)", "Pillar ease (English)"}
    kasias.post(PAGE, {**sent, "text_en": "Seen in a moment", "revision": str(both.revision)})
    assert Promise.objects.get().text == {"en": "Seen in a moment"}


def test_an_old_revision_is_not_written(draft):
    with pytest.raises(ChangedMeanwhile):
        services.edit_promise(
            promise=draft, text={"en": "x"}, audience={}, proof={}, what_changed={}, pillars=[], actor="test",
            opened=draft.revision - 1,
        )  # fmt: skip


def test_the_next_draft_begins_with_proofs_and_drivers(draft, approve, in_acme):
    approve(draft)

    following = services.draft_promise(organisation=in_acme, actor="test")

    assert [one.proof for one in following.pillars.all()] == [{"en": "A promise kept"}] * 3
    assert [(one.name, one.pillar.code) for one in following.drivers.all()] == [({"en": "Fewer calls"}, "ease")]
