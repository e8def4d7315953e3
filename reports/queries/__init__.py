"""Read models of the pages: what each page shows, in a number of queries that does not grow with what it shows."""

from .across import ItemYears, given_contributions, submissions, totals_by_year
from .conflict import Conflict, Difference, conflict, is_only_copied
from .consolidated import SummarizedItem, with_summaries
from .doubts import Counts, Questions, Slot, asked, number_offers, questions, remark_text, sentence_offer, slots
from .edition import (
    FIELD_LABELS,
    EditionPage,
    applied_changes,
    change_texts,
    editable_plans,
    edition_page,
    section_titles,
    visible_editions,
)
from .executor import ExecutorPage, executor_page, is_executor
from .handout import handed_report
from .history import Entry as HistoryEntry
from .history import by_file, history, last_decision, since, to_take_back, with_changes
from .home import Home, ReportCard, home
from .intake import Card as IntakeCard
from .intake import Preview as IntakePreview
from .intake import applied_intakes, begun_intakes, handed_out_for, visible_intakes
from .intake import preview as intake_preview
from .intake_choices import choices as intake_choices
from .intake_page import IntakePage, intake_page, shown_card
from .item import Card, Choice, ItemPage, item_page
from .jobs import job_file, visible_jobs
from .matrix import Matrix, RowCell, Sort, View, Wanted, YearCell, matrix
from .matrix_table import matrix_table
from .notices import unread_notices, visible_notices
from .receipts import find_receipts, receipt_content, receipts_of, visible_receipts
from .register import Verdict, accepted_reports, choices, verify, visible_issued
from .report import RowLine, additions, row_lines
from .review import Review, ReviewPage, ReviewRow, review_page
from .row import LastYear, RowPage, Unconfirmed, last_year_row, open_remarks, row_page
from .row_marks import legend
from .standings import NOT_BEGUN, QUEUE, STATE_LABELS, Standing, latest_years, standings, years_of
from .supervised import SupervisedPlan, supervised_plans
from .trial import LEVEL_LABELS, Trial, trial
from .visible import organizations_like, visible_plans, visible_reports, visible_rows

__all__ = [
    "FIELD_LABELS",
    "LEVEL_LABELS",
    "NOT_BEGUN",
    "QUEUE",
    "STATE_LABELS",
    "Card",
    "Choice",
    "Conflict",
    "Counts",
    "Difference",
    "EditionPage",
    "ExecutorPage",
    "HistoryEntry",
    "Home",
    "IntakeCard",
    "IntakePage",
    "IntakePreview",
    "ItemPage",
    "ItemYears",
    "LastYear",
    "Matrix",
    "Questions",
    "ReportCard",
    "Review",
    "ReviewPage",
    "ReviewRow",
    "RowCell",
    "RowLine",
    "RowPage",
    "Slot",
    "Sort",
    "Standing",
    "SummarizedItem",
    "SupervisedPlan",
    "Trial",
    "Unconfirmed",
    "Verdict",
    "View",
    "Wanted",
    "YearCell",
    "accepted_reports",
    "additions",
    "applied_changes",
    "applied_intakes",
    "asked",
    "begun_intakes",
    "by_file",
    "change_texts",
    "choices",
    "conflict",
    "editable_plans",
    "edition_page",
    "executor_page",
    "find_receipts",
    "given_contributions",
    "handed_out_for",
    "handed_report",
    "history",
    "home",
    "intake_choices",
    "intake_page",
    "intake_preview",
    "is_executor",
    "is_only_copied",
    "item_page",
    "job_file",
    "last_decision",
    "last_year_row",
    "latest_years",
    "legend",
    "matrix",
    "matrix_table",
    "number_offers",
    "open_remarks",
    "organizations_like",
    "questions",
    "receipt_content",
    "receipts_of",
    "remark_text",
    "review_page",
    "row_lines",
    "row_page",
    "section_titles",
    "sentence_offer",
    "shown_card",
    "since",
    "slots",
    "standings",
    "submissions",
    "supervised_plans",
    "to_take_back",
    "totals_by_year",
    "trial",
    "unread_notices",
    "verify",
    "visible_editions",
    "visible_intakes",
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
