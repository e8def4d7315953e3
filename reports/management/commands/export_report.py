from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.documents import pdf
from reports.documents.files import FORMATS
from reports.documents.gather import content_to_export
from reports.management.output import write
from reports.management.report_options import add_report_options, chosen_report


class Command(BaseCommand):
    help = "Сохраняет отчёт в файл: тот же, что портал отдаёт в браузере."

    def add_arguments(self, parser: CommandParser) -> None:
        add_report_options(parser)
        parser.add_argument("--format", required=True, choices=sorted(FORMATS), help="формат файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")

    def handle(self, *args: Any, **options: Any) -> None:
        report = chosen_report(options)
        try:
            data = FORMATS[options["format"]].render(content_to_export(report))
        except pdf.RenderingFailed as error:
            raise CommandError(str(error)) from error
        write(options["output"], data, self.stdout)
