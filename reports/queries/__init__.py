"""Read models of the pages: what each page shows, in a number of queries that does not grow with what it shows."""

from .conflict import Conflict, Difference, conflict
from .home import Home, ReportCard, SupervisedPlan, home
from .jobs import job_file, visible_jobs
from .notices import unread_notices, visible_notices
from .report import RowLine, items_without_row, row_lines
from .row import LastYear, RowPage, Unconfirmed, last_year_row, row_page
from .visible import visible_reports, visible_rows

__all__ = [
    "Conflict",
    "Difference",
    "Home",
    "LastYear",
    "ReportCard",
    "RowLine",
    "RowPage",
    "SupervisedPlan",
    "Unconfirmed",
    "conflict",
    "home",
    "items_without_row",
    "job_file",
    "last_year_row",
    "row_lines",
    "row_page",
    "unread_notices",
    "visible_jobs",
    "visible_notices",
    "visible_reports",
    "visible_rows",
]
