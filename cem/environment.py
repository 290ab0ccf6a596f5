"""Reads the settings from the environment and checks them, so that a wrong one stops the start with one sentence."""

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from environ import Env

DATABASE_SCHEMES = ("postgresql", "postgres")
EMAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "filemail", "consolemail")
BROKER_SCHEMES = ("redis", "rediss", "redis+socket")
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


class WrongSetting(ImproperlyConfigured):
    """A setting cannot be used; the message says which one and what to do."""


@contextmanager
def stopping_on_wrong_settings() -> Iterator[None]:
    """End the process with the one sentence instead of a traceback."""
    try:
        yield
    except WrongSetting as error:
        sys.exit(f"CEM cannot start. {error}")


@dataclass(frozen=True)
class Environment:
    """Typed look-ups in a mapping of environment variables."""

    variables: Mapping[str, str]
    base: Path

    def text(self, name: str, default: str = "") -> str:
        """The variable without surrounding blanks, or the default when it is unset or empty."""
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """The variable as yes or no."""
        value = self.text(name, "1" if default else "0").lower()
        if value not in (*YES, *NO):
            raise WrongSetting(f"{name} is “{value}”: write 1 for yes or 0 for no.")
        return value in YES

    def number(self, name: str, default: int, *, at_least: int = 0) -> int:
        """The variable as a whole number of a lowest size."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and int(value) >= at_least):
            raise WrongSetting(f"{name} is “{value}”: write a whole number of at least {at_least}.")
        return int(value)

    def names(self, name: str, default: str = "") -> list[str]:
        """The variable as a list parted by commas."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """The variable as one of a few words."""
        value = self.text(name, default)
        if value not in choices:
            raise WrongSetting(f"{name} is “{value}”: choose one of {', '.join(choices)}.")
        return value

    def time_zone(self, name: str, default: str) -> str:
        """The variable as a name of the time zone database."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise WrongSetting(f"{name} is “{value}”: write a time zone's name such as Europe/Warsaw.") from None
        return value

    def folder(self, name: str, default: str) -> Path:
        """The variable as a folder that can be written to; it is made when missing."""
        path = (self.base / self.text(name, default)).resolve()
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o750)
        except OSError as error:
            raise WrongSetting(
                f"{name} names {path}, which cannot be made ({error.strerror}): name a folder."
            ) from None
        if not os.access(path, os.W_OK | os.X_OK):
            raise WrongSetting(f"{name} names {path}, which cannot be written to: change its rights or name another.")
        return path

    def existing_folder(self, name: str, default: str) -> Path:
        """The variable as a folder to read from; only a named one must exist."""
        path = (self.base / self.text(name, default)).resolve()
        if self.text(name) and not path.is_dir():
            raise WrongSetting(f"{name} names {path}, which is no folder: name the folder with the sample files.")
        return path

    def web_address(self, name: str, default: str) -> str:
        """The variable as http(s)://host[:port] without a path."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise WrongSetting(f"{name} is “{value}”: write the address of the site such as https://cem.example.com.")
        return value

    def database(self, name: str) -> dict[str, Any] | None:
        """The variable as Django's description of a PostgreSQL database; None when unset."""
        value = self.text(name)
        if not value:
            return None
        try:
            found = Env.db_url_config(value) if urlsplit(value).scheme in DATABASE_SCHEMES else {}
        except (ValueError, ImproperlyConfigured):
            found = {}
        if not found.get("NAME"):
            raise WrongSetting(
                f"{name} cannot be read: write postgresql://role:password@host:5432/database, "
                "or leave it empty for SQLite."
            )
        return found

    def broker(self, name: str) -> str:
        """The variable as the address of a Redis or Valkey server; empty when unset."""
        value = self.text(name)
        if value and urlsplit(value).scheme not in BROKER_SCHEMES:
            raise WrongSetting(
                f"{name} cannot be read: write redis://host:6379/0, or leave it empty to work without Redis."
            )
        return value

    def mail(self, name: str) -> dict[str, object]:
        """The variable as Django's mail settings; unset, nothing leaves the machine."""
        value = self.text(name)
        if not value:
            return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        if urlsplit(value).scheme not in EMAIL_SCHEMES:
            raise WrongSetting(
                f"{name} has an unknown kind of address: write smtp+tls://user:password@host:587, "
                "or leave it empty so that no mail leaves."
            )
        try:
            found = Env.email_url_config(value)
        except ValueError:
            raise WrongSetting(f"{name} cannot be read: write smtp+tls://user:password@host:587.") from None
        return {key: value for key, value in found.items() if key.startswith("EMAIL_")}

    def secret_key(self, name: str, folder: Path) -> str:
        """The variable, or the key kept in the folder, made at the first run for its owner's eyes only."""
        given = self.text(name)
        if given:
            if len(given) < 50:
                raise WrongSetting(f"{name} is shorter than 50 characters: write a longer one, or leave it empty.")
            return given
        return kept_secret(folder / "secret_key")


def kept_secret(path: Path) -> str:
    """The secret in the file; the first caller makes it with mode 0600, also when several start at once."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    secret = path.read_text().strip()
    if len(secret) < 50:
        raise WrongSetting(f"The secret key in {path} is damaged: restore it, or delete it (all sessions will end).")
    return secret
