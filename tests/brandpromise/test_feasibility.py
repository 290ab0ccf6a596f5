"""Can we deliver it? Units are asked, their heads sign, and a no needs a reason to go on."""

import pytest

from brandpromise import services
from brandpromise.models import CanDeliver, Feasibility, Promise, PromiseVote
from brandpromise.queries import feasibility_of
from operations.models import Notification
from organisations.models import Unit
from tests.programme import DAY, NOON

PAGE = "/o/acme/promise/1/feasibility/"


@pytest.fixture
def units(in_acme):
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.fixture
def asked(draft, units, kasia, tomek, as_viewer):
    services.ask_units(promise=draft, units=[units["north"], units["south"]], by=as_viewer(kasia), at=NOON)
    return draft


@pytest.fixture
def sign(asked, units, as_viewer):
    def give(user, unit, verdict="yes", words=""):
        return services.sign_feasibility(
            promise=asked, unit=units[unit], verdict=verdict, words=words, by=as_viewer(user), at=NOON
        )

    return give


def test_the_heads_of_the_units_asked_are_told(asked, tomek):
    told = Notification.objects.filter(kind="promise.feasibility").values_list("recipient", flat=True)

    assert list(told) == [tomek.public_id]


def test_a_unit_no_longer_named_is_asked_no_more_unless_it_signed(asked, units, sign, tomek, kasia, as_viewer):
    sign(tomek, "north")

    services.ask_units(promise=asked, units=[units["all"]], by=as_viewer(kasia), at=NOON)

    assert set(Feasibility.objects.values_list("unit__code", flat=True)) == {"north", "all"}


def test_a_head_signs_for_the_own_unit_only(sign, tomek, ada, fred, kasia):
    assert sign(tomek, "north").verdict == CanDeliver.YES
    assert sign(ada, "south").verdict == CanDeliver.YES
    for person, unit in ((tomek, "south"), (fred, "north"), (kasia, "north")):
        with pytest.raises(services.MayNotSign):
            sign(person, unit)


def test_no_and_conditions_need_words(sign, tomek):
    for verdict in ("no", "conditions"):
        with pytest.raises(services.WordsNeeded):
            sign(tomek, "north", verdict)


def test_who_was_not_asked_does_not_sign(asked, units, ada, as_viewer):
    with pytest.raises(Feasibility.DoesNotExist):
        services.sign_feasibility(promise=asked, unit=units["all"], verdict="yes", words="", by=as_viewer(ada), at=NOON)


def test_a_no_stands_against_proposing_until_a_reason_is_given(sign, asked, tomek, ada, kasia, boss, as_viewer):
    sign(tomek, "north")
    sign(ada, "south", "no", "The lift is broken.")

    with pytest.raises(services.NotReady):
        services.propose_promise(promise=asked, by=as_viewer(kasia), at=NOON)
    services.propose_promise(promise=asked, by=as_viewer(kasia), at=NOON, despite="Repaired in May.")

    assert PromiseVote.objects.get(proposed=True).reason == "Repaired in May."


def test_when_all_can_deliver_the_stage_is_told(programme, sign, tomek, ada):
    stage = programme.engagement.cycles.get().stages.get(kind="promise")
    sign(tomek, "north")
    assert stage.deliverables.get(code="feasibility").done_on is None

    sign(ada, "south", "conditions", "With two more people.")

    done = stage.deliverables.get(code="feasibility")
    assert (done.done_on, done.evidence["units"]) == (DAY, 2)


def test_a_signature_for_earlier_words_is_said_to_be_older(sign, asked, tomek):
    sign(tomek, "north")
    services.edit_promise(
        promise=asked, text={"en": "Seen at once"}, audience={}, proof={}, what_changed={}, pillars=[], actor="test"
    )

    rows = {one.row.unit.code: one.is_older for one in feasibility_of(Promise.objects.get()).rows}

    assert rows == {"north": True, "south": False}


def test_an_approved_version_keeps_its_signatures(sign, asked, tomek, ada, approve):
    sign(tomek, "north")
    sign(ada, "south")
    approve(asked)

    with pytest.raises(services.NotADraft):
        sign(tomek, "north", "no", "Changed my mind")


def test_the_pages_ask_and_sign(draft, units, kasia, tomek, fred, ada, signed_in):
    consultant, head = signed_in(kasia), signed_in(tomek)
    consultant.post(f"{PAGE}ask/", {"units": [units["north"].pk]})
    assert head.post(f"{PAGE}ask/").status_code == 403
    assert signed_in(fred).get(PAGE).status_code == 403
    assert head.get(f"{PAGE}south/").status_code == 404
    assert consultant.get(f"{PAGE}north/").status_code == 403

    refused = head.post(f"{PAGE}north/", {"verdict": "no", "words": ""})
    assert "why not" in refused.content.decode()
    assert head.post(f"{PAGE}north/", {"verdict": "yes"}).status_code == 302

    assert Feasibility.objects.get().signed_by.user == tomek
    assert signed_in(ada).get(PAGE).status_code == 200
