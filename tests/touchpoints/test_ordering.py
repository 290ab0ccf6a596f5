"""What staff know of the path: figures by hand."""

import pytest

from touchpoints.ordering import Recalled, knowledge_of, standings

REAL = ["site", "parking", "desk", "security", "gate"]


def test_one_persons_figures():
    one = Recalled(["desk", "parking", "gate", "bus", "desk"], strangers=1)

    assert one.named(REAL) == pytest.approx(3 / 5)
    assert one.off_map(REAL) == pytest.approx(2 / 5)  # bus and a name without a touchpoint, of five names
    assert one.distance(REAL).value == pytest.approx(1 / 3)  # desk before parking, of three pairs


def test_knowledge_of_a_group_means_over_people_with_intervals():
    people = [
        Recalled(["site", "parking", "desk"]),  # 3 of 5, distance 0
        Recalled(["gate", "desk"]),  # 2 of 5, distance 1
        Recalled(["parking"], strangers=1),  # 1 of 5, no distance, half of the names off the map
    ]

    found = knowledge_of(people, REAL)

    assert (found.n, found.compared) == (3, 2)
    assert found.distance.mean == pytest.approx(0.5)
    assert found.named.mean == pytest.approx((0.6 + 0.4 + 0.2) / 3)
    assert found.named.interval.low == pytest.approx(0.0)  # 0.4 ± 4.303 · 0.2/√3 = 0.4 ± 0.497, from 0 on
    assert found.named.interval.high == pytest.approx(0.8968, abs=1e-4)
    assert found.off_map.mean == pytest.approx(0.5 / 3)
    assert (found.nobody, found.unknown) == (["security"], pytest.approx(0.2))
    assert found.fifths == [1, 0, 0, 0, 1]


def test_knowledge_of_nobody_says_nothing():
    found = knowledge_of([], REAL)

    assert (found.distance.mean, found.named.mean, found.unknown) == (None, None, None)


def test_standings_put_the_real_order_beside_staffs():
    people = [Recalled(["desk", "site"], ratings={"desk": 5}), Recalled(["desk", "site"], ratings={"desk": 4})]

    site, parking, desk = standings(people, REAL)[:3]

    assert (site.real_place, site.place, site.shift, site.named_by) == (1, 2, 1, 2)
    assert (parking.place, parking.shift, parking.named_by, parking.rating) == (None, None, 0, None)
    assert (desk.place, desk.shift, desk.rating, desk.rated_by) == (1, -1, 4.5, 2)
