"""Writers at the same moment: nobody is turned away, and of two at one row exactly one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from reports import actions
from reports.models import IssuedDocument, ItemSummary, Job, Receipt, Report, ReportRow
from reports.vocabulary import EventKind

from .conftest import Stage, build_stage

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return build_stage()


def at_once(work: Callable[[int], object]) -> list[object]:
    """Run work(0), work(1), … in as many threads that start together; what each returned or raised."""
    barrier = Barrier(WRITERS)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return work(number)
        except (
            actions.StaleVersionError,
            actions.StaleDecisionError,
            actions.NotReadyError,
            PermissionDenied,
        ) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def writer(stage: Stage, times: int) -> Callable[[int], int]:
    """Work for at_once(): saves a row so many times, again where another was faster; how often it was saved."""
    numbers = ["1.4", "2.9", "2.10"]

    def work(number: int) -> int:
        row = stage.row(numbers[number % 3])
        saved = 0
        while saved < times:
            try:
                stage.save(row, implementation=f"Писал {number}, раз {saved}")
            except actions.StaleVersionError:
                continue
            saved += 1
        return saved

    return work


def test_writers_of_one_report_wait_for_each_other(stage: Stage) -> None:
    assert at_once(writer(stage, 8)) == [8] * WRITERS
    for row in stage.report.rows.all():
        assert row.version == 1 + 2 * 8
        assert row.events.count() == 2 * 8


def test_of_two_at_one_version_one_wins(stage: Stage) -> None:
    row = stage.row("2.9")
    results = at_once(lambda number: stage.save(row, version=1, implementation=f"Писал {number}"))
    winners = [result for result in results if isinstance(result, ReportRow)]
    assert len(winners) == 1
    assert stage.row("2.9").implementation == winners[0].implementation
    assert stage.row("2.9").version == 2


def test_a_year_opened_by_several_is_one_report(stage: Stage) -> None:
    results = at_once(
        lambda _: actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    )
    assert len(set(results)) == 1
    report = Report.objects.get(year=2022)
    assert report.rows.count() == 3
    assert report.events.count() == 1


def test_a_report_submitted_by_several_has_one_receipt(stage: Stage) -> None:
    stage.complete()
    results = at_once(lambda _: actions.submit(report=stage.report, by=stage.official))
    (receipt,) = Receipt.objects.all()
    assert results.count(receipt) == 1
    assert sum(isinstance(result, PermissionDenied) for result in results) == WRITERS - 1


def test_of_a_return_and_an_acceptance_at_once_one_counts(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    remark = actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(report, row), by=stage.supervisor)
    seen = actions.last_event(report)

    def work(number: int) -> object:
        if number % 2:
            return actions.return_report(report=report, seen=seen, by=stage.supervisor)
        actions.withdraw_remark(remark=remark, by=stage.supervisor)
        return actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)

    at_once(work)
    decided = list(report.events.filter(kind__in=[EventKind.RETURNED, EventKind.ACCEPTED]))
    report.refresh_from_db()
    assert [event.kind for event in decided] == [report.state]


def test_a_document_asked_for_by_several_is_issued_once(stage: Stage) -> None:
    results = at_once(lambda _: actions.issue(report=stage.last_year, file_format="docx", by=stage.official))
    (document,) = IssuedDocument.objects.all()
    assert results == [document] * WRITERS


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("is_job_first", [True, False])
def test_a_paragraph_and_a_document_of_one_person_do_not_wait_for_each_other(stage: Stage, is_job_first: bool) -> None:
    """Each locks a record and then needs the key of the other's, so they would wait for each other for ever."""
    item = stage.plan.items.all()[0]

    def paragraph() -> object:
        return actions.save_summary(item=item, year=2023, offer="", text="Абзац.", version=0, by=stage.supervisor)

    def document() -> object:
        return actions.request_consolidated(plan=stage.plan, year=2023, file_format="docx", by=stage.supervisor)

    def impatiently(work: Callable[[], object]) -> object:
        try:
            connection.cursor().execute("SET lock_timeout = '2s'")
            return work()
        finally:
            connection.close()

    first, second = (document, paragraph) if is_job_first else (paragraph, document)
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        first()
        assert other.submit(impatiently, second).result() is not None
    assert (ItemSummary.objects.count(), Job.objects.count()) == (1, 1)
