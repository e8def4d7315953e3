"""A report from Word in a browser: uploaded, corrected, applied; and an exported one that was edited."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Plan
from reports import actions, demo
from reports.figures import Entry
from reports.models import Report
from tests.conftest import Stage
from tests.test_intake import line, take_in, texts

from .conftest import check_page, fill_sign_in
from .test_pages import LONG

SignIn = Callable[[User], Page]
SEED = Path(__file__).resolve().parents[2] / "fixtures/source/kuznetsk_2023.docx"


@pytest.fixture
def empty_year(transactional_db: None) -> Report:
    """The demonstration's city with a year that nobody has filled."""
    demo.load(password="a long test password")
    return actions.open_report(
        plan=Plan.objects.get(),
        organization=Organization.objects.get(slug="kuznetsk"),
        year=2022,
        by=User.objects.get(username="official"),
    )


def edited(data: bytes, change: Callable[[docx.table.Table], None]) -> bytes:
    """The document with its table changed, as Word would save it."""
    document = docx.Document(io.BytesIO(data))
    change(document.tables[0])
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def upload(page: Page, data: bytes, name: str = "отчёт.docx") -> None:
    page.get_by_role("link", name="Загрузить из Word или Excel").click()
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    page.get_by_label("Файл отчёта").set_input_files(file)
    page.get_by_role("button", name="Загрузить и посмотреть").click()
    page.get_by_role("heading", name="Что перенести из файла").wait_for()


def test_last_years_report_fills_an_empty_year(
    empty_year: Report, portal: str, sign_in: SignIn, complaints: list[str]
) -> None:
    def confuse(table: docx.table.Table) -> None:
        cells = next(row.cells for row in table.rows if row.cells[1].text.strip() == "5.6")
        cells[1].text, cells[2].text = "9.9", "Разное"

    page = sign_in(User.objects.get(username="official"))
    page.goto(f"{portal}{empty_year.get_absolute_url()}")
    upload(page, edited(SEED.read_bytes(), confuse))
    expect(page.locator(".intake-counts")).to_have_text("Не распознано: 1 Новое: 24 Текст вне таблицы: 5")
    card = page.locator("fieldset", has_text="№ 9.9")
    expect(card.get_by_text("номера «9.9» в отчёте нет")).to_be_visible()
    card.get_by_label("Пункт отчёта").select_option(label=[
        option for option in card.locator("option").all_text_contents() if option.startswith("5.6. ")
    ])  # fmt: skip
    expect(card.get_by_text("Пункт выбран вами")).to_be_visible()
    expect(page.get_by_text("Отмечено строк: 25")).to_be_visible()
    whole = page.get_by_role("checkbox", name="Перенести: пункт 1.4")
    whole.press("Space")
    expect(page.get_by_text("Отмечено строк: 24")).to_be_visible()
    expect(page.locator("#card-0")).to_be_hidden()
    whole.press("Space")
    check_page(page)
    expect(card.get_by_role("checkbox", name="Информация о реализации: новое")).to_be_checked()
    assert not empty_year.rows.exclude(implementation="").exists()
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Перенесено из файла «отчёт.docx»: 25 строк.")).to_be_visible()
    rows = list(empty_year.rows.order_by("number"))
    assert [bool(row.implementation and row.result) for row in rows] == [True] * 25
    filed = Report.objects.get(year=2023, organization=empty_year.organization)
    assert [row.implementation for row in rows] == [row.implementation for row in filed.rows.order_by("number")]
    assert complaints == []


