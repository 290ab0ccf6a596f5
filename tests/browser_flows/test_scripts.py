"""Scripts in a real browser: written by buttons, judged by one tap, kept without network and erased again."""

import re

from playwright.sync_api import Page, expect

from tests.browser_flows.conftest import PHONE, sign_in_by_form
from tests.browser_flows.test_deciding import in_english

SCRIPTS = "/o/sfo/me/scripts/"
SCRIPT = "/o/sfo/touchpoints/information/script/"


def keep_scripts(page: Page) -> None:
    """Switch on what is read without network."""
    page.goto(SCRIPTS)
    page.get_by_role("button", name="This device is mine: keep them").click()
    expect(page.locator("[data-saved]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def kept_names(page: Page) -> list[str]:
    return page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('cem-kept')))")


def test_kept_scripts_are_read_with_the_network_off(new_context):
    context = new_context(**PHONE)
    page = context.new_page()
    sign_in_by_form(page, "jenny")
    keep_scripts(page)

    context.set_offline(True)
    page.goto("/o/sfo/me/")
    expect(page.get_by_text("Saved on")).to_be_visible()
    page.get_by_role("link", name="Information desks").click()
    expect(page.get_by_role("heading", name=re.compile("One answer to the gate"))).to_be_in_viewport()
    page.goto(SCRIPT)
    expect(page.locator("#kept-information")).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") != "0px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_the_members_wish_nothing_is_kept(new_context):
    context = new_context(**PHONE)
    page = context.new_page()
    sign_in_by_form(page, "jenny")
    page.goto(SCRIPTS)
    expect(page.get_by_text("never on a shared one")).to_be_visible()

    assert kept_names(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_signing_out_erases_what_was_kept(new_context):
    context = new_context(**PHONE)
    page = context.new_page()
    sign_in_by_form(page, "jenny")
    keep_scripts(page)
    assert len(kept_names(page)) == 1

    page.goto("/o/sfo/me/")
    page.locator("details.drop summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("login|/$"))
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    context.set_offline(True)

    assert fails_to_open(page, SCRIPT)


def test_another_member_on_the_same_device_sees_nothing(new_context):
    context = new_context(**PHONE)
    page = context.new_page()
    sign_in_by_form(page, "jenny")
    keep_scripts(page)
    context.clear_cookies()  # her session ended by itself: nobody signed out

    sign_in_by_form(page, "marek")
    page.goto(SCRIPTS)
    page.wait_for_function("document.querySelector('[data-keep]').dataset.ready === 'off'")

    assert kept_names(page) == []
    context.set_offline(True)
    assert fails_to_open(page, SCRIPT)


def test_after_seven_days_nothing_is_shown(new_context):
    context = new_context(**PHONE)
    page = context.new_page()
    sign_in_by_form(page, "jenny")
    keep_scripts(page)
    page.evaluate(
        """async () => {
            const [name] = await caches.keys();
            const cache = await caches.open(name);
            const page = await cache.match("/o/sfo/me/kept/", { ignoreVary: true });
            const headers = new Headers(page.headers);
            headers.set("Kept-Until", new Date(Date.now() - 1000).toISOString());
            await cache.put("/o/sfo/me/kept/", new Response(await page.blob(), { headers }));
        }"""
    )
    context.set_offline(True)

    assert fails_to_open(page, SCRIPT)
    context.set_offline(False)
    page.goto("/o/sfo/me/")
    assert kept_names(page) == []


def fails_to_open(page: Page, address: str) -> bool:
    try:
        page.goto(address)
    except Exception as failure:
        return "ERR_" in str(failure)
    return False


def test_steps_are_added_and_moved_by_buttons_from_the_keyboard(sign_in):
    page = sign_in("kasia")
    in_english(page, "/o/sfo/touchpoints/wifi/script/edit/?begin=skeleton")
    expect(page.get_by_text("A beginning, not a script")).to_be_visible()
    before = page.locator(".step-form").count()
    first = page.locator("#step-0 textarea[lang=en]").first.input_value()

    down = page.get_by_role("button", name="Move step 1 down")
    down.focus()
    down.press("Enter")
    expect(page.locator("#step-1 textarea[lang=en]").first).to_have_value(first)
    expect(page.get_by_role("button", name="Move step 2 down")).to_be_focused()
    page.get_by_role("button", name="Another step").click()
    expect(page.locator(".step-form")).to_have_count(before + 1)
    page.locator(".step-form").last.get_by_label("English").first.fill("Say good-bye")
    page.get_by_role("button", name="Keep as draft").last.click()

    expect(page).to_have_url(re.compile(r"/script/\d+/$"))
    expect(page.get_by_role("heading", name="Say good-bye")).to_be_visible()


def test_one_tap_says_that_a_script_did_not_fit(sign_in):
    page = sign_in("jenny", **PHONE)
    page.goto(SCRIPT)
    page.get_by_role("button", name="It did not fit").click()

    expect(page.get_by_text("it stands in the backlog")).to_be_visible()
    page.goto("/o/sfo/touchpoints/information/backlog/?state=open")
    expect(page.get_by_role("heading", level=1)).to_contain_text("did not fit")


def test_a_value_is_entered_on_a_phone(sign_in):
    page = sign_in("kasia", **PHONE)
    in_english(page, "/o/sfo/touchpoints/information/standards/desk-wait/")
    page.get_by_role("spinbutton", name="Value").fill("1.5")
    page.get_by_role("button", name="Keep").click()

    expect(page.get_by_text("Kept. Thank you.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
