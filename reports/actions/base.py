"""What all actions share: the lock, and telling those who decide on something that has changed."""

from django.db.models import QuerySet

from kuznetsk_report.accounts.models import User
from reports import access
from reports.models import Event, Report, ReportRow
from reports.vocabulary import EventKind
from reports.workflow import Action


class StaleVersionError(Exception):
    """The row has changed since the version that the writer started from. `row` is the row as it stands now."""

    def __init__(self, row: ReportRow) -> None:
        super().__init__(f"row {row.pk} is at version {row.version}")
        self.row = row


class StaleDecisionError(Exception):
    """What is decided on has changed since the person looked at it. `last` is the newest event."""

    def __init__(self, last: int) -> None:
        super().__init__(f"the last event is {last} now")
        self.last = last


class NotReadyError(Exception):
    """The report cannot go on as it stands. The message, in Russian, says what to do first."""


class RowsRefusedError(Exception):
    """Nothing was done, because of these rows, each with the error that stood in its way."""

    def __init__(self, refusals: list[tuple[ReportRow, Exception]]) -> None:
        super().__init__(f"{len(refusals)} rows refused")
        self.refusals = refusals


def locked(
    report: Report, action: Action, by: User, *, seen: int | None = None, row: ReportRow | None = None
) -> Report:
    """The report, locked until the end of the transaction, if this person may do this to it as it stands.

    Raises PermissionDenied, and with `seen` StaleDecisionError like require_unchanged(): who holds the role is rather
    told what has happened than that the report is not in the right state any more.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("plan", "organization").get(pk=report.pk)
    if seen is not None:
        access.require_role(by, action, report)
        require_unchanged(report, seen, row)
    access.require(by, action, report)
    return report


def require_unchanged(report: Report, seen: int, row: ReportRow | None = None) -> None:
    """Raise StaleDecisionError if there are events later than `seen`: about the row if one is given, else the report.

    `seen` is the `last_event()` of the page on which the person decided.
    """
    last = last_event(report, row)
    if last > seen:
        raise StaleDecisionError(last)


def last_event(report: Report, row: ReportRow | None = None) -> int:
    """What a page must remember so that require_unchanged() can tell if anything happened since; 0: nothing ever."""
    return _decisive(report, row).order_by("-pk").values_list("pk", flat=True).first() or 0


def seen_with_own(report: Report, seen: int, by: User) -> int:
    """What a page has seen when this person has just decided on a part of it, and no other part was loaded anew.

    The last event if everything since `seen` was their own doing, else `seen`: what others did is not on the page.
    """
    since = _decisive(report, None).filter(pk__gt=seen)
    return seen if since.exclude(actor=by).exists() else last_event(report)


def _decisive(report: Report, row: ReportRow | None) -> QuerySet[Event]:
    # Giving out a document changes nothing.
    events = report.events.exclude(kind=EventKind.ISSUED)
    return events if row is None else events.filter(row=row)
