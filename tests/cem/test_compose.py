"""The files for larger installations say what the product can do; checked without an engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

BASE = Path(__file__).resolve().parents[2]
STORES = {"database", "broker"}
pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((BASE / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_compose_has_the_stores_one_migration_and_four_processes(services):
    assert set(services) == {*STORES, "migrate", "web", "worker", "analytics", "beat"}


def test_compose_publishes_no_store(services):
    for name in STORES:
        assert "ports" not in services[name]
        assert services[name]["networks"] == ["inside"]
    assert [name for name, service in services.items() if service.get("ports")] == ["web"]


def test_compose_network_of_the_stores_leads_nowhere(compose):
    assert compose["networks"]["inside"] == {"internal": True}


def test_compose_pins_every_image(services):
    for service in services.values():
        assert re.fullmatch(r"[\w./-]+:\d+(\.\d+)+", service["image"])


def test_compose_keeps_the_database_where_version_18_writes_it(services):
    assert services["database"]["image"].startswith("postgres:18")
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql"]


def test_compose_broker_forgets_nothing(services):
    command = services["broker"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_compose_gives_the_owner_to_the_migration_only(services):
    owners = [name for name, service in services.items() if "DATABASE_OWNER_URL" in service.get("environment", {})]

    assert owners == ["migrate"]
    for name in ("web", "worker", "analytics", "beat"):
        assert services[name]["environment"]["DATABASE_URL"].startswith("postgresql://cem:")
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_compose_migration_runs_once(services):
    assert services["migrate"]["restart"] == "no"
    assert services["migrate"]["command"] == ["python", "manage.py", "migrate", "--no-input"]


def test_compose_web_says_how_many_processes_it_has(services):
    command = services["web"]["command"]

    assert services["web"]["environment"]["CEM_WEB_WORKERS"] == command[command.index("--workers") + 1]


def test_compose_workers_serve_every_queue(services):
    from cem.serving import QUEUES

    served = [services[name]["command"] for name in ("worker", "analytics")]

    assert sorted(",".join(command[command.index("-Q") + 1] for command in served).split(",")) == sorted(
        QUEUES.split(",")
    )


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "analytics", "beat"])
def test_compose_commands_exist_and_know_their_options(services, name):
    command = services[name]["command"]
    words = [part for part in command[1:] if not part.startswith("-")]
    options = {part for part in command if part.startswith("--")}
    ask = {
        "python": [sys.executable, *command[1:3], "--help"],
        "granian": [sys.executable, "-m", "granian", "--help"],
        "celery": [sys.executable, "-m", "celery", "-A", "cem", words[1] if words[0] == "cem" else "", "--help"],
    }[command[0]]

    ended = subprocess.run(ask, cwd=BASE, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    offered = {word.rstrip(",") for word in re.split(r"[\s/\[\]=,]+", ended.stdout)}
    assert {option.replace("--no-input", "--noinput") for option in options} - offered - {"--no-input"} in (
        set(),
        {"--noinput"},
    )


def test_image_is_pinned_has_no_root_and_makes_no_environment_of_its_own():
    lines = (BASE / "Dockerfile").read_text()

    assert set(re.findall(r"^FROM (\S+)", lines, re.M)) == {"python:3.11.13-slim-bookworm"}
    assert re.search(r"^USER cem$", lines, re.M)
    assert "CEM_NO_BOOTSTRAP=1" in lines
    assert "--require-hashes" in lines
    assert "collectstatic" in lines
    assert "compiletexts" in lines


def test_image_leaves_out_what_an_installation_owns():
    left_out = (BASE / ".dockerignore").read_text().splitlines()

    assert {"var", ".git", ".venv"} <= set(left_out)
