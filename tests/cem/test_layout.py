"""The house keeps its order: kinds of files, direction of links, and where raw SQL and pandas may live."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

BASE = Path(__file__).resolve().parents[2]
RULES = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["cem"]
HOUSE = RULES["apps"]
HEAVY = {"pandas", "plotly", "scipy", "statsmodels"}
LONGEST_FILE = 400


def sources(app: str) -> list[Path]:
    return sorted(path for path in (BASE / app).rglob("*.py") if "migrations" not in path.parts)


def product_sources() -> list[Path]:
    return [BASE / "manage.py", *(path for app in HOUSE for path in sources(app))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(BASE).as_posix()


@pytest.mark.pure
@pytest.mark.parametrize("app", HOUSE)
def test_app_holds_only_known_kinds_of_files(app):
    known = {*RULES["file-kinds"], *RULES["own-files"].get(app, []), "__init__", "__pycache__"}

    found = {path.stem if path.suffix == ".py" else path.name for path in (BASE / app).iterdir()}

    assert found - known == set()


@pytest.mark.pure
def test_every_app_of_the_house_is_installed_and_no_other():
    folders = {path.parent.name for path in BASE.glob("*/apps.py")}

    assert folders == set(HOUSE) - {"lib"}


@pytest.mark.pure
def test_no_file_has_outgrown_its_reader():
    lengths = {
        name_of(path): len(path.read_text().splitlines())
        for path in product_sources()
        if path.name != "models.py"  # the tables of an app are read side by side
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.pure
def test_links_between_tables_are_written_as_strings():
    kinds = {"ForeignKey", "OneToOneField", "ManyToManyField"}

    written_otherwise = [
        f"{name_of(path)}:{call.lineno}"
        for path in product_sources()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in kinds
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "models"
        and not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]

    assert written_otherwise == []


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


@pytest.mark.pure
def test_links_between_tables_point_downwards():
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
        and model._meta.app_label in HOUSE
        and field.related_model._meta.app_label in HOUSE
        and HOUSE.index(field.related_model._meta.app_label) > HOUSE.index(model._meta.app_label)
    ]

    assert upwards == []


@pytest.mark.pure
def test_raw_sql_is_written_only_where_the_list_says():
    found = {name_of(path) for path in product_sources() if speaks_sql(path)}

    assert [name for name in sorted(found) if not is_listed(name, RULES["raw-sql"])] == []
    assert [entry for entry in RULES["raw-sql"] if not any(is_listed(name, [entry]) for name in found)] == []


def is_listed(name: str, entries: list[str]) -> bool:
    """Whether a list names the file or, ending in a stroke, a folder above it."""
    return any(name == entry or (entry.endswith("/") and name.startswith(entry)) for entry in entries)


def speaks_sql(path: Path) -> bool:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom) and {"sqlite3", "psycopg"} & set(imported(node)):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr == "cursor" and isinstance(owner, ast.Name) and "connection" in owner.id:
                return True
            if node.func.attr in {"raw", "extra"} and isinstance(owner, ast.Attribute) and owner.attr == "objects":
                return True
        if isinstance(node, ast.Name) and node.id in {"RawSQL", "RunSQL"}:
            return True
    return False


def imported(node: ast.AST) -> list[str]:
    """The packages that an import statement names."""
    if isinstance(node, ast.Import):
        return [name.name.partition(".")[0] for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.partition(".")[0]]
    return []


@pytest.mark.pure
def test_heavy_packages_are_imported_only_inside_the_functions_of_analysis():
    anywhere = {
        name_of(path) for path in product_sources() if any(HEAVY & set(imported(node)) for node in ast.walk(tree(path)))
    }
    at_the_top = {
        name_of(path) for path in product_sources() if any(HEAVY & set(imported(node)) for node in tree(path).body)
    }

    assert at_the_top == set()
    assert [name for name in sorted(anywhere) if not is_listed(name, RULES["analysis"])] == []


@pytest.mark.sqlite_only
def test_web_process_starts_without_heavy_packages(tmp_path):
    script = "import sys, cem.wsgi; print(sorted({name.partition('.')[0] for name in sys.modules}))"

    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=BASE,
        env={**os.environ, "CEM_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cem.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    loaded = set(ast.literal_eval(ended.stdout))
    assert loaded & HEAVY == set()
    assert "django" in loaded


@pytest.mark.pure
def test_nothing_is_left_for_later():
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "not " + "implemented")

    found = [
        f"{name_of(path)}: {word}"
        for path in product_sources()
        for word in words
        if word in path.read_text().replace("\\", "")
    ]

    assert found == []


@pytest.mark.pure
def test_lists_of_packages_are_plain_names_and_versions():
    for path in (BASE / "requirements" / "base.txt", BASE / "requirements" / "test.txt"):
        lines = path.read_text().splitlines()
        assert lines
        for line in lines:
            requirement, _semicolon, _marker = line.partition(" ; ")
            name, equals, version = requirement.partition("==")
            assert equals, f"{path.name}: {line}"
            assert name.replace("-", "").replace("_", "").replace(".", "").isalnum(), f"{path.name}: {line}"
            assert version[0].isdigit(), f"{path.name}: {line}"


@pytest.mark.pure
def test_list_for_tests_contains_the_running_product():
    base, test = ((BASE / "requirements" / name).read_text().splitlines() for name in ("base.txt", "test.txt"))

    assert set(base) - set(test) == set()
