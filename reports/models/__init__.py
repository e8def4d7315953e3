"""What was done: reports, their review, and the record of it all."""

from . import guard
from .event import Event
from .issued import IssuedDocument
from .job import Job
from .notice import MailBox, Notice
from .report import IndicatorValue, Report, ReportRow
from .review import Receipt, Remark
from .summary import ItemSummary

__all__ = [
    "Event",
    "IndicatorValue",
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
