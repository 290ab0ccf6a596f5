"""Browsers that have signed in to the demo as one of its people."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium_path
from tests.browser_flows.house import House, shared_house
from tests.browser_flows.watching import Watch

PASSWORD = "sample-airport-2017"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WAIT_MILLISECONDS = 60_000  # patience with a busy machine; what must be quick says so in its test

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    chromium_path()  # without a browser nothing is started
    base = tmp_path_factory.getbasetemp()
    own = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = Path(os.environ.get("CEM_TEST_HOUSE", own / "house"))  # a named one stays, and starts at once next time
    with shared_house(folder) as found:
        yield found


@pytest.fixture(scope="session")
def doors(house: House, browser: Browser) -> Callable[[str], dict[str, Any]]:
    """The cookies of somebody who signed in by the form, once for all tests."""
    known: dict[str, dict[str, Any]] = {}

    def enter(name: str) -> dict[str, Any]:
        if name not in known:
            with browser.new_context(base_url=house.address, locale="en-GB") as context:
                context.set_default_timeout(WAIT_MILLISECONDS)
                page = context.new_page()
                sign_in_by_form(page, name)
                known[name] = context.storage_state()
        return known[name]

    return enter


@pytest.fixture
def new_context(house: House, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts of the house, closed after the test."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=house.address, **{"locale": "en-GB", **options})
        context.set_default_timeout(WAIT_MILLISECONDS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def sign_in(new_context: Callable[..., BrowserContext], doors: Callable[[str], dict[str, Any]]) -> SignIn:
    """`sign_in("olga")` gives a page of somebody's; options are those of a browser context."""

    def enter(name: str, **options: Any) -> Page:
        return new_context(storage_state=doors(name), **options).new_page()

    return enter


@pytest.fixture
def stranger(new_context: Callable[..., BrowserContext]) -> SignIn:
    """A page of somebody unknown."""
    return lambda **options: new_context(**options).new_page()


@pytest.fixture
def watch(house: House) -> Callable[[Page], Watch]:
    return lambda page: Watch(page, house.address)


@pytest.fixture
def small_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """A file to upload, of a name and words."""

    def write(name: str, words: str) -> Path:
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        return path

    return write


def sign_in_by_form(page: Page, name: str) -> None:
    """Fill in the form of the sign-in page."""
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(f"{name}@sample.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form").first.get_by_role("button").first.click()
    page.wait_for_url(lambda address: "/account/login" not in address)
