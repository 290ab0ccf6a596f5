"""People at work: the script in two taps, attendance on the list, a key for a program."""

import json
import re
import urllib.request

from playwright.sync_api import expect

from tests.browser_flows.conftest import PHONE
from tests.browser_flows.test_deciding import in_english


def test_frontline_employee_reads_a_script_in_two_taps(sign_in):
    page = sign_in("jenny", **PHONE)
    page.goto("/o/sfo/me/")
    row = page.get_by_role("listitem").filter(has_text="Information desks").first
    row.get_by_role("link", name="Script").click()

    expect(page).to_have_url(re.compile("/touchpoints/information/script/$"))
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_attendance_is_recorded_and_moves_coverage(sign_in):
    page = sign_in("kasia")
    in_english(page, "/o/sfo/training/courses/promise/")
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("Begins").fill("2026-10-05T09:00")
    page.get_by_label("Minutes").fill("45")
    page.locator("main form button[type=submit]").last.click()
    if "/sessions/" not in page.url:
        page.get_by_role("link", name=re.compile("5 Oct 2026")).first.click()

    page.get_by_role("checkbox", name=re.compile("^Jenny Sample")).check()
    page.get_by_role("checkbox", name=re.compile("^Rosa Sample")).check()
    page.locator("main form button[type=submit]").last.click()

    page.goto(page.url)
    page.get_by_role("link", name=re.compile("5 Oct 2026")).first.click() if "/sessions/" not in page.url else None
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of ")
    expect(page.get_by_role("checkbox", name=re.compile("^Jenny Sample"))).to_be_checked()


def test_key_is_shown_once_and_fetches_the_figure(sign_in, house):
    page = sign_in("adam")
    page.goto("/o/sfo/settings/keys/")
    page.get_by_label("Name").fill("Spreadsheet of the sales")
    page.get_by_role("checkbox", name=re.compile("^nps:read")).check()
    page.get_by_role("button", name="Make the key").click()
    words = page.locator("main").inner_text()
    secret = re.search(r"cem_\S{20,}", words).group()

    figure = ask(f"{house.address}/api/v1/nps?survey=passengers-2017", secret)
    page.goto("/o/sfo/settings/keys/")

    assert round(figure["value"], 6) == 39.839767
    assert (figure["n"], figure["promoters"], figure["passives"], figure["detractors"]) == (2746, 1436, 968, 342)
    assert secret not in page.content()


def ask(address: str, key: str) -> dict:
    """The first row that the API gives a key's holder."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=20) as response:
        told = json.load(response)
    return told["results"][0] if "results" in told else told
