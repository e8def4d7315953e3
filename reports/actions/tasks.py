"""What a worker does with a job from the queue: makes the document, while saying that it lives."""

import logging
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import task

from reports import access
from reports.documents import consolidated_zip
from reports.documents.consolidated import ConsolidatedContent, Progress
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.documents.gather import content_of
from reports.documents.gather_consolidated import gather_consolidated
from reports.documents.names import consolidated_file_name
from reports.documents.pdf import RenderingFailed
from reports.models import IssuedDocument, Job, Report
from reports.vocabulary import JobKind, State

from .base import NotReadyError
from .issuing import issue, require_accepted
from .job_run import JobGoneError, beat, begin_job, fail_job, finish_job, record_progress

logger = logging.getLogger(__name__)

_BROKE = "Документ не удалось подготовить: произошёл сбой. Закажите его снова или сообщите администратору портала."


@task()
def run_job(pk: int, attempt: int) -> None:
    """Make the document of a job. Returns quietly if the job is not (or no longer) to be made by this attempt."""
    try:
        job = begin_job(pk=pk, attempt=attempt)
        with _heartbeat(job):
            _make(job)
    except JobGoneError:
        logger.info("Документ %s, попытка %s: отменён или передан другому обработчику.", pk, attempt)


def _make(job: Job) -> None:
    try:
        access.require_job(job.requested_by, job)
        file_name, data = MAKERS[JobKind(job.kind)](
            job, lambda done, total: record_progress(job=job, done=done, total=total)
        )
        finish_job(job=job, file_name=file_name, data=data)
    except JobGoneError:
        raise
    except (RenderingFailed, NotReadyError, PermissionDenied) as error:
        fail_job(job=job, message=str(error))
    except DatabaseError:
        # As if the worker had died: the job runs again when the database is back.
        raise
    except Exception:
        fail_job(job=job, message=_BROKE)
        raise


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Say every few seconds that this worker lives, however long a part of the document takes."""
    stopping = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stopping), name=f"heartbeat of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _beat(job: Job, stopping: threading.Event) -> None:
    try:
        while not stopping.wait(settings.JOB_HEARTBEAT_SECONDS):
            try:
                beat(job=job)
            except JobGoneError:
                # Told to who makes the document at its next part.
                return
            except DatabaseError:
                logger.warning("Документ %s: не удалось отметить, что обработчик жив.", job.pk, exc_info=True)
                connection.close()
    finally:
        connection.close()


def _reports_zip(job: Job, progress: Progress) -> tuple[str, bytes]:
    """A ZIP of accepted reports, each as it was or is now issued."""
    pks, formats = job.parameters["reports"], job.parameters["formats"]
    chosen = Report.objects.filter(pk__in=pks).select_related("plan", "organization")
    reports = list(chosen.order_by("year", "organization__short_name", "pk"))
    # One that was opened again while the job waited is named at once, not after the others have been made.
    require_accepted(reports)
    total = len(reports) * len(formats)
    documents: list[IssuedDocument] = []
    for report in reports:
        for file_format in formats:
            progress(len(documents), total)
            documents.append(issue(report=report, file_format=file_format, by=job.requested_by))
    progress(total, total)
    years = sorted({report.year for report in reports})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    return f"Отчёты_{span}.zip", _zipped(documents)


def _consolidated(job: Job, progress: Progress) -> tuple[str, bytes]:
    """The consolidated report of a plan and a year, as it stands now."""
    assert job.plan is not None
    assert job.year is not None
    content = gather_consolidated(job.plan, job.year)
    if job.file_format == "zip":
        data = consolidated_zip.render(content, progress=progress, report_files=partial(_issued, job))
    else:
        data = CONSOLIDATED_FORMATS[job.file_format].render(content, progress=progress)
    return consolidated_file_name(content, job.file_format), data


def _issued(job: Job, content: ConsolidatedContent, file_format: str) -> consolidated_zip.Files:
    """The reports of a consolidated one as they were or are now issued, so that each is known as genuine later."""
    assert job.year is not None
    accepted = Report.objects.filter(plan=job.plan, year=job.year, state=State.ACCEPTED)
    by_content = {content_of(report).fingerprint: report for report in accepted.select_related("plan", "organization")}
    for each in content.reports:
        report = by_content.get(each.fingerprint)
        if report is None:
            raise NotReadyError(
                f"Отчёт только что изменился: {each.executor_short}, {each.year}. Закажите архив снова."
            )
        document = issue(report=report, file_format=file_format, by=job.requested_by)
        yield document.file_name, bytes(document.data)


def _zipped(documents: list[IssuedDocument]) -> bytes:
    """Files with the names under which they were issued; a second one of the same name is numbered."""
    buffer, seen = BytesIO(), Counter[str]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            # To Windows names that differ in case alone are the same.
            key = document.file_name.casefold()
            seen[key] += 1
            name = PurePath(document.file_name)
            numbered = f"{name.stem} ({seen[key]}){name.suffix}" if seen[key] > 1 else str(name)
            entry = zipfile.ZipInfo(numbered, timezone.localtime(document.at).timetuple()[:6])
            archive.writestr(entry, bytes(document.data), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# What makes the file of each kind: (job, progress) -> (file name, bytes). `progress(done, total)` is called between
# parts and raises when the job is not to be made any more.
MAKERS: dict[JobKind, Callable[[Job, Progress], tuple[str, bytes]]] = {
    JobKind.REPORTS_ZIP: _reports_zip,
    JobKind.CONSOLIDATED: _consolidated,
}
