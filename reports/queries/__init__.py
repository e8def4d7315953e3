"""Read models of the pages: what each page shows, in a number of queries that does not grow with what it shows."""

from .conflict import Conflict, Difference, conflict
from .home import Home, ReportCard, home
from .matrix import Matrix, RowCell, Sort, View, Wanted, YearCell, matrix
from .matrix_table import matrix_table
from .report import RowLine, items_without_row, row_lines
from .row import LastYear, RowPage, Unconfirmed, last_year_row, row_page
from .row_marks import legend
from .standings import NOT_BEGUN, QUEUE, STATE_LABELS, Standing, latest_years, standings, years_of
from .supervised import SupervisedPlan, supervised_plans
from .visible import visible_plans, visible_reports, visible_rows

__all__ = [
    "NOT_BEGUN",
    "QUEUE",
    "STATE_LABELS",
    "Conflict",
    "Difference",
    "Home",
    "LastYear",
    "Matrix",
    "ReportCard",
    "RowCell",
    "RowLine",
    "RowPage",
    "Sort",
    "Standing",
    "SupervisedPlan",
    "Unconfirmed",
    "View",
    "Wanted",
    "YearCell",
    "conflict",
    "home",
    "items_without_row",
    "last_year_row",
    "latest_years",
    "legend",
    "matrix",
    "matrix_table",
    "row_lines",
    "row_page",
    "standings",
    "supervised_plans",
    "visible_plans",
    "visible_reports",
    "visible_rows",
    "years_of",
]
