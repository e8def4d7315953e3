"""What the executor does with a whole report: answers remarks and submits."""

from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from reports import access, checklist
from reports.documents.content import to_json
from reports.documents.gather import gather
from reports.models import Event, Receipt, Remark, Report
from reports.vocabulary import EventKind, State
from reports.workflow import TABLE, Action

from .base import NotReadyError, locked
from .telling import tell_supervisors


@transaction.atomic
def answer_remark(*, remark: Remark, text: str, by: User) -> Remark:
    """Write or rewrite the executor's answer to a remark. An empty text takes the answer back."""
    report = locked(remark.row.report, Action.EDIT, by)
    remark = Remark.objects.select_related("row").get(pk=remark.pk)
    remark.row.report = report
    access.require_edit_row(by, remark.row)
    if remark.closed_at is not None:
        raise NotReadyError("Это замечание уже закрыто: отвечать на него больше не нужно.")
    if text == remark.answer:
        return remark
    before = remark.answer
    remark.answer = text
    remark.answered_at, remark.answered_by = (timezone.now(), by) if text else (None, None)
    remark.save(update_fields=["answer", "answered_at", "answered_by"])
    Event.objects.create(
        report=report,
        row=remark.row,
        kind=EventKind.REMARK_ANSWERED,
        actor=by,
        changes={"remark": remark.text, "answer": {"from": before, "to": text}},
    )
    return remark


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
