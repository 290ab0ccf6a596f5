"""Everything the product writes into its trail reads in words."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone, translation

from cem.desk.trail_words import ACTIONS, action_words, detail_words

BASE = Path(__file__).resolve().parents[2]
APPS = ("accounts", "audits", "brandpromise", "feedback", "metrics", "operations", "organisations", "programs",
        "touchpoints", "training")  # fmt: skip
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
NO_ACTIONS = {
    "idea.new",
    "idea.discussed",
    "import.original",
    "answers.csv",
    "codebook.csv",
    "script.unfit",
    "initiative.evidence",
}  # kinds of stored files and notices


def recorded() -> set[str]:
    """Every action that stands in a module which writes into the trail; kinds of jobs begin with their app."""
    found = set()
    for app in APPS:
        for path in (BASE / app).rglob("services/**/*.py"):
            found |= _actions(path)
        if (single := BASE / app / "services.py").exists():
            found |= _actions(single)
    return {action for action in found if action.partition(".")[0] not in APPS} - NO_ACTIONS


def _actions(path: Path) -> set[str]:
    source = path.read_text(encoding="utf-8")
    if "record_trail" not in source:
        return set()
    words = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return {word for word in words if isinstance(word, str) and ACTION.fullmatch(word)}


@pytest.mark.pure
def test_every_recorded_action_has_its_words():
    assert len(recorded()) > 50
    assert recorded() - set(ACTIONS) == set()


@pytest.mark.pure
def test_unknown_action_reads_as_it_is_written():
    assert action_words("comet.sighted") == "comet.sighted"


@pytest.mark.pure
def test_details_are_told_in_words_and_identifiers_left_to_the_file():
    details = {
        "approves": True,
        "note": "",
        "starts_at": datetime(2017, 2, 21, 21, 0, tzinfo=UTC).isoformat(),
        "until": "2015-07-31",
        "membership": "7ad4b300-5c00-45f5-b772-4bc3a05a83c4",
        "surveys": ["one", "two"],
        "address": "/o/acme/",
    }

    with translation.override("en"), timezone.override("America/Los_Angeles"):
        told = list(detail_words(details))

    assert told == [
        ("approves", "yes"),
        ("begins", "21 Feb 2017, 13:00"),
        ("until", "31 Jul 2015"),
        ("surveys", "one, two"),
    ]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", [("stage", "Re-audit"), ("roles", "sponsor, frontline employee"), ("kind", "Re-audit")]),
        (
            "pl",
            [("etap", "Audyt ponowny"), ("role", "sponsor, pracownik pierwszej linii"), ("rodzaj", "Audyt ponowny")],
        ),
    ],
)
def test_codes_of_ours_are_told_in_the_readers_words(language, words):
    details = {"stage": "reaudit", "roles": ["sponsor", "frontline"], "kind": "reaudit"}

    with translation.override(language):
        assert list(detail_words(details)) == words


@pytest.mark.pure
def test_code_that_only_looks_like_one_of_ours_reads_as_it_is_written():
    assert list(detail_words({"stage": "check-in", "code": "sponsor"})) == [("stage", "check-in"), ("code", "sponsor")]
