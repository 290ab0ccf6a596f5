"""The codes of the comment topics, as the shipped profiles list them. There is no code book, so a code stays a code."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "profiles"


@cache
def topic_codes(question: str) -> tuple[str, ...]:
    """Every topic coded under a question (`q8com` …) in any wave, in numerical order."""
    codes: set[str] = set()
    for path in sorted(FOLDER.glob("sfo-*.toml")):
        codes.update(tomllib.loads(path.read_text(encoding="utf-8"))["create"]["options"][question])
    return tuple(sorted(codes, key=int))
