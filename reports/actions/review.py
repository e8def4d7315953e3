"""What the supervisor does: reads row by row, remarks, returns, accepts, opens again."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from reports.documents.content import to_json
from reports.documents.gather import gather
from reports.models import Event, Remark, Report, ReportRow
from reports.vocabulary import EventKind, NoticeKind, State
from reports.workflow import TABLE, Action

from .base import NotReadyError, RowsRefusedError, StaleDecisionError, locked
from .telling import tell_executor


@transaction.atomic
def accept_row(*, row: ReportRow, seen: int, by: User) -> ReportRow:
    """The row is in order. `seen`: base.last_event() of the row when it was read; raises StaleDecisionError."""
    report, row = _locked_row(row, seen, by)
    if row.remarks.filter(closed_at=None).exists():
        raise NotReadyError(f"К пункту {row.number} есть замечание. Снимите его, прежде чем принять строку.")
    if row.accepted_at is None:
        _accept([row], by)
        _record(report, EventKind.ROW_ACCEPTED, by, row=row)
    return row


@transaction.atomic
def reopen_row(*, row: ReportRow, seen: int, by: User) -> ReportRow:
    """Take back the acceptance of a row: it is to be read again. Raises like accept_row()."""
    report, row = _locked_row(row, seen, by)
    if row.accepted_at is not None:
        _unaccept([row])
        _record(report, EventKind.ROW_REOPENED, by, row=row)
    return row


@transaction.atomic
def make_remark(*, row: ReportRow, text: str, seen: int, by: User) -> Remark:
    """Say what has to be changed in a row. Raises like accept_row(), and NotReadyError for an empty text."""
    report, row = _locked_row(row, seen, by)
    return _remark(report, row, text, by)


@transaction.atomic
def withdraw_remark(*, remark: Remark, by: User) -> None:
    """Take back a remark that has not been sent yet. Its text stays in the history."""
    report = locked(remark.row.report, Action.REVIEW, by)
    current = Remark.objects.select_related("row").filter(pk=remark.pk).first()
    if current is None:  # a colleague was faster
        return
    if current.sent_at is not None:
        raise NotReadyError("Замечание уже отправлено исполнителю, снять его нельзя.")
    _record(report, EventKind.REMARK_WITHDRAWN, by, row=current.row, remark=current.text)
    current.delete()


@transaction.atomic
def remark_rows(*, rows: Collection[ReportRow], text: str, seen: Mapping[int, int], by: User) -> list[Remark]:
    """One standard remark on rows of several executors; all or none.

    `seen` maps the rows' ids to base.last_event() of each as of the page. Raises RowsRefusedError, which names every
    row that cannot take the remark with what make_remark() raises about it; NotReadyError without a row or a text.
    """
    if not rows:
        raise NotReadyError("Отметьте исполнителей, которым нужно сделать замечание.")
    if not text:
        raise NotReadyError("Напишите, что нужно исправить.")
    remarks: list[Remark] = []
    refusals: list[tuple[ReportRow, Exception]] = []
    # In one order everywhere, so that two who do the same wait for each other instead of locking each other out.
    for row in sorted(rows, key=lambda row: row.report_id):
        try:
            remarks.append(make_remark(row=row, text=text, seen=seen[row.pk], by=by))
        except (PermissionDenied, StaleDecisionError, NotReadyError) as error:
            refusals.append((row, error))
    if refusals:
        raise RowsRefusedError(refusals)
    return remarks


@transaction.atomic
def return_report(*, report: Report, seen: int, by: User, note: str = "") -> Report:
    """Send the report back: rows with a remark open, all others stay closed and keep their acceptance.

    Raises StaleDecisionError, and NotReadyError if there is no remark to work on.
    """
    report = locked(report, Action.RETURN, by, seen=seen)
    remarks = list(
        Remark.objects.filter(row__report=report, closed_at=None).select_related("row").order_by("row__number", "pk")
    )
    if not remarks:
        raise NotReadyError("Чтобы вернуть отчёт, сделайте замечание хотя бы к одной строке: откроются только они.")
    Remark.objects.filter(pk__in=[remark.pk for remark in remarks]).update(sent_at=timezone.now())
    _open(report, Action.RETURN, EventKind.RETURNED, by, rows=[remark.row for remark in remarks], note=note)
    tell_executor(report, NoticeKind.RETURNED, by=by, remarks=remarks, note=note)
    return report


@transaction.atomic
def accept_report(*, report: Report, seen: int, by: User) -> Report:
    """Accept the report, and with it every row that has not been accepted by itself. Raises like return_report()."""
    report = locked(report, Action.ACCEPT, by, seen=seen)
    if Remark.objects.filter(row__report=report, closed_at=None).exists():
        raise NotReadyError("К отчёту есть замечания. Верните его на доработку или снимите замечания.")
    rows = list(report.rows.filter(accepted_at=None))
    _accept(rows, by)
    before = report.state
    report.state = TABLE[State(before), Action.ACCEPT].to
    report.save(update_fields=["state"])
    _record(report, EventKind.ACCEPTED, by, state={"from": before, "to": report.state}, rows=[r.number for r in rows])
    tell_executor(report, NoticeKind.ACCEPTED, by=by)
    return report


@transaction.atomic
def reopen_report(*, report: Report, rows: Collection[ReportRow], reason: str, seen: int, by: User) -> Report:
    """Open an accepted report again, for these rows only. The reason stands as a remark at each of them.

    Raises StaleDecisionError, and NotReadyError without a reason or a row.
    """
    report = locked(report, Action.REOPEN, by, seen=seen)
    chosen = list(report.rows.filter(pk__in=[row.pk for row in rows]))
    if not chosen or not reason:
        missing = [] if chosen else ["Отметьте строки, которые нужно исправить: откроются только они."]
        missing += [] if reason else ["Напишите, что и почему нужно исправить."]
        raise NotReadyError(" ".join(missing))
    remarks = [_remark(report, row, reason, by) for row in chosen]
    Remark.objects.filter(pk__in=[remark.pk for remark in remarks]).update(sent_at=timezone.now())
    _open(report, Action.REOPEN, EventKind.REOPENED, by, rows=chosen, note=reason)
    tell_executor(report, NoticeKind.REOPENED, by=by, remarks=remarks, note=reason)
    return report


@transaction.atomic
def file_past_report(*, report: Report, by: User) -> Report:
    """Enter a report that was accepted on paper in an earlier year: it is filed as its rows stand."""
    report = locked(report, Action.FILE_PAST, by)
    before = report.state
    report.filed_content = to_json(gather(report))
    report.state = TABLE[State(before), Action.FILE_PAST].to
    report.save(update_fields=["filed_content", "state"])
    _accept(report.rows.all(), by)
    _record(report, EventKind.FILED, by, state={"from": before, "to": report.state})
    return report


def _locked_row(row: ReportRow, seen: int, by: User) -> tuple[Report, ReportRow]:
    report = locked(row.report, Action.REVIEW, by, seen=seen, row=row)
    row = ReportRow.objects.get(pk=row.pk)
    row.report = report
    return report, row


def _accept(rows: Iterable[ReportRow], by: User) -> None:
    _set_accepted(rows, at=timezone.now(), by=by)


def _unaccept(rows: Iterable[ReportRow]) -> None:
    _set_accepted(rows, at=None, by=None)


def _set_accepted(rows: Iterable[ReportRow], *, at: Any, by: User | None) -> None:
    rows = list(rows)
    for row in rows:
        row.accepted_at, row.accepted_by = at, by
    ReportRow.objects.bulk_update(rows, ["accepted_at", "accepted_by"])


def _remark(report: Report, row: ReportRow, text: str, by: User) -> Remark:
    if not text:
        raise NotReadyError("Напишите, что нужно исправить.")
    if row.accepted_at is not None:
        _unaccept([row])
        _record(report, EventKind.ROW_REOPENED, by, row=row)
    remark = Remark.objects.create(row=row, author=by, text=text, row_version=row.version)
    _record(report, EventKind.REMARK_MADE, by, row=row, remark=text, remark_id=remark.pk)
    return remark


def _open(report: Report, action: Action, kind: EventKind, by: User, *, rows: Iterable[ReportRow], note: str) -> None:
    before = report.state
    report.state = TABLE[State(before), action].to
    report.filed_content = None
    report.save(update_fields=["state", "filed_content"])
    numbers = list(dict.fromkeys(row.number for row in rows))
    _record(report, kind, by, state={"from": before, "to": report.state}, rows=numbers, note=note)


def _record(report: Report, kind: EventKind, by: User, row: ReportRow | None = None, **changes: Any) -> None:
    Event.objects.create(report=report, row=row, kind=kind, actor=by, changes=changes)
