"""A technology change names a need before it is planned; the launch waits for it, or two persons decide otherwise."""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.browser_flows.conftest import WAIT_MILLISECONDS, sign_in_by_form
from tests.browser_flows.house import house_apart
from tests.browser_flows.test_deciding import approve, in_english

PROGRAMME = "/o/sfo/p/changes-flow/"
CHANGES = f"{PROGRAMME}changes/"
LAUNCH = f"{PROGRAMME}launch/"


def new_programme(page: Page) -> None:
    """A programme of its own, its launch begun out of order."""
    in_english(page, "/o/sfo/engagements/new/")
    page.locator("[name=name_en]").fill("Flow of changes")
    page.locator("[name=slug]").fill("changes-flow")
    page.locator("[name=first_day]").fill("2026-01-05")
    for _step in range(3):
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_load_state()
    page.wait_for_url(re.compile("/cycle/$"))
    page.goto(f"{PROGRAMME}cycle/1/launch/start/")
    page.locator("[name=reason]").fill("A trial of the launch alone.")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def choose_member(page: Page, field: str, name: str) -> None:
    page.locator(f"[name={field}]").select_option(label=name)


def set_to(page: Page, state: str) -> None:
    page.locator(f"#to-{state} button[type=submit]").click()
    page.wait_for_load_state()


@pytest.fixture
def sign_in_apart(house, browser, tmp_path):
    """As `sign_in`, in a house where a second programme is in nobody's way."""
    with house_apart(house, tmp_path / "apart") as apart, ExitStack() as contexts:

        def enter(name: str) -> Page:
            context = contexts.enter_context(browser.new_context(base_url=apart.address, locale="en-GB"))
            context.set_default_timeout(WAIT_MILLISECONDS)
            page = context.new_page()
            sign_in_by_form(page, name)
            return page

        yield enter


def test_technology_serves_a_need_and_the_launch_waits_for_it(sign_in_apart):
    kasia, olga, grace = sign_in_apart("kasia"), sign_in_apart("olga"), sign_in_apart("grace")
    new_programme(kasia)

    kasia.goto(f"{CHANGES}new/")
    kasia.locator("[name=name_en]").fill("Bags that tell where they are")
    kasia.locator("[name=domain]").select_option("systems")
    choose_member(kasia, "owner", "Olga Sample")
    kasia.locator("[name=due_on]").fill("2026-12-31")
    kasia.locator("main form button[type=submit]").last.click()
    expect(kasia.locator("main")).to_contain_text("Nobody has said which named need")

    set_to(kasia, "planned")
    expect(kasia.locator("main")).to_contain_text("Technology and loyalty programmes are a means")

    kasia.get_by_role("link", name="Edit").click()
    kasia.locator("[name=segment]").select_option(index=1)
    kasia.locator("[name=need_en]").fill("To know that the bag is on board")
    kasia.locator("[name=gain_en]").fill("Sits down without a worry")
    kasia.locator("main form button[type=submit]").last.click()
    set_to(kasia, "planned")
    set_to(kasia, "under_way")

    kasia.goto(LAUNCH)
    kasia.get_by_role("button", name="Draft the checklist").click()
    expect(kasia.get_by_role("link", name="Bags that tell where they are").first).to_be_visible()
    kasia.goto(f"{PROGRAMME}cycle/1/launch/propose/")
    expect(kasia.locator("main")).to_contain_text("The gate does not open yet")
    kasia.locator("[name=note]").fill("Let us launch all the same.")
    kasia.locator("main form button[type=submit]").last.click()
    expect(kasia.locator("main")).to_contain_text("What must be there is not there")

    kasia.goto(f"{CHANGES}?words=bags")
    kasia.locator(".change-card a").first.click()
    kasia.locator("#to-live [name=live_on]").fill("2026-02-02")
    kasia.locator("#to-live [name=words]").fill("Screens run in the hall; photographed.")
    set_to(kasia, "live")
    expect(kasia.locator("main")).to_contain_text("Screens run in the hall")
    kasia.goto(LAUNCH)
    line = kasia.locator(".launch-points > li", has_text="Bags that tell where they are")
    expect(line).to_contain_text("there")

    decide_to_pass(kasia, olga, grace)
    kasia.goto(f"{PROGRAMME}cycle/1/launch/propose/")
    kasia.locator("[name=note]").fill("Decided by committee and sponsor.")
    kasia.locator("main form button[type=submit]").last.click()
    expect(kasia.get_by_role("heading", level=1)).to_contain_text("may the phase be passed?")
    expect(kasia.locator("main")).to_contain_text("Everybody is trained by June")


def decide_to_pass(kasia: Page, *deciders: Page) -> None:
    """What is open still is let pass by two persons, with a reason."""
    kasia.goto(f"{PROGRAMME}cycle/1/launch/nevertheless/")
    kasia.locator("[name=reason]").fill("Everybody is trained by June.")
    kasia.locator("main form button[type=submit]").last.click()
    kasia.wait_for_url(re.compile("/nevertheless/[0-9a-f-]{36}/"))
    for page in deciders:
        page.goto(kasia.url)
        approve(page)
    kasia.reload()
    expect(kasia.get_by_role("heading", level=1)).to_contain_text("may pass although")
