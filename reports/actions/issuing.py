"""Documents that leave the portal for good."""

import hashlib
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kuznetsk_report.accounts.models import User
from reports.documents.files import FORMATS, file_name
from reports.documents.gather import content_to_export
from reports.models import Event, IssuedDocument, Report
from reports.vocabulary import EventKind, State

from .base import NotReadyError


def require_accepted(reports: Iterable[Report]) -> None:
    """Raise NotReadyError, naming those that are not, unless all these reports are accepted."""
    unaccepted = [str(report) for report in reports if report.state != State.ACCEPTED]
    if unaccepted:
        raise NotReadyError(
            f"В архив входят только принятые отчёты. Сейчас не приняты: {'; '.join(unaccepted)}. "
            "Закажите архив без них или дождитесь, когда их примут."
        )


def issue(*, report: Report, file_format: str, by: User) -> IssuedDocument:
    """The document of an accepted report: the very file that was given out before, else made now and kept.

    Raises RenderingFailed, PermissionDenied for a report that is not (or no longer) accepted, KeyError for an unknown
    format.
    """
    kept = _kept(report, file_format)
    if kept is not None:
        return kept
    content = content_to_export(report)
    # Outside of the transaction: a PDF may take seconds, and nobody should wait for it.
    data = FORMATS[file_format].render(content)
    with transaction.atomic():
        current = Report.objects.select_for_update().get(pk=report.pk)
        if current.state != State.ACCEPTED or current.filed_content != report.filed_content:
            raise PermissionDenied(f"Отчёт только что изменился: {report}. Запросите документ снова.")
        kept = _kept(report, file_format)
        if kept is not None:
            return kept
        document = IssuedDocument.objects.create(
            report=report,
            version=report.receipts.count(),
            file_format=file_format,
            file_name=file_name(content, file_format),
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            by=by,
        )
        Event.objects.create(
            report=report,
            kind=EventKind.ISSUED,
            actor=by,
            changes={"file": document.file_name, "sha256": document.sha256, "version": document.version},
        )
    return document


def _kept(report: Report, file_format: str) -> IssuedDocument | None:
    if report.state != State.ACCEPTED:
        raise PermissionDenied(f"Документ выдаётся, когда отчёт принят. Сейчас не принят: {report}.")
    return IssuedDocument.objects.filter(
        report=report, version=report.receipts.count(), file_format=file_format
    ).first()
