"""An open report as the workbook that is handed out to be filled in."""

from plans.models import Indicator
from reports import access
from reports.documents import gather
from reports.documents.workbook import HandedReport, HandedRow, HandedValue
from reports.figures import Entry
from reports.models import Report, ReportRow


def handed_report(report: Report) -> HandedReport:
    """The rows that can be filled in as the report stands, with what has been filled in; three queries."""
    rows = report.rows.filter(access.open_rows(report)).order_by("number")
    return HandedReport(
        report=report.pk,
        plan=report.plan.slug,
        organization=report.organization.slug,
        year=report.year,
        first_year=report.plan.first_year,
        plan_title=str(report.plan),
        executor=report.organization.name,
        rows=tuple(map(_row, rows.prefetch_related("item__indicators", "values__indicator"))),
    )


def _row(row: ReportRow) -> HandedRow:
    entries = gather.entries(row.values.all())
    return HandedRow(
        item=row.item_id,
        version=row.version,
        number=row.number,
        measure=row.wording,
        expected_result=row.expected_result,
        answer=row.answer,
        implementation=row.implementation,
        result=row.result,
        values=tuple(
            HandedValue(
                code=indicator.code,
                name=indicator.name,
                unit=indicator.unit,
                decimals=indicator.decimals,
                is_date=indicator.kind == Indicator.Kind.DATE,
                entry=entries.get(indicator.code, Entry()),
            )
            for indicator in row.item.indicators.all()
            if indicator.kind in Indicator.ENTERED and indicator.holds_in(row.report.year)
        ),
    )
