"""What the worker that makes a document writes. Every write is fenced with the attempt."""

import hashlib

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from reports.models import Job
from reports.vocabulary import ACTIVE_JOB_STATES, JobState, NoticeKind

from .telling import tell


class JobGoneError(Exception):
    """The job is not this worker's any more: it was cancelled, or given to another worker."""


def begin_job(*, pk: int, attempt: int) -> Job:
    """Take a waiting job. Raises JobGoneError."""
    waiting = Job.objects.filter(pk=pk, attempt=attempt, state=JobState.WAITING)
    if not waiting.update(state=JobState.RUNNING, heartbeat_at=Now()):
        raise JobGoneError
    return Job.objects.select_related("plan", "requested_by").get(pk=pk)


def beat(*, job: Job) -> None:
    """Say that the worker lives. Raises JobGoneError."""
    if not _held(job).update(heartbeat_at=Now()):
        raise JobGoneError


def record_progress(*, job: Job, done: int, total: int) -> None:
    """So many parts of so many are ready. Raises JobGoneError, so that whoever makes the parts stops."""
    if not _held(job).update(done=done, total=total, heartbeat_at=Now()):
        raise JobGoneError


@transaction.atomic
def finish_job(*, job: Job, file_name: str, data: bytes) -> None:
    """Keep the document and tell who asked for it. Raises JobGoneError."""
    finished = _held(job).update(
        state=JobState.DONE,
        file_name=file_name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        finished_at=timezone.now(),
    )
    if not finished:
        raise JobGoneError
    _tell(job, NoticeKind.JOB_DONE, "Документ готов")


@transaction.atomic
def fail_job(*, job: Job, message: str) -> None:
    """Say, in Russian, why there will be no document and what to do. Raises JobGoneError."""
    active = Job.objects.filter(pk=job.pk, attempt=job.attempt, state__in=ACTIVE_JOB_STATES)
    if not active.update(state=JobState.FAILED, failure=message, finished_at=timezone.now()):
        raise JobGoneError
    _tell(job, NoticeKind.JOB_FAILED, "Документ не получился", message)


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)


def _tell(job: Job, kind: NoticeKind, subject: str, body: str = "") -> None:
    tell([job.requested_by], kind=kind, subject=f"{subject}: {job}", body=body, link=job.get_absolute_url())
