"""Every write to reports. Each action is one transaction and records its Event in it; nothing else changes a report."""

from .base import NotReadyError, RowsRefusedError, StaleDecisionError, StaleVersionError, last_event
from .filling import add_missing_rows, carry_last_year, open_report, save_row
from .issuing import issue
from .review import (
    accept_report,
    accept_row,
    file_past_report,
    make_remark,
    remark_rows,
    reopen_report,
    reopen_row,
    return_report,
    withdraw_remark,
)
from .submission import submit
from .summaries import StaleSummaryError, save_summary

__all__ = [
    "NotReadyError",
    "RowsRefusedError",
    "StaleDecisionError",
    "StaleSummaryError",
    "StaleVersionError",
    "accept_report",
    "accept_row",
    "add_missing_rows",
    "carry_last_year",
    "file_past_report",
    "issue",
    "last_event",
    "make_remark",
    "open_report",
    "remark_rows",
    "reopen_report",
    "reopen_row",
    "return_report",
    "save_row",
    "save_summary",
    "submit",
    "withdraw_remark",
]
