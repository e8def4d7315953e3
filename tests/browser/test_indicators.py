"""Facts entered once in two open pages, the small charts, and a rule tried in the admin."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Target, Tie
from reports.models import IndicatorValue
from tests.conftest import Stage

from .conftest import check_page, fill_sign_in
from .test_filling import WORK, expect_saved, go_to_row

SignIn = Callable[[User], Page]


def test_two_pages_with_one_fact(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    tie = Tie.objects.create(plan=stage.plan, name="привлечены", entered_once=True)
    Indicator.objects.filter(code="disciplined").update(tie=tie)
    item = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=item, code="punished", name="Наказано лиц", unit="чел.", tie=tie)
    here = sign_in(stage.official)
    there = here.context.new_page()
    go_to_row(here, portal, stage.row("1.4"))
    go_to_row(there, portal, stage.row("2.9"))
    expect(here.get_by_text("То же число в пункте 2.9: внесённое здесь появится и там.")).to_be_visible()
    check_page(here)
    here.get_by_label("Привлечено лиц", exact=True).fill("5")
    expect_saved(here)

    there.get_by_label(WORK).fill("Наказаны пятеро.")
    expect_saved(there)
    expect(there.get_by_label("Наказано лиц", exact=True)).to_have_value("5")
    there.get_by_label(WORK).fill("Наказаны пятеро служащих.")
    expect(there.locator("#row-state")).to_have_attribute("data-version", "4")
    # Back the other way: what is cleared there is cleared here, too.
    there.get_by_label("Наказано лиц", exact=True).fill("")
    expect(there.locator("#row-state")).to_have_attribute("data-version", "5")
    here.get_by_label(WORK).fill("О пункте 1.4.")
    expect(here.get_by_label("Привлечено лиц", exact=True)).to_have_value("")
    expect(here.locator("#row-state")).to_have_attribute("data-version", "4")
    assert not IndicatorValue.objects.filter(indicator__tie=tie, row__report=stage.report).exists()
    assert stage.row("2.9").implementation == "Наказаны пятеро служащих."
    assert complaints == []


def test_earlier_years_are_drawn(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    page = sign_in(stage.official)
    go_to_row(page, portal, stage.row("1.4"))
    chart = page.get_by_role("img", name="Рассмотрено лиц по годам: 2023: 9, 2024: —")
    expect(chart).to_be_visible()
    page.get_by_label("Рассмотрено лиц", exact=True).fill("12")
    expect(page.get_by_role("img", name="Рассмотрено лиц по годам: 2023: 9, 2024: 12")).to_be_visible()
    check_page(page)
    assert complaints == []


def test_a_target_is_tried_in_the_admin(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    administrator = User.objects.create_superuser("root", password="a long test password")
    page = sign_in(stage.official)
    page.get_by_role("button", name="Выйти").click()
    fill_sign_in(page, administrator)
    share = Indicator.objects.get(code="share")
    page.goto(f"{portal}/admin/plans/indicator/{share.pk}/change/")
    page.locator("#id_targets-0-value").fill("30")
    page.get_by_label("Отчёт:").select_option(label="Исполнитель 001, 2023 год (принят)")
    page.get_by_role("button", name="Попробовать, не сохраняя").click()
    trial = page.get_by_role("region", name="Проба на отчёте")
    expect(trial).to_contain_text("не менее 30\u00a0%, достигнута")
    expect(page.locator("#id_targets-0-value")).to_have_value("30")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert Target.objects.get().value == 70
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_text("успешно изменен")).to_be_visible()
    assert Target.objects.get().value == 30
    assert complaints == []
