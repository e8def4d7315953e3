"""`manage.py work` as processes of their own, on the database of the tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# A worker that neither says that it lives nor looks after others within a test, and one that is quick to take over.
SILENT = {"JOB_HEARTBEAT_SECONDS": "600", "JOB_LEASE_SECONDS": "600"}
QUICK = {"JOB_HEARTBEAT_SECONDS": "0.3", "JOB_LEASE_SECONDS": "4"}


class Workers:
    """Starts workers; what they print is kept in `log`."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "worker.log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": _database_url(),
            "SECRET_KEY": "only for tests",
            "VAR_DIR": str(folder / "var"),
        }
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, timing: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start another one: start(QUICK)."""
        with self.log.open("ab") as output:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "work", "--interval", "0.1"],
                cwd=settings.BASE_DIR,
                env=self._environment | timing,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._started.append(worker)
        return worker

    def kill(self) -> None:
        for worker in self._started:
            worker.kill()
            worker.wait()


@contextmanager
def workers(folder: Path) -> Iterator[Workers]:
    """Workers that are gone afterwards."""
    started = Workers(folder)
    try:
        yield started
    finally:
        started.kill()


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
