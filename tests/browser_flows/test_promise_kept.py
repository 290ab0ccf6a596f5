"""From the promise to its gap and the whole chain; and a frontline employee who says what the promise means."""

import re

from playwright.sync_api import expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import in_english


def test_committee_reads_where_the_promise_falls_short_and_what_is_missing(sign_in):
    page = sign_in("olga")
    in_english(page, "/o/sfo/promise/")
    page.get_by_role("link", name="Promise gap").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("falls short at")
    expect(page.get_by_text("SAMPLE: these answers are made up")).to_be_visible()
    security = page.get_by_role("row", name=re.compile("^Security check")).first
    expect(security).to_contain_text("falls short")
    expect(security).to_contain_text("not asked")

    page.get_by_label("Tell apart by").select_option("language")
    page.locator("form.filters button[type=submit]").click()
    expect(page.get_by_role("heading", name=re.compile("Pillars by segment"))).to_be_visible()

    page.get_by_role("link", name="The whole chain").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The chain has")
    expect(page.get_by_role("heading", name="A taste of the Bay")).to_be_visible()


def test_frontline_employee_answers_the_knowledge_check_on_a_phone(sign_in):
    page = sign_in("marek", **PHONE)
    in_english(page, "/o/sfo/me/")
    page.get_by_role("link", name="Answer it").click()
    questions = page.locator("fieldset.question")
    expect(questions.first).to_be_visible()
    for place in range(questions.count()):
        questions.nth(place).locator("label").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d of \d right"))
    page.goto("/o/sfo/me/")
    expect(page.get_by_role("link", name="Answer it")).to_have_count(0)
