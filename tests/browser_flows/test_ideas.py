"""An idea on a phone: proposed within half a minute, a like one seen while writing, voted for, answered, heard of."""

import time

from playwright.sync_api import expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import in_english

IDEAS = "/o/sfo/ideas/"


def test_proposed_on_a_phone_voted_for_and_answered(sign_in):
    jenny, tomasz = sign_in("jenny", **PHONE), sign_in("tomasz")
    in_english(jenny, f"{IDEAS}new/?touchpoint=information")
    began = time.monotonic()
    expect(jenny.locator("[name=touchpoint] option:checked")).to_have_text("Information desks")
    jenny.get_by_label("In a sentence").press_sequentially("Water for people who queue for long")
    expect(jenny.locator("#similar")).to_contain_text("Offer water to people who queue")
    jenny.get_by_label("In a sentence").fill("Lend umbrellas between terminal and garage")
    expect(jenny.locator("#similar")).not_to_contain_text("Offer water")
    jenny.get_by_role("button", name="Propose").click()
    expect(jenny.get_by_role("heading", level=1)).to_have_text("Lend umbrellas between terminal and garage")
    assert time.monotonic() - began < 30
    assert jenny.evaluate("document.documentElement.scrollWidth") <= 390

    in_english(tomasz, f"{IDEAS}?sort=-day")
    tomasz.get_by_role("button", name="Vote for “Lend umbrellas").click()
    expect(tomasz.locator("button[aria-pressed=true]", has_text="1").first).to_be_visible()
    tomasz.get_by_role("link", name="Lend umbrellas").click()
    expect(tomasz.locator("main")).not_to_contain_text("Jenny")
    tomasz.get_by_label("What becomes of it").select_option("considered")
    tomasz.get_by_label("Answer to the author").fill("We ask for one and tell you in a week.")
    tomasz.get_by_role("button", name="Answer").click()
    expect(tomasz.locator("main")).to_contain_text("We ask for one and tell you in a week.")

    jenny.goto("/o/sfo/me/")
    expect(jenny.locator("main")).to_contain_text("Lend umbrellas")
    jenny.goto(f"{IDEAS}?whose=mine&sort=-day")
    expect(jenny.locator(".idea-row").first).to_contain_text("We ask for one and tell you in a week.")
    expect(jenny.locator(".idea-row").first).to_contain_text("considered")


def test_a_process_is_read_as_a_list_on_a_phone_and_drawn_by_buttons_at_a_desk(sign_in):
    jenny, kasia = sign_in("jenny", **PHONE), sign_in("kasia")
    in_english(jenny, "/o/sfo/processes/restroom-cleaning/")
    expect(jenny.locator(".process-scroll")).to_be_hidden()
    expect(jenny.locator("#step-2")).to_contain_text("eliminate")
    assert jenny.evaluate("document.documentElement.scrollWidth") <= 390

    in_english(kasia, "/o/sfo/processes/lost-item/edit/")
    kasia.get_by_role("button", name="Move step 2 up").click()
    expect(kasia.locator("#step-0 input[name=step-0-name_en]")).to_have_value("Writes the form by hand")
    expect(kasia.locator("#do-down-step-0")).to_be_focused()
    kasia.get_by_role("button", name="Another step").click()
    kasia.locator("[name=step-7-name_en]").fill("Says thank you")
    kasia.get_by_role("button", name="Keep as draft").last.click()
    expect(kasia.locator("#step-8")).to_contain_text("Says thank you")
    expect(kasia.locator(".process-scroll svg")).to_be_visible()
