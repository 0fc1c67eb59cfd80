"""Settings of the portal.

One file: what differs between machines is an environment variable, read by `environment.read()` and listed in `.env.example`.
An https SITE_URL makes this production: secure cookies, HSTS, a secret key of one's own, no demonstration cast.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from asm_portal.environment import (
    REQUIRED,
    count,
    counts,
    data_directory,
    database,
    development_secret,
    existing_directory,
    location,
    mail_folder,
    mail_server,
    percent,
    port_number,
    read,
    secure_address,
    web_address,
    words,
    yes_or_no,
)

BASE_DIR = Path(__file__).resolve().parent.parent


def gettext_noop(text):
    """Mark a text for translation. Django's own marker would read these settings before they are complete."""
    return text


# This machine

HOST = read("HOST", default="127.0.0.1", example="127.0.0.1")
PORT = read("PORT", port_number, 8000, example="8000")
DATA_DIR = read("DATA_DIR", data_directory, None, example="/srv/portal") or data_directory(BASE_DIR / "var")
SITE_URL = read(
    "SITE_URL",
    web_address,
    f"http://{'localhost' if HOST == '0.0.0.0' else HOST}:{PORT}",  # noqa: S104 (compared, not bound)
    example="https://asm.example",
)
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = read("DEBUG", yes_or_no, False, example="0")
DEMO = read("DEMO", yes_or_no, not PRODUCTION, example="0")
MFA_REQUIRED = read("MFA_REQUIRED", yes_or_no, not DEMO, example="1")
if not (MFA_REQUIRED or DEMO):
    raise ImproperlyConfigured("MFA_REQUIRED=0 is for the demonstration only: unset it, or set DEMO=1.")
OPERATOR_NAME = read(
    "OPERATOR_NAME",
    default=gettext_noop("Administrative Support Mechanism"),
    example="Administrative Support Mechanism",
)
SECRET_KEY = read(
    "SECRET_KEY",
    default=REQUIRED if PRODUCTION else development_secret(DATA_DIR / "secret_key"),
    example="<50 random characters>",
    hint=""" Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))".""",
)
ALLOWED_HOSTS = read(
    "ALLOWED_HOSTS", words, [urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1"], example="asm.example"
)
TRUSTED_PROXIES = read("TRUSTED_PROXIES", count, 1 if PRODUCTION else 0, example="1")
DOWNLOAD_ACCEL_PREFIX = read("DOWNLOAD_ACCEL_PREFIX", location, "", example="/protected/")

# The house: AREAS in the order in which one may import the other.

AREAS = ["knowledge", "logistics", "communications", "assistance"]
INSTALLED_APPS = [
    "asm_portal.apps.PortalConfig",
    *AREAS,
    "guardian",
    "simple_history",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "asm_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    # Outermost, so that static files and redirects carry these headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "asm_portal.middleware.CachePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "communications.pages.redirects.OldAddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "asm_portal.sign_in.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "asm_portal.mfa.SecondFactorMiddleware",
    "asm_portal.viewing.ViewAsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "asm_portal.urls"
WSGI_APPLICATION = "asm_portal.wsgi.application"
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
                "asm_portal.context.portal",
                "communications.pages.banner.banner",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data. IMMEDIATE makes writers queue instead of failing with "database is locked"; as then every atomic block, even one that
# only reads, takes the write lock, ATOMIC_REQUESTS must stay off.

DATABASES = {
    "default": read("DATABASE_URL", database, None, example="postgres://portal:password@localhost:5432/portal")
}
if DATABASES["default"] is None:
    DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "portal.sqlite3"}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, or each would count its own rate limits; large, or a flood of attempts would push the counts out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}  # fmt: skip
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "asm_portal.files.ProtectedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Of text in a form: more than a field takes, so that it is the field that says so and keeps what was pasted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
UPLOAD_MAX_BYTES = 50 * 1024 * 1024

