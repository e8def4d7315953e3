"""Steps that many tests begin with: a report filled and submitted, and sent back."""

from decimal import Decimal

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.figures import Entry
from reports.models import Report

from .conftest import Stage

# As if the page had been loaded after everything that has happened.
SEEN_ALL = 10**9


def submit(stage: Stage, report: Report | None = None, by: User | None = None) -> Report:
    """Fill what is empty and submit."""
    report = report or stage.report
    for row in report.rows.all():
        stage.save(
            row,
            by=by,
            answer="done",
            implementation=f"Сделано по пункту {row.number}.",
            entries={code: Entry(Decimal(1)) for code in ("considered", "disciplined")} if row.number == "1.4" else {},
        )
    actions.submit(report=report, by=by or stage.official)
    report.refresh_from_db()
    return report


def send_back(stage: Stage, *numbers: str, text: str = "Уточните.") -> None:
    """Remark these items of this year's report and return it."""
    for number in numbers:
        actions.make_remark(row=stage.row(number), text=text, seen=SEEN_ALL, by=stage.supervisor)
    actions.return_report(report=stage.report, seen=SEEN_ALL, by=stage.supervisor)
    stage.report.refresh_from_db()
