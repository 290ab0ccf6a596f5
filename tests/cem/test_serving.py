"""Where the pages are served, and by which processes."""

import os
import socket

import pytest

from cem.environment import WrongSetting
from cem.serving import Serving, announce, child_environment, children

pytestmark = pytest.mark.pure


def test_port_in_use_is_told_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(WrongSetting, match=f"Port {port} on localhost cannot be had") as refusal:
            Serving("localhost", port).require_free_port()

    assert "--port" in str(refusal.value)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_impossible_port_is_refused(port):
    with pytest.raises(WrongSetting, match="from 1 to 65535"):
        Serving("localhost", port)


def test_certificate_needs_its_key(tmp_path):
    certificate = tmp_path / "cert.pem"
    certificate.touch()

    with pytest.raises(WrongSetting, match="belong together"):
        Serving("192.0.2.7", 8000, certificate)
    with pytest.raises(WrongSetting, match="is no file"):
        Serving("192.0.2.7", 8000, certificate, tmp_path / "key.pem")


def test_address_names_localhost_since_passkeys_need_a_name():
    assert Serving("localhost", 8000).address == "http://localhost:8000"
    assert Serving("127.0.0.1", 8000).address == "http://localhost:8000"
    assert Serving("192.0.2.7", 8000).address == "http://192.0.2.7:8000"


def test_children_know_their_supervisor_and_address(monkeypatch):
    monkeypatch.delenv("CEM_ADDRESS", raising=False)

    found = child_environment(Serving("192.0.2.7", 8123))

    assert found["CEM_SUPERVISED"] == str(os.getpid())
    assert found["CEM_ADDRESS"] == "http://192.0.2.7:8123"
    assert found["CEM_ALLOWED_HOSTS"] == "192.0.2.7"


def test_clock_is_a_process_of_its_own_only_beside_a_broker():
    place = Serving("localhost", 8000)

    embedded = children(place, {}, web_workers=1, broker=False)
    larger = children(place, {}, web_workers=2, broker=True)

    assert [child.name for child in embedded] == ["web", "worker"]
    assert [child.name for child in larger] == ["web", "worker", "clock"]
    command = list(larger[0].command)
    assert command[command.index("--workers") + 1] == "2"


def test_children_are_forked_where_that_is_asked_for_and_executed_elsewhere():
    place = Serving("localhost", 8000)

    executed = children(place, {}, web_workers=1, broker=True)
    forked = children(place, {}, web_workers=1, broker=True, fork=True)

    assert [child.work for child in executed] == [None, None, None]
    for child, same in zip(forked, executed, strict=True):
        assert [*same.command[:3], child.work.args[0], *child.work.args[1]] == same.command


def test_address_is_announced_before_the_settings_are_read(monkeypatch):
    for name in ("CEM_ADDRESS", "CEM_ALLOWED_HOSTS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    announce(["--demo", "--host", "192.0.2.7", "--port", "8123"])

    assert os.environ["CEM_ADDRESS"] == "http://192.0.2.7:8123"
    assert os.environ["CEM_ALLOWED_HOSTS"] == "192.0.2.7"


def test_address_that_the_environment_gives_is_kept(monkeypatch):
    monkeypatch.setenv("CEM_ADDRESS", "https://cem.example.com")

    announce(["--port", "8123"])

    assert os.environ["CEM_ADDRESS"] == "https://cem.example.com"


def test_announcing_leaves_words_that_are_no_option_to_the_command(monkeypatch):
    monkeypatch.delenv("CEM_ADDRESS", raising=False)

    announce(["--port", "many"])

    assert "CEM_ADDRESS" not in os.environ
