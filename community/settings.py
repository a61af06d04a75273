"""Every setting of Peerdesk. Each environment variable read here is described in docs/configuration.md (a test checks)."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from community import environment
from community.languages import COMMUNITY_LANGUAGES as COMMUNITY_LANGUAGES
from community.schedule import QUEUE, ROUTES, SCHEDULE
from community.stack.embedded import Embedded

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR") or BASE_DIR / ".data").expanduser().resolve()

# --- What it runs on -------------------------------------------------------------------------------------------------
DATABASE_URL = environment.url("DATABASE_URL", schemes=("postgresql", "postgres"))
REDIS_URL = environment.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
if bool(DATABASE_URL) != bool(REDIS_URL):
    raise ImproperlyConfigured(
        "Set both DATABASE_URL and REDIS_URL for real servers, or neither for the embedded ones."
    )

REDIS_DB = environment.integer("REDIS_DB", 0, minimum=0, maximum=63)
EMBEDDED = None if DATABASE_URL else Embedded(DATA_DIR, redis_db=REDIS_DB)
DEBUG = environment.boolean("DEBUG", default=False)
DEMO = environment.boolean("DEMO", default=EMBEDDED is not None)
PORT = environment.integer("PORT", 8000, minimum=1, maximum=65535)


def _embedded_secret_key(data_dir: Path) -> str:
    """Return a key that is stable for one data directory; made on first use and readable by its owner only."""
    path = data_dir / "secret_key"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        pass
    key = get_random_secret_key()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key, encoding="utf-8")
    except OSError:
        # The stack says in a sentence that the directory cannot be written; a command without a database still runs.
        return key
    return key


SECRET_KEY = environment.secret("SECRET_KEY") if EMBEDDED is None else _embedded_secret_key(DATA_DIR)
ALLOWED_HOSTS = environment.names(
    "ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]", ".localhost") if EMBEDDED else ()
)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would let a forged Host header into links.")
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXY_COUNT = environment.integer("TRUSTED_PROXY_COUNT", 0, minimum=0, maximum=10)
# A command beside `make run PORT=8123` names the address at which the pages are, without being told the port again.
_SERVED_AT = EMBEDDED.served_at() if EMBEDDED and not environment.text("PORT") else ""
BASE_URL = environment.url("BASE_URL", schemes=("http", "https")) or _SERVED_AT or f"http://localhost:{PORT}"

# --- Applications ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    # Before allauth: its pages are overridden here, and the first template found wins.
    "accounts",
    "allauth",
    "allauth.account",
    "channels",
    "community.stack",
    "community.web",
    "community.audit",
    "community.events",
    "community.questions",
    "community.moderation",
    # Behind the features, whose templates go before its own.
    "community.audit.apps.OperatorAdminConfig",
    "community.search",
    "community.insights.clocks",
    "community.insights.promise",
    "community.insights.expectation",
    "community.insights.speed",
    "community.personalization",
    "community.personalization.experiments",
    "community.personalization.memory",
    "community.personalization.routing",
    "community.personalization.feed",
    "community.personalization.accountability",
    "rewards.ledger",
    "rewards.earning",
    "rewards.integrity",
    "rewards.payouts",
    "rewards.reputation",
    "rewards.badges",
    "community.notifications",
    "community.live",
    "community.portability",
    "community.demo",
]

MIDDLEWARE = [
    # Headers first: every answer has them, also those of requests that make no sense.
    "community.web.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "community.web.middleware.SecurityHeaders",
    "community.web.middleware.ContentSecurityPolicy",
    "community.web.middleware.SoundRequest",
    # Before all that resolves addresses or builds links: it decides which company's pages these are.
    "accounts.middleware.CompanyMiddleware",
    "community.web.middleware.Unavailable",
    "community.web.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "community.web.middleware.RequestRateLimit",
    "accounts.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "community.web.middleware.AccountRateLimit",
    "django_htmx.middleware.HtmxMiddleware",
    "rewards.integrity.middleware.LeaveTrace",
    "community.web.middleware.SentencesForErrors",
]

ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"
ASGI_APPLICATION = "community.asgi.application"
SILENCED_SYSTEM_CHECKS: list[str] = []

_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS
            if DEBUG and "runserver" in sys.argv
            else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.company",
                "community.notifications.context.unread",
                "community.web.context.page",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------------------------------
# A pool, never CONN_MAX_AGE: under ASGI every thread would keep a connection of its own (docs/adr/0004).
_POOL = {"min_size": 1, "max_size": environment.integer("DATABASE_POOL_SIZE", 8, minimum=1, maximum=100), "timeout": 3}


def _database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's dictionary."""
    from urllib.parse import parse_qsl, unquote, urlsplit  # noqa: PLC0415  only the server configuration needs it

    parts = urlsplit(url)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must end with the name of a database.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


