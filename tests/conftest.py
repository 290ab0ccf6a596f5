"""What all tests share."""

import os
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.utils import translation

from tests import made
from tests.browser import ARGUMENTS, chromium_path
from tests.cast import acme, ada, adam, as_viewer, boss, fred, globex, in_acme, kasia, olga, scoped, signed_in, tomek
from tests.flushing import empty_organisations_first

__all__ = [
    "acme",
    "ada",
    "adam",
    "as_viewer",
    "boss",
    "fred",
    "globex",
    "in_acme",
    "kasia",
    "olga",
    "scoped",
    "signed_in",
    "tomek",
]

empty_organisations_first()

BROWSER_FIXTURES = {"page", "context", "browser"}


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark what drives a browser, and skip what is about SQLite when another database is tested."""
    elsewhere = pytest.mark.skip(reason="about the embedded installation")
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if "/tests/lib/" in item.path.as_posix():
            item.add_marker(pytest.mark.pure)
        if os.environ.get("DATABASE_URL") and item.get_closest_marker("sqlite_only"):
            item.add_marker(elsewhere)


@pytest.fixture(autouse=True)
def language_of_the_next_test():
    """A page in Polish leaves its language behind in the thread; the next test begins without one, like a command."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """What the run laid ready must not be emptied first; it lies in a folder that is thrown away."""
    return django_db_keepdb or made.is_laid_ready()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    made.begin_from(settings.DATABASES["default"]["TEST"])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": ARGUMENTS}
