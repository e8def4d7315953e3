"""What the checks ask: an official sees, explains and clears it; a supervisor makes a remark of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from kuznetsk_report.accounts.models import User
from reports import actions, checks
from reports.models import FindingAnswer, Remark
from tests.asking import DOUBT, about_words, noted
from tests.conftest import Stage

from .conftest import check_page, fill_sign_in

SignIn = Callable[[User], Page]
WORK = "Информация о реализации (проведённая работа)"


@pytest.fixture(autouse=True)
def families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FAMILIES", (about_words,))


def open_row(stage: Stage, portal: str, page: Page, number: str = "2.9") -> None:
    page.goto(f"{portal}/rows/{stage.row(number).pk}/")


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-status")).to_contain_text("Сохранено")


def doubts(page: Page, field: str = "implementation") -> Locator:
    return page.locator(f"#doubts-{field} .doubt")


def test_a_doubt_does_not_appear_while_typing_and_does_after_leaving(
    stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]
) -> None:
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    work = page.get_by_label(WORK)
    work.press_sequentially("Проведено примерно 5 заседаний, около этого")
    expect_saved(page)
    # About another field it may be said at once, if only nothing moves under the caret.
    expect(doubts(page, "answer")).to_contain_text("Смените ответ.")
    expect(doubts(page)).to_have_count(0)
    page.get_by_label("Информация о результативности").focus()
    expect(doubts(page)).to_contain_text(DOUBT)
    expect(page.locator("#doubt-count")).to_have_text("Проверка: 2 вопроса")
    work.fill("Проведено 5 заседаний")
    expect(page.locator(".doubt:visible")).to_have_count(0)
    expect(page.locator("#doubt-count")).to_have_text("")
    assert complaints == []


@pytest.mark.parametrize("lines", [1, 30])
def test_nothing_moves_under_the_caret(stage: Stage, portal: str, sign_in: SignIn, lines: int) -> None:
    text = "Строка\n" * lines
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    work = page.get_by_label(WORK)
    work.fill(text)
    expect_saved(page)

    def places() -> list[float]:
        place = "area => area.getBoundingClientRect().top"
        return [work.evaluate(place), work.evaluate(f"async area => {{ {FRAMES}; return ({place})(area); }}")]

    work.press_sequentially("окол")
    expect(page.locator("#save-status")).to_have_text("")
    expect_saved(page)
    before = places()[0]
    page.keyboard.type("о")
    expect(doubts(page, "answer")).to_have_count(1)
    assert places() == pytest.approx([before, before], abs=1)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    before = places()[0]
    expect(doubts(page, "answer")).to_be_hidden()
    assert places() == pytest.approx([before, before], abs=1)
    page.get_by_label("Информация о результативности").focus()
    expect(doubts(page, "answer")).to_have_count(0)


# Two frames: what the browser itself scrolls it has scrolled by then.
FRAMES = "await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_an_official_explains_and_the_explanation_holds_until_the_row_changes(
    stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]
) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Проведено примерно 5 заседаний", result="Итог")
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    doubts(page).get_by_text("Так и есть: объяснить").click()
    doubts(page).get_by_label("Почему так и есть").fill("Учёт ведётся приблизительно.")
    doubts(page).get_by_role("button", name="Записать объяснение").click()
    expect(doubts(page)).to_contain_text("Объяснено: Учёт ведётся приблизительно.")
    expect(doubts(page).locator("summary")).to_be_focused()
    expect(page.locator("#doubt-count")).to_have_text("")
    check_page(page)
    page.reload()
    expect(doubts(page)).to_contain_text("Объяснено: Учёт ведётся приблизительно.")

    page.get_by_label(WORK).fill("Проведено примерно 6 заседаний")
    expect_saved(page)
    # Not while somebody types: the line is the same until the field is left.
    expect(doubts(page)).to_contain_text("Объяснено")
    page.get_by_label("Информация о результативности").focus()
    expect(doubts(page)).to_contain_text(DOUBT)
    doubts(page).get_by_text("Так и есть: объяснить").click()
    expect(doubts(page)).to_contain_text("Прежнее объяснение — проверьте, что оно ещё верно.")
    expect(doubts(page).get_by_label("Почему так и есть")).to_have_value("Учёт ведётся приблизительно.")
    doubts(page).get_by_role("button", name="Записать объяснение").click()
    expect(doubts(page)).to_contain_text("Объяснено: Учёт")

    doubts(page).get_by_text("изменить").click()
    doubts(page).get_by_label("Объяснение").fill("")
    doubts(page).get_by_role("button", name="Записать").click()
    expect(page.locator("#doubt-count")).to_have_text("Проверка: 1 вопрос")
    assert not FindingAnswer.objects.exists()
    assert complaints == []


def test_text_and_explanation_that_are_typed_together_both_stay(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Проведено примерно 5 заседаний", result="Итог")
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    doubts(page).get_by_text("Так и есть: объяснить").click()
    doubts(page).get_by_label("Почему так и есть").fill("Учёт")
    page.get_by_label("Информация о результативности").fill("Новый итог")
    expect_saved(page)
    expect(doubts(page).get_by_label("Почему так и есть")).to_have_value("Учёт")
    page.reload()
    expect(doubts(page).get_by_label("Почему так и есть")).to_have_value("Учёт")
    page.get_by_label("Информация о результативности").fill("Ещё новее")
    doubts(page).get_by_role("button", name="Записать объяснение").click()
    expect(doubts(page)).to_contain_text("Объяснено: Учёт")
    assert stage.row("2.9").result == "Ещё новее"
    page.reload()
    expect(page.get_by_text("Объяснено: Учёт")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('explain:'))") == []


def test_a_typed_explanation_stays_readable_when_its_question_is_settled(
    stage: Stage, portal: str, sign_in: SignIn
) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Проведено примерно 5 заседаний", result="Итог")
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    doubts(page).get_by_text("Так и есть: объяснить").click()
    doubts(page).get_by_label("Почему так и есть").fill("Долго писал")
    page.get_by_label(WORK).fill("Проведено 5 заседаний")
    expect_saved(page)
    page.get_by_label("Информация о результативности").focus()
    expect(doubts(page)).to_contain_text("Этот вопрос снят")
    expect(doubts(page).locator("textarea")).to_have_value("Долго писал")


def test_an_explanation_survives_a_lost_connection(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Проведено примерно 5 заседаний", result="Итог")
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    doubts(page).get_by_text("Так и есть: объяснить").click()
    doubts(page).get_by_label("Почему так и есть").fill("Учёт ведётся приблизительно.")
    page.context.set_offline(True)
    doubts(page).get_by_role("button", name="Записать объяснение").click()
    expect(page.locator("#save-status")).to_contain_text("Нет связи с порталом")
    page.context.set_offline(False)
    expect(doubts(page)).to_contain_text("Объяснено: Учёт ведётся приблизительно.")
    assert FindingAnswer.objects.get().text == "Учёт ведётся приблизительно."


def test_without_script(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Проведено примерно 5 заседаний", result="Итог")
    page = sign_in(stage.official)
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(
        locale="ru-RU", java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(f"{portal}/rows/{stage.row('2.9').pk}/")
    doubts(plain).get_by_text("Так и есть: объяснить").click()
    doubts(plain).get_by_label("Почему так и есть").fill("Учёт ведётся приблизительно.")
    plain.get_by_label("Информация о результативности").fill("Новый итог")
    doubts(plain).get_by_role("button", name="Записать объяснение").click()
    # The result is a part of the row: the explanation was given to the row with the new one.
    expect(doubts(plain)).to_contain_text("Объяснено: Учёт ведётся приблизительно.")
    assert stage.row("2.9").result == "Новый итог"
    plain.context.close()


def test_offers_are_taken_and_undone(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    item = stage.row("2.9").item
    phrase = "{проведено} {1 заседание комиссии}"
    item.indicators.create(code="meetings", name="Проведено заседаний комиссии", unit="ед.", phrase=phrase)
    page = sign_in(stage.official)
    open_row(stage, portal, page)
    page.get_by_label("Выполнено", exact=True).check()
    work = page.get_by_label(WORK)
    work.fill("В 2024 году проведено 5 заседаний комиссии.\n")
    offer = page.locator("#offer-value_meetings")
    expect(offer).to_contain_text("В тексте: 5 («")
    check_page(page)
    offer.get_by_role("button", name="Вставить").click()
    number = page.get_by_label("Проведено заседаний комиссии", exact=True)
    expect(number).to_have_value("5")
    expect_saved(page)
    expect(page.locator("#offer-sentence")).to_be_empty()

    number.fill("6")
    sentence = "В 2024 году проведено 6 заседаний комиссии."
    expect(page.locator("#offered-sentence")).to_have_text(sentence)
    check_page(page)
    page.get_by_text("Предложение по числам строки").click()
    page.get_by_role("button", name="Вставить в текст").click()
    expect(work).to_have_value(f"В 2024 году проведено 5 заседаний комиссии.\n{sentence}")
    expect(work).to_be_focused()
    page.keyboard.press("Control+z")
    expect(work).to_have_value("В 2024 году проведено 5 заседаний комиссии.\n")
    expect_saved(page)
    expect(page.locator("#offered-sentence")).to_have_text(sentence)
    assert stage.row("2.9").values.get().value == 6
    assert complaints == []


def test_a_supervisor_makes_a_remark_of_it(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.save(stage.row("2.9"), implementation="Проведено примерно 5 заседаний, около этого" + " «-»" * 4)
    row = stage.row("2.9")
    stage.complete()
    stage.save(row, implementation="Проведено примерно 5 заседаний, около этого" + " «-»" * 4)
    actions.submit(report=stage.report, by=stage.official)
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/reports/{stage.report.pk}/review/")
    expect(page.get_by_text("Вопросы проверки:")).to_contain_text("2 вопроса")
    page.get_by_role("link", name="С вопросами проверки (1)").click()
    expect(page.locator("article")).to_have_count(1)
    check_page(page)
    page.get_by_text("Сделать замечание").click()
    page.get_by_label("Что нужно исправить").fill("Ещё своё")
    page.get_by_role("button", name=f"В замечание — {DOUBT}").click()
    expect(page.locator("form.remark")).to_contain_text(f"Просим проверить строку. {DOUBT}")
    expect(page.get_by_text("Сделано замечание.")).to_be_visible()
    expect(page.get_by_label("Что нужно исправить")).to_have_value("Ещё своё")
    assert Remark.objects.get().author == stage.supervisor
    page.get_by_role("button", name="Снять замечание").click()
    expect(page.get_by_role("button", name=f"В замечание — {DOUBT}")).to_be_visible()
    assert complaints == []


def test_pages_with_much_to_ask(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    text = "Проведено примерно 5, около этого, ошибка" + " «-»" * 12
    for number in ("1.4", "2.9"):
        stage.save(stage.row(number), answer="done", implementation=text)
    row = stage.row("1.4")
    long = "Очень длинно. " * 60 + "Ы" * 400
    key = noted(stage, "1.4").finding.key
    actions.answer_finding(row=row, version=row.version, key=key, text=long, by=stage.official)
    page = sign_in(stage.official)
    for path in (f"rows/{row.pk}/", f"reports/{stage.report.pk}/", f"reports/{stage.report.pk}/?show=asked"):
        page.goto(f"{portal}/{path}")
        check_page(page)
    page.goto(f"{portal}/reports/{stage.report.pk}/submit/")
    page.get_by_text("Язык и оформление: 24").click()
    check_page(page)
    page.get_by_role("link", name="Пункты 1.4").first.click()
    page.get_by_text("Подсказки: 12").click()
    doubts(page, "answer").get_by_text("Так и есть: объяснить").click()
    check_page(page)
    reader = sign_in_again(page, portal, stage.clerk)
    reader.goto(f"{portal}/rows/{row.pk}/")
    expect(reader.get_by_text("Объяснено, Official")).to_be_visible()
    check_page(reader)
    assert complaints == []


def sign_in_again(page: Page, portal: str, user: User) -> Page:
    page.get_by_role("button", name="Выйти").click()
    page.goto(f"{portal}/")
    fill_sign_in(page, user)
    page.get_by_role("button", name="Выйти").wait_for()
    return page
