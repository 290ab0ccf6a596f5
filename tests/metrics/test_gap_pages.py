"""The page of the promise gap, its file, and the verdict on claims."""

import csv
import io

import pytest

from brandpromise.models import Carrier, CarrierPillar, Claim, Pillar
from feedback.models import Aspect, QuestionType
from metrics.models import ClaimMeasure
from metrics.queries.claims import ClaimWord, claim_verdict
from metrics.services.claims import MayNotMeasure, OneMeasure, ValueNotAsked, measure_claim
from operations.models import TrailEntry
from tests.cast import viewer_of
from tests.metrics.answers import (
    DAY,
    answers,
    count_everything,
    make_profile,
    make_question,
    make_survey,
    make_touchpoint,
)
from tests.metrics.test_gaps import Asked

GAP = "/o/acme/promise/gap/"


@pytest.fixture
def asked(in_acme):
    found = Asked(in_acme)
    for number in range(40):
        profile = make_profile(in_acme, {"language": "en" if number % 2 else "pl"})
        found.person(4, 3 if number % 4 else 4, 2, 4, 4, points=(60, 40), profile=profile)
    advert = Carrier.objects.create(
        organisation=in_acme, code="poster", kind="advert", name={"en": "Poster: no waiting"}
    )
    CarrierPillar.objects.create(organisation=in_acme, carrier=advert, pillar=Pillar.objects.get(code="ease"))
    return found


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("query", ["", "?axis=language", "?survey=expectations&segment=language:en&from=2026-05-01"])
def test_page_answers_members_and_nobody_outside(asked, ada, fred, olga, signed_in, query, language):
    headers = {"Accept-Language": language}

    assert signed_in(ada).get(GAP + query, headers=headers).status_code == 200
    assert signed_in(fred).get(GAP + query, headers=headers).status_code == 200
    assert signed_in(olga).get(GAP + query).status_code == 404


def test_page_says_where_it_falls_short_and_what_raised_the_expectation(asked, ada, signed_in):
    page = signed_in(ada).get(GAP).content.decode()

    assert "The promise falls short at 1 of 1 place asked about" in page
    assert "Poster: no waiting" in page
    assert "falls short" in page
    assert "−1.38" in page  # ease: (-0.75 - 2) / 2


def test_asked_directly_the_middle_of_the_scale_is_as_promised(asked, in_acme, ada, signed_in):
    told = make_question(
        asked.survey, "ease-told", QuestionType.RATING, 1, 5, pillar=Pillar.objects.get(code="ease"),
        aspect=Aspect.COMPARED,
    )  # fmt: skip
    answers(asked.survey, told, [1, 2, 2, 3, 5])
    count_everything(in_acme)

    (row,) = signed_in(ada).get(GAP).context["found"].direct

    assert (row.pillar, row.n, row.shares) == ("ease", 5, (60.0, 20.0, 20.0))


def test_empty_page_says_what_belongs_here(in_acme, ada, signed_in):
    page = signed_in(ada).get(GAP)

    assert page.status_code == 200
    assert "Nobody has been asked what they expect yet" in page.content.decode()


def test_wrong_filter_is_said_on_the_page(asked, ada, signed_in):
    page = signed_in(ada).get(f"{GAP}?unit=mars")

    assert page.status_code == 400
    assert "mars" in page.content.decode()


