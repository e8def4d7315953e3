"""The portal's settings as in production (DEBUG off), but for speed and for plain http."""

import atexit
import os
import shutil
import tempfile

# One for each process: two that run tests side by side share no file.
OWN_VAR_DIR = tempfile.mkdtemp(prefix="kuznetsk-report-tests-")
atexit.register(shutil.rmtree, OWN_VAR_DIR, ignore_errors=True)
os.environ["VAR_DIR"] = OWN_VAR_DIR
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "only for tests"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["SECURE_SSL_REDIRECT"] = "0"

# The environment above must be set first.
from kuznetsk_report.settings import *  # noqa: F403
from kuznetsk_report.settings import DATABASES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "documents": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "documents"},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # As in production a missing file is an error; without compressing, which takes long.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, as in production: threads of the live server get connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
