from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.models import Plan
from reports.documents import pdf
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.documents.gather_consolidated import gather_consolidated
from reports.management.output import write


class Command(BaseCommand):
    help = "Сохраняет сводный отчёт по плану за год в файл: тот же, что портал отдаёт в браузере."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="обозначение плана: penza-2021-2024")
        parser.add_argument("--year", required=True, type=int, help="год отчёта")
        parser.add_argument("--format", required=True, choices=sorted(CONSOLIDATED_FORMATS), help="формат файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.select_related("supervisor").filter(slug=options["plan"]).first()
        if plan is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True))
            raise CommandError(f"Плана «{options['plan']}» нет. Укажите один из имеющихся: {known}.")
        if options["year"] not in plan.years:
            raise CommandError(f"{plan} не охватывает {options['year']} год.")
        content = gather_consolidated(plan, options["year"])
        try:
            data = CONSOLIDATED_FORMATS[options["format"]].render(content, progress=self._show_progress)
        except pdf.RenderingFailed as error:
            raise CommandError(str(error)) from error
        write(options["output"], data, self.stdout)

    def _show_progress(self, done: int, total: int) -> None:
        """Only for somebody who watches: in a log the lines would be noise."""
        if self.stderr.isatty():
            self.stderr.write(f"\rГотово {done} из {total}", ending="\n" if done == total else "")
