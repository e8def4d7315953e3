"""One item across its executors, one executor over the years, charts: looked at, and worked with."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.models import Remark
from tests.conftest import Stage
from tests.test_views_item import executor, numbers, reported

from .conftest import check_page, fill_sign_in
from .test_pages import LONG

SignIn = Callable[[User], Page]
ITEM = "plans/plan/2024/items/1.4/"
CHARTS = "plans/plan/2024/charts/"
LONGEST_NAME = "Управление" + "Ы" * 90


def open_everything(page: Page) -> None:
    """Fold out all details and wait for the pictures in them."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    for picture in page.locator("img.chart").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 960
    page.wait_for_load_state("networkidle")


def test_pages_with_everything_on_them(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.submit()
    long = reported(stage, 10, entries=numbers(10**15 - 1, 1), text=LONG)
    long.organization.short_name = LONGEST_NAME
    long.organization.save()
    reported(stage, 11, entries=numbers(0, 0))
    row = long.rows.get(number="1.4")
    actions.make_remark(row=row, text=LONG, seen=actions.last_event(long, row), by=stage.supervisor)
    for number in range(20, 46):
        executor(stage, number)
    page = sign_in(stage.supervisor)
    for path in (ITEM, f"{ITEM}?page=2", f"{ITEM}?answer=partial", CHARTS, "plans/plan/executors/executor/"):
        page.goto(f"{portal}/{path}")
        open_everything(page)
        check_page(page)
    assert complaints == []


def test_pages_with_nothing_on_them(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.region_clerk)
    for path in ("plans/plan/2022/items/2.9/", "plans/plan/2021/charts/", "plans/plan/executors/other/"):
        page.goto(f"{portal}/{path}")
        check_page(page)
    assert complaints == []


def test_the_page_does_not_jump_when_a_picture_comes(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    page.route("**/*.png*", lambda route: route.abort())
    page.goto(f"{portal}/{CHARTS}")
    before = page.locator("#items").bounding_box()
    page.unroute("**/*.png*")
    page.goto(f"{portal}/{CHARTS}")
    open_everything(page)
    page.evaluate("window.scrollTo(0, 0)")
    assert page.locator("#items").bounding_box() == before


def test_reading_and_remarking_side_by_side(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    reported(stage, 10, entries=numbers(10, 1))
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/{CHARTS}")
    page.get_by_role("link", name="Пункт 1.4").first.click()
    page.get_by_label("Только с недостигнутой целью").check()
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_text("Найдено 1 из 3.")).to_be_visible()
    page.get_by_label("Замечание — Исполнитель 010").fill("Объясните, почему цель не достигнута.")
    page.get_by_role("button", name="Записать замечание — Исполнитель 010").click()
    expect(page.get_by_role("article")).to_contain_text("Объясните, почему цель не достигнута.")
    expect(page.get_by_text("Найдено 1 из 3.")).to_be_visible()
    page.get_by_role("link", name="Сбросить отбор").click()
    page.get_by_role("button", name="Принять строку — Исполнитель 001").click()
    expect(page.get_by_role("article", name="Исполнитель 001")).to_contain_text("строка принята")
    assert stage.row("1.4").accepted_by == stage.supervisor


def test_one_remark_to_several_without_script(stage: Stage, portal: str, browser: Browser) -> None:
    stage.submit()
    reported(stage, 10, entries=numbers(1, 1))
    plain = browser.new_context(locale="ru-RU", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = plain.new_page()
    page.goto(f"{portal}/login/")
    fill_sign_in(page, stage.supervisor)
    page.goto(f"{portal}/{ITEM}")
    page.get_by_label("Одно замечание отмеченным исполнителям").fill("Приложите копии.")
    page.get_by_role("button", name="Записать замечание отмеченным").click()
    expect(page.get_by_role("alert")).to_contain_text("Отметьте исполнителей")
    page.get_by_role("button", name="Отметить всех на странице").click()
    expect(page.get_by_role("checkbox", name="Отметить: Исполнитель 010")).to_be_checked()
    page.get_by_role("button", name="Записать замечание отмеченным").click()
    expect(page.get_by_role("status")).to_contain_text("Замечание записано 2 исполнителям.")
    assert [remark.text for remark in Remark.objects.all()] == ["Приложите копии."] * 2
    plain.close()


def test_a_refusal_shows_what_has_happened(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("1.4")
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/{ITEM}")
    stage.complete(stage.return_with("1.4", text="Прежнее замечание."))
    stage.save(row, implementation="Переписано исполнителем.")
    actions.submit(report=stage.report, by=stage.official)
    page.get_by_label("Замечание — Исполнитель 001").fill("Моё замечание")
    page.get_by_role("button", name="Записать замечание — Исполнитель 001").click()
    expect(page.get_by_role("alert").first).to_contain_text("Пока вы читали, строка изменилась.")
    expect(page.get_by_label("Замечание — Исполнитель 001")).to_have_value("Моё замечание")
    check_page(page)
    page.get_by_role("button", name="Записать замечание — Исполнитель 001").click()
    expect(page.get_by_role("article", name="Исполнитель 001")).to_contain_text("есть замечание")
    assert Remark.objects.filter(text="Моё замечание", row=row).count() == 1


def test_a_remark_that_is_being_written_outlives_the_tab(stage: Stage, portal: str, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/{ITEM}")
    page.get_by_label("Замечание — Исполнитель 001").fill("Недописанное")
    page.goto(f"{portal}/{ITEM}")
    expect(page.get_by_label("Замечание — Исполнитель 001")).to_have_value("Недописанное")
    page.get_by_role("button", name="Записать замечание — Исполнитель 001").click()
    expect(page.get_by_role("article", name="Исполнитель 001")).to_contain_text("есть замечание")
    expect(page.get_by_label("Замечание — Исполнитель 001")).to_have_value("")


def test_an_official_sees_the_own_years(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    last = stage.row("1.4", stage.last_year)
    stage.save(
        stage.row("1.4"), answer="done", implementation=last.implementation.replace("5 заседаний", "6 заседаний")
    )
    page = sign_in(stage.official)
    page.goto(f"{portal}/plans/plan/executors/executor/")
    expect(page.get_by_text("Текст не изменился, кроме годов и чисел.")).to_be_visible()
    page.get_by_text("Показать, какие изменились").click()
    expect(page.locator("ins")).to_have_text(["6"])
    page.get_by_label("Показать").select_option(label="где изменились слова (3)")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**show=reworded**")
    check_page(page)
    assert complaints == []
