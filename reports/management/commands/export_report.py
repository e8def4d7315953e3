from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.documents import pdf
from reports.documents.files import FORMATS
from reports.documents.gather import content_of
from reports.management.output import write
from reports.models import Report


class Command(BaseCommand):
    help = "Сохраняет отчёт в файл: тот же, что портал отдаёт в браузере."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organization", required=True, help="обозначение организации: kuznetsk")
        parser.add_argument("--year", required=True, type=int, help="год отчёта")
        parser.add_argument("--plan", help="обозначение плана; нужно, если у организации за этот год несколько отчётов")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS), help="формат файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Report.objects.filter(organization__slug=options["organization"], year=options["year"])
        if options["plan"]:
            found = found.filter(plan__slug=options["plan"])
        reports = list(found.select_related("plan", "organization"))
        if not reports:
            raise CommandError(f"Отчёта организации «{options['organization']}» за {options['year']} год нет.")
        if len(reports) > 1:
            plans = ", ".join(report.plan.slug for report in reports)
            raise CommandError(f"Отчётов несколько: укажите --plan (есть {plans}).")
        try:
            data = FORMATS[options["format"]].render(content_of(reports[0]))
        except pdf.RenderingFailed as error:
            raise CommandError(str(error)) from error
        write(options["output"], data, self.stdout)
