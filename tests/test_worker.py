"""`manage.py work` as a process of its own: killed, stopped and woken, called off, beside people who write."""

import io
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports import actions
from reports.models import IssuedDocument, Job, Notice
from reports.vocabulary import JobState

from .conftest import Stage, build_stage
from .test_concurrency import WRITERS, at_once, writer
from .worker import QUICK, SILENT, Workers, workers

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 90


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return build_stage()


@pytest.fixture
def staff(transactional_db: None, tmp_path: Path) -> Iterator[Workers]:
    with workers(tmp_path) as started:
        yield started


def wait_for(condition: Callable[[], bool], staff: Workers) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, staff.log.read_text()
        time.sleep(0.01)


def wait_until_done(job: Job, staff: Workers) -> None:
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists(), staff)


def in_hand(job: Job) -> bool:
    """Whether a worker has made the first part. The next one is a PDF, which takes a process start at least."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, done=1).exists()


def ask(stage: Stage) -> Job:
    return actions.request_reports_zip(reports=[stage.last_year], formats=["docx", "pdf", "xlsx"], by=stage.clerk)


def check_one_result(job: Job) -> None:
    """On the second attempt the document was made, whole, and told once."""
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.total, job.failure) == (JobState.DONE, 2, 3, 3, "")
    assert job.data is not None
    issued = {document.file_name: bytes(document.data) for document in IssuedDocument.objects.all()}
    with zipfile.ZipFile(io.BytesIO(job.data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == issued
    assert {Path(name).suffix for name in issued} == {".docx", ".pdf", ".xlsx"}
    assert [notice.link for notice in Notice.objects.filter(user=job.requested_by)] == [job.get_absolute_url()]


def test_a_worker_killed_in_mid_job_loses_nothing(stage: Stage, staff: Workers) -> None:
    job = ask(stage)
    first = staff.start(SILENT)
    wait_for(lambda: in_hand(job), staff)
    first.send_signal(signal.SIGSTOP)
    assert in_hand(job)
    first.kill()
    first.wait()
    staff.start(QUICK)
    wait_until_done(job, staff)
    check_one_result(job)
    left, _ = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    assert left == TaskResultStatus.RUNNING


def test_a_worker_that_wakes_up_later_changes_nothing(stage: Stage, staff: Workers) -> None:
    job = ask(stage)
    first = staff.start(SILENT)
    wait_for(lambda: in_hand(job), staff)
    first.send_signal(signal.SIGSTOP)
    assert in_hand(job)
    staff.start(QUICK)
    wait_until_done(job, staff)
    check_one_result(job)
    made = (job.sha256, job.finished_at)
    first.send_signal(signal.SIGCONT)
    wait_for(lambda: DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).count() == 2, staff)
    check_one_result(job)
    assert (job.sha256, job.finished_at) == made
    assert IssuedDocument.objects.count() == 3


def test_a_running_job_is_called_off_between_parts(stage: Stage, staff: Workers) -> None:
    job = ask(stage)
    staff.start(QUICK)
    wait_for(lambda: in_hand(job), staff)
    assert actions.cancel_job(job=job, by=stage.clerk) is True
    wait_for(lambda: DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).exists(), staff)
    job.refresh_from_db()
    assert (job.state, job.data, job.done) == (JobState.CANCELLED, None, 1)
    assert not Notice.objects.exists()
    assert IssuedDocument.objects.count() < 3


def test_a_signal_lets_the_document_in_hand_be_finished(stage: Stage, staff: Workers) -> None:
    job = ask(stage)
    worker = staff.start(QUICK)
    wait_for(lambda: in_hand(job), staff)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0, staff.log.read_text()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 1)


def test_the_second_signal_stops_at_once_and_another_worker_takes_over(stage: Stage, staff: Workers) -> None:
    job = ask(stage)
    worker = staff.start(SILENT)
    wait_for(lambda: in_hand(job), staff)
    worker.terminate()
    wait_for(lambda: "shutting down gracefully" in staff.log.read_text(), staff)
    worker.terminate()
    worker.wait(PATIENCE)
    assert in_hand(job)
    staff.start(QUICK)
    wait_until_done(job, staff)
    check_one_result(job)


def test_people_who_write_and_a_worker_do_not_lock_each_other_out(stage: Stage, staff: Workers) -> None:
    staff.start(QUICK | {"JOB_HEARTBEAT_SECONDS": "0.05"})
    for _ in range(3):
        job = ask(stage)
        assert at_once(writer(stage, 20)) == [20] * WRITERS
        wait_until_done(job, staff)
    assert "locked" not in staff.log.read_text()
    assert "ERROR" not in staff.log.read_text()


@pytest.mark.database("postgresql")
def test_cut_connections_do_not_end_the_worker(stage: Stage, staff: Workers) -> None:
    worker = staff.start(QUICK)
    for _ in range(3):
        job = ask(stage)
        wait_until_done(job, staff)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    assert worker.poll() is None


def test_of_several_who_ask_at_once_one_request_comes(stage: Stage) -> None:
    jobs = at_once(lambda _: ask(stage))
    assert len(set(jobs)) == 1
    assert Job.objects.count() == DBTaskResult.objects.count() == 1


def test_a_dead_workers_job_is_rescued_by_one_of_several(stage: Stage) -> None:
    job = ask(stage)
    DBTaskResult.objects.all().delete()
    rescued = at_once(lambda _: len(actions.rescue_jobs()))
    assert sorted(rescued, key=str) == [0] * (WRITERS - 1) + [1]
    job.refresh_from_db()
    assert (job.attempt, DBTaskResult.objects.count()) == (2, 1)
