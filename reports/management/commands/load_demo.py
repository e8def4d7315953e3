"""manage.py load_demo: the demonstration data and the people to sign in as."""

import os
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports import demo

DEFAULT_PASSWORD = "demo"  # noqa: S105 (used only under DEBUG)


class Command(BaseCommand):
    help = (
        "Загружает демонстрационные данные: План Пензенской области на 2021–2024 годы, его исполнителей, "
        "отчёт Кузнецка за 2023 год, пустые отчёты за 2024 год и учётные записи official, supervisor, clerk и admin "
        "с паролем из DEMO_PASSWORD (иначе demo). Повторный запуск добавляет недостающее и ничего не меняет."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="загрузить и вне DEBUG; тогда нужен надёжный DEMO_PASSWORD"
        )

    def handle(self, *_args: Any, force: bool, **_options: Any) -> None:
        try:
            loaded = demo.load(password=_password(force=force))
        except PermissionDenied as error:
            raise CommandError(
                "Ничего не загружено: учётная запись official или supervisor уже есть, но без нужной роли. "
                "Верните роль в /admin/ (official — исполнитель в Кузнецке, supervisor — куратор) "
                "или переименуйте запись и повторите."
            ) from error
        self.stdout.write(_summary(loaded))


def _summary(loaded: demo.Loaded) -> str:
    """What was loaded and what had been there, for the terminal."""
    names = ", ".join(user.username for user in loaded.people)
    return "\n".join(
        [
            f"{loaded.plan}: {'загружен' if loaded.plan_is_new else 'уже есть, не изменён'}.",
            f"Организации: добавлено {len(loaded.organizations)}, уже было {loaded.organizations_before}.",
            f"Учётные записи: добавлено {names or 0}, уже было {loaded.people_before}.",
            f"Отчёты: добавлено {len(loaded.reports)}, уже было {loaded.reports_before}.",
        ]
    )


def _password(*, force: bool) -> str:
    """The password of new people. Outside DEBUG the load must be forced, and the password must be a real one."""
    password = os.environ.get("DEMO_PASSWORD", "")
    if settings.DEBUG:
        return password or DEFAULT_PASSWORD
    if not force:
        raise CommandError(
            "Демонстрационные данные загружаются только при DEBUG=1. Чтобы загрузить их на рабочий портал, "
            "задайте надёжный пароль в DEMO_PASSWORD и повторите с --force."
        )
    if not password:
        raise CommandError("Вне DEBUG пароль по умолчанию не годится: задайте DEMO_PASSWORD и повторите.")
    try:
        demo.validate_demo_password(password)
    except ValidationError as error:
        raise CommandError("DEMO_PASSWORD не подходит. " + " ".join(error.messages)) from error
    return password
