"""The published answers give the published numbers, to the digits."""

import pytest

from accounts.viewer import Viewer
from lib.periods import Grain
from lib.stats.scales import ONE_TO_TEN
from metrics import counts
from metrics.queries import FigureQuery, GroupBy, figures, one_figure
from tests.cast import make_key
from tests.metrics.sample import RATINGS, load_passengers, load_seats

# fmt: off
BY_AREA = [
    ("a", 724, 382, 249, 93, 39.9171, 2.6194, 34.626, 44.879),
    ("b", 166, 94, 50, 22, 43.3735, 5.5465, 31.797, 53.410),
    ("c", 226, 132, 68, 26, 46.9027, 4.6044, 37.294, 55.282),
    ("d", 386, 213, 128, 45, 43.5233, 3.5226, 36.299, 50.077),
    ("e", 175, 100, 57, 18, 46.8571, 5.0975, 36.113, 56.022),
    ("f", 444, 221, 173, 50, 38.5135, 3.2258, 31.945, 44.565),
    ("g", 625, 294, 243, 88, 32.9600, 2.8357, 27.255, 38.350),
]
BY_LANGUAGE = [
    ("language:1", 2585, 1377, 897, 311, 41.2379, 1.3668, 38.512, 43.868),
    ("language:2", 43, 34, 6, 3, 72.0930, 8.9016, 49.512, 85.271),
    ("language:3", 114, 23, 64, 27, -3.5088, 6.1940, -15.425, 8.587),
    ("language:4", 4, 2, 1, 1, 25.0000, 41.4578, -44.160, 72.731),
]
BY_PROBLEM = [
    ("problem:0", 80, 35, 28, 17, 22.5000, 8.6557, 5.057, 38.317),
    ("problem:1", 309, 124, 119, 66, 18.7702, 4.3312, 10.145, 27.035),
    ("problem:2", 2330, 1268, 811, 251, 43.6481, 1.4072, 40.835, 46.349),
    ("problem:3", 27, 9, 10, 8, 3.7037, 15.2541, -24.742, 31.408),
]
WAVES = {
    "q7art": [(2396, 4.0284, 72.371), (2573, 3.9895, 71.395), (2284, 3.9926, 71.629)],
    "q7food": [(2460, 3.6801, 58.455), (2680, 3.6313, 56.978), (2421, 3.6154, 55.721)],
    "q7store": [(2441, 3.6710, 56.084), (2625, 3.6510, 56.724), (2374, 3.6411, 55.981)],
    "q7sign": [(2825, 4.0623, 77.310), (2969, 4.0674, 77.636), (2703, 4.0880, 78.727)],
    "q7walkways": [(2720, 4.1309, 78.860), (2873, 4.1392, 79.464), (2629, 4.1468, 79.992)],
    "q7screens": [(2767, 4.1106, 77.846), (2925, 4.1183, 78.701), (2659, 4.1151, 78.488)],
    "q7wifi": [(2102, 4.0300, 72.978), (2333, 4.0622, 74.839), (2142, 4.0798, 74.556)],
    "q7roads": [(1988, 3.9904, 73.089), (2046, 4.0015, 73.167), (1908, 4.0084, 74.790)],
    "q7park": [(1250, 3.8592, 66.240), (1249, 3.9071, 68.455), (1271, 3.8725, 66.562)],
    "q7airtrain": [(1451, 4.1199, 77.877), (1522, 4.1472, 78.318), (1450, 4.1069, 78.000)],
    "q7rental": [(1108, 3.8764, 66.968), (1118, 3.8623, 66.995), (1006, 3.8429, 67.594)],
    "q9boarding": [(2895, 4.3962, 87.945), (3028, 4.3956, 87.979), (2762, 4.3946, 87.437)],
    "q9food": [(2266, 4.1333, 78.111), (2439, 4.1927, 80.812), (2220, 4.2185, 82.072)],
    "q9restroom": [(2780, 4.0252, 73.705), (2882, 4.0878, 75.885), (2653, 4.1312, 77.836)],
    "q9all": [(2868, 4.1963, 83.054), (2994, 4.2305, 84.269), (2736, 4.2759, 85.380)],
    "q10safe": [(2914, 4.4190, 87.543), (3011, 4.3789, 87.313), (2781, 4.3743, 87.127)],
    "q13getrate": [(2503, 4.1758, 75.789), (2569, 4.1650, 76.216), (2319, 4.2104, 77.145)],
    "q14find": [(2852, 4.4232, 85.168), (2907, 4.3829, 84.107), (2683, 4.4133, 85.352)],
    "q14passthru": [(2508, 4.3250, 82.456), (2641, 4.1768, 77.092), (2407, 4.3070, 82.011)],
    "q7all": [(2810, 4.0480, 80.000), (2919, 4.0380, 80.987), (2688, 4.0644, 82.068)],
}
AIRLINES = [
    ("air-france", 64, -76.5625, 7.5720, -88.240, -58.029),
    ("air-new-zealand", 38, -47.3684, 13.2820, -69.015, -18.789),
    ("american-airlines", 45, -97.7778, 2.1974, -100.000, -82.385),
    ("british-airways", 86, -68.6047, 6.2101, -78.630, -53.954),
    ("cathay-pacific-airways", 77, -53.2468, 8.5329, -67.774, -34.726),
    ("emirates", 84, -73.8095, 5.3556, -82.143, -60.386),
    ("etihad-airways", 46, -91.3043, 4.1545, -96.669, -74.760),
    ("klm-royal-dutch-airlines", 42, -92.8571, 3.9739, -97.941, -75.393),
    ("lufthansa", 66, -66.6667, 8.1123, -79.696, -47.840),
    ("qantas-airways", 64, -28.1250, 10.2385, -46.416, -7.315),
    ("qatar-airways", 45, 31.1111, 12.5008, 5.563, 52.771),
    ("singapore-airlines", 54, -40.7407, 10.9615, -59.515, -17.678),
    ("swiss-international-air-lines", 32, -81.2500, 8.1938, -92.158, -56.414),
    ("virgin-atlantic-airways", 77, -80.5195, 5.5218, -88.847, -66.153),
]
CABINS = [
    ("cabin:economy", 1066, -60.0375, 2.0633, -63.912, -55.826),
    ("cabin:premium-economy", 181, -39.2265, 5.9286, -50.114, -27.060),
    ("cabin:world-traveller-plus", 4, -25.0000, 21.6506, -57.273, 28.702),
]
YEARS = [
    (2007, 3, -66.6667, 27.2166, -88.319, 21.652),
    (2008, 59, -50.8475, 9.3981, -66.543, -30.232),
    (2009, 109, -44.9541, 6.8021, -56.969, -30.531),
    (2010, 115, -59.1304, 6.3776, -70.092, -45.163),
    (2011, 165, -74.5455, 4.1686, -81.500, -64.928),
    (2012, 23, -52.1739, 16.1158, -76.271, -16.037),
    (2013, 151, -56.9536, 5.7360, -67.046, -44.642),
    (2014, 323, -62.8483, 3.6817, -69.487, -55.053),
    (2015, 283, -45.5830, 4.5827, -54.048, -36.161),
]
# fmt: on


