"""A supervisor looks for executors: home, the matrix in both views, by keyboard and without script."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from kuznetsk_report.accounts.models import User
from tests.conftest import Stage
from tests.many import build_many

from .conftest import NARROW, WIDE, check_page, fill_sign_in

SignIn = Callable[[User], Page]


def matrix_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Таблица исполнителей")


def test_from_home_to_the_report_that_waits(stage: Stage, sign_in: SignIn, complaints: list[str]) -> None:
    stage.submit()
    page = sign_in(stage.supervisor)
    check_page(page)
    expect(page.get_by_role("heading", name="Ждут проверки: 1")).to_be_visible()
    page.get_by_role("link", name="1 представлен", exact=True).click()
    expect(page.get_by_text("Исполнителей: 1 из 2.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="представлен", exact=True)).to_be_checked()
    check_page(page)
    page.get_by_role("link", name="Главная", exact=True).click()
    page.get_by_role("link", name="Проверить отчёт: Исполнитель 001").click()
    page.wait_for_url(f"**/reports/{stage.report.pk}/review/")
    assert complaints == []


def test_home_with_a_returned_report_and_one_that_is_started_from_there(
    stage: Stage, sign_in: SignIn, complaints: list[str]
) -> None:
    stage.submit()
    stage.return_with("2.9")
    page = sign_in(stage.supervisor)
    check_page(page)
    page.get_by_role("button", name="Начать отчёт за 2024 год: Исполнитель 002").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Исполнитель 002: отчёт за 2024 год")
    page.get_by_role("button", name="Выйти").click()
    fill_sign_in(page, stage.official)
    page.get_by_text("Ответьте на замечания: 1.").wait_for()
    check_page(page)
    page.get_by_role("link", name="Ответить на замечания").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 2.9")
    assert complaints == []


# How far the header of the table and the name of its first executor are from the corner of what one sees of it.
CORNER = """region => {
    const corner = region.getBoundingClientRect();
    const header = region.querySelector("thead th:nth-child(4)").getBoundingClientRect();
    const name = region.querySelector("tbody th").getBoundingClientRect();
    return [Math.round(header.top - corner.top), Math.round(name.left - corner.left)];
}"""


def test_a_hundred_executors(transactional_db: None, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    plan, supervisor = build_many("hundred", executors=100, items=60, years=4)
    page = sign_in(supervisor)
    check_page(page)
    for query in ("", "?view=items"):
        page.goto(f"{portal}/plans/{plan.slug}/matrix/{query}")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            region = matrix_of(page)
            assert region.evaluate(CORNER) == [1, 1]
            region.evaluate("region => region.scrollTo(region.scrollWidth, region.scrollHeight)")
            assert region.evaluate("region => region.scrollTop > 1000")
            assert region.evaluate(CORNER) == [1, 1]
            region.evaluate("region => region.scrollTo(0, 0)")
    assert complaints == []


def test_the_matrix_is_accessible(transactional_db: None, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    plan, supervisor = build_many("small", executors=13, items=12, years=2)
    page = sign_in(supervisor)
    for query in (
        "",
        "?view=items",
        "?view=items&items=абв",
        "?view=items&items=99",
        "?q=никого",
        "?state=draft&late=on&sort=late",
    ):
        page.goto(f"{portal}/plans/{plan.slug}/matrix/{query}")
        if page.get_by_text("Что значат знаки").count():
            page.get_by_text("Что значат знаки").click()
        if page.get_by_text("Наименования пунктов").count():
            page.get_by_text("Наименования пунктов").click()
        check_page(page)
    page.get_by_label("Исполнитель").fill("никого")
    page.get_by_role("button", name="Показать").click()
    page.get_by_role("link", name="покажите всех исполнителей: 13").click()
    expect(page.get_by_text("Исполнителей: 13.")).to_be_visible()
    assert complaints == []


def test_arrows_walk_over_the_cells(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/plans/plan/matrix/?view=items&year=2024")
    focused = page.locator(":focus")
    matrix_of(page).focus()
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Исполнитель 001")
    # The state leads nowhere and is passed over.
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("href", f"/rows/{stage.row('1.4').pk}/")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("href", f"/rows/{stage.row('2.10').pk}/")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_attribute("href", f"/rows/{stage.row('2.10').pk}/")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(focused).to_have_attribute("href", f"/rows/{stage.row('2.10').pk}/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Пункт 2.10")
    assert complaints == []


def test_without_script(stage: Stage, portal: str, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="ru-RU", java_script_enabled=False, accept_downloads=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{portal}/")
    fill_sign_in(page, stage.supervisor)
    page.get_by_role("link", name="Все исполнители: 2").click()
    page.get_by_label("Год").select_option("2023")
    page.get_by_role("checkbox", name="принят", exact=True).check()
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_text("Исполнителей: 1 из 2.")).to_be_visible()
    page.get_by_role("link", name="По пунктам Плана").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Все исполнители по пунктам Плана за 2023 год")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.startswith("Отчёты_по_пунктам_plan_2023_")
    download.value.save_as(tmp_path / "list.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [row[:3] for row in rows] == [
        ["Исполнитель", "Состояние за 2023 год", "п. 1.4"],
        ["Исполнитель 001", "принят", "Выполнено, строка принята"],
    ]
    page.get_by_role("link", name="Исполнитель 001").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("отчёт за 2023 год")
    context.close()


def test_a_plan_that_nobody_executes(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    stage.plan.pk, stage.plan.slug, stage.plan.title = None, "empty", "Другой план"
    stage.plan.save()
    page = sign_in(stage.supervisor)
    check_page(page)
    page.goto(f"{portal}/plans/empty/matrix/")
    page.get_by_text("У этого Плана ещё нет исполнителей.").wait_for()
    check_page(page)
    assert complaints == []
