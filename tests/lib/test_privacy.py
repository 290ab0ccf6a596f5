"""The minimum-n gate: what is hidden, what protects it, what would give it away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.privacy import (
    CUSTOMERS,
    EMPLOYEES,
    Cell,
    PrivacyRefused,
    Row,
    Rule,
    Subject,
    comments_show,
    gate,
    gate_total,
    is_low_base,
    response_rate,
)

LANGUAGES = {"1": 2585, "2": 43, "3": 114, "4": 4}


def cells(counts, **more):
    return [Cell(key, n, f"payload {key}", **more) for key, n in counts.items()]


def numbers(breakdown):
    return {row.key: row.n for row in breakdown.rows}


def test_small_language_and_its_complement_are_hidden_from_who_may_not_open_answers():
    found = gate(cells(LANGUAGES), may_open_answers=False)

    assert numbers(found) == {"1": 2585, "3": 114, "2": None, "4": None}
    assert [row.payload for row in found.rows] == ["payload 1", "payload 3", None, None]
    assert not found.withheld


def test_hidden_rows_do_not_tell_the_small_one_from_its_complement():
    hidden = [row for row in gate(cells(LANGUAGES), may_open_answers=False).rows if row.hidden]

    assert hidden == [Row("2", True, None, None), Row("4", True, None, None)]


def test_hidden_rows_come_last_and_by_key_whatever_order_they_came_in():
    by_size = dict(sorted(LANGUAGES.items(), key=lambda item: -item[1]))

    assert list(numbers(gate(cells(by_size), may_open_answers=False))) == ["1", "3", "2", "4"]
    reverse = dict(reversed(by_size.items()))
    assert list(numbers(gate(cells(reverse), may_open_answers=False))) == ["3", "1", "2", "4"]


def test_who_may_open_answers_sees_small_cells_marked():
    found = gate(cells(LANGUAGES), may_open_answers=True)

    assert numbers(found) == LANGUAGES
    assert [row.key for row in found.rows if row.too_few] == ["4"]
    assert [row.key for row in found.rows if row.low_base] == ["4"]


def test_days_weeks_months_and_touchpoints_show_whatever_their_size():
    assert numbers(gate(cells({"2026-05": 3, "2026-06": 90}), may_open_answers=False, totals=True)) == {
        "2026-05": 3,
        "2026-06": 90,
    }


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 100, "b": 90, "c": 3, "d": 3}, {"a", "b"}),  # 6 hidden together: no complement
        ({"a": 100, "b": 90, "c": 2, "d": 2}, set()),  # 4 hidden, then b; only a would remain
        ({"a": 100, "b": 90, "c": 80, "d": 1, "e": 1}, {"a", "b"}),
        ({"a": 100, "b": 4}, set()),
        ({"a": 4}, set()),
        ({"a": 100}, {"a"}),
        ({"a": 100, "b": 50, "": 4}, set()),  # the blank value is a part like others
        ({"a": 100, "b": 50, "c": 20, "": 4}, {"a", "b"}),
        ({"a": 5, "b": 5}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_complement_protects_what_is_hidden(counts, shown):
    found = gate(cells(counts), may_open_answers=False)

    assert {row.key for row in found.shown} == shown
    assert found.withheld == (bool(counts) and not shown)
    assert len(found.rows) == len(counts)


def test_equal_sizes_are_decided_by_key():
    found = gate(cells({"d": 50, "c": 20, "b": 20, "a": 3}), may_open_answers=False)

    assert {row.key for row in found.shown} == {"d", "c"}


def test_empty_cells_show_for_customers_but_protect_nobody():
    assert numbers(gate(cells({"a": 9, "b": 0, "c": 8}), may_open_answers=False)) == {"a": 9, "b": 0, "c": 8}
    found = gate(cells({"a": 90, "b": 80, "c": 70, "d": 0, "e": 3}), may_open_answers=False)
    assert numbers(found) == {"a": 90, "b": 80, "d": 0, "c": None, "e": None}


def test_employees_are_hidden_from_every_reader_and_over_time():
    for may_open in (True, False):
        found = gate(cells(LANGUAGES), rule=EMPLOYEES, may_open_answers=may_open, totals=True)
        assert numbers(found) == {"1": 2585, "3": 114, "2": None, "4": None}


def test_nobody_answered_is_hidden_for_employees():
    assert numbers(gate(cells({"a": 9, "b": 0, "c": 8, "d": 20}), rule=EMPLOYEES, may_open_answers=True)) == {
        "a": 9,
        "d": 20,
        "b": None,
        "c": None,
    }


def test_few_employees_behind_a_cell_make_it_theirs():
    def found(employees):
        small = Cell("small", 4, None, employees=employees)
        return numbers(gate([*cells({"a": 90, "b": 70, "c": 9}), small], may_open_answers=True))

    assert found(2) == found(0) == {"a": 90, "b": 70, "c": None, "small": None}
    assert found(3) == found(None) == {"a": 90, "b": 70, "c": 9, "small": 4}


def test_raised_threshold_for_employees_holds_where_few_stand_behind_a_cell():
    rule = Rule(Subject.CUSTOMERS, n_min_employees=12)

    def found(n, employees, *, may_open=True):
        part = Cell("part", n, None, employees=employees)
        return numbers(gate([*cells({"a": 90, "b": 70, "c": 9}), part], rule=rule, may_open_answers=may_open))

    assert found(11, 2) == {"a": 90, "b": 70, "c": None, "part": None}, "eleven alone are not twelve: c joins"
    assert found(12, 2) == found(12, 3) == {"a": 90, "b": 70, "c": 9, "part": 12}
    assert found(11, 3)["part"] == 11
    assert gate_total(Cell("total", 11, "x", employees=2), rule=rule).hidden
    assert not gate_total(Cell("total", 12, "x", employees=2), rule=rule).hidden


def test_figure_about_few_employees_stays_one_about_customers():
    rule = Rule(Subject.CUSTOMERS, n_min=20)
    parts = [*cells({"a": 90, "b": 70, "c": 60}), Cell("part", 19, None, employees=2)]

    assert numbers(gate(parts, rule=rule, may_open_answers=True))["part"] == 19
    assert numbers(gate(parts, rule=rule, may_open_answers=False)) == {"a": 90, "b": 70, "c": None, "part": None}


def test_raised_threshold_hides_more_and_a_lowered_one_is_refused():
    raised = Rule(Subject.EMPLOYEES, n_min=50)

    assert [row.key for row in gate(cells(LANGUAGES), rule=raised, may_open_answers=True).shown] == []
    with pytest.raises(PrivacyRefused) as refused:
        Rule(Subject.EMPLOYEES, n_min=4)
    with pytest.raises(PrivacyRefused):
        Rule(Subject.CUSTOMERS, n_min_employees=4)
    assert refused.value.code == "threshold_too_low"


def test_totals_show_for_customers_and_from_five_on_for_employees():
    assert gate_total(Cell("total", 3, "x")).payload == "x"
    assert gate_total(Cell("total", 3, "x")).too_few
    assert gate_total(Cell("total", 4, "x"), rule=EMPLOYEES) == Row("total", True, None, None)
    assert gate_total(Cell("total", 4, "x", employees=1)).hidden
    assert gate_total(Cell("total", 5, "x"), rule=EMPLOYEES).n == 5


def test_employees_comments_show_from_ten_on():
    assert [comments_show(n) for n in (0, 9, 10)] == [False, False, True]
    assert comments_show(10, rule=Rule(Subject.EMPLOYEES, n_min=20)) is False
    assert comments_show(1, rule=CUSTOMERS)
    with pytest.raises(PrivacyRefused):
        comments_show(10, fewest=9)


def test_response_rate_is_rounded_and_only_for_groups_of_five():
    assert response_rate(3, 8) == 38
    assert response_rate(1, 8) == 13
    assert response_rate(0, 5) == 0
    assert response_rate(3, 4) is None
    assert response_rate(0, 0) is None
    with pytest.raises(ValueError, match="9 answers of 8"):
        response_rate(9, 8)


def test_low_base_of_a_weighted_figure_follows_the_effective_n():
    assert is_low_base(29)
    assert not is_low_base(30)
    assert is_low_base(100, 29.9)
    assert gate([Cell("a", 100, None, n_effective=12.0)], may_open_answers=False).rows[0].low_base


@given(st.lists(st.integers(0, 40), max_size=12), st.booleans())
def test_hidden_parts_always_hold_five_or_nothing_is_shown(counts, employees):
    rule = EMPLOYEES if employees else CUSTOMERS
    parts = [Cell(str(place), n, n) for place, n in enumerate(counts)]
    found = gate(parts, rule=rule, may_open_answers=False)
    hidden = sum(counts) - sum(row.n for row in found.shown)

    assert sorted(row.key for row in found.rows) == sorted(cell.key for cell in parts)
    assert all(row.n is None and row.payload is None for row in found.rows if row.hidden)
    assert found.withheld or hidden == 0 or hidden >= 5
    assert all(row.n >= 5 or (row.n == 0 and not employees) for row in found.shown)
