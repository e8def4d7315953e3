"""The findings about a whole report: the one list that the page before submitting shows and the submission obeys."""

from django.db.models import Count, Q

from . import access
from .checks import CheckedRow, Finding, Level, check_row
from .documents import gather
from .documents.content import Row
from .figures import figures
from .models import Report, ReportRow
from .vocabulary import ANSWERS_WITHOUT_NUMBERS


def findings(report: Report) -> list[tuple[ReportRow, list[Finding]]]:
    """The rows that can be written in and of which there is something to say, in order; a fixed number of queries."""
    rows = (
        report.rows.filter(access.open_rows(report))
        .annotate(unanswered=Count("remarks", Q(remarks__closed_at=None, remarks__answer="")))
        .select_related("item")
        .prefetch_related("values__indicator", "item__indicators")
    )
    checked = [(row, check_row(plain(row, row.unanswered))) for row in rows]
    return [(row, found) for row, found in checked if found]


def blocking(report: Report) -> list[Finding]:
    """What keeps the report from being submitted."""
    return [finding for _, found in findings(report) for finding in found if finding.level == Level.ERROR]


def plain(row: ReportRow, unanswered: int, filed: Row | None = None) -> CheckedRow:
    """The row as the checks see it; its values and the indicators of its item are best prefetched.

    The figures are those of the row as it was `filed`, if it was: later targets are not held against it.
    """
    if filed is None:
        shown = figures(gather.definitions(row.item.indicators.all()), gather.entries(row.values.all()))
    else:
        shown = filed.figures
    return CheckedRow(
        item=row.number,
        answer=row.answer,
        implementation=row.implementation,
        result=row.result,
        figures=tuple(shown),
        unconfirmed=len(row.unconfirmed),
        unanswered_remarks=unanswered,
        needs_numbers=row.answer not in ANSWERS_WITHOUT_NUMBERS,
    )