def four(number):
    return pytest.approx(number, abs=5.1e-5)


def three(number):
    return pytest.approx(number, abs=5.1e-4)


def open_viewer(organisation):
    return Viewer.command(organisation)


@pytest.fixture
def airport(in_acme):
    load_passengers(in_acme, 2017, ratings=())
    return in_acme


def by(airport, text):
    return figures(FigureQuery(group_by=GroupBy.parse(text)), viewer=open_viewer(airport))


def test_recommendation_of_2017(airport):
    found = one_figure(FigureQuery(surveys=("passengers-2017",)), viewer=open_viewer(airport))

    assert (found.n, found.n_missing) == (2746, 85)
    assert (found.promoters, found.passives, found.detractors) == (1436, 968, 342)
    assert found.value == pytest.approx(39.839767, abs=5e-7)
    assert found.std_error == pytest.approx(1.334137, abs=5e-7)
    assert (found.ci_low, found.ci_high) == (four(37.1824), four(42.4102))
    assert found.scale == "0-10"
    assert found.n_effective is None


def test_recommendation_of_2017_weighted(airport):
    found = one_figure(FigureQuery(weighted=True), viewer=open_viewer(airport))

    assert found.n == 2746
    assert found.value == pytest.approx(40.398436, abs=5e-7)
    assert found.std_error == pytest.approx(1.445725, abs=5e-7)
    assert found.n_effective == pytest.approx(2266.512, abs=5e-4)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("unit", "unit", BY_AREA),
        ("segment:language", "segment", BY_LANGUAGE),
        ("segment:problem", "segment", BY_PROBLEM),
    ],
)
def test_recommendation_of_2017_by_part(airport, text, column, expected):
    rows = by(airport, text)

    assert [
        (
            getattr(row, column),
            row.n,
            row.promoters,
            row.passives,
            row.detractors,
            row.value,
            row.std_error,
            row.ci_low,
            row.ci_high,
        )
        for row in rows
    ] == [
        (code, n, p, s, d, four(nps), four(se), three(low), three(high))
        for code, n, p, s, d, nps, se, low, high in expected
    ]
    assert [row.low_base for row in rows] == [row.n < 30 for row in rows]


