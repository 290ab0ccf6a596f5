"""A file becomes answers in the browser: through the wizard to the end, one line refused, then undone."""

import re

from playwright.sync_api import expect

from tests.browser_flows.test_deciding import in_english
from tests.browser_flows.watching import sticking_out

WORK_MILLISECONDS = 60_000
FILE = "recommend,q7all,reason\n10,5,quick\n9,4,\n0,1,lost my way\n12,4,no such score\n"


def test_file_is_imported_with_one_line_refused_and_undone(sign_in, small_file):
    page = sign_in("kasia")
    in_english(page, "/o/sfo/feedback/new-import/")
    page.locator("input[type=file]").set_input_files(small_file("kiosk.csv", FILE))
    page.locator("select[name=survey]").select_option(label="Passengers, now")
    page.get_by_role("button", name="Upload and look at it").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("4 lines", timeout=WORK_MILLISECONDS)
    page.get_by_role("button", name="Yes, go on").click()
    page.get_by_role("button", name="Go on to the values").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("each value mean")
    assert sticking_out(page, "main .card select", ".scroll, .card") == []
    page.get_by_role("button", name="Check the whole file").click()

    start = page.get_by_role("button", name=re.compile("^Import 3 answers"))
    expect(start).to_be_visible(timeout=WORK_MILLISECONDS)
    refused = page.get_by_role("table", name="Reasons").or_(page.get_by_role("region", name="Reasons")).first
    expect(refused).to_contain_text("recommend")
    expect(refused).to_contain_text("12")
    start.click()

    undo = page.get_by_role("link", name="Undo the import …")
    expect(undo).to_be_visible(timeout=WORK_MILLISECONDS)
    with page.expect_download() as report:
        page.get_by_role("link", name="Lines not taken (CSV)").click()
    lines = report.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("5,recommend,")
    assert lines[1].endswith(",12,4,no such score")

    undo.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete 3 answers again?")
    page.get_by_role("button", name="Delete 3 answers").click()
    expect(page.locator("#import-state")).to_contain_text("This import is undone", timeout=WORK_MILLISECONDS)
