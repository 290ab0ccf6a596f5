"""Takes the examples out of the papers, so that the tests run what readers will copy."""

import re
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
PAPERS = sorted([*BASE.glob("*.md"), *(BASE / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    """A paper by its name under the project's folder."""
    return (BASE / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The paper's code blocks in a language, in their order."""
    return [code for marked, code in _BLOCK.findall(text_of(name)) if marked == language]


def block(name: str, language: str, word: str) -> str:
    """The one code block of a paper that contains the word."""
    (found,) = [code for code in blocks(name, language) if word in code]
    return found


def prose(name: str) -> str:
    """The paper without its code blocks."""
    return _BLOCK.sub("", text_of(name))
