"""Whether a document that was brought in is about another report than the one that it is brought into."""

from kuznetsk_report.accounts.models import Organization
from reports.intake.about import name_warnings, year_warnings
from reports.intake.brought import Brought
from reports.models import Report


def about_warnings(brought: Brought, report: Report) -> list[str]:
    """Russian sentences if the document names another year or another executor of the plan; they block nothing.

    None of a document that says by itself which report it was exported from.
    """
    if not brought.about or brought.origin is not None:
        return []
    executors = Organization.objects.filter(assigned_items__plan=report.plan).distinct().order_by("short_name")
    names = {str(each): (each.name, each.name_genitive) for each in executors}
    return [
        *year_warnings(brought.about, report.year),
        *name_warnings(brought.about, str(report.organization), names),
    ]