def test_an_exported_file_brings_back_just_the_edit(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.complete()
    stage.save(stage.row("2.9"), implementation="Проведено 3  заседания\tкомиссии.\n- протокол № 1;\n\n- протокол № 2.")
    before = texts(stage)
    page = sign_in(stage.official)
    page.goto(f"{portal}{stage.report.get_absolute_url()}")
    with page.expect_download() as download:
        page.locator(".downloads").get_by_role("link", name="Word").click()
    exported = Path(download.value.path()).read_bytes()

    def edit(table: docx.table.Table) -> None:
        cells = next(row.cells for row in table.rows if row.cells[1].text == "2.9")
        run = cells[3].paragraphs[0].runs[0]
        run._r.t_lst[0].text = "Проведено 4  заседания"

    upload(page, edited(exported, edit))
    expect(page.locator(".intake-counts")).to_have_text("Изменения: 1 Без изменений: 2 Текст вне таблицы: 5")
    expect(page.locator("del:visible")).to_have_text("3")
    expect(page.locator("ins:visible")).to_have_text("4")
    check_page(page)
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Перенесено из файла «отчёт.docx»: 1 строка.")).to_be_visible()
    edited_text = before["2.9"][0].replace("Проведено 3", "Проведено 4")
    assert texts(stage) == {**before, "2.9": (edited_text, before["2.9"][1])}
    page.get_by_role("link", name="Что изменено или как вернуть").click()
    check_page(page)
    page.get_by_role("button", name="Вернуть, как было до переноса из файла «отчёт.docx»").click()
    expect(page.get_by_text("Возвращено, как было до переноса из файла «отчёт.docx»: 1 строка.")).to_be_visible()
    page.goto(f"{portal}{stage.row('2.9').get_absolute_url()}")
    expect(page.get_by_label("Информация о реализации").first).to_have_value(before["2.9"][0])
    assert texts(stage) == before


def test_a_workbook_goes_out_and_comes_back(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation="Сделано.", entries={"considered": Entry(Decimal(9))})
    page = sign_in(stage.official)
    page.goto(f"{portal}{stage.report.get_absolute_url()}")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать для заполнения в Excel").click()
    assert download.value.suggested_filename == "Для_заполнения_Исполнитель_001_2024.xlsx"
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    report, values = book["Отчёт"], book["Показатели"]
    report["E2"], report["F2"], report["E3"] = "Выполнено частично", "Сделано и проверено.", "наверное"
    values["E2"], values["E3"] = 10, "пять"
    saved = io.BytesIO()
    book.save(saved)
    upload(page, saved.getvalue(), "книга.xlsx")
    expect(page.locator(".intake-counts")).to_have_text("Проверьте: 2 Без изменений: 1")
    expect(page.get_by_role("checkbox", name="Рассмотрено лиц: 9 чел. 10 чел.")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Ответ: изменение")).to_be_checked()
    expect(page.get_by_text("Ответа «наверное» (лист «Отчёт», ячейка E3) нет среди пяти")).to_be_visible()
    expect(page.get_by_text("«Привлечено лиц» (лист «Показатели», ячейка E3), в книге «пять»")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Перенесено из файла «книга.xlsx»: 1 строка.")).to_be_visible()
    row = stage.row("1.4")
    assert (row.answer, row.implementation) == ("partial", "Сделано и проверено.")
    assert [value.value for value in row.values.all()] == [10]
    assert complaints == []


def test_the_pages_with_everything_on_them(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.submit()
    stage.return_with("2.9", "2.10")
    stage.save(stage.row("2.9"), implementation=LONG)
    extra = (("Срок", "до 1 июля"), ("", "Ы" * 300))
    intake = take_in(
        stage,
        line("1.4", "В закрытую строку."),
        line("2.9", LONG.replace("длинное", "короткое"), "Итог.", extra=extra, answer="done"),
        line("2.10", "Сделано по пункту 2.10.", "Итог."),
        line("", LONG, measure=LONG),
        outside=("О Т Ч Е Т", LONG),
    )
    page = sign_in(stage.official)
    page.goto(f"{portal}/reports/{stage.report.pk}/intake/")
    check_page(page)
    page.get_by_role("button", name="Загрузить и посмотреть").click()
    page.goto(f"{portal}{intake.get_absolute_url()}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    check_page(page)
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("button", name="Применить отмеченное")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Отметить все тексты").click()
    page.get_by_label("Дописать к тому, что есть").first.check()
    page.wait_for_load_state("networkidle")
    check_page(page)
    page.get_by_role("button", name="Не применять").click()
    expect(page.get_by_text("не применён, отчёт не изменён")).to_be_visible()
    assert complaints == []


def test_a_file_that_cannot_be_read_and_a_row_that_changed(
    stage: Stage, portal: str, sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in(stage.official)
    page.goto(f"{portal}/reports/{stage.report.pk}/intake/")
    scan = tmp_path / "скан.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    page.get_by_label("Файл отчёта").set_input_files(scan)
    page.get_by_role("button", name="Загрузить и посмотреть").click()
    expect(page.get_by_text("«скан.pdf»: Это PDF")).to_be_visible()
    check_page(page)
    intake = take_in(stage, line("1.4", "Из файла."))
    page.goto(f"{portal}{intake.get_absolute_url()}")
    stage.save(stage.row("1.4"), by=stage.colleague, implementation="Коллега был быстрее.")
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("изменён пункт 1.4")).to_be_visible()
    page.get_by_role("link", name="1.4", exact=True).click()
    expect(page.get_by_text("Изменён, пока вы смотрели")).to_be_in_viewport()
    changed = page.get_by_role("checkbox", name="Информация о реализации: изменение")
    expect(changed).not_to_be_checked()
    check_page(page)
    changed.check()
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Перенесено из файла")).to_be_visible()
    assert texts(stage)["1.4"][0] == "Из файла."


def test_without_script(stage: Stage, portal: str, context: BrowserContext) -> None:
    intake = take_in(stage, line("1.4", "Для 2.9."))
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = plain.new_page()
    page.goto(f"{portal}{intake.get_absolute_url()}")
    fill_sign_in(page, stage.official)
    page.locator("summary", has_text="Для 2.9.").click()
    page.get_by_label("Пункт отчёта").first.select_option(str(stage.row("2.9").pk))
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Вы изменили, куда или как переносится строка файла")).to_be_visible()
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Перенесено из файла")).to_be_visible()
    assert texts(stage)["2.9"][0] == "Для 2.9."
    plain.close()
