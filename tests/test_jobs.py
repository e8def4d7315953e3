"""Documents in the background: who may ask, what comes out, what happens when something goes wrong; the pages."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.db.models import F, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kuznetsk_report.accounts.models import User
from plans.models import Plan, PlanItem
from reports import access, actions, queries
from reports.actions import job_run, tasks
from reports.documents.consolidated import Progress
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.documents.gather_consolidated import gather_consolidated
from reports.models import Event, IssuedDocument, Job, Notice
from reports.vocabulary import EventKind, JobKind, JobState, NoticeKind, State
from reports.worker import Worker

from .conftest import Stage

SignIn = Callable[[User], Client]


def work() -> None:
    """Everything that waits in the queue is done, as by the worker of `manage.py work` (test_worker.py runs that)."""
    worker = Worker()
    for task in DBTaskResult.objects.ready():
        task.claim(worker.worker_id)
        worker.run_task(task)


def ask(stage: Stage, by: User | None = None, formats: tuple[str, ...] = ("docx", "xlsx")) -> Job:
    return actions.request_reports_zip(reports=[stage.last_year], formats=formats, by=by or stage.clerk)


def queued(job: Job) -> QuerySet[DBTaskResult]:
    """The queue's note of the job."""
    assert job.task_id is not None
    return DBTaskResult.objects.filter(pk=job.task_id)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_zip_holds_what_was_issued(stage: Stage) -> None:
    job = ask(stage)
    assert (job.state, str(job)) == (JobState.WAITING, "Архив: 1 отчёт за 2023 год (DOCX, XLSX)")
    work()
    job = fresh(job)
    assert (job.state, job.done, job.total, job.attempt) == (JobState.DONE, 2, 2, 1)
    assert job.file_name == "Отчёты_2023.zip"
    assert job.data is not None
    with zipfile.ZipFile(io.BytesIO(job.data)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    issued = {document.file_name: bytes(document.data) for document in IssuedDocument.objects.all()}
    assert set(files) == {"Отчёт_Исполнитель_001_2023.docx", "Отчёт_Исполнитель_001_2023.xlsx"}
    assert files == issued
    events = Event.objects.filter(kind=EventKind.ISSUED)
    assert {event.changes["sha256"] for event in events} == {d.sha256 for d in IssuedDocument.objects.all()}
    assert {event.actor for event in events} == {stage.clerk}


def test_files_of_one_name_are_numbered(stage: Stage) -> None:
    twin = Plan.objects.create(
        slug="twin",
        title="Второй план",
        title_genitive="Второго плана",
        first_year=2023,
        last_year=2023,
        supervisor=stage.region,
    )
    PlanItem.objects.create(plan=twin, number="1.1", wording="Мероприятие").executors.set([stage.executor])
    report = actions.open_report(plan=twin, organization=stage.executor, year=2023, by=stage.official)
    actions.file_past_report(report=report, by=stage.supervisor)
    report.refresh_from_db()
    reports = [report, stage.last_year]
    job = actions.request_reports_zip(reports=reports, formats=["docx"], by=stage.clerk)
    assert str(job) == "Архив: 2 отчёта за 2023 год (DOCX)"
    work()
    data = fresh(job).data
    assert data is not None
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == [
        "Отчёт_Исполнитель_001_2023.docx",
        "Отчёт_Исполнитель_001_2023 (2).docx",
    ]


def test_the_requester_is_told(stage: Stage) -> None:
    job = ask(stage)
    assert not Notice.objects.exists()
    work()
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (stage.clerk, NoticeKind.JOB_DONE)
    assert notice.subject == "Документ готов: Архив: 1 отчёт за 2023 год (DOCX, XLSX)"
    assert notice.link == f"/jobs/{job.pk}/"


def test_the_same_request_waits_once(stage: Stage) -> None:
    job = ask(stage)
    assert ask(stage, formats=("xlsx", "docx")) == job
    assert ask(stage, formats=("docx",)) != job
    assert ask(stage, by=stage.official) != job
    assert DBTaskResult.objects.count() == 3
    work()
    assert ask(stage) != job


def test_who_asks_while_it_is_made_gets_what_stands_there_now(stage: Stage) -> None:
    """What runs has read its content already."""

    def consolidated() -> Job:
        return actions.request_consolidated(plan=stage.plan, year=2024, file_format="docx", by=stage.supervisor)

    job = consolidated()
    held = job_run.begin_job(pk=job.pk, attempt=1)
    file_name, before = tasks.MAKERS[JobKind.CONSOLIDATED](held, lambda _done, _total: None)
    report = stage.submit()
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    again = consolidated()
    assert again != job
    assert consolidated() == again
    job_run.finish_job(job=held, file_name=file_name, data=before)
    work()
    data = fresh(again).data
    assert data is not None
    assert bytes(data) != before


def test_one_that_is_queued_anew_waits_beside_the_one_that_was_asked_for_meanwhile(stage: Stage) -> None:
    job = ask(stage)
    job_run.begin_job(pk=job.pk, attempt=1)
    again = ask(stage)
    make_stale(job)
    assert actions.rescue_jobs() == [job]
    assert ask(stage) in (job, again)
    work()
    assert (fresh(job).state, fresh(again).state) == (JobState.DONE, JobState.DONE)


def test_only_visible_and_accepted_reports(stage: Stage) -> None:
    with pytest.raises(PermissionDenied):
        ask(stage, by=stage.outsider)
    with pytest.raises(actions.NotReadyError, match="Сейчас не приняты: Исполнитель 001, 2024\\."):
        actions.request_reports_zip(reports=[stage.last_year, stage.report], formats=["pdf"], by=stage.clerk)
    with pytest.raises(actions.NotReadyError, match="хотя бы один"):
        actions.request_reports_zip(reports=[], formats=["pdf"], by=stage.clerk)
    with pytest.raises(actions.NotReadyError, match="хотя бы один"):
        ask(stage, formats=())
    with pytest.raises(ValueError, match="exe"):
        ask(stage, formats=("exe",))
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_became_forbidden_meanwhile_is_not_made(stage: Stage) -> None:
    job = ask(stage)
    stage.clerk.memberships.all().delete()
    work()
    assert fresh(job).state == JobState.FAILED
    assert "больше не доступна" in fresh(job).failure


def reopen_last_year(stage: Stage) -> None:
    actions.reopen_report(
        report=stage.last_year,
        rows=[stage.row("2.9", stage.last_year)],
        reason="Ошибка в числе",
        seen=actions.last_event(stage.last_year),
        by=stage.supervisor,
    )


def test_a_report_that_was_reopened_meanwhile_says_so(stage: Stage) -> None:
    job = ask(stage)
    reopen_last_year(stage)
    work()
    job = fresh(job)
    assert job.state == JobState.FAILED
    assert job.failure == (
        "В архив входят только принятые отчёты. Сейчас не приняты: Исполнитель 001, 2023. "
        "Закажите архив без них или дождитесь, когда их примут."
    )
    assert job.data is None
    notice = Notice.objects.get(user=stage.clerk, kind=NoticeKind.JOB_FAILED)
    assert notice.subject == f"Документ не получился: {job}"
    assert notice.body == job.failure


def test_a_report_that_is_reopened_between_parts_is_named(stage: Stage) -> None:
    held = job_run.begin_job(pk=ask(stage).pk, attempt=1)

    def reopen(done: int, _total: int) -> None:
        if done == 1:
            reopen_last_year(stage)

    with pytest.raises(PermissionDenied, match="Отчёт только что изменился: Исполнитель 001, 2023"):
        tasks.MAKERS[JobKind.REPORTS_ZIP](held, reopen)


def test_a_report_that_is_reopened_while_the_consolidated_archive_is_made_is_named(stage: Stage) -> None:
    job = actions.request_consolidated(plan=stage.plan, year=2023, file_format="zip", by=stage.supervisor)
    held = job_run.begin_job(pk=job.pk, attempt=1)

    def reopen(_done: int, _total: int) -> None:
        stage.last_year.refresh_from_db()
        if stage.last_year.state == State.ACCEPTED:
            reopen_last_year(stage)

    with pytest.raises(actions.NotReadyError, match="Отчёт только что изменился: Исполнитель 001, 2023"):
        tasks.MAKERS[JobKind.CONSOLIDATED](held, reopen)
    assert not IssuedDocument.objects.exists()


def test_a_breakdown_is_told_and_kept_for_the_administrator(stage: Stage, client: Client) -> None:
    job = ask(stage)
    Job.objects.update(parameters={"reports": [stage.last_year.pk], "formats": ["exe"]})
    work()
    assert fresh(job).failure.startswith("Документ не удалось подготовить: произошёл сбой.")
    result = DBTaskResult.objects.get()
    assert result.status == TaskResultStatus.FAILED
    assert "KeyError: 'exe'" in result.traceback
    client.force_login(User.objects.create_superuser("root"))
    page = client.get(f"/admin/reports/job/{job.pk}/change/")
    assert page.status_code == 200
    assert "KeyError: &#x27;exe&#x27;" in page.content.decode()
    assert str(job) in client.get("/admin/reports/job/").content.decode()


def test_a_database_that_goes_away_fails_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(job: Job, progress: Progress) -> tuple[str, bytes]:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setitem(tasks.MAKERS, JobKind.REPORTS_ZIP, away)
    job = ask(stage)
    work()
    assert fresh(job).state == JobState.RUNNING
    monkeypatch.undo()
    make_stale(job)
    assert actions.rescue_jobs() == [job]
    work()
    assert (fresh(job).state, fresh(job).attempt) == (JobState.DONE, 2)


def make_stale(job: Job) -> None:
    """As if nothing had been heard of the worker for longer than the lease."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=F("heartbeat_at") - timedelta(minutes=2))


def test_a_job_is_given_to_another_worker_once(stage: Stage) -> None:
    job = ask(stage)
    first = job_run.begin_job(pk=job.pk, attempt=1)
    job_run.record_progress(job=first, done=1, total=2)
    assert actions.rescue_jobs() == []
    make_stale(job)
    assert actions.rescue_jobs() == [job]
    assert actions.rescue_jobs() == []
    job = fresh(job)
    assert (job.state, job.attempt, job.done, job.heartbeat_at) == (JobState.WAITING, 2, 0, None)
    second = job_run.begin_job(pk=job.pk, attempt=2)
    make_stale(job)
    assert actions.rescue_jobs() == [job]
    job = fresh(job)
    assert job.state == JobState.FAILED
    assert "дважды прервалась" in job.failure
    assert Notice.objects.get().body == job.failure
    for held in (first, second):
        with pytest.raises(actions.JobGoneError):
            job_run.finish_job(job=held, file_name="a.zip", data=b"late")
    assert actions.rescue_jobs() == []


def test_who_has_lost_a_job_can_write_nothing(stage: Stage) -> None:
    job = ask(stage)
    lost = job_run.begin_job(pk=job.pk, attempt=1)
    make_stale(job)
    actions.rescue_jobs()
    held = job_run.begin_job(pk=job.pk, attempt=2)
    for write in (
        lambda: job_run.begin_job(pk=job.pk, attempt=1),
        lambda: job_run.beat(job=lost),
        lambda: job_run.record_progress(job=lost, done=2, total=2),
        lambda: job_run.finish_job(job=lost, file_name="old.zip", data=b"old"),
        lambda: job_run.fail_job(job=lost, message="сбой"),
    ):
        with pytest.raises(actions.JobGoneError):
            write()
    job_run.finish_job(job=held, file_name="new.zip", data=b"new")
    job = fresh(job)
    assert (job.file_name, job.data and bytes(job.data)) == ("new.zip", b"new")
    assert Notice.objects.count() == 1


def test_a_heartbeat_keeps_the_job(stage: Stage) -> None:
    job = ask(stage)
    held = job_run.begin_job(pk=job.pk, attempt=1)
    make_stale(job)
    job_run.beat(job=held)
    assert actions.rescue_jobs() == []


@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.FAILED, None])
def test_a_job_whose_task_was_taken_and_never_began_is_queued_anew(stage: Stage, status: str | None) -> None:
    job = ask(stage)
    assert actions.rescue_jobs() == []
    task = queued(job)
    if status is None:
        task.delete()
    else:
        task.update(status=status, started_at=timezone.now())
        assert actions.rescue_jobs() == []
        task.update(started_at=timezone.now() - timedelta(minutes=2))
    assert actions.rescue_jobs() == [job]
    work()
    assert (fresh(job).state, fresh(job).attempt) == (JobState.DONE, 2)


def test_cancelled_while_waiting(stage: Stage) -> None:
    job = ask(stage)
    assert actions.cancel_job(job=job, by=stage.clerk) is True
    work()
    job = fresh(job)
    assert (job.state, job.data, job.finished_at is not None) == (JobState.CANCELLED, None, True)
    assert not Notice.objects.exists()
    assert not IssuedDocument.objects.exists()
    assert actions.cancel_job(job=job, by=stage.clerk) is False


def test_cancelled_between_parts(stage: Stage) -> None:
    job = ask(stage)
    held = job_run.begin_job(pk=job.pk, attempt=1)
    actions.cancel_job(job=job, by=stage.clerk)
    with pytest.raises(actions.JobGoneError):
        tasks.MAKERS[JobKind.REPORTS_ZIP](
            held, lambda done, total: job_run.record_progress(job=held, done=done, total=total)
        )
    assert not IssuedDocument.objects.exists()


def test_nobody_cancels_anothers_job(stage: Stage) -> None:
    job = ask(stage)
    with pytest.raises(PermissionDenied):
        actions.cancel_job(job=job, by=stage.official)
    assert fresh(job).state == JobState.WAITING


def test_a_consolidated_report_is_for_the_supervising_body(stage: Stage) -> None:
    cast = [stage.supervisor, stage.region_clerk, stage.official, stage.clerk, stage.outsider]
    assert [access.may_consolidate(user, stage.plan) for user in cast] == [True, True, False, False, False]
    access.require_consolidate(stage.region_clerk, stage.plan)
    with pytest.raises(PermissionDenied, match="куратор"):
        access.require_consolidate(stage.clerk, stage.plan)


@pytest.mark.parametrize("file_format", ["docx", "pdf", "xlsx", "zip"])
def test_the_consolidated_report_is_made(stage: Stage, file_format: str) -> None:
    job = actions.request_consolidated(plan=stage.plan, year=2023, file_format=file_format, by=stage.supervisor)
    assert str(job).endswith(f" за 2023 год ({file_format.upper()}). План испытаний на 2021–2024 годы")
    assert actions.request_consolidated(plan=stage.plan, year=2023, file_format=file_format, by=stage.supervisor) == job
    work()
    job = fresh(job)
    assert (job.state, job.failure) == (JobState.DONE, "")
    assert job.file_name == f"Сводный_отчёт_Орган_000_2023.{file_format}"
    assert job.done == job.total > 0
    renderer = CONSOLIDATED_FORMATS[file_format].render
    assert job.data is not None
    assert bytes(job.data) == renderer(gather_consolidated(stage.plan, 2023), progress=lambda _done, _total: None)


def test_who_may_not_have_the_consolidated_report_gets_none(stage: Stage) -> None:
    with pytest.raises(PermissionDenied):
        actions.request_consolidated(plan=stage.plan, year=2023, file_format="pdf", by=stage.official)
    with pytest.raises(ValueError, match="не охватывает 1999 год"):
        actions.request_consolidated(plan=stage.plan, year=1999, file_format="pdf", by=stage.supervisor)
    with pytest.raises(ValueError, match="exe"):
        actions.request_consolidated(plan=stage.plan, year=2023, file_format="exe", by=stage.supervisor)
    assert not Job.objects.exists()
    job = actions.request_consolidated(plan=stage.plan, year=2023, file_format="docx", by=stage.region_clerk)
    stage.region_clerk.memberships.all().delete()
    work()
    assert fresh(job).state == JobState.FAILED


def test_old_files_are_dropped_and_the_job_stays(stage: Stage, sign_in: SignIn) -> None:
    job, kept = ask(stage), ask(stage, formats=("docx",))
    work()
    waiting = ask(stage)
    week_ago = timezone.now() - timedelta(days=7, minutes=1)
    Job.objects.filter(pk=job.pk).update(finished_at=week_ago)
    (queued(job) | queued(waiting)).update(enqueued_at=week_ago)
    died = ask(stage, formats=("pdf",))
    queued(died).update(status=TaskResultStatus.RUNNING, enqueued_at=week_ago)
    actions.prune_jobs()
    assert fresh(job).data is None
    assert fresh(kept).data is not None
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {fresh(kept).task_id, fresh(waiting).task_id}
    client = sign_in(stage.clerk)
    assert client.get(reverse("download-job", args=[job.pk])).status_code == 404
    assert "хранит такие файлы неделю" in client.get(job.get_absolute_url()).content.decode()


# Pages


def test_the_page_asks_for_news_until_the_job_is_finished(stage: Stage, sign_in: SignIn) -> None:
    job = ask(stage)
    client = sign_in(stage.clerk)
    status = reverse("job-status", args=[job.pk])
    page = client.get(job.get_absolute_url()).content.decode()
    assert f'hx-get="{status}" hx-trigger="every 2s"' in page
    assert "Отменить подготовку" in page
    held = job_run.begin_job(pk=job.pk, attempt=1)
    job_run.record_progress(job=held, done=1, total=2)
    part = client.get(status).content.decode()
    assert '<progress max="2" value="1" aria-label="Готово частей">' in part
    assert "hx-trigger" in part
    job_run.finish_job(job=held, file_name="Отчёты_2023.zip", data=b"PK")
    part = client.get(status).content.decode()
    assert "hx-trigger" not in part
    assert reverse("download-job", args=[job.pk]) in part
    assert '<p id="job-news" hx-swap-oob="innerHTML">Документ готов.</p>' in part
    assert "Отменить" not in part


def test_long_waiting_is_said(stage: Stage, sign_in: SignIn) -> None:
    job = ask(stage)
    client = sign_in(stage.clerk)
    assert "дольше обычного" not in client.get(job.get_absolute_url()).content.decode()
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    assert "дольше обычного" in client.get(job.get_absolute_url()).content.decode()


def test_the_file_is_downloaded(stage: Stage, sign_in: SignIn) -> None:
    job = ask(stage)
    client = sign_in(stage.clerk)
    assert client.get(reverse("download-job", args=[job.pk])).status_code == 404
    work()
    response = client.get(reverse("download-job", args=[job.pk]))
    assert response.content == fresh(job).data
    assert response.headers["Content-Type"] == "application/zip"
    assert "filename*=utf-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%D1%8B_2023.zip" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (JobKind.CONSOLIDATED, "Сводный отчёт получают куратор Плана"),
        (JobKind.REPORTS_ZIP, "Часть отчётов этого архива вам больше не доступна."),
    ],
)
def test_who_lost_the_role_gets_no_file(stage: Stage, sign_in: SignIn, kind: JobKind, said: str) -> None:
    by = stage.region_clerk
    if kind == JobKind.CONSOLIDATED:
        job = actions.request_consolidated(plan=stage.plan, year=2023, file_format="docx", by=by)
    else:
        job = ask(stage, by=by)
    work()
    client = sign_in(by)
    url = reverse("download-job", args=[job.pk])
    assert client.get(url).status_code == 200
    by.memberships.all().delete()
    response = client.get(url)
    assert response.status_code == 403
    assert said in response.content.decode()


def test_cancelling_on_the_page(stage: Stage, sign_in: SignIn) -> None:
    job = ask(stage)
    client = sign_in(stage.clerk)
    url = reverse("cancel-job", args=[job.pk])
    assert "Вы отменили подготовку" in client.post(url, follow=True).content.decode()
    assert "Отменить не удалось" in client.post(url, follow=True).content.decode()


@pytest.mark.parametrize("name", ["job", "job-status", "download-job", "cancel-job"])
def test_anothers_document_is_not_there(stage: Stage, sign_in: SignIn, name: str) -> None:
    job = ask(stage)
    work()
    client = sign_in(stage.official)
    method = client.post if name == "cancel-job" else client.get
    assert method(reverse(name, args=[job.pk])).status_code == 404
    assert str(job) not in client.get(reverse("jobs")).content.decode()


def test_a_status_request_without_session_reloads_the_page(stage: Stage, client: Client) -> None:
    response = client.get(reverse("job-status", args=[ask(stage).pk]), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (401, "true")


def test_the_list_asks_as_much_for_three_as_for_one(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)
    assert "Здесь появятся документы" in client.get(reverse("jobs")).content.decode()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("jobs"))
        assert not any('"reports_job"."data",' in query["sql"] for query in captured)
        return len(captured)

    ask(stage)
    work()
    for_one = asked()
    for formats in (("docx",), ("xlsx",)):
        ask(stage, formats=formats)
    work()
    assert asked() == for_one
    html = client.get(reverse("jobs")).content.decode()
    assert html.count("Скачать") == 3


def test_the_list_has_pages(stage: Stage, sign_in: SignIn) -> None:
    job = ask(stage)
    actions.cancel_job(job=job, by=stage.clerk)
    job = fresh(job)
    for _ in range(30):
        job.pk = None
        job._state.adding = True
        job.save()
    client = sign_in(stage.clerk)
    assert queries.visible_jobs(stage.clerk).count() == 31
    first, second = (client.get(reverse("jobs"), {"page": page}).content.decode() for page in (1, 2))
    assert (first.count("отменён"), second.count("отменён")) == (30, 1)
    assert "Страница 1 из 2" in first
    assert "Раньше →" not in second
