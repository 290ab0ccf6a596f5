"""The product's settings with what only tests need: own folders, quick passwords, nothing shared between processes."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="cem-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

os.environ.update({"CEM_DATA_DIR": str(_FOLDER), "CEM_STATIC_DIR": str(_FOLDER / "static")})
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop lives beside the ORM
os.environ.pop("EMAIL_URL", None)

from cem.settings import *  # noqa: E402, F403
from cem.settings import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, REDIS_URL, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
WHITENOISE_AUTOREFRESH = True
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(_FOLDER / "test.sqlite3")
if REDIS_URL:
    _PREFIX = f"test-{os.getpid()}-"
    CACHES["default"]["KEY_PREFIX"] = _PREFIX
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = _PREFIX
