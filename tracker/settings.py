"""Settings of Tend, read from the environment.

With nothing set, Tend runs on one machine for one family: SQLite and files under ``var/``, mails written to a folder,
and the broker that ``manage.py serve`` starts. ``TEND_PRODUCTION=1`` asks for every setting that matters and refuses
to start without it. See README, "Running it for real".
"""

import os
import tomllib
from email.utils import parseaddr
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tracker.embedded import embedded_redis_url, kept_secret_key
from tracker.storage import file_storage

BASE_DIR = Path(__file__).resolve().parent.parent
# Stands on every summary and backup, so that a reader knows what made it.
TEND_VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def flag(name: str, default: bool = False) -> bool:
    """An on/off environment variable: 1, true, yes, on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str) -> list[str]:
    """A comma-separated environment variable as a list, empty parts dropped."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


PRODUCTION = flag("TEND_PRODUCTION")
DEBUG = flag("TEND_DEBUG") and not PRODUCTION
# Red-flag rules that no clinician reviewed yet: to try out and to test, never in production (docs/running.md).
UNREVIEWED_RULES = flag("TEND_UNREVIEWED_RULES", default=True) and not PRODUCTION
DATA_DIR = Path(os.environ.get("TEND_DATA_DIR", BASE_DIR / "var")).resolve()

if PRODUCTION:
    missing = [name for name in ("SECRET_KEY", "TEND_HOSTS", "DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured("TEND_PRODUCTION is set, so these must be set too: " + ", ".join(missing))
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")

# "*" lets a phone on the same network open the one-family default; production names its hosts.
ALLOWED_HOSTS = listed("TEND_HOSTS") or ["*"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if PRODUCTION else []
SITE_URL = os.environ.get("TEND_SITE_URL") or (
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://localhost:{os.environ.get('PORT', '8000')}"
)

INSTALLED_APPS = [
    "tracker",
    "care",
    "reminders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "heroicons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.early_hints.EarlyHintsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tracker.middleware.PreferencesMiddleware",
    "tracker.middleware.NoStoreMiddleware",
    "care.household.middleware.AccessMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tracker.context.shell",
                "tracker.dim.night",
                "reminders.context.banner",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'tend.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: with these no concurrent write fails; with Django's defaults two in three do.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 5,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Whoever hangs inside a transaction keeps old rows alive for everybody: the tick's look for what is due grows from
    # 0.8 to 134 ms (measured). Longer than any request or task may take; claims set a shorter one of their own.
    # PostgreSQL compiles what it takes for a long query; ours join many tables, take milliseconds, and were compiled
    # for up to a second each (17 reminder tests: 135 s with it, 14 s without).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c idle_in_transaction_session_timeout=5min -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL") or embedded_redis_url(DATA_DIR)
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The database keeps the session, the cache only speeds it up: losing Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tracker.errors.csrf_failure"
# What a form may hold besides its files; those have a limit of their own, which their handler keeps.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["tracker.uploads.LimitedUpload"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files have no address of their own: a view behind the access door reads them.
STORAGES = {
    "default": file_storage(DATA_DIR / "files"),
    "staticfiles": {"BACKEND": "tracker.serving.staticfiles.StaticFilesStorage"},
}

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "care.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tracker.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "tracker.accounts.SignupAnswers"
ACCOUNT_FORMS = {
    name: f"tracker.account_forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailForm",
        "confirm_password_reset_code": "ConfirmPasswordResetCodeForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "add_email": "NewEmailForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_REDIRECT_URL = "/family/start/"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Typed codes, not links: a link opens the browser, not the app installed on an iPhone's home screen.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
CODE_SECONDS = 15 * 60
# Per address a day: enough for a bad mail day, too few to guess a code of six digits (three tries each). And how many
# mails to strangers one person may cause, whatever family they do it in.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,12/d/key",
    "reset_password": "20/m/ip,5/m/key,12/d/key",
    "mail_somebody": "30/d/user",
}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# One address per person; a change counts once the new address has proved itself, and the old one is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_TOTP_ISSUER = "Tend"
MFA_TOTP_TOLERANCE = 1  # one step either way: phones' clocks drift
USERSESSIONS_TRACK_ACTIVITY = False
# The first day, in order, after the child: url names that take a patient. Rooms do not know each other's steps.
FIRST_USE_STEPS = ["plan:first", "reminders:first", "today:today"]
HEADLESS_ENABLED = True

# --- Mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("TEND_FROM_EMAIL", "Tend <tend@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds; the embedded worker's threads have no other guard against a server that hangs
if os.environ.get("EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["EMAIL_HOST"]
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = flag("EMAIL_USE_TLS", EMAIL_PORT == 587)
    EMAIL_USE_SSL = flag("EMAIL_USE_SSL", EMAIL_PORT == 465)
else:
    EMAIL_BACKEND = "tracker.mailfolder.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- Numbers for whoever runs Tend ----------------------------------------------------------------------------------
# /metrics answers whoever sends this as a bearer token, and is not there while none is set.
METRICS_TOKEN = os.environ.get("TEND_METRICS_TOKEN", "")

# --- Early hints ----------------------------------------------------------------------------------------------------
# Off unless the proxy before Tend is known to pass a 103 on (tracker.early_hints).
EARLY_HINTS = flag("TEND_EARLY_HINTS", False)

# --- Web push -------------------------------------------------------------------------------------------------------
# The private key of VAPID (RFC 8292), base64url or DER; one for all hosts. Without it production offers no web push,
# and a family's own machine keeps one in its data folder.
VAPID_PRIVATE_KEY = os.environ.get("TEND_VAPID_PRIVATE_KEY", "")
# Whom a push service writes to when Tend misbehaves.
PUSH_CONTACT = os.environ.get("TEND_PUSH_CONTACT") or parseaddr(DEFAULT_FROM_EMAIL)[1]
# Hosts that may be told without https and inside this network. Tests only; production refuses to start with it.
REMINDERS_PUSH_TEST_HOSTS: list[str] = []

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each in its own words: whoever looks for theirs may read no other.
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tracker.languages.formats"]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "allauth.headless.contrib.rest_framework.authentication.XSessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "tracker.paging.KeysetPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tend",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "care.record.models.Answer",
        "DatePrecisionEnum": "care.infections.models.words.DatePrecision",
        "CareLevelEnum": "care.infections.models.words.CareLevel",
        "TemperatureUnitEnum": "care.infections.models.words.Unit",
        "LengthUnitEnum": "care.results.rules.words.LengthUnit",
        "ComparedWithUsualEnum": "care.results.rules.words.Change",
        "ToothEnum": "care.results.rules.teeth.CHOICES",
        "VaccineOutcomeEnum": "care.vaccines.rules.Outcome",
        "VaccineRouteEnum": "care.vaccines.models.decisions.VaccineDecision.Route",
        "VaccineSiteEnum": "care.vaccines.models.decisions.VaccineDecision.Site",
        "ShareStateEnum": "care.visits.api.shares.STATES",
        "PhotoStateEnum": "care.record.photos.api.STATES",
    },
}

# --- Security -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Proxies in front that add X-Forwarded-For: whose address a wrong try is counted by (a list's last entries are theirs).
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TEND_PROXIES", "1" if flag("TEND_BEHIND_PROXY", PRODUCTION) else "0"))
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = flag("TEND_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks over plain http
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TEND_BEHIND_PROXY", True) else None
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# --- Logs: no names, drugs or diagnoses; paths carry only random ids ------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TEND_LOG_LEVEL", "INFO")},
}
