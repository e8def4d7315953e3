"""Read models of the pages: what each page shows, in a number of queries that does not grow with what it shows."""

from . import past
from .across import ItemYears, given_contributions, submissions, totals_by_year
from .conflict import Conflict, Difference, conflict
from .consolidated import SummarizedItem, with_summaries
from .executor import ExecutorPage, executor_page, is_executor
from .history import Entry as HistoryEntry
from .history import history, last_decision, since, with_changes
from .home import Home, ReportCard, home
from .item import Card, Choice, ItemPage, item_page
from .jobs import job_file, visible_jobs
from .matrix import Matrix, RowCell, Sort, View, Wanted, YearCell, matrix
from .matrix_table import matrix_table
from .notices import unread_notices, visible_notices
from .receipts import find_receipts, receipt_content, receipts_of, visible_receipts
from .register import Verdict, accepted_reports, choices, verify, visible_issued
from .report import RowLine, items_without_row, row_lines
from .review import Review, ReviewPage, ReviewRow, review_page
from .row import LastYear, RowPage, Unconfirmed, last_year_row, open_remarks, row_page
from .row_marks import legend
from .standings import NOT_BEGUN, QUEUE, STATE_LABELS, Standing, latest_years, standings, years_of
from .supervised import SupervisedPlan, supervised_plans
from .visible import organizations_like, visible_plans, visible_reports, visible_rows

__all__ = [
    "NOT_BEGUN",
    "QUEUE",
    "STATE_LABELS",
    "Card",
    "Choice",
    "Conflict",
    "Difference",
    "ExecutorPage",
    "HistoryEntry",
    "Home",
    "ItemPage",
    "ItemYears",
    "LastYear",
    "Matrix",
    "ReportCard",
    "Review",
    "ReviewPage",
    "ReviewRow",
    "RowCell",
    "RowLine",
    "RowPage",
    "Sort",
    "Standing",
    "SummarizedItem",
    "SupervisedPlan",
    "Unconfirmed",
    "Verdict",
    "View",
    "Wanted",
    "YearCell",
    "accepted_reports",
    "choices",
    "conflict",
    "executor_page",
    "find_receipts",
    "given_contributions",
    "history",
    "home",
    "is_executor",
    "item_page",
    "items_without_row",
    "job_file",
    "last_decision",
    "last_year_row",
    "latest_years",
    "legend",
    "matrix",
    "matrix_table",
    "open_remarks",
    "organizations_like",
    "past",
    "receipt_content",
    "receipts_of",
    "review_page",
    "row_lines",
    "row_page",
    "since",
    "standings",
    "submissions",
    "supervised_plans",
    "totals_by_year",
    "unread_notices",
    "verify",
    "visible_issued",
    "visible_jobs",
    "visible_notices",
    "visible_plans",
    "visible_receipts",
    "visible_reports",
    "visible_rows",
    "with_changes",
    "with_summaries",
    "years_of",
]
