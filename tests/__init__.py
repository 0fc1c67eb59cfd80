"""The test run gets its own directory, database and settings here, before anything of Django's is imported.

`pytest` runs on SQLite; `pytest --pg` on PostgreSQL: on $TEST_DATABASE_URL, or on a throw-away cluster.
"""

import atexit
import os
import sys
import tempfile
from contextlib import ExitStack

import django
from django.conf import settings

from tests import throwaway_postgres

HELD = ExitStack()
atexit.register(HELD.close)
ON_POSTGRES = "--pg" in sys.argv
LACKS_POSTGRES = ON_POSTGRES and not (os.environ.get("TEST_DATABASE_URL") or throwaway_postgres.find_binaries())
OURS = (
    "ALLOWED_HOSTS", "BOUNCES_MAILDIR", "CONTACT_EMAIL", "DATABASE_URL", "DEBUG", "DEFAULT_FROM_EMAIL",
    "DOWNLOAD_ACCEL_PREFIX", "EMAIL_URL", "HOST", "INBOUND_IMAP_URL", "INBOUND_MAILDIR", "MFA_REQUIRED", "OPERATOR_NAME",
    "PORT", "SECRET_KEY", "SITE_URL", "TRUSTED_PROXIES",
)  # fmt: skip

for name in OURS:
    os.environ.pop(name, None)
os.environ["DJANGO_SETTINGS_MODULE"] = "asm_portal.settings"
os.environ["DATA_DIR"] = HELD.enter_context(tempfile.TemporaryDirectory(prefix="portal-"))
os.environ["DEMO"] = "1"
# Playwright keeps a loop of its own in the thread in which a browser test talks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if ON_POSTGRES and not LACKS_POSTGRES:
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or HELD.enter_context(throwaway_postgres.cluster())

# The manifest would demand that static files are collected first; a slow hasher would slow every sign-in.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing
django.setup()
