"""What officials say to the findings of the checks: «так и есть, потому что…»."""

from django.db import transaction

from kuznetsk_report.accounts.models import User
from reports import checklist
from reports.documents.gather import entries
from reports.models import Event, FindingAnswer, ReportRow
from reports.vocabulary import EventKind

from .base import NotReadyError, StaleVersionError
from .filling import locked_row


class FindingGoneError(Exception):
    """The row does not have the finding any more, so there is nothing to answer."""


@transaction.atomic
def answer_finding(*, row: ReportRow, version: int, key: str, text: str, by: User) -> FindingAnswer | None:
    """Say why what was found (Finding.key) is as it should be; an empty text takes the answer back, also a former one.

    `version` is the row's as it stood when the finding was read. Saying what is said already changes nothing.

    Raises StaleVersionError if the row has been saved since, FindingGoneError if it has no such finding (any more),
    NotReadyError for one that is to be mended and not answered, PermissionDenied like save_row().
    """
    report, row = locked_row(row, by)
    if version != row.version:
        raise StaleVersionError(row)
    (checked,) = checklist.check(report, report.rows.filter(pk=row.pk))
    noted = next((noted for noted in checked.noted if noted.finding.key == key), None)
    if noted is None:
        raise FindingGoneError(key)
    if not noted.is_answerable:
        raise NotReadyError("Это нужно исправить в строке: объяснение здесь не поможет.")
    # A former answer is offered again until it is taken back; saying it again is an answer anew.
    said = noted.answer if text else noted.answer or noted.former
    if text == (said.text if said else ""):
        return said
    finding = noted.finding
    changes = {"code": finding.code, "message": finding.message, "text": text}
    Event.objects.create(report=report, row=row, kind=EventKind.FINDING_ANSWERED, actor=by, changes=changes)
    if not text:
        row.finding_answers.filter(key=key).delete()
        return None
    answer, _ = FindingAnswer.objects.update_or_create(
        row=row,
        key=key,
        defaults={
            "code": finding.code,
            "message": finding.message,
            "text": text,
            "content": checklist.fingerprint(row, entries(row.values.select_related("indicator"))),
            "by": by,
        },
    )
    return answer
