"""The background worker: makes documents one after the other, and does the portal's chores beside."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks.utils import get_random_id
from django_tasks_db.management.commands import db_worker

from . import actions, mailing

logger = logging.getLogger(__name__)

_MINUTE, _DAY = 60.0, 24 * 60 * 60.0
_PAUSE_SECONDS = 5.0


class Worker(db_worker.Worker):
    """The worker of django-tasks-db, which outlives a database that is away for a while."""

    def __init__(self, *, interval: float = 1) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=interval,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_id(),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        while self.running:
            try:
                super().run()
            except (OperationalError, InterfaceError):
                logger.exception("База данных не отвечает; следующая попытка через %g с.", _PAUSE_SECONDS)
                connection.close()
                time.sleep(_PAUSE_SECONDS)
            else:
                return


class Chores(threading.Thread):
    """What any worker does beside its documents, each at its own interval, with a connection of its own.

    Every chore may be done by several workers at once: each locks what it works on.
    """

    def __init__(self) -> None:
        super().__init__(name="chores", daemon=True)
        self._stopping = threading.Event()
        self._mail_failure = ""
        self._chores: list[tuple[float, Callable[[], object]]] = [
            (settings.JOB_HEARTBEAT_SECONDS, actions.rescue_jobs),
            (_MINUTE, self._send_mail),
            (_DAY, actions.prune_jobs),
            (_DAY, actions.prune_intakes),
            (_DAY, actions.prune_editions),
        ]

    def run(self) -> None:
        due = dict.fromkeys(range(len(self._chores)), 0.0)
        while not self._stopping.is_set():
            close_old_connections()
            for number, (seconds, chore) in enumerate(self._chores):
                if due[number] <= time.monotonic():
                    self._do(chore)
                    due[number] = time.monotonic() + seconds
            self._stopping.wait(min(due.values()) - time.monotonic())
        connection.close()

    def stop(self, *, timeout: float) -> None:
        """Let the chore in hand come to its end, but do not wait longer than that."""
        self._stopping.set()
        self.join(timeout)

    def _do(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except Exception:
            # One chore that fails must not keep the others from being done; it is tried again at its next time.
            logger.exception("Не выполнено: %s. Будет повторено.", chore.__name__)
            connection.close()

    def _send_mail(self) -> None:
        """Send what is due. A server that is down is told once, not every minute."""
        failure = mailing.send_due().failure
        if failure != self._mail_failure:
            logger.error("%s", failure) if failure else logger.warning("Почта снова отправляется.")
            self._mail_failure = failure
