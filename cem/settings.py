"""All settings, read from the environment; docs/administration.md lists the variables."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cem import versions
from cem.environment import Environment, WrongSetting

BASE_DIR = Path(__file__).resolve().parent.parent
_env = Environment(os.environ, BASE_DIR)

# The installation
DATA_DIR = _env.folder("CEM_DATA_DIR", "var")
STATIC_ROOT = (BASE_DIR / _env.text("CEM_STATIC_DIR", str(DATA_DIR / "static"))).resolve()
MEDIA_ROOT = DATA_DIR / "files"
SAMPLE_DATA_DIR = _env.existing_folder("CEM_SAMPLE_DATA", "cem/demo/data")
SECRET_KEY = _env.secret_key("CEM_SECRET_KEY", DATA_DIR)
DEBUG = _env.flag("CEM_DEBUG")
ADDRESS = _env.web_address("CEM_ADDRESS", "http://localhost:8000")
HTTPS = ADDRESS.startswith("https://")
PROXIES = _env.number("CEM_PROXIES", 0)
WEB_WORKERS = _env.number("CEM_WEB_WORKERS", 1, at_least=1)
REDIS_URL = _env.broker("REDIS_URL")
if WEB_WORKERS > 1 and not REDIS_URL:
    raise WrongSetting(
        f"CEM_WEB_WORKERS is {WEB_WORKERS}, and several web processes must share their rate limits: "
        "set REDIS_URL, or set CEM_WEB_WORKERS to 1."
    )
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]  # the supervisor asks for the health by these
ALLOWED_HOSTS = [*LOCAL_HOSTS, str(urlsplit(ADDRESS).hostname), *_env.names("CEM_ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

# The house, from the ground up
INSTALLED_APPS = [
    "lib",
    "organisations",
    "operations",
    "accounts",
    "programs",
    "brandpromise",
    "touchpoints",
    "feedback",
    "training",
    "metrics",
    "audits",
    "cem",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "lucide",
    "csp",
    "django_structlog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cem.middleware.ContentPolicyMiddleware",
    "cem.middleware.PageHeadersMiddleware",
    "cem.answered_at.FormAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cem.middleware.SessionLimitsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.OrganisationMiddleware",
]
ROOT_URLCONF = "cem.urls"
WSGI_APPLICATION = "cem.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cem.context.csp_nonce",
                "cem.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database: a file, or PostgreSQL with one role that works and one that owns the tables
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE: dict[str, Any] = {
    "ENGINE": "lib.sqlite3",
    "NAME": DATA_DIR / "cem.sqlite3",
    "CONN_MAX_AGE": None,  # each thread keeps its connection: opening the file costs more than most pages ask of it
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000"
        ),
    },
}
DATABASE_OWNER = _env.database("DATABASE_OWNER_URL")
DATABASES: dict[str, dict[str, Any]] = {"default": _env.database("DATABASE_URL") or SQLITE}
WEB_DATABASE_OPTIONS: dict[str, Any] = {}  # those that only the web process adds
if DATABASE_OWNER and DATABASES["default"] is SQLITE:
    raise WrongSetting("DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither to work on SQLite.")
if DATABASES["default"] is not SQLITE:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    if _env.flag("CEM_PGBOUNCER"):
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        WEB_DATABASE_OPTIONS["pool"] = {"min_size": 1, "max_size": 4}

# Work beside the pages: the truth is in job rows, Celery only rings
CELERY_BROKER_URL = REDIS_URL or "memory://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "operations.tasks.tick", "schedule": 60.0}}
JOB_LEASE_SECONDS = 20  # a worker that fell silent keeps its job so long
WORKER_STUCK_SECONDS = 10  # a received task that no free process begins for so long ends the worker
JOB_SWEEP_SECONDS = 30.0 if REDIS_URL else 0.25  # how often due rows are rung for again
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cem"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
        "KEY_PREFIX": "cem",
    }

# People and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sessions.SignIn"]
SESSION_ENGINE = "accounts.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody signs in with
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/ip,10/15m/key", "reset_password": "20/h/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever accepted an invitation read its mail
MFA_TOTP_ISSUER = "CEM"
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS = 12 * 3600
SESSION_IDLE_SECONDS = 3 * 3600
CSRF_FAILURE_VIEW = "cem.views.not_taken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS

# Safety of pages
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Mail leaves only through the outbox of operations
globals().update(_env.mail("EMAIL_URL"))
MAIL_LEAVES = bool(_env.text("EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("CEM_MAIL_FROM", "CEM <cem@localhost>")

# Words, days and numbers
LANGUAGE_CODE = _env.choice("CEM_LANGUAGE", "en", ("en", "pl"))
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = _env.time_zone("CEM_TIME_ZONE", "UTC")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "cem.formats"

# Files of the pages: collected and named by their content once `up` or the image gathered them
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cem.finders.VendorFinder",
]
_COLLECTING = _env.flag("CEM_COLLECT_STATIC")
STATIC_COLLECTED = _COLLECTING or (not DEBUG and (STATIC_ROOT / "staticfiles.json").exists())
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# The API
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "accounts.rest.KeySchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}
API_CALLS_A_MINUTE = _env.number("CEM_API_CALLS_A_MINUTE", 10_000)
SPECTACULAR_SETTINGS = {
    "PREPROCESSING_HOOKS": ["accounts.rest.without_bare"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "TITLE": "CEM",
    "VERSION": versions.PRODUCT,
    "SERVE_INCLUDE_SCHEMA": False,
}

# The log: one line an event, to the standard error
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # addresses are kept as salted hashes only, and not here
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # the middleware of accounts names the actor, and looks at no session for it
_LOG_FORMAT = _env.choice("CEM_LOG", "plain", ("plain", "json"))
_LOG_STEPS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_LOG_STEPS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            "foreign_pre_chain": _LOG_STEPS,
        },
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": _LOG_STEPS,
        },
    },
    "filters": {"refusals": {"()": "cem.logs.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": _LOG_FORMAT, "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": _env.choice("CEM_LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING"))},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"propagate": True}},
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]
