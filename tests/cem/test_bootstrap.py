"""The bootstrap makes the project's own environment, and leaves the user's alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from cem import bootstrap

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure


@pytest.fixture
def outside(monkeypatch, tmp_path):
    """As if started by the system's Python, with the environment to be made in a temporary folder."""
    monkeypatch.delenv("CEM_NO_BOOTSTRAP", raising=False)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The commands that would have been run; each succeeds."""
    seen = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: seen.append(command) or 0)
    return seen


@pytest.fixture
def becomes(monkeypatch):
    """The commands that the process would have become."""
    seen = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, command: seen.append(command))
    return seen


def lay_environment(list_name: str = "base.txt") -> Path:
    """An environment as the bootstrap leaves it, with nothing inside."""
    python = bootstrap.environment_python()
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    wanted = BASE / "requirements" / list_name
    bootstrap.stamp_file(wanted).write_text(bootstrap.digest(wanted))
    return python


@pytest.mark.parametrize("path", ["manage.py", "cem/__init__.py", "cem/bootstrap.py", "cem/processes.py"])
def test_start_needs_nothing_but_the_standard_library(path):
    names = [
        name.partition(".")[0]
        for node in ast.parse((BASE / path).read_text()).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [part.name for part in node.names])
    ]

    assert [name for name in names if name not in sys.stdlib_module_names and name != "cem"] == []


def test_fresh_clone_gets_an_environment_and_continues_inside(outside, commands, becomes, monkeypatch):
    made = []
    monkeypatch.setattr(bootstrap, "make_environment", lambda: made.append(lay_environment("test.txt")))
    monkeypatch.setattr(bootstrap, "is_prepared", lambda wanted: False)

    bootstrap.enter_environment(["manage.py", "up", "--demo"])

    python = str(outside / ".venv" / "bin" / "python")
    assert made == [Path(python)]
    assert commands[0][:4] == [python, "-m", "pip", "install"]
    assert commands[1][1:5] == ["-m", "uv", "pip", "sync"]
    assert commands[1][-1] == str(BASE / "requirements" / "base.txt")
    assert becomes == [[python, "manage.py", "up", "--demo"]]


def test_second_start_installs_nothing(outside, commands, becomes):
    python = lay_environment()

    bootstrap.enter_environment(["manage.py", "up"])

    assert commands == []
    assert becomes == [[str(python), "manage.py", "up"]]


def test_changed_list_is_installed_again(outside, commands, becomes):
    lay_environment()
    bootstrap.stamp_file(BASE / "requirements" / "base.txt").write_text("of another list")

    bootstrap.enter_environment(["manage.py", "up"])

    assert [command[3] for command in commands] == ["install", "pip"]
    assert bootstrap.is_prepared(BASE / "requirements" / "base.txt")


def test_selftest_needs_the_longer_list_and_the_product_is_content_with_it(outside):
    short, long = (BASE / "requirements" / name for name in ("base.txt", "test.txt"))
    lay_environment("base.txt")

    assert bootstrap.wanted_list(["manage.py", "selftest"]) == long
    assert bootstrap.is_prepared(short)
    assert not bootstrap.is_prepared(long)

    bootstrap.stamp_file(short).unlink()
    lay_environment("test.txt")
    assert bootstrap.is_prepared(short)


def test_pip_steps_in_where_uv_cannot_be_had(outside, becomes, monkeypatch):
    seen = []

    def call(command, **_):
        seen.append(command)
        return 1 if "uv" in command else 0

    monkeypatch.setattr(subprocess, "call", call)

    bootstrap.install(Path("python"), BASE / "requirements" / "base.txt")

    assert seen[-1][1:4] == ["-m", "pip", "install"]
    assert seen[-1][-2:] == ["-r", str(BASE / "requirements" / "base.txt")]


def test_failed_installation_says_what_to_check(outside, monkeypatch):
    monkeypatch.setattr(subprocess, "call", lambda command, **_: 1)

    with pytest.raises(SystemExit, match="check the network"):
        bootstrap.install(Path("python"), BASE / "requirements" / "base.txt")


def test_missing_venv_module_is_named(outside, monkeypatch):
    broken = subprocess.CompletedProcess([], 1, "", "ensurepip is not available")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: broken)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.make_environment()


def test_environment_of_the_user_is_left_alone_but_told_what_it_lacks(monkeypatch, tmp_path):
    monkeypatch.delenv("CEM_NO_BOOTSTRAP", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "mine"))
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None if name == "celery" else object())

    with pytest.raises(SystemExit) as refusal:
        bootstrap.enter_environment(["manage.py", "up"])

    assert "lacks packages (celery)" in str(refusal.value)
    assert "pip install -r requirements/base.txt" in str(refusal.value)
    assert not (tmp_path / "mine").exists()


def test_complete_environment_of_the_user_is_used(monkeypatch, tmp_path, commands, becomes):
    monkeypatch.delenv("CEM_NO_BOOTSTRAP", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "mine"))

    bootstrap.enter_environment(["manage.py", "up"])

    assert commands == becomes == []


def test_images_switch_the_bootstrap_off(monkeypatch, commands, becomes):
    monkeypatch.setenv("CEM_NO_BOOTSTRAP", "1")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)

    bootstrap.enter_environment(["manage.py", "up"])

    assert commands == becomes == []


def test_old_python_is_refused_in_one_sentence(outside, monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))

    with pytest.raises(SystemExit, match=r"needs Python 99\.0 or newer"):
        bootstrap.enter_environment(["manage.py", "up"])


def test_own_environment_keeps_compiled_files(outside, commands, becomes, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    lay_environment()

    bootstrap.enter_environment(["manage.py", "up"])

    assert "PYTHONDONTWRITEBYTECODE" not in bootstrap.os.environ
    assert sys.dont_write_bytecode is False
