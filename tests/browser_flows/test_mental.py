"""The journey from memory, on a phone: named line by line, ordered by buttons and by drag, sent and kept."""

from playwright.sync_api import expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import in_english


def test_the_ordering_game_is_played_on_a_phone(sign_in):
    jenny = sign_in("jenny", **PHONE)
    in_english(jenny, "/o/sfo/me/")
    jenny.get_by_role("link", name="Draw it").click()
    lines = jenny.locator("[data-lines] input")
    lines.first.press_sequentially("Gate area")
    lines.first.press("Enter")
    expect(lines.nth(1)).to_be_focused()
    lines.nth(1).fill("Flight screens")
    lines.nth(2).fill("Airline desk")
    jenny.get_by_role("button", name="Next: put them in order").click()

    names = jenny.locator("[data-step] b")
    jenny.get_by_role("button", name="Flight screens earlier").press("Enter")
    expect(names).to_have_text(["Flight screens", "Gate area", "Airline desk"])
    expect(jenny.get_by_role("button", name="Flight screens later")).to_be_focused()
    grip, first = jenny.locator("[data-grip]").last.bounding_box(), jenny.locator("[data-step]").first.bounding_box()
    jenny.mouse.move(grip["x"] + 10, grip["y"] + 10)
    jenny.mouse.down()
    jenny.mouse.move(first["x"] + 20, first["y"] + 5, steps=8)
    jenny.mouse.up()
    expect(names).to_have_text(["Airline desk", "Flight screens", "Gate area"])
    jenny.get_by_role("radiogroup").first.get_by_label("5").check()
    assert jenny.evaluate("document.documentElement.scrollWidth") <= 390
    jenny.get_by_role("button", name="Send my path").click()
    expect(jenny.locator(".own-path li")).to_have_text(["Airline desk 5/5", "Flight screens", "Gate area"])
