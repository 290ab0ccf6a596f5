"""A version of the promise: drafted, discussed on a phone, taken up, signed for, approved by two, and read by all."""

import re

from playwright.sync_api import Page, expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import approve, in_english

PROMISE = "/o/sfo/promise/"
REMARK = "Say it as we say it at the desk."


def test_a_promise_is_drafted_discussed_signed_for_and_approved_by_two(sign_in):
    kasia, jenny, rosa = sign_in("kasia"), sign_in("jenny", **PHONE), sign_in("rosa")
    version = draft(kasia)
    ask_everybody(kasia, version)

    say_what_one_thinks(jenny)
    take_up(kasia, version)
    sign_for_area_a(kasia, rosa, version)

    kasia.goto(version)
    expect(kasia.locator("main")).to_contain_text(re.compile("Jenny Sample"))
    kasia.get_by_role("button", name="Propose to the committee").click()
    for name in ("olga", "grace"):
        member = sign_in(name)
        member.goto(version)
        approve(member)

    expect(member.locator("main")).to_contain_text("Version 3, approved")
    expect(member.get_by_role("heading", level=1)).to_have_text(
        "You will reach your gate calm, and taste the Bay on the way."
    )
    read_vision_and_values(jenny)


def draft(page: Page) -> str:
    """Write the next version; returns its address."""
    in_english(page, PROMISE)
    page.get_by_role("button", name="Draft the next version").click()
    page.wait_for_url(re.compile("/promise/edit/"))
    page.locator("[name=what_changed_en]").fill("In the words of those who keep it")
    page.locator("main form button[type=submit]:not([name=more])").last.click()
    page.wait_for_url(re.compile(r"/promise/\d+/$"))
    return page.url


def ask_everybody(page: Page, version: str) -> None:
    page.goto(f"{version}consultation/")
    page.get_by_role("button", name="Open the round").click()
    expect(page.locator("main")).to_contain_text("open until")


def say_what_one_thinks(page: Page) -> None:
    """From My work, on a phone: three taps, a sentence, sent."""
    page.goto("/o/sfo/me/")
    page.get_by_role("link", name="Say what you think").click()
    places = page.locator("[data-places]")
    expect(places).to_have_count(3)
    for row in range(3):
        places.nth(row).get_by_role("radio", name="1", exact=True).check(force=True)
    # Each 1 given anew was taken from the pillar that had it before.
    expect(places.nth(2).get_by_role("radio", name="1", exact=True)).to_be_checked()
    expect(page.locator("[data-places] input:checked")).to_have_count(1)
    places.nth(0).get_by_role("radio", name="2", exact=True).check(force=True)
    page.locator("[name=remark]").fill(REMARK)
    page.get_by_role("button", name="Send my opinion").click()
    expect(page.locator("main")).to_contain_text("Your opinion is kept")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def take_up(page: Page, version: str) -> None:
    page.goto(f"{version}consultation/")
    expect(page.locator("main")).to_contain_text(REMARK)
    page.locator("[name=answer]").first.fill("The first pillar says it so.")
    page.get_by_role("button", name="Taken up", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("The first pillar says it so.")


def sign_for_area_a(asker: Page, head: Page, version: str) -> None:
    asker.goto(f"{version}feasibility/")
    asker.get_by_role("checkbox", name=re.compile("Boarding area A")).check()
    asker.get_by_role("button", name="Ask these units").click()
    head.goto("/o/sfo/me/")
    head.get_by_role("link", name="Read and sign").click()
    head.get_by_role("radio", name="yes", exact=True).check()
    head.get_by_role("button", name="Sign", exact=True).click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("1 of 1 unit")


def read_vision_and_values(page: Page) -> None:
    page.goto("/o/sfo/me/")
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("button", name="I have read it").click()
    expect(page.locator("main")).to_contain_text("You have read version 3.")
