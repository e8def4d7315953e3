"""Read models of the pages: what each page shows, in a number of queries that does not grow with what it shows."""

from .across import ItemYears, given_contributions, submissions, totals_by_year
from .conflict import Conflict, Difference, conflict
from .executor import ExecutorPage, executor_page, is_executor
from .home import Home, ReportCard, SupervisedPlan, home
from .item import Card, Choice, ItemPage, item_page
from .report import RowLine, items_without_row, row_lines
from .row import LastYear, RowPage, Unconfirmed, last_year_row, open_remarks, row_page
from .visible import visible_reports, visible_rows

__all__ = [
    "Card",
    "Choice",
    "Conflict",
    "Difference",
    "ExecutorPage",
    "Home",
    "ItemPage",
    "ItemYears",
    "LastYear",
    "ReportCard",
    "RowLine",
    "RowPage",
    "SupervisedPlan",
    "Unconfirmed",
    "conflict",
    "executor_page",
    "given_contributions",
    "home",
    "is_executor",
    "item_page",
    "items_without_row",
    "last_year_row",
    "open_remarks",
    "row_lines",
    "row_page",
    "submissions",
    "totals_by_year",
    "visible_reports",
    "visible_rows",
]
