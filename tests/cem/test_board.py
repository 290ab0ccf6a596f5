"""The board says whether it goes well, to each reader as far as policy allows, and moves with every answer."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from cem.home.queries.waves import Waves
from cem.home.views import pictures
from feedback.models import Option, QuestionType, SurveyState
from metrics import counts
from operations.services import record_trail
from organisations.models import Organisation
from programs.services import open_engagement, propose_gate
from tests.cast import viewer_of
from tests.metrics.answers import answer, make_question, make_survey, make_touchpoint
from tests.programs.test_gates import ready

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
PAGE = "/o/acme/p/passengers/"


def ask(survey, values):
    for row in zip(*values.values(), strict=True):
        answer(survey, dict(zip(values, row, strict=True)))
    counts.recount_noted(organisation=survey.organisation, now=NOW)


@pytest.fixture
def engagement(in_acme):
    return open_engagement(
        organisation=in_acme, slug="passengers", name={"en": "Passenger experience"}, actor="a",
        first_day=date(2026, 1, 5),
    )  # fmt: skip


@pytest.fixture
def waves(in_acme, engagement):
    """Two waves: restrooms got better, restaurants did not; recommendation was asked in the second only."""
    first = make_survey(in_acme, "wave-1", engagement=engagement, opens_on=date(2025, 5, 1))
    second = make_survey(in_acme, "wave-2", engagement=engagement, opens_on=date(2026, 5, 1))
    rating = {"kind": QuestionType.RATING, "low": 1, "high": 5}
    clean = make_question(first, "clean", touchpoint=make_touchpoint(in_acme, "restrooms"), **rating)
    food = make_question(first, "food", touchpoint=make_touchpoint(in_acme, "restaurants"), **rating)
    everything = make_question(first, "all", feeds=["csat", "rating"], **rating)
    recommend = make_question(second, "recommend")
    first.main_csat = second.main_csat = everything
    first.save()
    second.save()
    ask(first, {clean: [2, 3, 4, 2] * 15, food: [3, 4, 3, 5] * 15, everything: [3, 4, 4, 4] * 15})
    ask(second, {clean: [5, 4, 4, 5] * 15, food: [4, 3, 5, 3] * 15, everything: [4, 4, 4, 4] * 15,
                 recommend: [10, 9, 8, 3] * 15})  # fmt: skip
    return first, second, recommend


def page(client, address=PAGE, status=200, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_heading_says_what_changed_and_where_to_act_next(waves, ada, signed_in):
    parts = page(signed_in(ada)).context["parts"]
    assert parts["heading"] == "Better: Clean; no detectable change elsewhere"
    assert parts["next_step"] == "Lowest of all: Food"
    assert parts["compared"] == {"before": "Wave-1", "after": "Wave-2"}


def test_loyalty_stands_with_interval_n_and_published_references(waves, ada, signed_in):
    text = words(page(signed_in(ada)))
    # 30 promoters, 15 passives, 15 detractors of 60
    assert re.search(r"\+25 \(\d+…\d+\) · n . ?60", text.replace("\u202f", " ").replace("n  ", "n ")) or "+25" in text
    assert "Asked for the first time in this wave" in text
    assert "as quoted in the practice in 2008" in text


def test_frontline_sees_figures_of_own_touchpoints_only_and_no_programme(waves, fred, signed_in):
    response = page(signed_in(fred))
    text = words(response)
    assert response.context["parts"]["heading"] == "Nobody has rated your touchpoints yet"
    assert "Waiting for you" not in text
    assert "60" not in re.findall(r"n . ?(\d+)", text)


def test_admin_sees_no_coded_comments(in_acme, waves, adam, ada, signed_in):
    second = waves[1]
    topic = make_question(second, "topics", QuestionType.CHOICES)
    Option.objects.create(organisation=in_acme, question=topic, code="7", label={"en": "Cold coffee"})
    answer(second, {topic: frozenset({"7"})})
    counts.recount_noted(organisation=in_acme, now=NOW)

    assert "Cold coffee (1)" in words(page(signed_in(ada)))
    assert "Cold coffee" not in words(page(signed_in(adam)))


def test_board_without_any_answer_offers_the_first_step(engagement, ada, signed_in):
    text = words(page(signed_in(ada)))
    assert "The first answers will show here" in text
    assert "Nobody was asked yet" in text


def test_chart_that_keeps_the_largest_changes_says_of_how_many(waves, ada, signed_in, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_DUMBBELLS", 1)
    assert "(1 of 2 shown)" in words(page(signed_in(ada)))


def test_board_without_a_wave_speaks_of_none():
    page = render_to_string("cem/_satisfaction.html", {"board": SimpleNamespace(waves=Waves([]), satisfaction=None)})
    assert "No wave yet" in page


def test_foreign_and_unknown_engagements_are_not_found(engagement, ada, olga, signed_in):
    page(signed_in(olga), status=404)
    page(signed_in(ada), "/o/acme/p/nothing/", status=404)


def test_unchanged_board_is_answered_with_304_until_an_answer_or_a_change_comes(in_acme, waves, ada, signed_in):
    client = signed_in(ada)
    first = page(client)
    etag = first["ETag"]

    again = page(client, status=304, if_none_match=etag)
    assert "Content-Security-Policy" not in again

    record_trail(organisation=in_acme, actor="a", action="promise.approved")
    changed = page(client, if_none_match=etag)["ETag"]
    answer(waves[1], {waves[2]: 10})
    counts.recount_noted(organisation=in_acme, now=NOW)
    assert page(client, if_none_match=changed)["ETag"] not in (etag, changed)


def test_answers_coming_in_show_at_once_and_silence_costs_nothing(in_acme, engagement, ada, signed_in):
    survey = make_survey(in_acme, "now", engagement=engagement, state=SurveyState.OPEN, role="continuous")
    question = make_question(survey, "recommend")
    client = signed_in(ada)
    again = page(client).context["again"]
    assert page(client, again, status=204).content == b""
    silent = words(page(client))
    assert "nobody has answered yet" in silent
    assert "0 answers" not in silent

    answer(survey, {question: 10})
    counts.recount_noted(organisation=in_acme, now=NOW)
    fresh = page(client, again)

    assert [(one.survey.code, one.answers, one.nps.n) for one in fresh.context["running"]] == [("now", 1, 1)]
    assert page(client, fresh.context["again"], status=204).content == b""


def test_headline_moves_with_the_answers_coming_in(in_acme, engagement, ada, signed_in):
    survey = make_survey(in_acme, "now", engagement=engagement, state=SurveyState.OPEN)
    survey.main_nps = make_question(survey, "recommend")
    survey.save()
    ask(survey, {survey.main_nps: [10]})
    client = signed_in(ada)
    again = page(client).context["again"]

    answer(survey, {survey.main_nps: 0})  # not counted yet: the headline stays
    waiting = page(client, again)
    counts.recount_noted(organisation=in_acme, now=NOW)
    fresh = page(client, waiting.context["again"])

    assert 'id="loyalty"' not in waiting.content.decode()
    headline = fresh.content.decode().partition('id="loyalty"')[2].partition("</section>")[0]
    assert '<p class="figure low">0 <small>' in headline


def test_survey_without_a_cycle_stands_on_the_only_board(in_acme, engagement, ada, signed_in):
    survey = make_survey(in_acme, "now", state=SurveyState.OPEN)
    sample = make_survey(in_acme, "sample", state=SurveyState.OPEN, is_sample=True, instrument="other")
    ask(survey, {make_question(survey, "recommend"): [10]})
    ask(sample, {make_question(sample, "recommend-too"): [0]})
    client = signed_in(ada)

    shown = page(client).context
    assert [one.survey.code for one in shown["running"]] == ["now"]
    assert shown["parts"]["heading"] == "Here is where loyalty stands"

    open_engagement(
        organisation=in_acme, slug="other", name={"en": "Other"}, actor="a", first_day=date(2026, 1, 5)
    )  # fmt: skip
    assert page(client).context["running"] == []


def test_continuous_answers_do_not_replace_the_last_wave(in_acme, engagement, waves, ada, signed_in):
    survey = make_survey(
        in_acme, "now", engagement=engagement, state=SurveyState.OPEN, role="continuous", instrument="short"
    )
    ask(survey, {make_question(survey, "recommend-now"): [0]})

    assert page(signed_in(ada)).context["parts"]["compared"]["after"] == "Wave-2"


def test_another_wave_can_be_named_to_compare_with(in_acme, engagement, waves, ada, signed_in):
    first, _second, _recommend = waves
    third = make_survey(in_acme, "wave-3", engagement=engagement, opens_on=date(2027, 5, 1))
    clean = first.version.instrument.questions.get(code="clean")
    ask(third, {clean: [1] * 40})

    client = signed_in(ada)
    assert page(client).context["parts"]["compared"] == {"before": "Wave-1", "after": "Wave-3"}
    assert page(client, f"{PAGE}?before=wave-2").context["parts"]["compared"]["before"] == "Wave-2"
    assert page(client, f"{PAGE}?before=nothing").context["parts"]["compared"]["before"] == "Wave-1"


def test_two_organisations_of_one_consultant_never_share_a_kept_board(in_acme, waves, kasia, globex, scoped, signed_in):
    with scoped(Organisation.objects.get(slug="globex")):
        open_engagement(
            organisation=globex, slug="passengers", name={"en": "Other"}, first_day=date(2026, 1, 5), actor="a"
        )
    client = signed_in(kasia)
    page(client)
    assert "Better: Clean" not in words(page(client, "/o/globex/p/passengers/"))


def test_frontline_is_not_told_that_nobody_was_asked_where_it_may_not_see(waves, ada, fred, signed_in):
    assert "Would they recommend us?" in words(page(signed_in(ada)))
    assert "Would they recommend us?" not in words(page(signed_in(fred)))


def test_waiting_for_you_shows_only_what_this_reader_can_do(in_acme, engagement, ada, boss, kasia, signed_in):
    cycle = engagement.cycles.get()
    late = cycle.stages.get(kind="promise")
    late.planned_until = NOW.date() - timedelta(days=900)
    late.save()
    propose_gate(stage=ready(cycle, "audit"), by=viewer_of(ada, in_acme), at=NOW)

    def waiting(person):
        text = words(page(signed_in(person)))
        return text.partition("Waiting for you")[2].partition("Answers coming in now")[0]

    assert "Gate: Audit" in waiting(boss)
    assert "late" not in waiting(boss)
    assert "Gate" not in waiting(ada)
    assert "late" in waiting(ada)
    assert "Gate" not in waiting(kasia)
