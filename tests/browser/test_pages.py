"""Every page in every state: accessible, nothing too wide, nothing blocked or missing."""

from collections.abc import Callable

import pytest
from django.test import override_settings
from playwright.sync_api import BrowserContext, Page

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.figures import Entry
from tests.conftest import Stage

from .conftest import check_page, fill_sign_in

SignIn = Callable[[User], Page]
LONG = "Очень длинное предложение о проделанной работе. " * 60 + "Ы" * 600


@pytest.mark.usefixtures("stage")
def test_sign_in(portal: str, context: BrowserContext, complaints: list[str]) -> None:
    page = context.new_page()
    page.goto(f"{portal}/login/")
    check_page(page)
    page.get_by_label("Имя пользователя").fill("official")
    page.get_by_label("Пароль").fill("неверный")
    page.get_by_role("button", name="Войти").click()
    page.get_by_text("Неверное имя или пароль.").wait_for()
    check_page(page)
    assert complaints == []


@pytest.mark.usefixtures("stage")
def test_too_many_attempts(portal: str, context: BrowserContext) -> None:
    page = context.new_page()
    with override_settings(AXES_FAILURE_LIMIT=2):
        for _ in range(2):
            page.goto(f"{portal}/login/")
            page.get_by_label("Имя пользователя").fill("official")
            page.get_by_label("Пароль").fill("неверный")
            page.get_by_role("button", name="Войти").click()
            page.wait_for_load_state()
        page.get_by_role("heading", name="Слишком много попыток входа").wait_for()
        check_page(page)


def test_an_officials_pages(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.official)
    check_page(page)
    rows = {number: stage.row(number) for number in ("1.4", "2.9", "2.10")}
    source = stage.row("1.4", stage.last_year)
    actions.carry_last_year(row=rows["1.4"], version=1, source=source, by=stage.official)
    stage.save(rows["2.9"], answer="done", implementation=LONG, result=LONG)
    for path in [
        f"reports/{stage.report.pk}/",
        f"reports/{stage.report.pk}/?show=unfinished",
        f"reports/{stage.last_year.pk}/",
        f"reports/{stage.report.pk}/document/",
        *(f"rows/{row.pk}/" for row in rows.values()),
        f"rows/{source.pk}/",
        "password/",
    ]:
        page.goto(f"{portal}/{path}")
        page.wait_for_load_state("networkidle")
        check_page(page)
    assert complaints == []


def test_a_complete_report(stage: Stage, portal: str, sign_in: SignIn) -> None:
    for row in stage.report.rows.all():
        stage.save(
            row,
            answer="no_cases",
            implementation="Случаев не было.",
            entries={"considered": Entry(not_applicable=True)} if row.number == "1.4" else {},
        )
    page = sign_in(stage.official)
    page.goto(f"{portal}/reports/{stage.report.pk}/?show=unfinished")
    page.get_by_text("Незаконченных строк нет.").wait_for()
    check_page(page)


def test_a_row_with_errors_and_a_conflict(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    page.goto(f"{portal}/rows/{stage.row('1.4').pk}/")
    page.get_by_label("Рассмотрено лиц", exact=True).fill("девять")
    page.locator("#id_value_considered_error").wait_for()
    check_page(page)
    stage.save(stage.row("1.4"), by=stage.colleague, implementation=LONG)
    page.get_by_label("Информация о реализации").fill(LONG.replace("длинное", "короткое"))
    page.get_by_role("button", name="Сравнить и выбрать").click()
    page.get_by_role("heading", name="выберите, что оставить").wait_for()
    check_page(page)


def test_a_supervisors_and_a_newcomers_pages(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.supervisor)
    check_page(page)
    page.goto(f"{portal}/rows/{stage.row('1.4').pk}/")
    check_page(page)
    page.get_by_role("button", name="Выйти").click()
    User.objects.create_user("newcomer", password="a long test password")
    fill_sign_in(page, User.objects.get(username="newcomer"))
    page.get_by_role("heading", name="Отчётов пока нет").wait_for()
    check_page(page)
    assert complaints == []


def test_refusals(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.supervisor)
    page.goto(f"{portal}/nowhere/")
    page.get_by_role("heading", name="Страница не найдена").wait_for()
    check_page(page)
    page.goto(f"{portal}/rows/{stage.row('1.4').pk}/")
    page.evaluate(
        """url => { const form = document.querySelector("form"); form.action = url; form.submit(); }""",
        f"{portal}/rows/{stage.row('1.4').pk}/",
    )
    page.get_by_role("heading", name="Доступ закрыт").wait_for()
    check_page(page)


def test_the_admin_works_under_the_same_policy(
    stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]
) -> None:
    administrator = User.objects.create_superuser("root", password="a long test password")
    page = sign_in(administrator)
    item = stage.plan.items.get(number="1.4")
    for path in ("", "plans/planitem/", f"plans/planitem/{item.pk}/change/", f"plans/plan/{stage.plan.pk}/change/"):
        page.goto(f"{portal}/admin/{path}")
        page.wait_for_load_state("networkidle")
    assert complaints == []


def test_a_session_that_ended_gives_the_text_back(stage: Stage, portal: str, sign_in: SignIn) -> None:
    page = sign_in(stage.official)
    page.goto(f"{portal}/rows/{stage.row('1.4').pk}/")
    page.get_by_label("Информация о результативности").fill("Набрано без сценария")
    page.context.clear_cookies(name="sessionid")
    page.evaluate("document.getElementById('row-form').submit()")
    page.get_by_role("heading", name="Сеанс завершён, текст не сохранён").wait_for()
    assert page.get_by_label("Набранный текст", exact=True).input_value() == "Набрано без сценария"
    check_page(page)
    page.get_by_role("link", name="войдите снова").click()
    fill_sign_in(page, stage.official)
    page.wait_for_url(f"**/rows/{stage.row('1.4').pk}/")