def test_small_language_and_its_complement_are_hidden_from_figures_alone(airport, client):
    secret = make_key(airport, "nps:read")

    answer = client.get("/api/v1/nps/?group_by=segment:language", headers={"Authorization": f"Bearer {secret}"}).json()[
        "results"
    ]

    assert [(row["segment"], row["suppressed"], row["n"]) for row in answer] == [
        ("language:1", False, 2585), ("language:3", False, 114), ("language:2", True, None), ("language:4", True, None),
    ]  # fmt: skip
    assert {row["value"] for row in answer[2:]} == {None}


@pytest.mark.slow
def test_ratings_of_three_waves(in_acme):
    for year in (2015, 2016, 2017):
        load_passengers(in_acme, year)
    viewer = open_viewer(in_acme)

    def read(indicator):
        rows = figures(FigureQuery(indicator, group_by=GroupBy.parse("survey,question")), viewer=viewer)
        return {(row.survey, row.question): row for row in rows}

    means, top2 = read("rating_mean"), read("rating_top2")

    assert set(WAVES) == set(RATINGS)
    for code, waves in WAVES.items():
        for year, (n, mean, share) in zip((2015, 2016, 2017), waves, strict=True):
            key = (f"passengers-{year}", code)
            assert (means[key].n, means[key].value, top2[key].value) == (n, four(mean), three(share)), key
    weighted = figures(FigureQuery("csat_mean", weighted=True, group_by=GroupBy.parse("survey")), viewer=viewer)
    assert [row.value for row in weighted] == [pytest.approx(v, abs=5e-7) for v in (4.044173, 4.053325, 4.071203)]
    assert counts.check(organisation=in_acme) == []


@pytest.fixture
def travellers(in_acme):
    load_seats(in_acme)
    return in_acme


def test_seats_on_the_scale_from_one(travellers):
    found = one_figure(FigureQuery(scale=ONE_TO_TEN), viewer=open_viewer(travellers))

    assert (found.n, found.promoters, found.passives, found.detractors) == (1257, 151, 241, 865)
    assert found.value == pytest.approx(-56.801909, abs=5e-7)
    assert found.std_error == pytest.approx(1.965551, abs=5e-7)
    assert (found.ci_low, found.ci_high) == (four(-60.5177), four(-52.8157))


def test_seats_by_airline_cabin_and_year(travellers):
    airlines = [row for row in by(travellers, "unit") if row.n >= 30]
    cabins = [row for row in by(travellers, "segment:cabin") if row.segment]
    years = by(travellers, str(Grain.YEAR))

    def numbers(rows, name):
        return [(name(row), row.n, row.value, row.std_error, row.ci_low, row.ci_high) for row in rows]

    def rounded(rows):
        return [(code, n, four(nps), four(se), three(low), three(high)) for code, n, nps, se, low, high in rows]

    assert numbers(airlines, lambda row: row.unit) == rounded(AIRLINES)
    assert numbers(
        [row for row in cabins if row.segment in {c[0] for c in CABINS}], lambda row: row.segment
    ) == rounded(CABINS)
    assert numbers(years, lambda row: row.period_start.year) == rounded(YEARS)
    assert 1257 - sum(row.n for row in years) == 26
