"""The airport's three waves, imported with the shipped profiles, give exactly the published counts."""

import gzip

import pytest
from django.db.models import Avg, Count, Q, Sum

from feedback.models import Answer, AnswerOption, DayPrecision, Missing, ProfileSegment, Response
from tests.feedback.imports import SHIPPED, begin, counts, dry_run, profile_of, sample, store, survey_for

ROWS = {2015: 2958, 2016: 3087, 2017: 2831}
SCORES = {0: 17, 1: 6, 2: 8, 3: 19, 4: 18, 5: 144, 6: 130, 7: 291, 8: 677, 9: 564, 10: 872}
AREAS = {"a": 724, "b": 166, "c": 226, "d": 386, "e": 175, "f": 444, "g": 625}
LANGUAGES = {"1": 2585, "2": 43, "3": 114, "4": 4}
PROBLEMS = {"0": 80, "1": 309, "2": 2330, "3": 27}
# n / mean / top-2 % of each wave, from the data's own table of expected results.
RATINGS = {
    "q7art": ("2396 / 4.0284 / 72.371", "2573 / 3.9895 / 71.395", "2284 / 3.9926 / 71.629"),
    "q7food": ("2460 / 3.6801 / 58.455", "2680 / 3.6313 / 56.978", "2421 / 3.6154 / 55.721"),
    "q7store": ("2441 / 3.6710 / 56.084", "2625 / 3.6510 / 56.724", "2374 / 3.6411 / 55.981"),
    "q7sign": ("2825 / 4.0623 / 77.310", "2969 / 4.0674 / 77.636", "2703 / 4.0880 / 78.727"),
    "q7walkways": ("2720 / 4.1309 / 78.860", "2873 / 4.1392 / 79.464", "2629 / 4.1468 / 79.992"),
    "q7screens": ("2767 / 4.1106 / 77.846", "2925 / 4.1183 / 78.701", "2659 / 4.1151 / 78.488"),
    "q7wifi": ("2102 / 4.0300 / 72.978", "2333 / 4.0622 / 74.839", "2142 / 4.0798 / 74.556"),
    "q7roads": ("1988 / 3.9904 / 73.089", "2046 / 4.0015 / 73.167", "1908 / 4.0084 / 74.790"),
    "q7park": ("1250 / 3.8592 / 66.240", "1249 / 3.9071 / 68.455", "1271 / 3.8725 / 66.562"),
    "q7airtrain": ("1451 / 4.1199 / 77.877", "1522 / 4.1472 / 78.318", "1450 / 4.1069 / 78.000"),
    "q7rental": ("1108 / 3.8764 / 66.968", "1118 / 3.8623 / 66.995", "1006 / 3.8429 / 67.594"),
    "q9boarding": ("2895 / 4.3962 / 87.945", "3028 / 4.3956 / 87.979", "2762 / 4.3946 / 87.437"),
    "q9food": ("2266 / 4.1333 / 78.111", "2439 / 4.1927 / 80.812", "2220 / 4.2185 / 82.072"),
    "q9restroom": ("2780 / 4.0252 / 73.705", "2882 / 4.0878 / 75.885", "2653 / 4.1312 / 77.836"),
    "q9all": ("2868 / 4.1963 / 83.054", "2994 / 4.2305 / 84.269", "2736 / 4.2759 / 85.380"),
    "q10safe": ("2914 / 4.4190 / 87.543", "3011 / 4.3789 / 87.313", "2781 / 4.3743 / 87.127"),
    "q13getrate": ("2503 / 4.1758 / 75.789", "2569 / 4.1650 / 76.216", "2319 / 4.2104 / 77.145"),
    "q14find": ("2852 / 4.4232 / 85.168", "2907 / 4.3829 / 84.107", "2683 / 4.4133 / 85.352"),
    "q14passthru": ("2508 / 4.3250 / 82.456", "2641 / 4.1768 / 77.092", "2407 / 4.3070 / 82.011"),
    "q7all": ("2810 / 4.0480 / 80.000", "2919 / 4.0380 / 80.987", "2688 / 4.0644 / 82.068"),
}


def wave(organisation, year, content):
    profile = profile_of(SHIPPED / "profiles" / f"sfo-{year}.toml")
    survey = survey_for(organisation, profile, recommend="recommend")
    return begin(organisation, survey, content, profile)


def shipped(year):
    return (SHIPPED / "data" / f"{year}_SFO_Customer_Survey.csv.gz").read_bytes()


