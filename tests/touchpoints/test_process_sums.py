"""What a process takes: worked examples with the numbers shown."""

from decimal import Decimal
from fractions import Fraction

import pytest

from touchpoints.processes.arithmetic import EndlessLoop, TooManyShares, effort_after, passings, sums
from touchpoints.processes.text import BranchText, StepText


def step(minutes=0, cost=0, *branches, **more):
    return StepText(
        name={"en": "s"}, minutes=Decimal(str(minutes)), cost=Decimal(str(cost)), branches=branches,
        **{name: Decimal(str(value)) if name != "decision" else value for name, value in more.items()},
    )  # fmt: skip


def to(share, target=None):
    return BranchText({"en": "when"}, share, target)


def test_a_line_of_steps_passes_each_once():
    assert passings([step(), step(), step()]) == [1, 1, 1]
    assert passings([]) == []


def test_a_branch_that_skips_a_step_leaves_it_to_the_others():
    # 30 of 100 go from the first step to the third at once.
    assert passings([step(0, 0, to(30, 2)), step(), step()]) == [1, Fraction(7, 10), 1]


def test_a_branch_that_ends_takes_its_cases_away():
    assert passings([step(0, 0, to(20)), step()]) == [1, Fraction(8, 10)]


def test_half_of_all_coming_back_means_twice():
    # v1 = 1 + v2/2, v2 = v1  →  v1 = v2 = 2
    assert passings([step(), step(0, 0, to(50, 0))]) == [2, 2]


def test_a_loop_that_nobody_leaves_is_refused():
    with pytest.raises(EndlessLoop):
        passings([step(), step(0, 0, to(100, 0))])


def test_branches_take_no_more_than_all_cases():
    with pytest.raises(TooManyShares) as refused:
        passings([step(), step(0, 0, to(60, 0), to(41))])
    assert refused.value.place == 1


def test_sums_weigh_each_step_by_its_passings():
    # 3 + 0.25·12 + 2 = 8 minutes; 1 + 0.25·8 + 0 = 3 of money
    told = sums([step(3, 1, to(75, 2)), step(12, 8), step(2, 0)])

    assert (told.before.minutes, told.before.cost) == (8, 3)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("keep", (10, 4)), ("eliminate", (0, 0)), ("automate", (1, 4)), ("consolidate", (1, 4)), ("optimise", (1, 4))],
)
def test_a_step_as_decided(decision, expected):
    assert effort_after(step(10, 4, decision=decision, expected_minutes=1)) == expected


def test_before_after_and_measured_so_far():
    # before 10 + 6 + 4 = 20; decided 2 + 0 + 4 = 6; measured 3 + 6 + 4 = 13: one of two changes was looked at
    told = sums([
        step(10, 5, decision="automate", expected_minutes=2, expected_cost=1, measured_minutes=3),
        step(6, 2, decision="eliminate"),
        step(4, 1),
    ])  # fmt: skip

    assert (told.before.minutes, told.after.minutes, told.measured.minutes) == (20, 6, 13)
    assert (told.before.cost, told.after.cost, told.measured.cost) == (8, 2, 8)
    assert (told.changed, told.measured_steps) == (2, 1)


def test_a_month_and_hours():
    told = sums([step(7.5, 2.25)])

    assert told.before.times(400).minutes == 3000
    assert told.before.times(400).hours == 50
    assert told.before.times(400).cost == 900
    assert told.before.minus(told.after).minutes == 0


def test_a_month_is_made_of_the_exact_sum_of_a_case():
    # 2 · 1 / (1 - 1/4) = 2.67 in hundredths, but 800 in 300 cases, not 801.
    told = sums([step(0, 2, to(25, 0))])

    assert (told.before.cost, told.before.times(300).cost) == (Decimal("2.67"), 800)


def test_a_later_version_saves_against_what_the_earlier_one_says_of_today():
    earlier, later = sums([step(38, 9)]), sums([step(36, 9, decision="automate", expected_minutes=12)])

    told = later.against(earlier, 1)

    assert (told.before.minutes, told.drawn.minutes, told.after.minutes, told.base) == (38, 36, 12, 1)
    assert later.against(later, 1).drawn is None
    measured = sums([step(38, 9, decision="automate", expected_minutes=1, measured_minutes=20)])
    assert later.against(measured, 1).before.minutes == 20


def test_thirds_are_rounded_once_at_the_end():
    # v = 1 / (1 - 1/4 ·…) : 3 of 4 leave, 4/3 passings · 1 minute = 1.33
    assert sums([step(1, 0, to(25, 0))]).before.minutes == Decimal("1.33")


def test_forty_steps_with_loops_are_quick_and_exact():
    steps = [step(1, 0, to(10, max(0, place - 3))) for place in range(40)]

    assert passings(steps)[-1] == Fraction(10, 9)
