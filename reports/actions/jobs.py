"""Documents in the background: asking for them, calling them off, and saving them from workers that died."""

import hashlib
import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kuznetsk_report.accounts.models import User
from plans.models import Plan
from reports import access
from reports.documents.files import CONSOLIDATED_FORMATS, FORMATS
from reports.models import Job, Report
from reports.vocabulary import ACTIVE_JOB_STATES, JobKind, JobState
from reports.wording import plural

from .base import NotReadyError
from .issuing import require_accepted
from .job_run import fail_job
from .tasks import run_job

MAX_ATTEMPTS = 2
_DIED_TWICE = (
    "Подготовка документа дважды прервалась. Закажите его снова; если это повторится, сообщите администратору портала."
)


@transaction.atomic
def request_reports_zip(*, reports: Collection[Report], formats: Collection[str], by: User) -> Job:
    """Ask for a ZIP of accepted reports in some formats, as they are issued; see _request().

    Raises NotReadyError if nothing is chosen or a report is not accepted, PermissionDenied if one is not to be seen,
    ValueError for an unknown format.
    """
    if not reports or not formats:
        raise NotReadyError("Отметьте хотя бы один отчёт и хотя бы один формат.")
    if not set(formats) <= set(FORMATS):
        raise ValueError(f"unknown formats: {sorted(set(formats) - set(FORMATS))}")
    pks = sorted({report.pk for report in reports})
    found = Report.objects.filter(access.visible_reports(by), pk__in=pks).defer("filed_content")
    chosen = list(found.select_related("organization"))
    if len(chosen) < len(pks):
        raise PermissionDenied("Среди выбранных отчётов есть недоступные вам.")
    require_accepted(chosen)
    return _request(
        kind=JobKind.REPORTS_ZIP,
        title=f"Архив: {plural(len(pks), 'отчёт', 'отчёта', 'отчётов')} {_years(chosen)} "
        f"({', '.join(sorted(formats)).upper()})",
        file_format="zip",
        parameters={"reports": pks, "formats": sorted(formats)},
        by=by,
    )


@transaction.atomic
def request_consolidated(*, plan: Plan, year: int, file_format: str, by: User) -> Job:
    """Ask for the consolidated report of a plan and a year; see _request().

    Raises PermissionDenied, ValueError for an unknown format or a year outside the plan.
    """
    access.require_consolidate(by, plan)
    if file_format not in CONSOLIDATED_FORMATS:
        raise ValueError(f"unknown format: {file_format}")
    if year not in plan.years:
        raise ValueError(f"{plan} не охватывает {year} год.")
    what = "Сводный отчёт и все принятые" if file_format == "zip" else "Сводный отчёт"
    return _request(
        kind=JobKind.CONSOLIDATED,
        title=f"{what} за {year} год ({file_format.upper()}). {plan}",
        file_format=file_format,
        plan_id=plan.pk,
        year=year,
        by=by,
    )


def _years(reports: Collection[Report]) -> str:
    first, last = min(report.year for report in reports), max(report.year for report in reports)
    return f"за {first} год" if first == last else f"за {first}–{last} годы"


def _request(
    *,
    kind: JobKind,
    title: str,
    file_format: str,
    by: User,
    plan_id: int | None = None,
    year: int | None = None,
    parameters: dict[str, Any] | None = None,
) -> Job:
    """Put a document into the queue, or return the same person's same request that still waits.

    One that runs has read its content already, so who asks anew, after a change, would get what stood there before.

    `title` names the document in messages, in Russian. Whether the person may have it is checked by the request of each
    kind, and again by its maker.
    """
    asked = [kind, plan_id, year, file_format, parameters or {}]
    request = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    # The lock is the person's: the job may not be there yet. It leaves the key free for what others write by name of
    # the person: they may hold the plan, whose key the job needs.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    waiting = Job.objects.filter(requested_by=by, request=request, state=JobState.WAITING).first()
    if waiting is not None:
        return waiting
    job = Job.objects.create(
        kind=kind,
        title=title,
        plan_id=plan_id,
        year=year,
        file_format=file_format,
        parameters=parameters or {},
        request=request,
        requested_by=by,
    )
    _enqueue(job)
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> bool:
    """Call a document off; False if it is finished already. A worker that makes it notices before the next part.

    Raises PermissionDenied for somebody else's job.
    """
    # The row is locked by the update: of a cancel and a finish at the same moment one comes first.
    mine = Job.objects.filter(access.visible_jobs(by), pk=job.pk)
    if not mine.exists():
        raise PermissionDenied("Отменить подготовку документа может тот, кто его заказал.")
    cancelled = mine.filter(state__in=ACTIVE_JOB_STATES).update(state=JobState.CANCELLED, finished_at=timezone.now())
    return cancelled > 0


@transaction.atomic
def rescue_jobs() -> list[Job]:
    """Queue anew what a dead worker has left, once; what was left twice has failed. Any worker may call it at any time.

    Left is a running job whose worker has not been heard of for settings.JOB_LEASE_SECONDS, and a waiting one whose
    task was taken from the queue that long ago and never began.
    """
    stale = Now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    in_queue = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.READY) | Q(started_at__gte=stale), pk=OuterRef("task_id")
    )
    is_left = Q(state=JobState.RUNNING, heartbeat_at__lt=stale) | (Q(state=JobState.WAITING) & ~Exists(in_queue))
    locked = list(
        Job.objects.select_for_update(skip_locked=True).filter(is_left).order_by("pk").values_list("pk", flat=True)
    )
    # Asked again under the lock: what another worker rescued a moment ago has a task that the first look, being of
    # an earlier moment, could not see.
    left = list(Job.objects.filter(is_left, pk__in=locked).defer("data").order_by("pk"))
    for job in left:
        if job.attempt >= MAX_ATTEMPTS:
            fail_job(job=job, message=_DIED_TWICE)
        else:
            job.attempt += 1
            job.state, job.heartbeat_at, job.done, job.total = JobState.WAITING, None, 0, 0
            job.save(update_fields=["attempt", "state", "heartbeat_at", "done", "total"])
            _enqueue(job)
    return left


def prune_jobs() -> None:
    """Drop the files of jobs, and the queue's notes, that are older than settings.JOB_KEEP_DAYS. The jobs stay."""
    old = timezone.now() - timedelta(days=settings.JOB_KEEP_DAYS)
    Job.objects.filter(finished_at__lt=old, data__isnull=False).update(data=None)
    DBTaskResult.objects.filter(enqueued_at__lt=old).exclude(status=TaskResultStatus.READY).delete()


def _enqueue(job: Job) -> None:
    job.task_id = run_job.enqueue(job.pk, job.attempt).id
    job.save(update_fields=["task_id"])
