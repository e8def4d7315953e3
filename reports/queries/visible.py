"""What a person may see, as querysets."""

from django.db.models import QuerySet

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Plan
from reports import access
from reports.models import Report, ReportRow
from reports.text import folded


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports that this person may see, with plan and organization loaded."""
    return Report.objects.filter(access.visible_reports(user)).select_related("plan", "organization")


def visible_plans(user: User) -> QuerySet[Plan]:
    """The plans that one's body supervises."""
    return Plan.objects.filter(access.supervised_plans(user)).select_related("supervisor")


def visible_rows(user: User) -> QuerySet[ReportRow]:
    """The rows of the reports that this person may see, with report, plan, organization and item loaded."""
    return ReportRow.objects.filter(report__in=Report.objects.filter(access.visible_reports(user))).select_related(
        "report__plan", "report__organization", "item", "updated_by"
    )


def organizations_like(search: str) -> list[int]:
    """Ids of the organizations whose name contains this, whatever the capitals.

    Compared here: SQLite knows capitals of Latin letters only.
    """
    wanted = folded(search)
    names = Organization.objects.values_list("pk", "name", "short_name")
    return [pk for pk, *both in names if any(wanted in folded(name) for name in both)]
