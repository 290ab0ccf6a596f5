"""Finds the browser that the browser tests drive; no tool downloads one."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """The path of a Chromium: the one named in CEM_CHROMIUM, else the first found; empty when there is none."""
    named = os.environ.get("CEM_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


def chromium_path() -> str:
    """The path of a Chromium. Without one the test is skipped loudly, and fails where CI is set."""
    path = find_chromium()
    if path:
        return path
    reason = "NO BROWSER FOUND: install chromium, or name one in CEM_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
