from argparse import ArgumentTypeError
from math import isfinite
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.worker import Chores, Worker

_LAST_CHORE_SECONDS = 10


def _seconds(text: str) -> float:
    seconds = float(text)
    if not isfinite(seconds) or seconds <= 0:
        raise ArgumentTypeError("нужно число больше нуля")
    return seconds


class Command(BaseCommand):
    help = (
        "Готовит заказанные документы и отправляет почту, пока его не остановят. Можно запустить сколько угодно, на "
        "разных машинах. Первый сигнал останавливает после текущего документа, второй — сразу: документ подготовит "
        "другой обработчик."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=_seconds, default=1, help="как часто смотреть в очередь, с")

    def handle(self, *_args: Any, interval: float, **_options: Any) -> None:
        worker, chores = Worker(interval=interval), Chores()
        worker.configure_signals()
        chores.start()
        try:
            worker.run()
        finally:
            chores.stop(timeout=_LAST_CHORE_SECONDS)
