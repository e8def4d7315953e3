from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reports import actions


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"«{text}» — не дата. Напишите год, месяц и день: 2025-01-30.") from None


class Command(BaseCommand):
    help = (
        "Напоминает о сроках тем, кто не представил отчёт, и тем, у кого он на доработке; кураторам раз в неделю "
        "сообщает, кто молчит. Для ежедневного запуска; повторный запуск в тот же день ничего не добавляет."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=_day, help="считать сегодняшним этот день: 2025-02-08")

    def handle(self, *_args: Any, **options: Any) -> None:
        today = options["date"] or timezone.localdate()
        reminded = actions.remind(today=today)
        self.stdout.write(
            f"Напоминания на {today:%d.%m.%Y}: о близком сроке {reminded.due}, о прошедшем сроке {reminded.late}, "
            f"о доработке {reminded.returned}, кураторам {reminded.supervisors}."
        )
