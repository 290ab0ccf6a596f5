"""A small airport survey for the tests of answers."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from feedback.models import KeepWhich
from feedback.services.instruments import add_question, create_instrument
from feedback.services.intake import record_response
from feedback.services.surveys import create_survey, open_survey
from organisations.tenancy import organisation_scope
from programs.models import Segment, SegmentAxis
from touchpoints.models import Touchpoint

NOW = datetime(2026, 5, 10, 12, 0, tzinfo=UTC)


def make_survey(organisation, code="visit", *, keep=KeepWhich.ALL):
    """An open survey with a question of every type; the scope must be open."""
    touchpoint, _made = Touchpoint.objects.get_or_create(
        organisation=organisation, code="counter", defaults={"name": {"en": "Counter", "pl": "Okienko"}}
    )
    instrument = create_instrument(organisation=organisation, code=f"{code}-questions", name={"en": "Visit"})
    yes_no = [("yes", {"en": "Yes", "pl": "Tak"}), ("no", {"en": "No", "pl": "Nie"})]
    add_question(
        instrument=instrument,
        code="recommend",
        kind="recommend",
        text={"en": "Would you recommend us?", "pl": "Czy nas polecisz?"},
        required=True,
    )
    add_question(
        instrument=instrument, code="counter", kind="rating", text={"en": "The counter?"}, touchpoint=touchpoint
    )
    add_question(instrument=instrument, code="easy", kind="effort", text={"en": "It was easy."})
    add_question(instrument=instrument, code="face", kind="smiley", text={"en": "How do you feel?"})
    add_question(instrument=instrument, code="again", kind="choice", text={"en": "Again?"}, options=yes_no)
    add_question(
        instrument=instrument,
        code="used",
        kind="choices",
        text={"en": "What did you use?"},
        options=[("wifi", {"en": "Wi-Fi"}), ("food", {"en": "Food"}), ("shop", {"en": "Shops"})],
    )
    add_question(instrument=instrument, code="why", kind="text", text={"en": "Why?", "pl": "Dlaczego?"})
    add_question(instrument=instrument, code="minutes", kind="number", text={"en": "Minutes waited"})
    add_question(instrument=instrument, code="came", kind="day", text={"en": "Day of the visit"})
    add_question(instrument=instrument, code="call", kind="consent", text={"en": "You may call me."})
    survey = create_survey(
        organisation=organisation,
        instrument=instrument,
        code=code,
        name={"en": "After the visit", "pl": "Po wizycie"},
        keep=keep,
        actor="test",
    )
    return open_survey(survey=survey, actor="test")


def make_axis(organisation):
    """Lifecycle: first-time or regular."""
    axis = SegmentAxis.objects.create(organisation=organisation, code="lifecycle", name={"en": "Lifecycle"})
    for code in ("first-time", "regular"):
        Segment.objects.create(organisation=organisation, axis=axis, code=code, name={"en": code})
    return axis


def answer(survey, score, *, source="api", now=NOW, **fields):
    """Record one answer to the recommendation question."""
    answers = fields.pop("answers", {"recommend": score})
    return record_response(
        organisation=survey.organisation, survey=survey, answers=answers, source=source, now=now, **fields
    )


@pytest.fixture
def visit(in_acme):
    """Acme's open survey, with the scope open."""
    return make_survey(in_acme)


@pytest.fixture
def shops(acme, globex):
    """An open survey in each of the two companies."""
    with organisation_scope(acme):
        ours = make_survey(acme)
    with organisation_scope(globex):
        theirs = make_survey(globex)
    return SimpleNamespace(ours=ours, theirs=theirs)
