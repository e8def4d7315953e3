"""An official fills the report: typing, two people, lost connections, lost sessions, no script."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.models import ReportRow
from tests.conftest import Stage

from .conftest import fill_sign_in

SignIn = Callable[[User], Page]
WORK = "Информация о реализации (проведённая работа)"
FROM_WORD = "Проведено:\n- 5\u00a0заседаний — «по представлению»;\n- 2 семинара…\n\nИтого: 7\u00a0мероприятий"


def status(page: Page) -> str:
    return page.locator("#save-status").inner_text()


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-status")).to_contain_text("Сохранено")


def go_to_row(page: Page, portal: str, row: ReportRow) -> None:
    page.goto(f"{portal}/rows/{row.pk}/")


def test_from_last_years_text_to_the_documents(stage: Stage, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.official)
    page.get_by_role("link", name="Исполнитель 001, 2024 год").click()
    expect(page.get_by_text("0 из 3")).to_be_visible()
    page.get_by_role("link", name="Мероприятие 1.4").click()
    page.get_by_role("button", name="Взять прошлогодний текст").click()
    work = page.get_by_label(WORK)
    expect(work).to_have_value("В 2024 году проведено 5 заседаний, постановление от 20.12.2023 №2308.")
    assert page.locator(".backdrop mark").all_inner_texts() == ["5", "от 20.12.2023 №2308"]

    work.fill("В 2024 году проведено 6 заседаний, постановление от 20.12.2023 №2308.")
    expect_saved(page)
    expect(page.locator("#confirm li")).to_have_count(1)
    page.get_by_role("checkbox", name="от 20.12.2023").check()
    expect(page.locator("#confirm")).to_have_count(0)
    assert page.locator(".backdrop mark").count() == 0

    page.get_by_label("Выполнено", exact=True).check()
    page.get_by_label("Рассмотрено лиц", exact=True).fill("10")
    page.get_by_label("Привлечено лиц", exact=True).fill("8")
    expect(page.locator("#row-figures")).to_contain_text("80\u00a0% (8 из 10)")
    expect(page.locator("#gaps")).to_contain_text("Строка заполнена.")
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 2.9")

    page.get_by_role("link", name="В документе").click()
    expect(page.get_by_role("img", name="Страница 1 документа")).to_be_visible()
    picture = page.get_by_role("img", name="Страница 1 документа")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000
    names = []
    for label in ("Word (DOCX)", "PDF", "Excel (XLSX)"):
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        names.append(download.value.suggested_filename)
        assert download.value.path().stat().st_size > 3000
    assert names == [f"ПРОЕКТ_Отчёт_Исполнитель_001_2024.{ending}" for ending in ("docx", "pdf", "xlsx")]
    page.get_by_role("link", name="Пункт 1.4, страница 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 1.4")
    assert complaints == []


def test_autosave_keeps_every_letter(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    work = page.get_by_label(WORK)
    work.focus()
    page.keyboard.insert_text(FROM_WORD)
    expect_saved(page)
    for letter in "Дописано позже":
        work.press_sequentially(letter, delay=120)
    page.keyboard.press("Control+s")
    expect_saved(page)
    row.refresh_from_db()
    assert row.implementation == FROM_WORD + "Дописано позже"
    page.reload()
    expect(work).to_have_value(FROM_WORD + "Дописано позже")
    assert complaints == []


def test_two_people_at_one_row(
    stage: Stage, portal: str, sign_in: SignIn, browser: Browser, complaints: list[str]
) -> None:
    row = stage.row("2.9")
    mine = sign_in(stage.official)
    go_to_row(mine, portal, row)
    elsewhere = browser.new_context(locale="ru-RU")
    theirs = elsewhere.new_page()
    theirs.goto(f"{portal}/rows/{row.pk}/")
    fill_sign_in(theirs, stage.colleague)
    theirs.get_by_label(WORK).fill("Привлечены 3 человека")
    expect_saved(theirs)
    elsewhere.close()

    mine.get_by_label(WORK).fill("Привлечены 5 человек")
    expect(mine.locator("#save-status")).to_contain_text("Эта строка уже изменена: Colleague")
    assert all("409" in complaint for complaint in complaints), complaints
    mine.get_by_role("button", name="Сравнить и выбрать").click()
    expect(mine.locator(".compared del").first).to_have_text("3")
    expect(mine.locator(".compared ins").first).to_have_text("5")
    mine.get_by_label("Оставить мой вариант").check()
    mine.get_by_role("button", name="Сохранить выбранное").click()
    expect(mine.get_by_label(WORK)).to_have_value("Привлечены 5 человек")
    row.refresh_from_db()
    assert (row.implementation, row.version) == ("Привлечены 5 человек", 3)
    mine.reload()
    expect(mine.get_by_label(WORK)).to_have_value("Привлечены 5 человек")


def test_taking_the_other_text_does_not_bring_the_own_one_back(stage: Stage, portal: str, sign_in: SignIn) -> None:
    row = stage.row("2.9")
    page = sign_in(stage.official)
    go_to_row(page, portal, row)
    stage.save(row, by=stage.colleague, implementation="Текст коллеги")
    page.get_by_label(WORK).fill("Мой текст")
    page.get_by_role("button", name="Сравнить и выбрать").click()
    page.get_by_label("Взять сохранённый").check()
    page.get_by_role("button", name="Сохранить выбранное").click()
    expect(page.get_by_label(WORK)).to_have_value("Текст коллеги")
    page.reload()
    expect(page.get_by_label(WORK)).to_have_value("Текст коллеги")


def test_a_session_that_ended_loses_no_text(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    Session.objects.all().delete()
    page.get_by_label(WORK).fill("Набрано после конца сеанса")
    expect(page.locator("#save-status")).to_contain_text("Сеанс завершён")
    page.get_by_role("link", name="Войти снова").click()
    fill_sign_in(page, stage.official)
    expect(page.get_by_label(WORK)).to_have_value("Набрано после конца сеанса")
    expect_saved(page)
    row.refresh_from_db()
    assert row.implementation == "Набрано после конца сеанса"


def test_another_person_on_the_same_computer_does_not_get_the_draft(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    Session.objects.all().delete()
    page.get_by_label(WORK).fill("Не для чужих глаз")
    page.get_by_role("link", name="Войти снова").click()
    fill_sign_in(page, stage.colleague)
    expect(page.get_by_label(WORK)).to_have_value("")


def test_a_lost_connection_loses_no_text(stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    context.set_offline(True)
    page.get_by_label(WORK).fill("Набрано без связи")
    expect(page.locator("#save-status")).to_contain_text("Нет связи с порталом")
    context.set_offline(False)
    expect_saved(page)
    row.refresh_from_db()
    assert row.implementation == "Набрано без связи"


def test_a_closed_browser_window_loses_no_text(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    context.set_offline(True)
    page.get_by_label(WORK).fill("Осталось в браузере")
    expect(page.locator("#save-status")).to_contain_text("Нет связи с порталом")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{portal}/")
    page.get_by_role("link", name="пункт 2.9").click()
    expect(page.get_by_label(WORK)).to_have_value("Осталось в браузере")
    expect_saved(page)
    page.goto(f"{portal}/")
    expect(page.locator("#drafts")).to_be_hidden()
    row.refresh_from_db()
    assert row.implementation == "Осталось в браузере"


def test_leaving_at_once_loses_no_text(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    page.get_by_label(WORK).fill("Ушёл, не дождавшись")
    page.get_by_role("link", name="Следующая →").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 2.10")
    go_to_row(page, portal, row)
    expect(page.get_by_label(WORK)).to_have_value("Ушёл, не дождавшись")
    row.refresh_from_db()
    assert row.implementation == "Ушёл, не дождавшись"


def test_a_bad_number_is_said_beside_its_field(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("1.4"))
    page.get_by_label("Рассмотрено лиц", exact=True).fill("девять")
    expect(page.locator("#error-value_considered")).to_contain_text("Введите число цифрами")
    page.get_by_label("Рассмотрено лиц", exact=True).fill("9")
    expect(page.locator("#error-value_considered")).to_have_text("")


def test_the_expected_result_is_inserted(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("2.9"))
    page.get_by_role("button", name="Вставить ожидаемый результат").click()
    expect(page.get_by_label("Информация о результативности")).to_have_value("ожидаемый результат 2.9")
    expect(page.get_by_role("button", name="Вставить ожидаемый результат")).to_be_hidden()
    expect_saved(page)


@pytest.fixture
def plain_page(browser: Browser, portal: str, stage: Stage) -> Page:
    """A browser without script, signed in as the official, at a row."""
    context = browser.new_context(locale="ru-RU", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal}/rows/{stage.row('1.4').pk}/")
    fill_sign_in(page, stage.official)
    return page


def test_everything_works_without_script(plain_page: Page, stage: Stage) -> None:
    page = plain_page
    page.get_by_role("button", name="Взять прошлогодний текст").click()
    expect(page.get_by_label(WORK)).to_have_value(
        "В 2024 году проведено 5 заседаний, постановление от 20.12.2023 №2308."
    )
    for box in page.locator("#confirm input").all():
        box.check()
    page.get_by_label("Выполнено частично").check()
    page.get_by_label("Рассмотрено лиц", exact=True).fill("1 000")
    page.get_by_label("не применимо: Привлечено лиц").check()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.locator("#gaps")).to_contain_text("Строка заполнена.")
    stage.save(stage.row("1.4"), by=stage.colleague, result="итог коллеги")
    page.get_by_label("Информация о результативности").fill("мой итог")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_label("Оставить мой вариант").check()
    page.get_by_role("button", name="Сохранить выбранное").click()
    row = stage.row("1.4")
    assert (row.answer, row.result, row.unconfirmed) == ("partial", "мой итог", [])


def test_by_keyboard_alone(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    page.goto(f"{portal}/reports/{stage.report.pk}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="К содержанию")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Заполнить"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 1.4")


def test_enter_in_a_number_field_saves_and_nothing_else(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("1.4"))
    number = page.get_by_label("Рассмотрено лиц", exact=True)
    number.fill("9")
    number.press("Enter")
    expect(page.get_by_label("Привлечено лиц", exact=True)).to_be_focused()
    expect_saved(page)
    row = stage.row("1.4")
    assert row.implementation == ""
    assert [v.value for v in row.values.all()] == [9]


def test_a_button_pressed_while_a_save_is_under_way_does_not_conflict_with_it(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)

    def slowly(route: Route) -> None:
        response = route.fetch()
        page.wait_for_timeout(1500)
        route.fulfill(response=response)

    context.route(
        "**/rows/*/", lambda route: slowly(route) if "hx-request" in route.request.headers else route.continue_()
    )
    work = page.get_by_label(WORK)
    work.fill("Первое предложение.")
    expect(page.locator("#save-status")).to_contain_text("Сохраняется…")
    work.press_sequentially(" Второе.")
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 2.10")
    row.refresh_from_db()
    assert row.implementation == "Первое предложение. Второе."


def test_two_tabs_keep_their_own_unsent_text(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    row = stage.row("2.9")
    first = sign_in(stage.official)
    go_to_row(first, portal, row)
    second = context.new_page()
    go_to_row(second, portal, row)
    second.get_by_label(WORK).fill("Из второй вкладки")
    expect_saved(second)
    first.get_by_label(WORK).fill("Из первой вкладки")
    expect(first.locator("#save-status")).to_contain_text("Эта строка уже изменена вами в другом окне")
    second.get_by_label(WORK).fill("Ещё раз из второй вкладки")
    expect_saved(second)
    second.close()
    first.close()
    again = context.new_page()
    go_to_row(again, portal, row)
    expect(again.get_by_label(WORK)).to_have_value("Из первой вкладки")
    again.get_by_role("button", name="Сравнить и выбрать").click()
    expect(again.locator(".choices")).to_contain_text("Ещё раз из второй вкладки")


def test_words_typed_while_the_page_is_being_left_come_back(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    work = page.get_by_label(WORK)
    work.fill("Первое.")
    expect_saved(page)

    def slowly(route: Route) -> None:
        if route.request.method == "POST" and "hx-request" not in route.request.headers:
            page.wait_for_timeout(1500)
        route.continue_()

    context.route("**/rows/*/", slowly)
    page.evaluate("document.querySelector('.savebar button').click()")
    page.keyboard.type(" Второе.")
    page.wait_for_url("**/rows/*/")
    expect(page.get_by_text("Пункт 2.9: сохранено.")).to_be_visible()
    context.unroute("**/rows/*/")
    expect(work).to_have_value("Первое. Второе.")
    expect_saved(page)
    row.refresh_from_db()
    assert row.implementation == "Первое. Второе."


def test_what_stands_in_a_field_with_an_error_survives_a_reload(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("1.4"))
    number = page.get_by_label("Рассмотрено лиц", exact=True)
    number.fill("12, уточнить у Иванова")
    expect(page.locator("#error-value_considered")).to_contain_text("Введите число цифрами")
    page.reload()
    expect(number).to_have_value("12, уточнить у Иванова")
    number.fill("12")
    expect(page.locator("#error-value_considered")).to_have_text("")
    expect_saved(page)
    page.reload()
    expect(number).to_have_value("12")


def test_a_lost_answer_is_no_conflict(stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext) -> None:
    page = sign_in(stage.official)
    row = stage.row("1.4")
    go_to_row(page, portal, row)
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if "hx-request" in route.request.headers and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    context.route("**/rows/*/", lose_the_first_answer)
    work = page.get_by_label(WORK)
    page.get_by_label("Рассмотрено лиц", exact=True).fill("1234")
    work.fill("Первое.")
    expect(page.locator("#save-status")).to_contain_text("Нет связи с порталом")
    assert lost == [200]
    work.press_sequentially(" Второе.")
    expect_saved(page)
    expect(page.locator("#row-state")).to_have_attribute("data-version", "3")
    row.refresh_from_db()
    assert row.implementation == "Первое. Второе."


def test_ticking_one_after_another_confirms_each(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), implementation="x")
    row = stage.row("1.4")
    source = stage.row("1.4", stage.last_year)
    actions.carry_last_year(row=row, version=1, source=source, by=stage.official)
    page = sign_in(stage.official)
    go_to_row(page, portal, row)
    page.locator("#confirm input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect_saved(page)
    page.keyboard.press("Space")
    expect(page.locator("#confirm")).to_have_count(0)
    row.refresh_from_db()
    assert row.unconfirmed == []


def test_a_draft_of_a_report_that_was_closed_meanwhile_can_be_copied(
    stage: Stage, portal: str, sign_in: SignIn
) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")
    go_to_row(page, portal, row)
    actions.file_past_report(report=stage.report, by=stage.supervisor)
    page.get_by_label(WORK).fill("Не успел")
    expect(page.locator("#save-status")).to_contain_text("Не сохранено.")
    page.reload()
    expect(page.get_by_label("Несохранённый текст")).to_have_value("Не успел")
    page.get_by_role("button", name="Удалить этот текст из браузера").click()
    page.reload()
    expect(page.get_by_label("Несохранённый текст")).to_have_count(0)


def test_words_typed_before_the_script_is_there_are_saved(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    page = sign_in(stage.official)
    row = stage.row("2.9")

    def slowly(route: Route) -> None:
        page.get_by_label(WORK).fill("Быстрее сценария")
        route.continue_()

    context.route("**/row.*.js", slowly)
    go_to_row(page, portal, row)
    expect_saved(page)
    row.refresh_from_db()
    assert row.implementation == "Быстрее сценария"


def test_looking_is_not_saving(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("1.4"))
    page.wait_for_timeout(1500)
    expect(page.locator("#save-status")).to_have_text("")


def test_the_line_being_written_is_not_behind_the_buttons(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    page.set_viewport_size({"width": 1280, "height": 700})
    go_to_row(page, portal, stage.row("2.9"))
    page.get_by_label(WORK).focus()
    for number in range(30):
        page.keyboard.type(f"Строка {number}")
        page.keyboard.press("Enter")
    page.keyboard.type("Последняя")
    area = page.get_by_label(WORK).bounding_box()
    bar = page.locator(".savebar").bounding_box()
    assert area is not None
    assert bar is not None
    assert area["y"] + area["height"] - 12 <= bar["y"]


def test_without_a_connection_a_link_does_not_lead_away(
    stage: Stage, portal: str, sign_in: SignIn, context: BrowserContext
) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("2.9"))
    context.set_offline(True)
    page.get_by_label(WORK).fill("Без связи")
    page.get_by_role("link", name="Следующая →").click()
    expect(page.locator("#save-status")).to_contain_text("Нет связи с порталом")
    expect(page.get_by_label(WORK)).to_have_value("Без связи")
    context.set_offline(False)
    expect_saved(page)


def test_what_cannot_be_printed_leaves_the_field_and_is_told_once(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("2.9"))
    work = page.get_by_label(WORK)
    work.fill("До\u0007 после")
    expect(page.locator("#save-status")).to_contain_text("убраны знаки, которые нельзя напечатать: 1")
    expect(work).to_have_value("До после")