_default = EMBEDDED.database_settings() if EMBEDDED else _database(DATABASE_URL)
_default["OPTIONS"] = {**_default.get("OPTIONS", {}), "pool": _POOL}
DATABASES = {"default": _default}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = REDIS_URL or (EMBEDDED.redis_url if EMBEDDED else "")
# What a request waits for Redis at most, three times in a row; then it goes on without (community.web.breaker).
REDIS_TIMEOUT_SECONDS = 0.1
CACHES = {
    "default": {
        "BACKEND": "community.web.cache.BreakerRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "pd",
    },
    "sessions": {
        "BACKEND": "community.web.cache.SessionCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "pd-session",
    },
}
# cached_db, which also closes the open sockets of a session that ends.
SESSION_ENGINE = "community.live.sessions"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "peerdesk_session"
RATE_LIMIT_PREFIX = "limit"

# --- Celery (docs/adr/0003 says why each of these) -------------------------------------------------------------------
CELERY_BROKER_URL = EMBEDDED.celery_broker_url if EMBEDDED else REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2.0,
    "socket_connect_timeout": 0.3,
    "retry_on_timeout": False,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TASK_DEFAULT_QUEUE = QUEUE
CELERY_TASK_ROUTES = ROUTES

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# URL names, not paths: each company's prefix is added when they are resolved.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:arrive"
ACCOUNT_LOGOUT_REDIRECT_URL = "questions:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# Our subjects name the company.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
# allauth's own limits are not exact; community.web.middleware.AccountRateLimit holds ours.
ACCOUNT_RATE_LIMITS = False

# --- Mail ------------------------------------------------------------------------------------------------------------
_MAIL_URL = environment.url("MAIL_URL", schemes=("smtp", "smtps", "smtp+tls"))
DEFAULT_FROM_EMAIL = environment.sender("MAIL_FROM", "Peerdesk <peerdesk@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
MAIL_DIR = DATA_DIR / "mail"
if _MAIL_URL:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(_MAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[_mail.scheme]
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
elif EMBEDDED:
    # Written to the terminal and kept as files that /mail/ shows: sign-in codes are readable without a mail server.
    EMAIL_BACKEND = "community.notifications.development_mail.Backend"
else:
    raise ImproperlyConfigured("MAIL_URL must be set, for instance smtp+tls://user:password@mail.example.com:587.")

# --- Open pages -------------------------------------------------------------------------------------------------------
# Counts for open pages what each member has not read. Named here: features of one floor do not import each other.
UNREAD_COUNTS = "community.notifications.queries.unread_counts"

# --- Vectors of what questions mean, from a service; none without an address ------------------------------------------
EMBEDDINGS_URL = environment.url("EMBEDDINGS_URL", schemes=("https", "http"))
EMBEDDINGS_MODEL = environment.printable("EMBEDDINGS_MODEL")
EMBEDDINGS_DIMENSIONS = environment.integer("EMBEDDINGS_DIMENSIONS", 0, minimum=1, maximum=4000)
EMBEDDINGS_KEY = environment.printable("EMBEDDINGS_KEY")
EMBEDDINGS_LANGUAGES = environment.known_names("EMBEDDINGS_LANGUAGES", known=[code for code, _n in COMMUNITY_LANGUAGES])
if EMBEDDINGS_URL and not (EMBEDDINGS_MODEL and EMBEDDINGS_DIMENSIONS):
    raise ImproperlyConfigured("EMBEDDINGS_URL is set; set EMBEDDINGS_MODEL and EMBEDDINGS_DIMENSIONS too.")

# --- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# What the interface speaks: the language of the code, and each that has a catalogue in community/locale.
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "community" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files: "/" in front, or the first company's prefix would be cached into every address ---------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT") or BASE_DIR / "static")
WHITENOISE_USE_FINDERS = EMBEDDED is not None
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "community.web.styles.StylesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if EMBEDDED
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- Security --------------------------------------------------------------------------------------------------------
_HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = environment.boolean("SECURE_SSL_REDIRECT", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "peerdesk_csrf"
CSRF_FAILURE_VIEW = "community.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Lets a builder point a webhook at a program on the same machine; everywhere else such addresses are refused.
OUTBOUND_LOOPBACK = DEBUG and EMBEDDED is not None

# --- Domain clock: movable only where no real people wait -------------------------------------------------------------
CLOCK_FILE = DATA_DIR / "clock_offset" if EMBEDDED else None
RELEASE = hashlib.sha256((BASE_DIR / "pyproject.toml").read_bytes()).hexdigest()[:12]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "community.web.requestid.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {
        "handlers": ["console"],
        "level": environment.choice("LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {"django.server": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
