"""Every page of the demo, walked from the board as each role: whole, accessible, light, and ours alone."""

import os
import re
from collections import deque
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Page, Response
from playwright.sync_api import TimeoutError as TooLate

from tests.browser_flows.watching import Watch

WEIGHT_LIMIT = 150_000
PATIENCE_MILLISECONDS = 180_000  # a page of thirty charts on a machine that has other work
NARROW = {"width": 320, "height": 640}
STILL = {"viewport": NARROW, "reduced_motion": "reduce"}  # nothing moves for ever, so that a page settles
SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished)).then(all => all.length)"
SERIOUS = ("serious", "critical")
AXE = {"preload": False, "resultTypes": ["violations"]}  # preloading asks for imported styles at wrong addresses
COLOURS = {**AXE, "runOnly": ["color-contrast"]}
RENDERED: set[str] = set()  # kinds of pages that somebody's browser has drawn; for others their words are enough
# One page stands for all of its kind: what differs between them is what rows hold.
KINDS = (
    (r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID"),
    (r"/touchpoints/(?!new/)[a-z-]+/", "/touchpoints/ONE/"),
    (r"/surveys/passengers-20\d\d/", "/surveys/ONE/"),
    (r"/courses/[a-z-]+/", "/courses/ONE/"),
    (r"/questions/[a-z0-9]+/", "/questions/ONE/"),
    (r"/indicators/[a-z0-9_]+/", "/indicators/ONE/"),
    (r"/(roster|members)/ID/", r"/\1/ONE/"),
    (r"/ONE/[a-z-]+/(edit|place)/", r"/ONE/STAGE/\1/"),
    (r"/deliverables/[a-z-]+/", "/deliverables/ONE/"),
    (r"/(units|channels)/(?!new/)[a-z]+/", r"/\1/ONE/"),
    (r"/promise/\d+/", "/promise/N/"),
)
ELSEWHERE = re.compile(r"\.(csv|toml|svg|png|xlsx|zip)$|^/api/|^/account/log|^/styleguide/|/thanks/|^/s/")


@pytest.mark.walk
@pytest.mark.parametrize(
    ("person", "at_least"),
    [("kasia", 60), ("olga", 40), ("adam", 40), ("grace", 35), ("rosa", 30), ("jenny", 8)],
)
def test_pages_of_a_person_are_whole_accessible_light_and_ours(sign_in, watch, person, at_least):
    page = sign_in(person, **STILL)
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    seen = watch(page)
    faults: list[str] = []
    visited = 0

    for address, found in walk(page, seen, "/"):
        visited += 1
        faults += [f"{address}: {fault}" for fault in found]

    assert faults == []
    assert visited >= at_least
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.mark.parametrize(
    "address",
    ["/account/login/", "/account/password/reset/", "/s/sfopassenger", "/api/docs/", "/api/docs/?q=group_by"],
)
def test_public_pages_are_whole_accessible_and_ours(stranger, watch, address):
    page = stranger(**STILL)
    seen = watch(page)

    _html, faults = drawn(page, seen, address)

    assert faults == []
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_busiest_pages_are_accessible_wide_in_polish_and_both_themes(sign_in, theme):
    page = sign_in("piotr", color_scheme=theme, viewport={"width": 1440, "height": 900})
    for address in ("/o/sfo/p/passenger-experience/", "/o/sfo/touchpoints/restaurants/", "/o/sfo/training/"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "pl"
        assert axe_faults(page) == []


def walk(page: Page, seen: Watch, start: str) -> Iterator[tuple[str, list[str]]]:
    """Follow every link to a page of ours: its address and what is wrong with it. Of each kind one page is looked at,
    and of the others only whether they answer."""
    due, known, asked = deque([start]), {kind_of(start)}, set[str]()
    while due:
        address = due.popleft()
        html, found = read(page, address) if kind_of(address) in RENDERED else drawn(page, seen, address)
        yield address, found
        for link in links(html, urljoin(seen.address, address)):
            if kind_of(link) not in known:
                known.add(kind_of(link))
                due.append(link)
            elif (path := link.partition("?")[0]) not in asked:
                asked.add(path)
                answer = fetched(page, path)
                if answer is None or answer.status != 200:
                    yield link, [f"is linked on {address} and {said(answer)}"]


def drawn(page: Page, seen: Watch, address: str) -> tuple[str, list[str]]:
    """The page as a browser draws it; its complaints are heard until axe begins to work in it."""
    RENDERED.add(kind_of(address))
    try:
        response = page.goto(address)
    except TooLate:
        return read(page, address)[0], [too_late()]
    html, faults = page.content(), faults_of(page, response)
    seen.hears = False
    faults += axe_faults(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)  # a colour on its way to another is none of ours
    faults += [f"in the dark: {fault}" for fault in axe_faults(page, COLOURS)]
    page.goto("about:blank")
    page.emulate_media(color_scheme="light")
    seen.hears = True
    return html, faults


def read(page: Page, address: str) -> tuple[str, list[str]]:
    """The page's words alone, for a reader of another role."""
    response = fetched(page, address)
    if response is None or response.status != 200:
        return "", [said(response)]
    html, faults = response.text(), list[str]()
    if len(re.findall(r"<h1\b", html)) != 1:
        faults.append("has not one heading of the first level")
    return html, faults


def fetched(page: Page, address: str) -> APIResponse | None:
    """What the server answers to this person; nothing when it does not in time."""
    try:
        return page.request.get(address, timeout=PATIENCE_MILLISECONDS)
    except TooLate:
        return None


def said(answer: APIResponse | None) -> str:
    """An answer that is none, in words."""
    return f"answers {answer.status}" if answer else too_late()


def too_late() -> str:
    """A page that did not come, with what the machine had to do meanwhile: the reader judges whose fault it is."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    return f"did not come within {PATIENCE_MILLISECONDS // 1000} s (load of the machine {load:.1f} on {cores} cores)"


def links(html: str, base: str) -> list[str]:
    """The addresses of our own pages that a page leads to."""
    found = [urlsplit(urljoin(base, unescape(href))) for href in re.findall(r"<a\b[^>]*?\bhref=\"([^\"]+)\"", html)]
    origin = urlsplit(base).netloc
    return [
        f"{one.path}?{one.query}" if one.query else one.path
        for one in found
        if one.netloc == origin and not ELSEWHERE.search(one.path)
    ]


def kind_of(address: str) -> str:
    """Addresses of one kind of page read alike; filters are named, not valued."""
    path, _, query = address.partition("?")
    for pattern, name in KINDS:
        path = re.sub(pattern, name, path)
    if "/touchpoints/" in path or "/results/" in path or "/compare/" in path or "/settings/" in path:
        query = ""
    return path + "?" + ",".join(sorted({part.partition("=")[0] for part in query.split("&") if part}))


def faults_of(page: Page, response: Response | None) -> list[str]:
    """What is wrong with the page that stands open, in words."""
    if response is None or response.status != 200:
        return [f"answers {response and response.status}"]
    faults = []
    if not page.title().strip():
        faults.append("has no title")
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"has {headings} headings of the first level")
    if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        faults.append(f"is {width} pixels wide")
    if (weight := weight_of(page)) > WEIGHT_LIMIT and not page.locator("script[src*=plotly]").count():
        faults.append(f"weighs {weight} bytes")
    return faults


def weight_of(page: Page) -> int:
    """Bytes of the page and all it loads, as they travel; what the browser already had counts by its size."""
    return page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, one) => sum + one.encodedBodySize, 0)"
    )


def axe_faults(page: Page, options: Mapping[str, object] = AXE) -> list[str]:
    """What axe finds serious."""
    found = Axe().run(page, options=dict(options)).response["violations"]
    return [f"{one['id']} at {one['nodes'][0]['target']}" for one in found if one["impact"] in SERIOUS]