# Languages: of the interface, and of the texts that the archive holds.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "français")]
CONTENT_LANGUAGES = [
    *LANGUAGES,
    ("pt", "português"),
    ("ru", "русский"),
    ("ar", "العربية"),
    ("zh", "中文"),
    ("es", "español"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "asm_portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Accounts: nobody signs up, the sign-in name is the e-mail address.

AUTH_USER_MODEL = "asm_portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "asm_portal.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "asm_portal.accounts.SignInForm",
    "reset_password": "asm_portal.accounts.ResetPasswordForm",
}
ACCOUNT_USER_DISPLAY = "asm_portal.accounts.display"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Besides those of allauth, whose counter it is: how often a form for everyone (asm_portal/bots.py) is taken from one address.
ACCOUNT_RATE_LIMITS = {
    "subscription": "20/h/ip", "subscription_mail": "3/d/key", "enquiry": "20/h/ip", "assistance_link": "20/h/ip",
}  # fmt: skip
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "asm_portal.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Keeps people who signed themselves up from locking the owner of an address out; here, nobody does.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = OPERATOR_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

INVITATION_DAYS = 14
# How many certificate officers a Participant's focal point may have at a time.
CERTIFICATE_OFFICERS_MAX = read("CERTIFICATE_OFFICERS_MAX", count, 10, example="10")
# Who is asked for so many reports at once gets one reminder a month instead of one a day.
REMINDER_DIGEST_FROM = read("REMINDER_DIGEST_FROM", count, 8, example="8")
# How many days after a meeting, or the return from a visit, it is forgotten how people travelled.
TRAVEL_DATA_DAYS = read("TRAVEL_DATA_DAYS", count, 30, example="30")
# The body that asks for review visits, by its code; the demonstration has one of its own besides.
MONITORING_BODY = read("MONITORING_BODY", default="WGM", example="WGM")
# Where answers go to mails that bear the KP Chair's name (Reply-To); empty: to the portal's own address.
CHAIR_ADDRESS = read("CHAIR_ADDRESS", default="", example="chair@asm.example")
# After how many days from its end the report of a visit is due, unless another day is set; and for how many its team keeps the
# papers to write it.
VISIT_REPORT_DAYS = read("VISIT_REPORT_DAYS", count, 60, example="60")
VISIT_PAPERS_DAYS = read("VISIT_PAPERS_DAYS", count, 90, example="90")
# How many of those who take a position must support a text in a written procedure, unless it says otherwise; and how long before
# its end those without a position are reminded.
PROCEDURE_SUPPORT_PERCENT = read("PROCEDURE_SUPPORT_PERCENT", percent, 50, example="50")
PROCEDURE_REMINDER_HOURS = read("PROCEDURE_REMINDER_HOURS", counts, [168, 48, 12], example="168,48,12")

# Who has not acknowledged a notice is reminded so many days before the deadline, the deputies are asked so many days after it,
# and so many days after it the KP Chair is told who is silent.
NOTICE_REMINDER_DAYS = read("NOTICE_REMINDER_DAYS", count, 2, example="2")
NOTICE_DEPUTY_DAYS = read("NOTICE_DEPUTY_DAYS", count, 1, example="1")
NOTICE_CHAIR_DAYS = read("NOTICE_CHAIR_DAYS", count, 3, example="3")

# Within how many working days an enquiry should be answered, and how many days after its end it is forgotten who asked.
ENQUIRY_DAYS = read("ENQUIRY_DAYS", count, 5, example="5")
ENQUIRER_DATA_DAYS = read("ENQUIRER_DATA_DAYS", count, 365, example="365")

# Within how many working days a request for assistance should be analysed, the days on which its requester was asked something
# aside; after how many working days a requester who has not answered is reminded.
ASSISTANCE_ANALYSIS_DAYS = read("ASSISTANCE_ANALYSIS_DAYS", count, 10, example="10")
ASSISTANCE_ANSWER_DAYS = read("ASSISTANCE_ANSWER_DAYS", count, 10, example="10")
# How many days a requester may contest an outcome; how many days after it they are asked whether the assistance helped, and how
# many days later they are reminded.
ASSISTANCE_CONTEST_DAYS = read("ASSISTANCE_CONTEST_DAYS", count, 30, example="30")
ASSISTANCE_HELP_QUESTION_DAYS = read("ASSISTANCE_HELP_QUESTION_DAYS", count, 182, example="182")
ASSISTANCE_HELP_REMINDER_DAYS = read("ASSISTANCE_HELP_REMINDER_DAYS", count, 21, example="21")
# How many days before an offer of assistance ends its provider is asked to renew it.
ASSISTANCE_OFFER_DAYS = read("ASSISTANCE_OFFER_DAYS", count, 30, example="30")

# Where Participants send their statistics: this portal never collects them.
STATISTICS_SITE = read(
    "STATISTICS_SITE",
    secure_address,
    "https://kimberleyprocessstatistics.org",
    example="https://kimberleyprocessstatistics.org",
)

# Participation statuses whose representatives keep access: suspended ones do, those no longer listed or withdrawn do not.
STATUSES_WITH_ACCESS = read(
    "STATUSES_WITH_ACCESS",
    words,
    ["participant", "suspended", "self_suspended", "partial_resumption", "observer", "independent_observer"],
    example="participant,suspended,self_suspended,partial_resumption,observer,independent_observer",
)

# guardian holds the exceptions to the access rule and nothing else. Its back end stays out of AUTHENTICATION_BACKENDS: an
# exception carries an end date, which has_perm() would not see. Hence its check is silenced.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Mail

EMAIL = read("EMAIL_URL", mail_server, REQUIRED if PRODUCTION and not DEMO else None, example="smtp+tls://mail.example")
vars().update(
    EMAIL or {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": DATA_DIR / "mail"}
)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", default="portal@asm.example", example="portal@asm.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = read("CONTACT_EMAIL", default=DEFAULT_FROM_EMAIL, example="secretariat@asm.example")
# A maildir into which mail that could not be delivered comes back.
BOUNCES_MAILDIR = read("BOUNCES_MAILDIR", existing_directory, None, example="/var/mail/portal")
# Where what is written to CONTACT_EMAIL comes in: a maildir, a folder of an IMAP server, or both. What is unread there is taken,
# so nobody else opens mail in it.
INBOUND_MAILDIR = read(
    "INBOUND_MAILDIR", existing_directory, DATA_DIR / "inbound" if DEMO else None, example="/var/mail/asm"
)
INBOUND_IMAP_URL = read(
    "INBOUND_IMAP_URL", mail_folder, None, example="imaps://secretariat%40asm.example:password@mail.example/INBOX"
)

# The browser

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "problems": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # The worker would tell of every task that begins and every one that ends well.
        "django_tasks": {"handlers": ["problems"], "propagate": False},
        # Django leaves it to the server to drop the body of an answer to HEAD; the server does, and complains each time.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
