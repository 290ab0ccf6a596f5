"""Acme's small programme, a draft, and viewers of its cast."""

import pytest

from accounts.models import Membership
from accounts.roles import Role
from brandpromise import services
from tests.cast import make_member
from tests.programme import NOON, make_programme, make_promise


@pytest.fixture
def programme(in_acme, kasia, tomek, fred):
    return make_programme(in_acme, consultant=kasia, owner=tomek, clerk=fred)


@pytest.fixture
def draft(in_acme):
    """A draft with three pillars and a value driver."""
    promise = make_promise(in_acme)
    services.edit_promise(
        promise=promise,
        text={"en": "Seen within a minute"},
        audience={},
        proof={},
        what_changed={},
        pillars=[_pillar(code) for code in ("ease", "care", "speed")],
        drivers=[services.DriverDraft({"en": "Fewer calls"}, {"en": "Costs fall"}, pillar="ease")],
        actor="test",
    )
    return promise


def _pillar(code):
    return services.PillarDraft(code, {"en": code.title()}, {"en": f"What {code} means"}, {"en": "A promise kept"})


@pytest.fixture
def pillars(draft):
    """Primary keys of the draft's pillars, by code."""
    return {text.pillar.code: text.pillar_id for text in draft.pillars.select_related("pillar")}


@pytest.fixture
def members(acme):
    """So many more of the frontline."""

    def make(count, *, unit=None):
        return [make_member(acme, f"Member{number} Frontline", Role.FRONTLINE, unit=unit) for number in range(count)]

    return make


@pytest.fixture
def approve(acme, as_viewer, ada, boss, kasia):
    """Propose and approve a draft; returns it as it then stands."""

    def run(promise, *, despite="Agreed in person."):
        services.propose_promise(promise=promise, by=as_viewer(kasia), at=NOON, despite=despite)
        for person in (ada, boss):
            promise = services.decide_promise(promise=promise, by=as_viewer(person), approves=True, at=NOON)
        return promise

    return run


@pytest.fixture
def member_of(acme):
    """The membership of a user in Acme."""
    return lambda user: Membership.objects.get(user=user, organisation=acme)
