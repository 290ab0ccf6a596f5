"""The committee's work: a gate decided by two persons, the next cycle, a finding with its figure, a promise."""

import re

from playwright.sync_api import Page, expect

CYCLE = "/o/sfo/p/passenger-experience/cycle/"
AUDIT = "/o/sfo/p/passenger-experience/audit/"
PROMISE = "/o/sfo/promise/"


def test_two_persons_pass_the_gate_and_the_next_cycle_begins_with_a_finding(sign_in):
    olga, grace, kasia = sign_in("olga"), sign_in("grace"), sign_in("kasia")

    open_gate(olga)
    approve(olga)
    expect(olga.locator("main")).to_contain_text("1 approval is missing")
    open_gate(grace)
    approve(grace)
    expect(grace.get_by_role("heading", level=1)).to_contain_text("the gate is passed")

    in_english(kasia, CYCLE)
    kasia.get_by_role("button", name="Open the next cycle").click()
    expect(kasia.locator("main")).to_contain_text(re.compile("cycle 3", re.IGNORECASE))

    kasia.goto(f"{AUDIT}?cycle=3")
    if kasia.get_by_role("button", name="Open it").count():
        kasia.get_by_role("button", name="Open it").click()
    kasia.get_by_role("link", name="Add a finding").click()
    write_finding(kasia, "Wi-Fi is asked for more often", "passengers-2017|q7wifi|rating_top2")

    expect(kasia.get_by_role("heading", level=1)).to_have_text("Wi-Fi is asked for more often")
    expect(kasia.locator("main")).to_contain_text(re.compile(r"75\s*%\s*\(73…76\)\s*·\s*n\s*2\s142"))
    expect(kasia.locator("main")).to_contain_text("frozen on")


def test_promise_is_drafted_by_one_and_approved_by_two(sign_in):
    kasia, olga, grace = sign_in("kasia"), sign_in("olga"), sign_in("grace")
    in_english(kasia, PROMISE)
    kasia.get_by_role("button", name="Draft the next version").click()
    kasia.wait_for_url(re.compile("/promise/edit/"))
    kasia.locator("[name=what_changed_en]").fill("Nothing but a try of the approval")
    kasia.locator("main form button[type=submit]:not([name=more])").last.click()
    kasia.get_by_role("button", name="Propose to the committee").click()
    version = kasia.url

    for member in (olga, grace):
        member.goto(version)
        approve(member)

    expect(grace.locator("main")).to_contain_text("Version 3, approved")
    expect(grace.get_by_role("heading", level=1)).to_have_text(
        "You will reach your gate calm, and taste the Bay on the way."
    )


def open_gate(page: Page) -> None:
    """From the board, as somebody for whom the gate waits."""
    page.goto("/o/sfo/p/passenger-experience/")
    page.get_by_role("link", name=re.compile("^Gate: Re-audit")).first.click()


def approve(page: Page) -> None:
    page.get_by_role("radio", name="Approve").check(force=True)
    page.get_by_role("button", name="Decide").click()
    page.wait_for_load_state()


def in_english(page: Page, address: str) -> None:
    """Open a page as somebody who reads Polish, and switch."""
    page.goto(address)
    page.locator("button[name=language][value=en]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def write_finding(page: Page, title: str, evidence: str) -> None:
    page.locator("[name^=title]").first.fill(title)
    page.locator("[name=evidence]").select_option(evidence)
    page.get_by_role("button", name="Keep").click()
