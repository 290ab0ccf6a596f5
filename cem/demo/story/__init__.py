"""The demo's story, as it is told in the TOML files beside this one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def chapter(name: str) -> dict[str, Any]:
    """One file of the story."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
