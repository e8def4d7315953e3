"""From submitting to acceptance, by two people in a browser, on the real data."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from kuznetsk_report.accounts.models import User
from reports import actions, demo
from reports.documents import gather
from reports.models import Report
from reports.vocabulary import State
from tests.conftest import Stage

from .conftest import check_page, fill_sign_in

SignIn = Callable[[User], Page]


@pytest.fixture
def report(transactional_db: None) -> Report:
    """Kuznetsk's report for 2024 with the text of 2023 in every row: complete, not submitted."""
    demo.load(password="a long test password")
    official = User.objects.get(username="official")
    report = Report.objects.get(organization__slug="kuznetsk", year=2024)
    past = Report.objects.get(organization__slug="kuznetsk", year=2023)
    for row in report.rows.all():
        source = past.rows.get(item=row.item)
        actions.save_row(
            row=row,
            version=row.version,
            by=official,
            answer=source.answer,
            implementation=source.implementation.replace("2023", "2024"),
            result=source.result,
            entries=gather.entries(source.values.select_related("indicator")),
        )
    return report


def someone(context: BrowserContext, portal: str, name: str) -> Page:
    """A person at a computer of their own."""
    browser = context.browser
    assert browser is not None
    page = browser.new_context(locale="ru-RU", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{portal}/")
    fill_sign_in(page, User.objects.get(username=name))
    page.get_by_role("button", name="Выйти").wait_for()
    return page


def test_submit_remark_return_answer_accept_download(report: Report, portal: str, context: BrowserContext) -> None:
    official, supervisor, clerk = (someone(context, portal, name) for name in ("official", "supervisor", "clerk"))
    address = f"{portal}{report.get_absolute_url()}"
    submit(official, address)
    official.get_by_role("heading", name=f"Квитанция № {report.receipts.get().number}").wait_for()
    remark_and_return(supervisor, address)
    answer(official, address)
    submit(official, address)
    accept(supervisor, address)
    assert Report.objects.get(pk=report.pk).state == State.ACCEPTED

    clerk.get_by_role("link", name="Документы").click()
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name=re.compile("PDF.*2024")).click()
    assert download.value.suggested_filename == "Отчёт_Кузнецк_2024.pdf"
    assert download.value.path().read_bytes() == bytes(report.issued.get().data)

    official.goto(address)
    official.get_by_role("link", name="История").click()
    for told in ("Отчёт принят.", "Пункт 2.13: сделано замечание.", "Открыты пункты: 1.4, 2.13."):
        expect(official.get_by_text(told, exact=False).first).to_be_visible()
    for page in (official, supervisor, clerk):
        page.context.close()


def submit(official: Page, address: str) -> None:
    official.goto(address)
    official.get_by_role("link", name="Проверить и представить").click()
    official.get_by_role("heading", name="Проверьте ответы").wait_for()
    official.get_by_role("button", name="Представить отчёт").click()
    official.get_by_text("Отчёт представлен. Номер квитанции").wait_for()


def remark_and_return(supervisor: Page, address: str) -> None:
    supervisor.goto(address)
    supervisor.get_by_role("link", name="Проверить отчёт").click()
    expect(supervisor.locator("article")).to_have_count(25)
    for number, text in (("1.4", "Сколько было заседаний?"), ("2.13", "Кого привлекли?")):
        row = article_of(supervisor, number)
        row.get_by_text("Сделать замечание").click()
        row.get_by_label("Что нужно исправить").fill(text)
        row.get_by_role("button", name="Записать замечание").click()
        expect(row.get_by_text("! замечание")).to_be_visible()
    row = article_of(supervisor, "1.6")
    row.get_by_role("button", name="Принять строку").click()
    expect(row.get_by_text("✓ принята")).to_be_visible()
    expect(supervisor.locator("#review-counts")).to_contain_text("с замечаниями: 2")
    supervisor.get_by_label("Общее пояснение").fill("Просим до пятницы.")
    supervisor.get_by_role("button", name="Вернуть на доработку").click()
    supervisor.get_by_text("Отчёт возвращён. Исполнителю открыты").wait_for()


def article_of(supervisor: Page, number: str) -> Locator:
    return supervisor.locator("article", has=supervisor.get_by_role("heading", name=f"{number}. ", exact=False))


def answer(official: Page, address: str) -> None:
    official.goto(address)
    expect(official.get_by_text("Просим до пятницы.")).to_be_visible()
    expect(official.locator(".tasks tbody tr")).to_have_count(2)
    official.get_by_role("link", name="Исправить п. 1.4").click()
    official.get_by_label("Ваш ответ на замечание").fill("Пять, как и написано.")
    expect(official.locator("#save-status")).to_contain_text("Сохранено в")
    official.get_by_role("link", name="Следующая").click()
    expect(official.get_by_role("heading", level=1)).to_contain_text("Пункт 2.13")
    official.get_by_label("Ваш ответ на замечание").fill("Троих, за недостоверные сведения.")
    expect(official.locator("#save-status")).to_contain_text("Сохранено в")


def accept(supervisor: Page, address: str) -> None:
    supervisor.goto(address)
    supervisor.get_by_role("link", name="Проверить отчёт").click()
    expect(supervisor.locator("article")).to_have_count(2)
    expect(supervisor.get_by_text("Троих, за недостоверные сведения.")).to_be_visible()
    supervisor.get_by_role("button", name="Принять отчёт").click()
    supervisor.get_by_text("Отчёт принят. Документ без отметки").wait_for()


