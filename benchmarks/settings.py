"""The tests' settings, with the documents kept on disk as in production."""

from datetime import timedelta

from tests.settings import *  # noqa: F403
from tests.settings import CACHES, VAR_DIR

CACHES = {
    **CACHES,
    "documents": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "documents",
        "TIMEOUT": int(timedelta(days=1).total_seconds()),
    },
}
LOGGING_CONFIG = None
