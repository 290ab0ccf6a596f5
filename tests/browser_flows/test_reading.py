"""Signing in and reading: the figures, the languages, the keyboard, and all of it without scripts."""

import re

from playwright.sync_api import Page, expect

from tests.browser_flows.conftest import PHONE, sign_in_by_form
from tests.browser_flows.watching import sticking_out

BOARD = "/o/sfo/p/passenger-experience/"
LOYALTY = re.compile(r"\+40\s*\(37…42\)\s*·\s*n\s*2\s746")


def test_committee_member_signs_in_and_reads_the_published_figure(stranger):
    page = stranger()

    sign_in_by_form(page, "olga")

    expect(page).to_have_url(re.compile(f"{BOARD}$"))
    expect(page.locator("main")).to_contain_text(LOYALTY)
    expect(page.locator("main")).to_contain_text("Asked for the first time in this wave")
    expect(page.get_by_text("Survey answers: San Francisco airport 2015–2017.")).to_be_visible()


def test_wrong_password_is_refused_in_words_and_keeps_the_address_given(stranger):
    page = stranger()
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("nobody@sample.example")
    page.get_by_label("Password").fill("not-the-password")
    page.locator("main form").first.get_by_role("button").first.click()

    expect(page).to_have_url(re.compile("/account/login/"))
    expect(page.get_by_role("alert").or_(page.locator(".error, .errors")).first).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody@sample.example")


def test_states_on_the_journey_map_stay_in_their_columns(sign_in):
    page = sign_in("kasia")
    page.goto(f"{BOARD}touchpoints/")

    expect(page.locator(".journey .tp").first).to_be_visible()
    assert sticking_out(page, ".journey .tp", "th, td") == []


def test_board_reads_the_same_without_scripts(sign_in):
    page = sign_in("olga", java_script_enabled=False)

    page.goto(BOARD)

    expect(page.locator("main")).to_contain_text(LOYALTY)
    chart = page.get_by_role("region", name=re.compile("things asked about"))
    expect(chart.locator("svg.chart").first).to_be_visible()
    chart.locator("summary", has_text="Table").click()
    expect(chart.get_by_role("row", name=re.compile("Restrooms, clean"))).to_be_visible()


def test_language_switch_keeps_the_page(sign_in):
    page = sign_in("tomasz")
    page.goto("/o/sfo/compare/?before=passengers-2015&after=passengers-2017&by=question")
    page.locator("button[name=language][value=pl]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.get_by_role("row", name=re.compile("Kontrola bezpieczeństwa")).first).to_be_visible()

    page.locator("button[name=language][value=en]").first.click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/compare/\?before=passengers-2015&after=passengers-2017&by=question$"))
    expect(page.get_by_role("row", name=re.compile("Security check")).first).to_be_visible()


def test_keyboard_alone_skips_to_the_content_and_walks_the_menu(sign_in):
    page = sign_in("olga")
    page.goto(BOARD)

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.goto(BOARD)
    _tab_to(page, "2 · Brand promise")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/o/sfo/promise/$"))


def test_keyboard_alone_opens_the_own_menu_and_leaves_it(sign_in):
    page = sign_in("olga")
    page.goto("/o/sfo/promise/")
    opener = page.locator("details.drop summary")

    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("My account")
    page.keyboard.press("Escape")

    expect(page.locator("details.drop")).not_to_have_attribute("open", "")
    expect(opener).to_be_focused()


def test_keyboard_alone_finds_something(sign_in):
    page = sign_in("olga")
    page.goto("/o/sfo/promise/")

    page.get_by_role("searchbox").focus()
    page.keyboard.type("restrooms")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=restrooms"))
    expect(page.locator("main").get_by_role("link", name=re.compile("Restrooms")).first).to_be_visible()


def test_menu_opens_on_a_phone(sign_in):
    page = sign_in("olga", **PHONE)
    page.goto(BOARD)

    page.get_by_role("button", name="Menu").press("Enter")
    expect(page.get_by_role("link", name=re.compile("3 · Touchpoints")).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name=re.compile("3 · Touchpoints")).first).not_to_be_visible()

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name=re.compile("3 · Touchpoints")).first.click()

    expect(page).to_have_url(re.compile("/touchpoints/$"))


def _tab_to(page: Page, words: str, *, at_most: int = 40) -> None:
    """Press the tabulator until something with these words has the focus."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if words in (page.locator(":focus").text_content() or ""):
            return
    raise AssertionError(f"“{words}” is not reached within {at_most} steps of the tabulator")
