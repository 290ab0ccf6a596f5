"""A customer answers on a phone, and the board counts it within two seconds."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser_flows.conftest import PHONE

ADDRESS = "/s/sfopassenger"
BOARD = "/o/sfo/p/passenger-experience/"
ON_THE_BOARD_WITHIN_SECONDS = 2.0
SLOW_MACHINE_SECONDS = 6.0  # a tired machine of a test run; the promise itself is measured by `benchmark late`


@pytest.mark.parametrize(
    ("locale", "thanks", "question"),
    [("en-GB", "Thank you", "How likely are you to recommend"), ("pl-PL", "Dziękujemy", "poleci")],
)
def test_customer_answers_on_a_phone_in_own_language(stranger, locale, thanks, question):
    page = stranger(locale=locale, **PHONE)
    page.goto(ADDRESS)
    expect(page.locator("main")).to_contain_text(question)

    answer(page, recommend=9, rating=4, why="żółw")

    expect(page.get_by_role("heading", level=1)).to_contain_text(thanks)
    assert page.context.cookies() == []


def test_customer_answers_without_scripts(stranger):
    page = stranger(java_script_enabled=False, **PHONE)
    page.goto(ADDRESS)

    answer(page, recommend=0, rating=1)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_customer_who_goes_back_and_sends_again_changes_the_answer(stranger):
    page = stranger(**PHONE)
    page.goto(ADDRESS)
    token = page.locator("input[name=token]")
    first = token.input_value()
    answer(page, recommend=3, rating=2)

    page.go_back()
    expect(token).to_have_value(first)
    answer(page, recommend=8, rating=2)
    expect(page.locator("main")).to_contain_text("You had sent this page already")

    page.get_by_role("link", name="Another person answers").click()
    expect(token).not_to_have_value(first)
    other = token.input_value()
    page.reload()
    expect(token).not_to_have_value(re.compile(f"{first}|{other}"))


def test_customer_who_forgets_a_question_keeps_the_other_answer(stranger):
    page = stranger(java_script_enabled=False, **PHONE)
    page.goto(ADDRESS)
    radio(page, "recommend", 7).check(force=True)
    page.get_by_role("button", name="Send").click()

    expect(radio(page, "recommend", 7)).to_be_checked()
    expect(page.get_by_text(re.compile("answer|Answer")).first).to_be_visible()
    assert ADDRESS in page.url
    assert "thanks" not in page.url


def test_answer_is_on_the_open_board_at_once(sign_in, stranger):
    board = sign_in("grace")
    board.goto(BOARD)
    before = counted(board)
    phone = stranger(**PHONE)
    phone.goto(ADDRESS)

    answer(phone, recommend=10, rating=5)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you")
    sent = time.monotonic()

    while counted(board) <= before:
        assert time.monotonic() - sent < SLOW_MACHINE_SECONDS, "the answer did not reach the open board"
        board.wait_for_timeout(50)


def answer(page: Page, *, recommend: int, rating: int, why: str = "") -> None:
    """Fill in the open survey of the demo and send it."""
    radio(page, "recommend", recommend).check(force=True)
    radio(page, "q7all", rating).check(force=True)
    if why:
        page.locator("textarea, input[type=text]").first.fill(why)
    page.locator("main form button[type=submit]").last.click()


def radio(page: Page, question: str, value: int):
    return page.locator(f"input[type=radio][name=q-{question}][value='{value}']")


def counted(board: Page) -> int:
    """How many answers the board says have come in."""
    row = board.locator("#now li", has_text=re.compile("Passengers, now")).first
    expect(row).to_be_visible()
    number = row.locator("b.big")
    return int(re.sub(r"\D", "", number.inner_text())) if number.count() else 0
