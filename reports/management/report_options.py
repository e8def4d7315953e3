"""The options by which a command is told which report is meant."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from reports.models import Report


def add_report_options(parser: CommandParser) -> None:
    """--organization, --year and, where that leaves several, --plan."""
    parser.add_argument("--organization", required=True, help="обозначение организации: kuznetsk")
    parser.add_argument("--year", required=True, type=int, help="год отчёта")
    parser.add_argument("--plan", help="обозначение плана; нужно, если у организации за этот год несколько отчётов")


def chosen_report(options: dict[str, Any], *, returncode: int = 1) -> Report:
    """The report that the options name. Raises CommandError (ending with `returncode`) if it is none or not one."""
    found = Report.objects.filter(organization__slug=options["organization"], year=options["year"])
    if options["plan"]:
        found = found.filter(plan__slug=options["plan"])
    reports = list(found.select_related("plan", "organization"))
    if not reports:
        message = f"Отчёта организации «{options['organization']}» за {options['year']} год нет."
        raise CommandError(message, returncode=returncode)
    if len(reports) > 1:
        plans = ", ".join(report.plan.slug for report in reports)
        raise CommandError(f"Отчётов несколько: укажите --plan (есть {plans}).", returncode=returncode)
    return reports[0]
