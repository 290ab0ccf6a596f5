"""Arranging a script's parts: pure, step by step."""

import pytest

from touchpoints.wording import (
    BranchText,
    ContactText,
    PassageText,
    ScriptText,
    StepText,
    UnknownArrangement,
    arranged,
    without_blanks,
)

pytestmark = pytest.mark.pure


def step(name, *contacts):
    return StepText({"en": name}, branches=[BranchText({"en": "if"}, {"en": "then"}, one) for one in contacts])


def names(text):
    return [one.act.get("en", "") for one in text.steps]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("add-step", ["a", "b", "c", ""]),
        ("up-step-1", ["b", "a", "c"]),
        ("up-step-0", ["a", "b", "c"]),
        ("down-step-1", ["a", "c", "b"]),
        ("down-step-2", ["a", "b", "c"]),
        ("remove-step-1", ["a", "c"]),
    ],
)
def test_steps_are_added_moved_and_removed(wish, expected):
    assert names(arranged(ScriptText(steps=[step("a"), step("b"), step("c")]), wish)) == expected


def test_branches_are_added_and_removed_at_their_step():
    text = arranged(ScriptText(steps=[step("a", None), step("b")]), "add-branch-1")
    assert [len(one.branches) for one in text.steps] == [1, 1]

    assert [len(one.branches) for one in arranged(text, "remove-branch-0-0").steps] == [0, 1]


def test_a_removed_contact_is_called_no_more_and_later_ones_still_are():
    contacts = [ContactText({"en": name}) for name in ("x", "y", "z")]
    text = ScriptText(steps=[step("a", 0, 1, 2, None)], contacts=contacts)

    left = arranged(text, "remove-contact-1")

    assert [one.name["en"] for one in left.contacts] == ["x", "z"]
    assert [one.contact for one in left.steps[0].branches] == [0, None, 1, None]


@pytest.mark.parametrize(
    "wish", ["", "add-nothing", "up-step", "up-step-9", "remove-branch-0", "sideways-step-0", "add"]
)
def test_what_the_editor_cannot_do_is_refused(wish):
    with pytest.raises(UnknownArrangement):
        arranged(ScriptText(steps=[step("a")]), wish)


def test_blank_rows_are_left_out_and_references_stay_right():
    text = ScriptText(
        steps=[StepText({}), StepText({"en": "a"}, branches=[BranchText({}, {}), BranchText({"en": "w"}, {}, 1)])],
        contacts=[ContactText({}), ContactText({"en": "desk"})],
        passages=[PassageText({}), PassageText({"en": "law"})],
    )

    left = without_blanks(text)

    assert names(left) == ["a"]
    assert [(one.when["en"], one.contact) for one in left.steps[0].branches] == [("w", 0)]
    assert [one.name["en"] for one in left.contacts] == ["desk"]
    assert [one.text["en"] for one in left.passages] == ["law"]
