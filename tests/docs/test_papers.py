"""What the papers name exists: commands, tests, settings, links, packages, and the profile they show in full."""

import re
import tomllib

import pytest
from django.core.management import get_commands, load_command_class

from feedback.imports import profile
from tests.docs.examples import BASE, PAPERS, block, prose, text_of

pytestmark = pytest.mark.pure
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: (?!#)[^\n`|]*)?)")
_SETTING = re.compile(r"""_env\.\w+\(\s*"([A-Z_]+)"|_env\.\w+\(\s*'([A-Z_]+)'""")
_VARIABLE = re.compile(r"`((?:CEM|DATABASE|REDIS|EMAIL)_[A-Z_]+)`")
ELSEWHERE = {"docs/performance.md"}  # written from measurements, apart from the other papers


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(paper):
    links = [link.partition("#")[0] for link in _LINK.findall(paper.read_text(encoding="utf-8"))]

    gone = [link for link in links if link and "://" not in link and not (paper.parent / link).exists()]

    assert [link for link in gone if (paper.parent / link).relative_to(BASE).as_posix() not in ELSEWHERE] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_named_tests_exist(paper):
    named = _TEST.findall(paper.read_text(encoding="utf-8"))

    assert [(path, test) for path, test in named if not _is_test(path, test)] == []


def test_every_promise_names_a_test():
    promises = text_of("README.md").partition("## Promises")[2].partition("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "---" not in line]

    assert [row for row in rows if "| promise |" not in row and not _TEST.search(row)] == []


def _is_test(path, test):
    file = BASE / path
    return file.is_file() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_commands_exist_with_their_options(paper):
    for name, rest in _COMMAND.findall(paper.read_text(encoding="utf-8")):
        assert name in get_commands(), name
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        options = set(re.findall(r"(?<!\w)--[a-z][a-z-]*", rest))
        assert options <= set(parser._option_string_actions) or name == "selftest", (name, options)


def test_administration_names_every_setting_and_no_other():
    settings = text_of("cem/settings.py")
    read = {first or second for first, second in _SETTING.findall(settings)}
    told = set(_VARIABLE.findall(text_of("docs/administration.md")))

    assert read - told - {"CEM_COLLECT_STATIC"} == set()
    assert {name for name in told if not _is_read_somewhere(name)} == set()


def _is_read_somewhere(name):
    places = [*(BASE / "cem").glob("*.py"), BASE / "docker-compose.yml", *(BASE / "tests").glob("*.py")]
    return any(name in place.read_text(encoding="utf-8") for place in places)


def test_readme_says_why_each_package_is_there():
    tables = text_of("README.md").partition("## What it is built on")[2]
    named = {name.strip() for row in re.findall(r"^\| (.+?) \|", tables, re.MULTILINE) for name in row.split(", ")}
    asked = {
        line.split("==")[0].strip()
        for name in ("base.in", "test.in")
        for line in text_of(f"requirements/{name}").splitlines()
        if line.strip() and not line.startswith(("-", "#"))
    }

    assert named - {"to run", "to test", "---"} == asked


def test_import_paper_shows_the_shipped_profile():
    shown = tomllib.loads(block("docs/import.md", "toml", "passengers-2017"))
    shipped = profile.parse_toml(text_of("cem/demo/profiles/sfo-2017.toml"))

    assert profile.read_profile(shown)
    assert {name: part for name, part in shown.items() if name not in ("questions", "create")} == {
        name: part for name, part in shipped.items() if name not in ("questions", "create")
    }
    assert shown["questions"].items() <= shipped["questions"].items()


def test_import_paper_names_every_field_and_reason():
    paper = prose("docs/import.md")

    assert [name for name in profile.FIELDS if f"`{name}`" not in paper] == []
    assert [kind for kind in profile.MISSING_KINDS if f"`{kind}`" not in paper] == []
