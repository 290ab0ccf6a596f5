"""Settings come from the environment; a wrong one stops the start with a sentence that says what to do."""

import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cem.environment import Environment, WrongSetting, kept_secret

BASE = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "CEM_STATIC_DIR")


@pytest.fixture
def clean(monkeypatch, tmp_path):
    """An environment without any setting of ours but the data folder."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CEM_DATA_DIR", str(tmp_path / "var"))
    return monkeypatch


def load() -> dict:
    return runpy.run_path(str(BASE / "cem" / "settings.py"))


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DATABASE_URL", "mysql://root@localhost/cem", "write postgresql://"),
        ("DATABASE_URL", "postgresql://localhost:notaport/cem", "write postgresql://"),
        ("DATABASE_URL", "postgresql://localhost/", "write postgresql://"),
        ("DATABASE_URL", "nonsense", "write postgresql://"),
        ("DATABASE_OWNER_URL", "postgresql://owner:x@localhost/cem", "set both"),
        ("REDIS_URL", "http://localhost:6379", "write redis://"),
        ("EMAIL_URL", "pigeon://roof", "write smtp+tls://"),
        ("EMAIL_URL", "smtp+tls://mail.example.com:many", "write smtp+tls://"),
        ("CEM_WEB_WORKERS", "2", "set REDIS_URL"),
        ("CEM_WEB_WORKERS", "0", "at least 1"),
        ("CEM_WEB_WORKERS", "two", "whole number"),
        ("CEM_PROXIES", "-1", "whole number"),
        ("CEM_TIME_ZONE", "Europe/Warszawa", "such as Europe/Warsaw"),
        ("CEM_TIME_ZONE", "../../etc/passwd", "such as Europe/Warsaw"),
        ("CEM_LANGUAGE", "de", "choose one of en, pl"),
        ("CEM_DEBUG", "perhaps", "write 1 for yes"),
        ("CEM_ADDRESS", "cem.example.com", "write the address of the site"),
        ("CEM_ADDRESS", "https://cem.example.com/path", "write the address of the site"),
        ("CEM_SECRET_KEY", "short", "50 characters"),
        ("CEM_SAMPLE_DATA", "no/such/folder", "name the folder"),
        ("CEM_LOG", "yaml", "choose one of plain, json"),
        ("CEM_DATA_DIR", "manage.py", "name a folder"),
    ],
)
def test_wrong_setting_stops_the_start_and_says_what_to_do(clean, name, value, advice):
    clean.setenv(name, value)

    with pytest.raises(WrongSetting) as refusal:
        load()

    assert name in str(refusal.value)
    assert advice in str(refusal.value)


def test_wrong_setting_is_one_sentence_without_traceback(clean, tmp_path):
    ended = subprocess.run(
        [sys.executable, str(BASE / "manage.py"), "check"],
        env={"CEM_NO_BOOTSTRAP": "1", "CEM_DATA_DIR": str(tmp_path), "CEM_TIME_ZONE": "Mars/Base", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == (
        "CEM cannot start. CEM_TIME_ZONE is “Mars/Base”: write a time zone's name such as Europe/Warsaw.\n"
    )


def test_password_of_a_wrong_address_is_not_shown(clean):
    clean.setenv("DATABASE_URL", "mysql://root:hunter2@localhost/cem")

    with pytest.raises(WrongSetting) as refusal:
        load()

    assert "hunter2" not in str(refusal.value)


def test_defaults_work_on_one_machine_without_anything(clean, tmp_path):
    settings = load()

    assert settings["DATABASES"]["default"]["NAME"] == tmp_path / "var" / "cem.sqlite3"
    assert settings["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["CELERY_BROKER_URL"].startswith("memory://")
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert settings["MAIL_LEAVES"] is False
    assert settings["DEBUG"] is False


def test_stores_are_used_where_named(clean):
    clean.setenv("DATABASE_URL", "postgresql://cem:secret@db:5432/cem")
    clean.setenv("REDIS_URL", "redis://valkey:6379/0")
    clean.setenv("CEM_WEB_WORKERS", "3")

    settings = load()

    database = settings["DATABASES"]["default"]
    assert (database["HOST"], database["NAME"], database["USER"]) == ("db", "cem", "cem")
    assert "pool" not in database["OPTIONS"]
    assert settings["WEB_DATABASE_OPTIONS"] == {"pool": {"min_size": 1, "max_size": 4}}
    assert settings["CELERY_BROKER_URL"] == settings["CACHES"]["default"]["LOCATION"] == "redis://valkey:6379/0"


def test_pool_is_left_out_behind_pgbouncer(clean):
    clean.setenv("DATABASE_URL", "postgresql://cem:secret@db:5432/cem")
    clean.setenv("CEM_PGBOUNCER", "1")

    settings = load()
    database = settings["DATABASES"]["default"]

    assert "pool" not in database["OPTIONS"]
    assert settings["WEB_DATABASE_OPTIONS"] == {}
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_cookies_and_transport_are_strict_on_https(clean):
    clean.setenv("CEM_ADDRESS", "https://cem.example.com")

    settings = load()

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "cem.example.com" in settings["ALLOWED_HOSTS"]


def test_mail_settings_come_from_one_address(clean):
    clean.setenv("EMAIL_URL", "smtp+tls://user:p%40ss@mail.example.com:587")

    settings = load()

    assert settings["EMAIL_HOST"] == "mail.example.com"
    assert settings["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["MAIL_LEAVES"] is True


def test_secret_key_is_made_once_for_the_owner_only(tmp_path):
    first = kept_secret(tmp_path / "secret_key")
    second = kept_secret(tmp_path / "secret_key")

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_damaged_secret_key_is_not_used(tmp_path):
    (tmp_path / "secret_key").write_text("")

    with pytest.raises(WrongSetting, match="damaged"):
        kept_secret(tmp_path / "secret_key")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("", False), ("0", False), ("off", False)])
def test_flag_reads_yes_and_no(value, expected):
    assert Environment({"SWITCH": value}, BASE).flag("SWITCH") is expected


@pytest.mark.django_db
def test_pages_carry_the_strict_headers(client):
    response = client.get("/health/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
