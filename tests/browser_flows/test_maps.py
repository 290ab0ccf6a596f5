"""The journey map in a browser: a touchpoint moved by drag, another by keys alone; sixty touchpoints stay readable."""

import re

from playwright.sync_api import Locator, Page, expect

MAP = "/o/sfo/p/passenger-experience/touchpoints/"
WISH = f"{MAP}?journey=departure&map=to_be-1&edit=1"


def test_a_touchpoint_is_dragged_to_another_stage_and_the_change_undone(sign_in):
    page = sign_in("olga")
    in_english(page, WISH)

    with page.expect_response(re.compile("/drop/$")):
        drag(page, chip(page, "Shops"), cell(page, "Boarding"))

    expect(cell(page, "Boarding").get_by_text("Shops", exact=True)).to_be_visible()
    page.reload()
    expect(cell(page, "Boarding").get_by_text("Shops", exact=True)).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(cell(page, "Waiting").get_by_text("Shops", exact=True)).to_be_visible()


def test_a_touchpoint_is_moved_and_a_note_written_with_keys_alone(sign_in):
    page = sign_in("olga")
    in_english(page, WISH)

    page.get_by_role("button", name="Move Signs and directions with the arrow keys").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map-told")).to_contain_text("taken up")
    page.keyboard.press("ArrowRight")
    with page.expect_response(re.compile("/drop/$")):
        page.keyboard.press("Enter")

    expect(cell(page, "Security").get_by_text("Signs and directions", exact=True)).to_be_visible()
    page.reload()
    expect(cell(page, "Security").get_by_text("Signs and directions", exact=True)).to_be_visible()

    page.get_by_role("link", name="Add to Pains, Security").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-form textarea").first).to_be_focused()
    page.keyboard.type("Trays run out at seven.")
    page.locator(".map-form").get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map table").get_by_text("Trays run out at seven.")).to_be_visible()

    for _change in range(2):
        before = page.locator(".map-undo summary").inner_text()
        page.get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".map-undo summary")).not_to_have_text(before)
    expect(cell(page, "Check-in").get_by_text("Signs and directions", exact=True)).to_be_visible()


def test_sixty_touchpoints_stay_readable(sign_in):
    page = sign_in("olga", viewport={"width": 1440, "height": 900})
    draw_sixty(page)

    page.goto(f"{MAP}?journey=sixty")
    expect(page.locator("#map table .tp")).to_have_count(60)
    page.locator(".map-scroll").evaluate("box => box.scrollTo(0, 400)")
    heads = page.locator("#map thead th").first.bounding_box()
    box = page.locator(".map-scroll").bounding_box()
    assert abs(heads["y"] - box["y"]) <= 2  # the stages stay in view
    assert cut_off(page) == 0

    page.goto(f"{MAP}?journey=sixty&dense=1")
    assert smallest_letters(page) >= 12
    assert cut_off(page) == 0
    area = page.locator("#map table").bounding_box()
    assert area["width"] <= box["width"] + 1  # ten stages without scrolling sideways
    assert area["height"] <= 900

    phone = sign_in("olga", viewport={"width": 390, "height": 844})
    phone.goto(f"{MAP}?journey=sixty")
    expect(phone.locator(".map-list .tp")).to_have_count(60)
    expect(phone.locator(".map-scroll")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def draw_sixty(page: Page) -> None:
    """A journey of ten stages with six touchpoints each, drawn from a matrix."""
    in_english(page, f"{MAP}new/")
    page.locator("[name=code]").fill("sixty")
    page.locator("[name=name_en]").fill("Sixty touchpoints")
    page.get_by_role("button", name="Save").click()
    codes = [f"stage-{number}" for number in range(1, 11)]
    cells = ['"' + "\n".join(f"sample-{code}-{place}" for place in range(1, 7)) + '"' for code in codes]
    text = "\n".join([f"lane,segment,language,{','.join(codes)}", f"touchpoints,,,{','.join(cells)}"])
    page.goto(f"{MAP}sixty/import/")
    page.locator("[name=format]").first.select_option("csv")
    page.locator("textarea[name=text]:visible").fill(text)
    page.get_by_role("button", name="See what would be drawn").click()
    page.get_by_role("button", name="Draw it as a new version").click()
    expect(page).to_have_url(re.compile("map=as_is-2"))


def in_english(page: Page, address: str) -> None:
    """Open a page in English, whatever the person read last."""
    page.goto(address)
    if page.locator("html").get_attribute("lang") != "en":
        page.locator("button[name=language][value=en]").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.goto(address)


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Take it up with the mouse, carry it over in steps as a hand does, and let go."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), onto.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 4, steps=3)
    page.mouse.move(end["x"] + 30, y, steps=6)
    page.mouse.up()


def chip(page: Page, name: str) -> Locator:
    """A touchpoint on the map."""
    return page.locator("#map table .tp").filter(has=page.get_by_role("link", name=name, exact=True))


def cell(page: Page, stage: str) -> Locator:
    """The stage's cell in the first lane of touchpoints that has one of its own."""
    return page.locator(f'#map td[data-stage-name="{stage}"][data-channel="branch"]')


def smallest_letters(page: Page) -> float:
    """The size of the smallest letters of a touchpoint's name, in pixels."""
    sizes = page.locator("#map table .tp").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    return min(sizes)


def cut_off(page: Page) -> int:
    """How many touchpoints are wider than the place they have."""
    return page.locator("#map table .tp").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    )
