"""What was done: reports, their review, and the record of it all."""

from . import guard
from .event import Event
from .finding import CheckLevel, FindingAnswer
from .intake import Intake
from .issued import IssuedDocument
from .job import Job
from .notice import MailBox, Notice
from .report import IndicatorValue, Report, ReportRow
from .review import Receipt, Remark
from .summary import ItemSummary

__all__ = [
    "CheckLevel",
    "Event",
    "FindingAnswer",
    "IndicatorValue",
    "Intake",
    "IssuedDocument",
    "ItemSummary",
    "Job",
    "MailBox",
    "Notice",
    "Receipt",
    "Remark",
    "Report",
    "ReportRow",
    "guard",
]
