"""Everything the product writes into its trail reads in words."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone, translation

from cem.desk.trail_details import DETAILS, detail_words
from cem.desk.trail_words import ACTIONS, action_words

BASE = Path(__file__).resolve().parents[2]
APPS = ("accounts", "audits", "brandpromise", "feedback", "metrics", "operations", "organisations", "programs",
        "touchpoints", "training")  # fmt: skip
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = {"record_trail", "enter", "_enter", "enter_thing", "enter_proposal", "_trail", "trail"}
NO_ACTIONS = {
    "idea.new",
    "idea.discussed",
    "import.original",
    "answers.csv",
    "codebook.csv",
    "script.unfit",
    "initiative.evidence",
    "handover.received",
    "promise.feasibility",
    "promise.consultation",
    "promise.carrier",
    "notices.daily",
    "design.evidence",
    "mapping.round",
}  # kinds of stored files and notices
IDENTIFIERS = {"design", "finding", "membership", "owner"}  # details that stay in the file


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
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    if not WRITERS & {_called(node) for node in nodes if isinstance(node, ast.Call)}:
        return set()
    words = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return {word for word in words if isinstance(word, str) and ACTION.fullmatch(word)}


@pytest.mark.pure
def test_every_recorded_action_has_its_words():
    assert len(recorded()) > 50
    assert recorded() - set(ACTIONS) == set()


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def recorded_details() -> set[str]:
    """The name of every detail that stands where something is entered."""
    found = set()
    for path in (path for app in APPS for path in (BASE / app).rglob("services/**/*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for call in calls:
            if _called(call) in WRITERS:
                found |= _details(_called(call), call.keywords)
    return found


def _details(writer: str, keywords: list[ast.keyword]) -> set[str]:
    if writer != "record_trail":
        return {keyword.arg for keyword in keywords if keyword.arg}
    told = [keyword.value for keyword in keywords if keyword.arg == "details" and isinstance(keyword.value, ast.Dict)]
    return {key.value for one in told for key in one.keys if isinstance(key, ast.Constant)}


@pytest.mark.pure
def test_every_recorded_detail_has_its_words():
    assert len(recorded_details()) > 40
    assert recorded_details() - set(DETAILS) == IDENTIFIERS


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


@pytest.mark.pure
@pytest.mark.parametrize(
    ("action", "details", "words"),
    [
        ("idea.answered", {"state": "declined"}, [("stan", "odrzucony")]),
        ("initiative.moved", {"before": "idea", "after": "live"}, [("przed", "pomysł"), ("po", "wdrożona")]),
        ("map.copied", {"from": "as_is 2", "map": "to_be 1"}, [("od", "stan obecny 2"), ("mapa", "stan pożądany 1")]),
        (
            "survey.changed",
            {"fields": ["is_sample", "main_nps"]},
            [("zmieniono", "przykład ze zmyślonymi odpowiedziami, Główne pytanie o rekomendację")],
        ),
        (
            "settings.changed",
            {"after": {"time_zone": "UTC", "options": {"admin_reads_comments": False}}},
            [
                (
                    "po",
                    "strefa czasowa: UTC, włączone opcje: Administratorzy mogą czytać komentarze (zamaskowane): nie",
                )
            ],
        ),
        (
            "person.erased",
            {"answers": ["7ad4b300-5c00-45f5-b772-4bc3a05a83c4"], "with_scores": True},
            [("także oceny", "tak")],
        ),
        ("process.measured", {"minutes": "1.2", "cost": None}, [("minuty", "1,2")]),
        ("key.made", {"expires_at": "2026-11-23 11:55:31+00:00"}, [("ważne do", "23 listopada 2026 12:55")]),
    ],
)
def test_details_are_read_by_what_happened(action, details, words):
    with translation.override("pl"), timezone.override("Europe/Warsaw"):
        assert list(detail_words(details, action)) == words


@pytest.mark.pure
def test_rows_named_by_their_codes_are_called_by_their_names():
    codes = {"units": {"a": "Area A"}}

    with translation.override("en"):
        assert list(detail_words({"units": ["a", "b"]}, codes=codes)) == [("units", "Area A, b")]