def test_the_pages_of_the_review(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.submit()
    stage.return_with("2.9", text="Длинное замечание. " * 40 + "Ы" * 300)
    stage.submit()
    row = stage.row("1.4")
    actions.accept_row(row=row, seen=actions.last_event(row.report, row), by=stage.supervisor)
    row = stage.row("2.10")
    actions.make_remark(row=row, text="Ы" * 300, seen=actions.last_event(row.report, row), by=stage.supervisor)
    actions.issue(report=stage.last_year, file_format="docx", by=stage.supervisor)
    page = sign_in(stage.supervisor)
    for path in [
        f"reports/{stage.report.pk}/review/",
        f"reports/{stage.report.pk}/review/?show=all",
        f"reports/{stage.report.pk}/history/",
        f"reports/{stage.last_year.pk}/reopen/",
        f"receipts/{stage.report.receipts.all()[0].pk}/",
        "receipts/?q=2024-000001",
        "documents/",
        "documents/?search=нет",
        "documents/issued/",
        "documents/verify/",
        f"rows/{stage.row('2.9').pk}/",
    ]:
        page.goto(f"{portal}/{path}")
        page.wait_for_load_state("networkidle")
        check_page(page)
    assert complaints == []


def test_the_officials_pages_of_a_returned_report(
    stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]
) -> None:
    page = sign_in(stage.official)
    page.goto(f"{portal}/reports/{stage.report.pk}/submit/")
    check_page(page)
    stage.submit()
    stage.return_with("2.9", "1.4", text="Длинное замечание. " * 40 + "Ы" * 300)
    for path in [
        "",
        f"reports/{stage.report.pk}/",
        f"rows/{stage.row('2.9').pk}/",
        f"reports/{stage.report.pk}/submit/",
        f"reports/{stage.report.pk}/history/?row={stage.row('2.9').pk}",
    ]:
        page.goto(f"{portal}/{path}")
        page.wait_for_load_state("networkidle")
        check_page(page)
    assert complaints == []


def test_a_refused_remark_stays_in_its_field(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/reports/{stage.report.pk}/review/")
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Коллега.", seen=actions.last_event(row.report, row), by=stage.supervisor)
    article = page.locator(f"#row-{row.pk}")
    article.get_by_text("Сделать замечание").click()
    article.get_by_label("Что нужно исправить").fill("Моё замечание.")
    article.get_by_role("button", name="Записать замечание").click()
    expect(article.get_by_text("Решение не записано")).to_be_visible()
    expect(article.get_by_label("Что нужно исправить")).to_have_value("Моё замечание.")
    check_page(page)
    article.get_by_role("button", name="Записать замечание").click()
    expect(article.locator("form.remark")).to_have_count(2)


def test_a_remark_is_not_lost_with_the_session(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    address = f"{portal}/reports/{stage.report.pk}/review/"
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    article = page.locator(f"#row-{stage.row('2.9').pk}")
    article.get_by_text("Сделать замечание").click()
    field = article.get_by_label("Что нужно исправить")
    field.fill("Моё замечание.")
    article.get_by_role("button", name="Записать замечание").click()
    expect(page.get_by_text("Сеанс завершён.")).to_be_visible()
    expect(field).to_have_value("Моё замечание.")
    page.get_by_role("link", name="Войти снова").click()
    fill_sign_in(page, stage.supervisor)
    page.get_by_role("button", name="Выйти").wait_for()
    page.goto(address)
    expect(field).to_have_value("Моё замечание.")
    article.get_by_role("button", name="Записать замечание").click()
    expect(article.locator("form.remark")).to_contain_text("Моё замечание.")
    page.goto(address)
    expect(field).to_have_value("")


def test_without_connection_it_is_said_and_nothing_is_lost(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(row.report, row), by=stage.supervisor)
    page = sign_in(stage.supervisor)
    address = f"{portal}/reports/{stage.report.pk}/review/"
    page.goto(address)
    page.get_by_label("Общее пояснение").fill("До пятницы.")
    page.context.set_offline(True)
    page.locator(f"#row-{stage.row('1.4').pk}").get_by_role("button", name="Принять строку").click()
    expect(page.get_by_text("Не записано: портал не отвечает.")).to_be_visible()
    page.get_by_role("button", name="Вернуть на доработку").click()
    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_label("Общее пояснение")).to_have_value("До пятницы.")
    page.get_by_role("button", name="Вернуть на доработку").click()
    page.get_by_text("Отчёт возвращён. Исполнителю открыты").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('remark:'))") == []


def test_a_paragraph_begun_before_a_colleagues_is_told_about(stage: Stage, portal: str, sign_in: SignIn) -> None:
    item = stage.plan.items.get(number="2.9")
    page = sign_in(stage.supervisor)
    address = f"{portal}/plans/plan/2023/consolidated/"
    article = page.locator(f"#item-{item.pk}")
    page.goto(address)
    article.get_by_label("Обобщающий абзац").fill("Мой абзац.")
    actions.save_summary(item=item, year=2023, text="Абзац коллеги.", offer="", version=0, by=stage.supervisor)
    page.goto(address)
    expect(article.get_by_label("Обобщающий абзац")).to_have_value("Мой абзац.")
    article.get_by_role("button", name="Сохранить абзац").click()
    expect(article.get_by_role("alert")).to_contain_text("Абзац коллеги.")
    expect(article.get_by_label("Обобщающий абзац")).to_have_value("Мой абзац.")


def test_after_a_decision_one_stays_at_the_executor(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{portal}/plans/plan/2024/items/2.9/")
    row = stage.row("2.9")
    card = page.locator(f"#row-{row.pk}")
    card.get_by_role("button", name="Принять строку").click()
    page.get_by_text("строка принята.").wait_for()
    page.wait_for_load_state("networkidle")
    expect(card).to_be_in_viewport()
    assert page.evaluate("window.scrollY") > 0
