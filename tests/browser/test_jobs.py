"""Documents in the background and the bell, in a browser."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.actions import job_run
from reports.models import Job
from reports.vocabulary import JobState
from tests.conftest import Stage
from tests.worker import QUICK, workers

from .conftest import check_page, fill_sign_in

SignIn = Callable[[User], Page]
LONG = "Уточните число заседаний и приложите протоколы. " * 40 + "Ы" * 600
MAKING = 60_000


def ask(stage: Stage) -> Job:
    return actions.request_reports_zip(reports=[stage.last_year], formats=["docx", "pdf"], by=stage.clerk)


def test_a_document_is_asked_for_made_and_taken(
    stage: Stage, portal: str, sign_in: SignIn, complaints: list[str], tmp_path: Path
) -> None:
    page = sign_in(stage.clerk)
    page.goto(f"{portal}/documents/")
    page.get_by_role("checkbox", name="Отметить: Исполнитель 001, 2023").check()
    page.get_by_role("checkbox", name="PDF", exact=True).check()
    page.get_by_role("button", name="Подготовить архив").click()
    expect(page.get_by_text("Документ в очереди.")).to_be_visible()
    check_page(page)
    address = page.url
    with workers(tmp_path) as staff:
        staff.start(QUICK)
        expect(page.get_by_role("link", name="Скачать")).to_be_visible(timeout=MAKING)
    expect(page.locator("#job-news")).to_have_text("Документ готов.")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать").click()
    assert download.value.suggested_filename == "Отчёты_2023.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(archive.namelist()) == ["Отчёт_Исполнитель_001_2023.docx", "Отчёт_Исполнитель_001_2023.pdf"]
    page.goto(portal)
    page.get_by_role("link", name="Сообщения: 1 непрочитанное", exact=True).click()
    page.get_by_role("button", name="Документ готов").click()
    page.wait_for_url(address)
    expect(page.get_by_role("link", name="Сообщения", exact=True)).to_be_visible()
    assert complaints == []


def test_progress_is_seen_and_the_rest_is_called_off(stage: Stage, portal: str, sign_in: SignIn) -> None:
    job = ask(stage)
    page = sign_in(stage.clerk)
    page.goto(f"{portal}/jobs/{job.pk}/")
    button = page.get_by_role("button", name="Отменить подготовку")
    button.focus()
    held = job_run.begin_job(pk=job.pk, attempt=1)
    expect(page.get_by_text("Документ готовится.")).to_be_visible()
    job_run.record_progress(job=held, done=1, total=2)
    expect(page.get_by_role("progressbar", name="Готово частей")).to_have_attribute("value", "1")
    expect(page.get_by_text("1 из 2")).to_be_visible()
    # News come in without taking away from under the hands what the person was about to press.
    expect(button).to_be_focused()
    check_page(page)
    button.click()
    expect(page.get_by_text("Вы отменили подготовку документа.")).to_be_visible()
    check_page(page)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_session_that_ends_while_waiting(stage: Stage, portal: str, sign_in: SignIn) -> None:
    job = ask(stage)
    page = sign_in(stage.clerk)
    page.goto(f"{portal}/jobs/{job.pk}/")
    page.context.clear_cookies(name="sessionid")
    page.wait_for_url(re.compile("/login/"))
    fill_sign_in(page, stage.clerk)
    page.wait_for_url(f"**/jobs/{job.pk}/")


def test_lists_of_documents_and_messages(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    done, failed, running = (
        actions.request_reports_zip(reports=[stage.last_year], formats=formats, by=stage.official)
        for formats in (["docx"], ["pdf"], ["xlsx"])
    )
    file_name = "Сводный_отчёт_Управление_по_профилактике_правонарушений_2023.zip"
    job_run.finish_job(job=job_run.begin_job(pk=done.pk, attempt=1), file_name=file_name, data=b"PK")
    job_run.fail_job(job=job_run.begin_job(pk=failed.pk, attempt=1), message="PDF не удалось подготовить за 60 с.")
    job_run.begin_job(pk=running.pk, attempt=1)
    ask(stage)
    stage.submit()
    stage.return_with("2.9", text=LONG)
    page = sign_in(stage.official)
    page.goto(f"{portal}/jobs/")
    states = ["готов", "не получился", "готовится"]
    for state in states:
        expect(page.get_by_role("cell", name=state).first).to_be_visible()
    check_page(page)
    for job in (done, failed, running):
        page.goto(f"{portal}/jobs/{job.pk}/")
        check_page(page)
    page.get_by_role("link", name="Сообщения: 3 непрочитанных", exact=True).click()
    expect(page.get_by_text("не прочитано")).to_have_count(3)
    expect(page.get_by_text(LONG[:500])).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Отчёт возвращён на доработку").click()
    page.wait_for_url(f"**/reports/{stage.report.pk}/")
    page.get_by_role("link", name="Сообщения: 2 непрочитанных", exact=True).click()
    page.get_by_role("button", name="Отметить все прочитанными").click()
    expect(page.get_by_text("Все прочитаны.")).to_be_visible()
    expect(page.get_by_text("не прочитано")).to_have_count(0)
    check_page(page)
    assert complaints == []


def test_without_script(stage: Stage, portal: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(portal)
    fill_sign_in(page, stage.clerk)
    job = ask(stage)
    page.goto(f"{portal}/jobs/{job.pk}/")
    job_run.begin_job(pk=job.pk, attempt=1)
    page.get_by_role("link", name="Обновить").click()
    expect(page.get_by_text("Документ готовится.")).to_be_visible()
    page.get_by_role("button", name="Отменить подготовку").click()
    expect(page.get_by_text("Вы отменили подготовку документа.")).to_be_visible()
    context.close()
