import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports import checklist
from reports.checks import KINDS, Finding, Level
from reports.management.report_options import add_report_options, chosen_report

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
_IN_RUSSIAN = {Level.ERROR: "ошибка", Level.WARNING: "предупреждение", Level.HINT: "подсказка"}


class Command(BaseCommand):
    help = (
        "Проверяет отчёт и печатает вопросы проверки, на которые исполнитель ещё не ответил. "
        "Код завершения: 0 — ошибок нет, 1 — есть ошибки, 2 — отчёт не найден."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_report_options(parser)
        parser.add_argument("--format", choices=["json", "text"], default="text", help="вид вывода")

    def handle(self, *args: Any, **options: Any) -> None:
        report = chosen_report(options, returncode=2)
        found = [finding for checked in checklist.check(report) for finding in checked.findings]
        if options["format"] == "json":
            self.stdout.write(json.dumps([_plain(finding) for finding in found], ensure_ascii=False, indent=2))
        else:
            for finding in found:
                self.stdout.write(_line(finding))
            count = {level: sum(1 for finding in found if finding.level == level) for level in Level}
            totals = ", ".join(f"{_IN_RUSSIAN[level]}: {count[level]}" for level in Level)
            self.stdout.write(f"{report.organization}, {report.year} год. Всего — {len(found)} ({totals}).")
        if any(finding.level == Level.ERROR for finding in found):
            sys.exit(1)


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "item": finding.item,
        "code": finding.code,
        "level": _LEVELS[finding.level],
        "field": finding.field,
        "message": finding.message,
        "evidence": finding.evidence,
    }


def _line(finding: Finding) -> str:
    head = f"п. {finding.item}  {_IN_RUSSIAN[finding.level]}  {finding.code} ({KINDS[finding.code].title})"
    return f"{head}\n    {finding.message}"
