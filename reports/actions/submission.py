"""Handing a report in."""

from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from reports import checklist
from reports.documents.content import to_json
from reports.documents.gather import gather
from reports.models import Event, Receipt, Remark, Report
from reports.vocabulary import EventKind, State
from reports.workflow import TABLE, Action

from .base import NotReadyError, locked
from .telling import tell_supervisors


@transaction.atomic
def submit(*, report: Report, by: User) -> Receipt:
    """Hand the report in: it closes, its content is kept, and a receipt proves it.

    Raises NotReadyError if something that blocks is missing (checklist.blocking()).
    """
    report = locked(report, Action.SUBMIT, by)
    blocking = checklist.blocking(report)
    if blocking:
        items = ", ".join(dict.fromkeys(finding.item for finding in blocking))
        raise NotReadyError(f"Отчёт ещё нельзя представить. Дополните строки: {items}.")
    before, content = State(report.state), gather(report)
    report.state = TABLE[before, Action.SUBMIT].to
    report.filed_content = to_json(content)
    report.save(update_fields=["state", "filed_content"])
    Remark.objects.filter(row__report=report, closed_at=None).update(closed_at=timezone.now())
    receipt = Receipt.objects.create(
        report=report, version=report.receipts.count() + 1, by=by, fingerprint=content.fingerprint
    )
    Event.objects.create(
        report=report,
        kind=EventKind.SUBMITTED,
        actor=by,
        changes={"state": {"from": before, "to": report.state}, "receipt": receipt.number, "version": receipt.version},
    )
    tell_supervisors(report, by=by)
    return receipt
