from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import mailing


class Command(BaseCommand):
    help = "Отправляет по почте накопившиеся сообщения портала. То же каждую минуту делает manage.py work."
    requires_migrations_checks = True

    def handle(self, *_args: Any, **_options: Any) -> None:
        outcome = mailing.send_due()
        self.stdout.write(f"Отправлено писем: {outcome.sent}, не принято: {outcome.refused}.")
        if outcome.failure:
            raise CommandError(outcome.failure)
