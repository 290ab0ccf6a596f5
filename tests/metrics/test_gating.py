"""Figures behind which stand few employees: the organisation's own smallest number for employees holds."""

from datetime import date, timedelta

import pytest

from accounts.models import Employee
from metrics.queries import Dimension, FigureQuery, GroupBy, figures
from organisations.models import Organisation, Unit
from tests.cast import viewer_of
from tests.metrics.answers import answer, count_everything, make_question, make_survey

BY_UNIT = FigureQuery("nps", surveys=("wave",), group_by=GroupBy((Dimension.UNIT,)))


@pytest.fixture
def employ(in_acme):
    """Puts people on the roster of a unit."""

    def add(unit, people, **fields):
        for _person in range(people):
            number = str(Employee.objects.count() + 1)
            Employee.objects.create(
                organisation=in_acme, number=number, name=number, unit=Unit.objects.get(code=unit), **fields
            )

    return add


@pytest.fixture
def shown(in_acme, ada):
    """Answers in the south and in the nowhere besides n in the north; n by unit as a reader of answers sees it."""
    survey = make_survey(in_acme)
    recommend = make_question(survey, "recommend")
    north, south = Unit.objects.get(code="north"), Unit.objects.get(code="south")

    def see(n):
        for unit, answers in ((north, n), (south, 30), (None, 40)):
            for _answer in range(answers):
                answer(survey, {recommend: 9}, unit=unit)
        count_everything(in_acme)
        found = {row.unit: row.n for row in figures(BY_UNIT, viewer=viewer_of(ada, in_acme))}
        return found["north"]

    return see


@pytest.mark.parametrize(("n", "seen"), [(6, None), (7, 7)])
def test_two_employees_behind_a_unit_make_its_figure_theirs(in_acme, employ, shown, n, seen):
    Organisation.objects.filter(pk=in_acme.pk).update(minimum_employees=7)
    employ("north", 2)
    employ("north", 1, until_day=date.today() - timedelta(days=2))  # noqa: DTZ011
    employ("south", 3)

    assert shown(n) == seen


@pytest.mark.parametrize("on_the_roster", [0, 3])
def test_a_third_employee_or_no_roster_at_all_leaves_it_to_the_customers_rule(in_acme, employ, shown, on_the_roster):
    Organisation.objects.filter(pk=in_acme.pk).update(minimum_employees=7)
    employ("north", on_the_roster)

    assert shown(6) == 6
