"""Somebody leaves: what they hold goes to a successor on one page, who hears of it; the ecosystem reads on a phone."""

import re

from playwright.sync_api import expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import in_english

RACI = "/o/sfo/accountability/"


def test_a_leaver_hands_over_and_a_hole_is_closed(sign_in):
    kasia, olga = sign_in("kasia"), sign_in("olga", **PHONE)
    in_english(kasia, f"{RACI}holes/")
    expect(kasia.locator("main")).to_contain_text("A shop opens: our tenants' path: nobody is accountable.")
    kasia.get_by_role("link", name="Ana Sample 33", exact=True).click()
    expect(kasia.get_by_role("heading", level=1)).to_have_text(re.compile("Ana Sample 33 holds 3 things"))
    kasia.get_by_label("Everything goes to").select_option(label="Olga Sample")
    kasia.get_by_label("Successor for Baggage").select_option(label="Piotr Sample")
    kasia.get_by_label("Note to the successors").fill("The crews know the plan.")
    kasia.get_by_role("button", name="Hand over").click()
    expect(kasia.get_by_role("heading", level=1)).to_have_text(re.compile("holds 0 things"))
    kasia.goto(f"{RACI}holes/")
    expect(kasia.locator("main")).to_contain_text("Nobody who leaves holds anything.")

    kasia.get_by_role("link", name=re.compile("A shop opens.*nobody is accountable")).click()
    kasia.locator("select[name=who]").select_option(label="Piotr Sample")
    kasia.get_by_role("button", name="Write it down").click()
    expect(kasia.get_by_role("heading", level=1)).to_contain_text("Piotr Sample is accountable")

    in_english(olga, "/o/sfo/settings/notifications/")
    expect(olga.locator("main")).to_contain_text("2 things were handed over to you by Ana Sample 33")
    olga.get_by_role("button", name="Open", exact=True).first.click()
    expect(olga.locator("main")).to_contain_text("The crews know the plan.")
    olga.goto("/o/sfo/ecosystem/")
    expect(olga.locator(".ecosystem-narrow svg")).to_be_visible()
    expect(olga.locator(".ecosystem-wide")).to_be_hidden()
    assert olga.evaluate("document.documentElement.scrollWidth") <= 390
