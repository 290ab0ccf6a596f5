"""Reviews of seats and lounges: unknown days, decimals, and a scale that changed from a day on."""

from datetime import date

from django.db.models import Avg, Count, Q

from feedback.models import Answer, DayPrecision, Missing, ProfileSegment, Response
from tests.feedback.imports import PROFILES, begin, counts, profile_of, sample, scale, store, survey_for

SEATS = {1: 361, 2: 145, 3: 115, 4: 92, 5: 83, 6: 69, 7: 97, 8: 144, 9: 106, 10: 45}
SEAT_RATINGS = {
    "seat_legroom_rating": "1258 / 2.753577 / 35.6121",
    "seat_recline_rating": "1258 / 2.627186 / 28.2194",
    "seat_width_rating": "1258 / 2.717011 / 30.3657",
    "aisle_space_rating": "1258 / 2.730525 / 32.1940",
    "viewing_tv_rating": "1185 / 2.978903 / 40.4219",
    "seat_storage_rating": "113 / 3.070796 / 43.3628",
}
YEARS = {2007: 3, 2008: 59, 2009: 109, 2010: 115, 2011: 165, 2012: 23, 2013: 151, 2014: 323, 2015: 283}
CABINS = {"economy": 1066, "premium-economy": 181, "world-traveller-plus": 4}
LOUNGE_RATINGS = {
    "comfort_rating": "2256 / 3.353723 / 51.8617",
    "cleanliness_rating": "2256 / 3.671543 / 60.7270",
    "bar_beverages_rating": "2240 / 3.258482 / 47.9911",
    "catering_rating": "2232 / 2.818100 / 37.4104",
    "washrooms_rating": "2128 / 3.179511 / 45.6767",
    "wifi_connectivity_rating": "2125 / 3.483294 / 58.0706",
    "staff_service_rating": "2231 / 3.288212 / 49.8879",
}


def ratings(codes):
    rows = (
        Answer.objects.filter(value__isnull=False, question__code__in=codes)
        .values_list("question__code")
        .annotate(n=Count("pk"), mean=Avg("value"), top=Count("pk", filter=Q(value__gte=4)))
    )
    return {code: f"{n} / {mean:.6f} / {top / n * 100:.4f}" for code, n, mean, top in rows}


def import_seats(organisation):
    profile = profile_of(PROFILES / "skytrax-seats.toml")
    survey = survey_for(organisation, profile, overall_rating="recommend10", recommended="choice")
    return store(begin(organisation, survey, sample("skytrax", "seat_ratings.csv").read_bytes(), profile))


def import_lounges(organisation):
    profile = profile_of(PROFILES / "skytrax-lounges.toml")
    eras = [
        (None, scale(organisation, "overall-5", 1, 5)),
        (date(2015, 6, 9), scale(organisation, "overall-10", 1, 10)),
    ]
    survey = survey_for(organisation, profile, overall_rating=("rating", eras), recommended="choice")
    return store(begin(organisation, survey, sample("skytrax", "lounge_ratings.csv").read_bytes(), profile))


def test_seats_give_the_published_counts(in_acme):
    run = import_seats(in_acme)

    overall = Answer.objects.filter(question__code="overall_rating")
    assert counts(run) == (1258, 0, 0, 0, 0)
    assert dict(overall.filter(missing=None).values_list("value").annotate(Count("pk"))) == SEATS
    assert overall.filter(missing=Missing.SKIPPED).count() == 1
    assert ratings(SEAT_RATINGS) == SEAT_RATINGS
    assert Answer.objects.filter(question__code="recommended", options__option__code="yes").count() == 458


def test_seats_of_1970_have_no_day_and_belong_to_no_year(in_acme):
    import_seats(in_acme)

    unknown = Response.objects.filter(answered_on=None)
    assert unknown.count() == 26
    assert set(unknown.values_list("precision", flat=True)) == {DayPrecision.UNKNOWN}
    scored = Answer.objects.filter(question__code="overall_rating", missing=None)
    by_year = scored.exclude(response__answered_on=None).values_list("response__answered_on__year")
    assert dict(by_year.annotate(Count("pk"))) == YEARS


def test_seats_by_cabin(in_acme):
    import_seats(in_acme)

    scored = Answer.objects.filter(question__code="overall_rating", missing=None)
    by_profile = dict(scored.values_list("response__profile").annotate(Count("pk")))
    members = ProfileSegment.objects.values_list("segment__code", "profile")
    assert {code: by_profile[profile] for code, profile in members} == CABINS


def test_lounges_keep_the_two_scales_of_their_overall_rating_apart(in_acme):
    run = import_lounges(in_acme)

    overall = Answer.objects.filter(question__code="overall_rating")
    given = overall.filter(missing=None)
    before = given.filter(scale__code="overall-5")
    assert counts(run) == (2264, 0, 0, 0, 0)
    assert dict(overall.values_list("scale__code").annotate(Count("pk"))) == {"overall-5": 2145, "overall-10": 119}
    assert before.count() == 2140
    assert f"{before.aggregate(mean=Avg('value'))['mean']:.6f}" == "3.232243"
    assert f"{before.filter(value__gte=4).count() / 2140 * 100:.4f}" == "44.4393"
    assert f"{before.filter(value=5).count() / 2140 * 100:.4f}" == "16.9159"
    assert given.filter(scale__code="overall-10").count() == 119
    assert ratings(LOUNGE_RATINGS) == LOUNGE_RATINGS
    assert Answer.objects.filter(question__code="recommended", options__option__code="yes").count() == 816
