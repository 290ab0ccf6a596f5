"""What a change did: the touchpoint's score before and after its live day, against touchpoints not changed."""

from datetime import date, timedelta

import pytest

from accounts.viewer import Viewer
from feedback.models import QuestionType
from lib.stats.verdicts import Verdict
from metrics.queries.effects import result_of
from programs.services import open_engagement
from tests.metrics.answers import answers, count_everything, make_question, make_survey, make_touchpoint
from touchpoints.models import Initiative, InitiativeTouchpoint

LIVE = date(2026, 3, 2)
TODAY = date(2026, 5, 20)
BEFORE, AFTER = LIVE - timedelta(days=30), LIVE + timedelta(days=30)


@pytest.fixture
def initiative(in_acme):
    engagement = open_engagement(
        organisation=in_acme, slug="service", name={"en": "Service"}, first_day=LIVE, actor="test"
    )
    return change_at(engagement, make_touchpoint(in_acme, "counter"))


def change_at(engagement, touchpoint, number=1):
    organisation = engagement.organisation
    made = Initiative.objects.create(
        organisation=organisation, engagement=engagement, number=number, name={"en": "Forms"}, domain="processes",
        state="live", live_on=LIVE,
    )  # fmt: skip
    InitiativeTouchpoint.objects.create(organisation=organisation, initiative=made, touchpoint=touchpoint)
    return made


def ask(organisation, before, after):
    """Answers 5 and 1 on a scale of five: by touchpoint how many of a hundred were satisfied before and after."""
    survey = make_survey(organisation)
    for code in before:
        place = make_touchpoint(organisation, code)
        question = make_question(survey, f"q-{code}", QuestionType.RATING, 1, 5, touchpoint=place)
        for day, good in ((BEFORE, before[code]), (AFTER, after[code])):
            answers(survey, question, [5] * good + [1] * (100 - good), day=day)
    count_everything(organisation)


def found(initiative):
    return result_of(initiative=initiative, viewer=Viewer.command(initiative.organisation), today=TODAY)


def test_more_than_elsewhere_is_better(in_acme, initiative):
    # 50 → 80 at the counter, 50 → 55 on the website: +30 − (+5) = +25.
    # SE² = (.5·.5 + .8·.2 + .5·.5 + .55·.45) / 100 → SE = 9.52 points.
    ask(in_acme, {"counter": 50, "website": 50}, {"counter": 80, "website": 55})

    result = found(initiative)

    [effect] = result.effects
    assert effect.change.value == pytest.approx(25)
    assert effect.change.std_error == pytest.approx(9.52, abs=0.01)
    assert (effect.verdict, result.word, result.questions) == (Verdict.BETTER, Verdict.BETTER, 2)
    assert [place.code for place in result.others] == ["website"]


def test_what_rose_everywhere_is_no_detectable_change(in_acme, initiative):
    ask(in_acme, {"counter": 50, "website": 50}, {"counter": 80, "website": 80})

    assert found(initiative).word is Verdict.NO_DETECTABLE_CHANGE


def test_touchpoint_changed_in_the_same_time_is_no_comparison(in_acme, initiative):
    change_at(initiative.engagement, make_touchpoint(in_acme, "website"), number=2)
    ask(in_acme, {"counter": 50, "website": 50}, {"counter": 80, "website": 55})

    result = found(initiative)

    assert (result.others, result.effects[0].change) == ([], None)
    assert result.effects[0].verdict is Verdict.NOT_COMPARABLE


def test_no_answers_are_too_few(in_acme, initiative):
    ask(in_acme, {"website": 50}, {"website": 55})

    assert (found(initiative).effects[0].verdict, found(initiative).word) == (Verdict.TOO_FEW, Verdict.TOO_FEW)


def test_change_that_is_not_live_has_no_result(initiative):
    initiative.live_on = None

    assert found(initiative) is None


def test_card_tells_it_in_words(in_acme, initiative, signed_in, ada, fred):
    ask(in_acme, {"counter": 50, "website": 50}, {"counter": 80, "website": 80})
    address = f"/o/acme/cards/change/{initiative.public_id}/"

    assert "No detectable change" in signed_in(ada).get(address).content.decode()
    assert signed_in(fred).get(address).status_code == 403


def test_the_card_reaches_as_many_days_as_the_page_asks(in_acme, initiative, signed_in, ada):
    ask(in_acme, {"counter": 50, "website": 50}, {"counter": 80, "website": 80})
    page = f"/o/acme/p/{initiative.engagement.slug}/changes/{initiative.public_id}/"
    card = f"/o/acme/cards/change/{initiative.public_id}/"

    assert f"{card}?days=90" in signed_in(ada).get(f"{page}?days=90").content.decode()
    shown = signed_in(ada).get(f"{card}?days=90")
    assert shown.context["days"] == 90
    assert f'hx-push-url="{page}?days=180"' in shown.content.decode()
