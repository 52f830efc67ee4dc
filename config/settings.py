"""Settings of Maillage: one file, driven by the environment (docs/reference/configuration.md).

MAILLAGE_ENV is dev (default), test or production. In production a missing secret, host
list or database stops the start.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from config.env import (
    EnvError,
    database_from_url,
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_str,
    load_dotenv,
)

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(BASE_DIR / ".env")
VAR_DIR = Path(env_str("MAILLAGE_VAR_DIR", str(BASE_DIR / "var")))
ENVIRONMENT = env_str("MAILLAGE_ENV", "dev")
if ENVIRONMENT not in {"dev", "test", "production"}:
    raise ImproperlyConfigured(f"MAILLAGE_ENV vaut « {ENVIRONMENT} » : dev, test ou production.")
PRODUCTION = ENVIRONMENT == "production"
DEVELOPMENT = ENVIRONMENT == "dev"

try:
    SECRET_KEY = env_secret(
        "SECRET_KEY", None if PRODUCTION else "clef-de-developpement-jamais-en-production"
    )
    # Secrets of before: they still read what they wrote (sessions, second factors).
    SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]")
    DATABASES = {
        "default": database_from_url(
            env_secret(
                "DATABASE_URL",
                None if PRODUCTION else f"sqlite:///{VAR_DIR / 'maillage.sqlite3'}",
            )
        )
    }
except EnvError as error:
    raise ImproperlyConfigured(str(error)) from error
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS est obligatoire en production.")

HTTPS = env_bool("MAILLAGE_HTTPS", default=PRODUCTION)

# Off by default in development too: what a newcomer sees is what the public sees.
DEBUG = env_bool("DEBUG", default=False)

INSTALLED_APPS = [
    "maillage.core",
    "maillage.accounts",
    "maillage.territory",
    "maillage.directory",
    "maillage.network",
    "maillage.contributions",
    "maillage.orientation",
    "maillage.portal",
    "maillage.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    "maillage.core.middleware.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maillage.core.middleware.RequestGuardMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "maillage.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a view that the public may see says so with login_not_required.
    "maillage.core.middleware.ClosedByDefaultMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "maillage.accounts.middleware.SessionActivityMiddleware",
    "maillage.network.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "maillage.core.middleware.BusyDatabaseMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maillage.core.context_processors.site",
                "maillage.network.context_processors.roles",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "maillage.core.templatetags.components",
            ],
        },
    }
]

# --- People -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/pro/"
# Members: 30 days after the last visit. Whoever needs a second factor: 12 hours
# (accounts/rules.py, network/middleware.py).
SESSION_COOKIE_AGE = 30 * 86_400
SESSION_COOKIE_SAMESITE = "Lax"
# Required in production, whatever the variable says.
SECOND_FACTOR_REQUIRED = PRODUCTION or env_bool("MAILLAGE_SECOND_FACTOR", default=True)

# django-allauth: nobody has a password, nobody signs up (accounts/adapters/).
ACCOUNT_ADAPTER = "maillage.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "maillage.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# A browser gives keys to HTTPS and to this machine only; the server then accepts the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# OpenID Connect (ProConnect): off unless an issuer is given. It opens accounts, makes none.
OIDC_ISSUER = env_str("MAILLAGE_OIDC_ISSUER", "")
OIDC: dict[str, Any] = {}
if OIDC_ISSUER:
    try:
        OIDC = {
            "issuer": OIDC_ISSUER,
            "client_id": env_str("MAILLAGE_OIDC_CLIENT_ID"),
            "client_secret": env_secret("MAILLAGE_OIDC_CLIENT_SECRET"),
            "name": env_str("MAILLAGE_OIDC_NAME", "ProConnect"),
            "scope": env_str("MAILLAGE_OIDC_SCOPE", "openid email"),
            "trusts_email": env_bool("MAILLAGE_OIDC_TRUSTS_EMAIL", default=False),
        }
    except EnvError as error:
        raise ImproperlyConfigured(str(error)) from error

# --- Language and time ------------------------------------------------------------------
# The address says the language (core/languages.py); each is named in its own words.
LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", "Français"),
    ("fr-simple", "Français simple (facile à lire)"),
    ("en", "English"),
    ("ar", "العربية"),
    ("es", "Español"),
    ("pt", "Português"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]
# « simple » is a registered variant of BCP 47 that Django does not know.
LANG_INFO["fr-simple"] = {
    "bidi": False,
    "code": "fr-simple",
    "name": "Simple French",
    "name_local": "français simple",
}
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "maillage.core.staticfiles.AppFinder",
    "maillage.core.staticfiles.NodeModulesFinder",
    "maillage.core.staticfiles.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "maillage.core.staticfiles.HashedStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Safety -----------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "maillage.portal.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Bytes of a whole request, by address: a file of a partner (50 MB), its mapping, its form.
WIDE_BODIES = {"/pro/imports/nouveau/": 52_000_000}

# --- Map --------------------------------------------------------------------------------
# Any MapLibre style address; empty: the project's own boundaries only.
MAP_STYLE_URL = env_str(
    "MAILLAGE_MAP_STYLE_URL",
    "https://data.geopf.fr/annexes/ressources/vectorTiles/styles/PLAN.IGN/standard.json",
)
MAP_ORIGINS = env_list("MAILLAGE_MAP_ORIGINS", "https://data.geopf.fr")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF, *MAP_ORIGINS],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Services of others -----------------------------------------------------------------
GEOCODER_URL = env_str("MAILLAGE_GEOCODER_URL", "https://data.geopf.fr/geocodage")
GEO_API_URL = env_str("MAILLAGE_GEO_API_URL", "https://geo.api.gouv.fr")
DATA_DIR = env_str("MAILLAGE_DATA_DIR", "")
# An address of the OpenAI-compatible kind, to understand needs better. Empty: never asked.
LANGUAGE_MODEL_URL = env_str("MAILLAGE_LLM_URL", "").rstrip("/")
LANGUAGE_MODEL_NAME = env_str("MAILLAGE_LLM_MODEL", "")
try:
    LANGUAGE_MODEL_KEY = env_secret("MAILLAGE_LLM_KEY", "")
except EnvError as error:
    raise ImproperlyConfigured(str(error)) from error
if LANGUAGE_MODEL_URL and not LANGUAGE_MODEL_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("MAILLAGE_LLM_URL : on attend une adresse https://… ou http://…")
if LANGUAGE_MODEL_URL and not LANGUAGE_MODEL_NAME:
    raise ImproperlyConfigured("MAILLAGE_LLM_MODEL est obligatoire avec MAILLAGE_LLM_URL.")
SITE_NAME = env_str("MAILLAGE_SITE_NAME", "Maillage")
# Absolute address of the site in PDF files, feeds and QR codes made outside a request.
SITE_URL = env_str("MAILLAGE_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CONTACT_EMAIL = env_str("MAILLAGE_CONTACT_EMAIL", "")
# Who publishes this installation: shown by the legal pages, which say so when it is not set.
PUBLISHER = {
    "name": env_str("MAILLAGE_PUBLISHER_NAME", ""),
    "address": env_str("MAILLAGE_PUBLISHER_ADDRESS", ""),
    "director": env_str("MAILLAGE_PUBLISHER_DIRECTOR", ""),
    "host": env_str("MAILLAGE_PUBLISHER_HOST", ""),
}
API_RATE_PER_MINUTE = env_int("MAILLAGE_API_RATE_PER_MINUTE", 300)

# --- Tasks: a queue in the database, run by `manage.py run_worker` -------------------------
# A queue of their own for e-mails: a long task must not delay a sign-in code.
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "courriels"]}
}

# --- What the site asks and archives by itself (docs: campaigns) ---------------------------
ASK_BY_FREQUENCY = env_bool("MAILLAGE_ASK_BY_FREQUENCY", default=True)
ARCHIVE_STALE = env_bool("MAILLAGE_ARCHIVE_STALE", default=True)

# --- Photos of places ---------------------------------------------------------------------
MEDIA_ROOT = env_str("MAILLAGE_MEDIA_DIR", str(VAR_DIR / "media"))

# --- E-mail: sent by the worker; without a server, shown by the development mailbox -------
EMAIL_HOST = env_str("EMAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = f"maillage.core.mail.backends.{'NoServer' if PRODUCTION else 'Mailbox'}Backend"
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", "")
# Generous: giving up while the server is still checking a message would send it twice.
EMAIL_TIMEOUT = env_int("EMAIL_TIMEOUT", 60)
DEFAULT_FROM_EMAIL = CONTACT_EMAIL or "ne-pas-repondre@localhost"
MAILBOX_DIR = VAR_DIR / "courriels"

# --- Cache and logs ---------------------------------------------------------------------
# Limits against robots are counted together by every process of one machine (core/throttle.py).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "throttle": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env_str("MAILLAGE_THROTTLE_DIR", str(VAR_DIR / "throttle")),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "keyvalue": {
            "format": "time={asctime} level={levelname} logger={name} message={message!r}",
            "style": "{",
        }
    },
    "filters": {"secrets": {"()": "maillage.core.logs.SecretAddressFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "keyvalue",
            "filters": ["secrets"],
        }
    },
    # Its INFO lines hold whole addresses of requests: what people look for, where they live.
    "loggers": {
        "httpx": {"level": "WARNING"},
        # Its INFO lines name the keys of people.
        "fido2": {"level": "WARNING"},
        # Three lines for each task that went well; the worker says what matters.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Robots that try wrong hosts would fill the log, one traceback each.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
}