def test_sample_is_named_on_the_page_and_in_the_file(asked, ada, signed_in):
    asked.survey.is_sample = True
    asked.survey.save()

    page = signed_in(ada).get(GAP).content.decode()
    file = signed_in(ada).get("/o/acme/promise/gap.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert "SAMPLE: these answers are made up" in page
    assert 'filename="sample-promise-gap.csv"' in file["Content-Disposition"]
    assert {row["sample"] for row in rows} == {"true"}


def test_file_has_the_figures_of_the_page(asked, kasia, signed_in):
    file = signed_in(kasia).get("/o/acme/promise/gap.csv?axis=language")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert [(row["breakdown"], row["pillar"], row["touchpoint"], row["segment"]) for row in rows] == [
        ("all", "", "", ""), ("by_points", "", "", ""), ("pillar", "ease", "", ""), ("pillar", "calm", "", ""),
        ("pillar_touchpoint", "ease", "counter", ""),
        ("pillar_segment", "ease", "", "language:en"), ("pillar_segment", "ease", "", "language:pl"),
        ("pillar_segment", "calm", "", "language:en"), ("pillar_segment", "calm", "", "language:pl"),
        ("month", "", "", ""),
    ]  # fmt: skip
    counter = rows[4]
    assert (counter["n"], float(counter["gap"]), counter["below"], counter["verdict"]) == ("40", -2.0, "40", "short")
    assert float(rows[1]["gap"]) == pytest.approx(-1.375 * 0.6)


def test_frontline_may_not_take_the_file_away(asked, fred, signed_in):
    assert signed_in(fred).get("/o/acme/promise/gap.csv").status_code == 403


def test_as_many_questions_for_two_surveys_as_for_three(asked, in_acme, ada, signed_in, django_assert_max_num_queries):
    client = signed_in(ada)
    Asked(in_acme, "second", "second").person(4, 3, 2, 4, 4)
    client.get(GAP)
    with django_assert_max_num_queries(60) as two:
        client.get(GAP)
    for code in ("gate", "desk"):
        make_touchpoint(in_acme, code)
    third = Asked(in_acme, "third", "third")
    for _person in range(3):
        third.person(4, 3, 2, 4, 4)
    with django_assert_max_num_queries(len(two.captured_queries)):
        client.get(GAP)


@pytest.fixture
def claim(in_acme):
    return Claim.objects.create(organisation=in_acme, code="fast", slogan={"en": "No waiting"})


@pytest.fixture
def rated(in_acme):
    wave = make_survey(in_acme, "wave", opens_on=DAY)
    return make_question(wave, "fast", QuestionType.RATING, 1, 5), wave


@pytest.mark.parametrize(
    ("scores", "target", "word"),
    [
        ([5] * 90 + [1] * 10, 80, ClaimWord.KEPT),
        ([5] * 50 + [1] * 50, 80, ClaimWord.BROKEN),
        ([4] * 80 + [3] * 20, 80, ClaimWord.UNCLEAR),
        ([5] * 20, 80, ClaimWord.FEW),
        ([], 80, ClaimWord.NOT_MEASURED),
    ],
)
def test_verdict_needs_the_whole_interval_on_one_side(claim, rated, in_acme, ada, acme, scores, target, word):
    question, wave = rated
    answers(wave, question, scores)
    count_everything(in_acme)
    viewer = viewer_of(ada, acme)
    measure_claim(claim=claim, by=viewer, question=question, at_least=4, target_share=target)

    assert claim_verdict(claim, viewer=viewer, today=DAY).word is word


def test_card_shows_the_verdict_of_the_newest_real_survey(claim, rated, in_acme, ada, acme, signed_in):
    question, wave = rated
    sample = make_survey(in_acme, "sample", instrument="passengers", is_sample=True)
    answers(wave, question, [5] * 90 + [1] * 10)
    answers(sample, question, [1] * 100)
    count_everything(in_acme)
    measure_claim(claim=claim, by=viewer_of(ada, acme), question=question, at_least=4, target_share=80)

    card = signed_in(ada).get("/o/acme/cards/claim/fast/").content.decode()

    assert "kept" in card
    assert "90" in card
    assert "Check it by something else" in card


def test_choosing_the_measure_by_the_form(claim, rated, ada, fred, signed_in):
    question, _wave = rated
    address = "/o/acme/promise/claims/fast/measure/"
    refused = signed_in(ada).post(address, {"question": question.pk, "at_least": 9, "target_share": 80})
    neither = signed_in(ada).post(address, {})
    kept = signed_in(ada).post(address, {"question": question.pk, "at_least": 4, "target_share": 80})

    assert "not on the scale" in refused.content.decode()
    assert "one of both" in neither.content.decode()
    assert kept.status_code == 302
    measure = ClaimMeasure.objects.get()
    assert (measure.question, measure.at_least, measure.target_share) == (question, 4, 80)
    assert TrailEntry.objects.filter(action="claim.measured").count() == 1
    assert signed_in(fred).get(address).status_code == 403


def test_refusals_of_the_service(claim, rated, ada, fred, acme):
    question, _wave = rated
    writer = viewer_of(ada, acme)

    with pytest.raises(MayNotMeasure):
        measure_claim(claim=claim, by=viewer_of(fred, acme), question=question, at_least=4, target_share=80)
    with pytest.raises(OneMeasure):
        measure_claim(claim=claim, by=writer)
    with pytest.raises(OneMeasure):
        measure_claim(claim=claim, by=writer, question=question, at_least=4)
    with pytest.raises(ValueNotAsked):
        measure_claim(claim=claim, by=writer, question=question, at_least=7, target_share=80)
