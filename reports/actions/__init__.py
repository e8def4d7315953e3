"""Every write to reports. Each action is one transaction and records its Event in it; nothing else changes a report."""

from .base import NotReadyError, RowsRefusedError, StaleDecisionError, StaleVersionError, last_event, seen_with_own
from .editions import (
    EditionClosedError,
    EditionRefusedError,
    StaleEditionError,
    apply_edition,
    drop_edition,
    prune_editions,
    take_edition,
)
from .explaining import FindingGoneError, answer_finding
from .filling import add_missing_rows, carry_last_year, open_report, save_row
from .intake import (
    IntakeClosedError,
    NotAppliedError,
    TakenBack,
    WrongReportError,
    apply_intake,
    drop_intake,
    prune_intakes,
    take_back_intake,
    take_in,
)
from .issuing import issue
from .job_run import JobGoneError
from .jobs import cancel_job, prune_jobs, request_consolidated, request_reports_zip, rescue_jobs
from .mail import letter_failed, letter_sent, prepare_mail, take_letter
from .notices import read_all_notices, read_notice
from .reminders import Reminded, remind
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
    "EditionClosedError",
    "EditionRefusedError",
    "FindingGoneError",
    "IntakeClosedError",
    "JobGoneError",
    "NotAppliedError",
    "NotReadyError",
    "Reminded",
    "RowsRefusedError",
    "StaleDecisionError",
    "StaleEditionError",
    "StaleSummaryError",
    "StaleVersionError",
    "TakenBack",
    "WrongReportError",
    "accept_report",
    "accept_row",
    "add_missing_rows",
    "answer_finding",
    "apply_edition",
    "apply_intake",
    "cancel_job",
    "carry_last_year",
    "drop_edition",
    "drop_intake",
    "file_past_report",
    "issue",
    "last_event",
    "letter_failed",
    "letter_sent",
    "make_remark",
    "open_report",
    "prepare_mail",
    "prune_editions",
    "prune_intakes",
    "prune_jobs",
    "read_all_notices",
    "read_notice",
    "remark_rows",
    "remind",
    "reopen_report",
    "reopen_row",
    "request_consolidated",
    "request_reports_zip",
    "rescue_jobs",
    "return_report",
    "save_row",
    "save_summary",
    "seen_with_own",
    "submit",
    "take_back_intake",
    "take_edition",
    "take_in",
    "take_letter",
    "withdraw_remark",
]