def ratings(year):
    rows = (
        Answer.objects.filter(value__isnull=False, question__kind="rating")
        .values_list("question__code")
        .annotate(n=Count("pk"), mean=Avg("value"), top=Count("pk", filter=Q(value__gte=4)))
    )
    # The published table was rounded twice: to six digits, then to four.
    found = {code: f"{n} / {round(mean, 6):.4f} / {top / n * 100:.3f}" for code, n, mean, top in rows}
    return {code: found[code] for code in RATINGS}


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_shipped_wave_gives_every_rating_exactly(in_acme, year):
    run = store(wave(in_acme, year, shipped(year)))

    assert counts(run) == (ROWS[year], 0, 0, 0, 0)
    assert ratings(year) == {code: waves[year - 2015] for code, waves in RATINGS.items()}


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_full_and_reduced_files_store_the_same_answers(in_acme, year):
    full = sample("sfo", f"{year}_SFO_Customer_Survey.csv").read_bytes()
    run = store(wave(in_acme, year, full))

    again = store(begin(in_acme, run.survey, shipped(year), run.mapping))

    assert counts(run) == (ROWS[year], 0, 0, 0, 0)
    assert counts(again) == (0, 0, ROWS[year], 0, 0)


def test_recommendation_of_2017_counts_each_score_and_left_blank_is_missing(in_acme):
    store(wave(in_acme, 2017, shipped(2017)))

    answers = Answer.objects.filter(question__code="recommend")
    given = dict(answers.filter(missing=None).values_list("value").annotate(Count("pk")))
    assert given == SCORES
    assert answers.filter(missing=Missing.SKIPPED, value=None).count() == 85
    assert answers.count() == 2831


def test_recommendation_of_2017_by_area_language_and_problem(in_acme):
    store(wave(in_acme, 2017, shipped(2017)))

    scored = Answer.objects.filter(question__code="recommend", missing=None)
    by_area = dict(scored.values_list("response__unit__code").annotate(Count("pk")))
    assert by_area == AREAS
    for axis, expected in (("language", LANGUAGES), ("problem", PROBLEMS)):
        members = ProfileSegment.objects.filter(axis__code=axis).values_list("segment__code", "profile")
        by_profile = dict(scored.values_list("response__profile").annotate(Count("pk")))
        found = dict.fromkeys(expected, 0)
        for code, profile in members:
            found[code] += by_profile.get(profile, 0)
        assert found == expected


def test_weights_add_up_to_the_published_sum(in_acme):
    store(wave(in_acme, 2017, shipped(2017)))

    scored = Response.objects.filter(answers__question__code="recommend", answers__missing=None)
    assert scored.aggregate(total=Sum("weight"))["total"] == pytest.approx(2746.3966, abs=5e-5)


@pytest.mark.parametrize(("year", "first", "last"), [(2015, 9, 29), (2016, 6, 24), (2017, 5, 30)])
def test_days_of_the_interviews_are_days_of_may(in_acme, year, first, last):
    store(wave(in_acme, year, shipped(year)))

    days = Response.objects.order_by("answered_on").values_list("answered_on", flat=True)
    assert {day.year for day in days} == {year}
    assert {day.month for day in days} == {5}
    assert days[0].day <= first
    assert days.reverse()[0].day >= last
    assert set(Response.objects.values_list("precision", flat=True)) == {DayPrecision.DAY}


def test_topics_become_one_answer_of_several_choices(in_acme):
    store(wave(in_acme, 2017, shipped(2017)))

    topics = Answer.objects.filter(question__code="q8com")
    assert topics.count() == 2831
    assert topics.filter(missing=Missing.SKIPPED).count() == 1408
    assert AnswerOption.objects.filter(answer__question__code="q8com", option__code="102").count() == 108 + 36 + 4 + 2


def test_dry_run_foresees_the_import_and_stores_nothing(in_acme):
    run = dry_run(wave(in_acme, 2016, shipped(2016)))

    assert (run.state, counts(run)) == ("checked", (3087, 0, 0, 0, 0))
    assert Response.objects.count() == 0


def test_nothing_private_is_shipped():
    private = {"ZIP", "COUNTY", "CITY", "AGE", "GENDER", "INCOME", "INCME", "FLIGHT", "STATE", "COUNTRY", "AIRLINE"}

    for year, rows in ROWS.items():
        lines = gzip.decompress(shipped(year)).decode().splitlines()
        assert len(lines) == rows + 1
        assert [head for head in lines[0].split(",") if any(word in head for word in private)] == []
