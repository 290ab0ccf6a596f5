"""What was typed survives a session that ended meanwhile: it waits in the window and stands in the form again."""

import re

from playwright.sync_api import expect

from tests.browser_flows.conftest import PASSWORD
from tests.browser_flows.test_deciding import in_english

NEW = "/o/sfo/ideas/new/"


def test_a_form_sent_after_the_session_ended_is_filled_in_again_once_and_for_its_writer_only(sign_in):
    page = sign_in("jenny")
    in_english(page, f"{NEW}?touchpoint=information")
    page.locator("[name=kind][value=obstacle]").check()
    page.get_by_label("In a sentence").fill("The clock at the desk is slow")
    page.get_by_label("More about it").fill("By four minutes,\nsince spring.")

    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator("main")).to_contain_text("Not stored.")
    expect(page.locator("main")).to_contain_text("once you have signed in")
    page.get_by_label("E-mail address").fill("jenny@sample.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form").first.get_by_role("button").first.click()

    expect(page).to_have_url(re.compile(re.escape(f"{NEW}?touchpoint=information") + "$"))
    expect(page.locator("main")).to_contain_text("This had not been stored.")
    expect(page.get_by_label("In a sentence")).to_have_value("The clock at the desk is slow")
    expect(page.get_by_label("More about it")).to_have_value("By four minutes,\nsince spring.")
    expect(page.locator("[name=kind][value=obstacle]")).to_be_checked()
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The clock at the desk is slow")
    page.goto(f"{NEW}?touchpoint=information")
    expect(page.get_by_label("In a sentence")).to_have_value("")
