"""Dates and sums through the portal, and the values of earlier years beside this year's."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Target, TargetRule
from reports import actions, checklist, queries
from reports.documents import xlsx
from reports.documents.gather import content_of, definitions
from reports.fields import DayField
from reports.figures import Entry
from reports.models import IndicatorValue, Report

from .conftest import Stage
from .test_views_row import form_of, url_of

SignIn = Callable[[User], Client]


@pytest.fixture
def day(stage: Stage) -> Indicator:
    """Item 2.9 asks for a day, by 30 April."""
    item = stage.plan.items.get(number="2.9")
    made = Indicator.objects.create(item=item, code="day", name="Доклад представлен", kind=Indicator.Kind.DATE)
    Target.objects.create(indicator=made, rule=TargetRule.BY_DATE, day=30, month=4, phrase="до 30 апреля")
    return made


@pytest.fixture
def total(stage: Stage) -> Indicator:
    """Item 2.10 adds up what was done in schools and in offices: at least 4."""
    item = stage.plan.items.get(number="2.10")
    made = Indicator.objects.create(
        item=item, code="total", position=3, name="Всего", unit="ед.", kind=Indicator.Kind.SUM
    )
    for position, code in enumerate(("schools", "offices")):
        Indicator.objects.create(item=item, code=code, position=position, name=code, unit="ед.", part_of=made)
    Target.objects.create(indicator=made, rule=TargetRule.AT_LEAST, value=Decimal(4))
    return made


def numbers(**values: int) -> dict[str, Entry]:
    return {code: Entry(Decimal(value)) for code, value in values.items()}


def other_submits(stage: Stage, number: str, entries: dict[str, Entry]) -> Report:
    report = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    report = stage.complete(report)
    stage.save(stage.row(number, report), by=stage.outsider, entries=entries)
    actions.submit(report=report, by=stage.outsider)
    report.refresh_from_db()
    return report


# Dates


@pytest.mark.parametrize(
    "written",
    ["30.04.2024", " 30.4.2024 г.", "30/04/2024", "30 апреля 2024", "30 Апреля\u00a02024 года", "2024-04-30"],
)
def test_a_date_is_taken_as_people_write_it(written: str) -> None:
    assert DayField(first=2021, last=2025).clean(written) == Decimal(20240430)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("30.02.2024", "Такого дня нет"),
        ("1.13.2024", "Такого дня нет"),
        ("30.04.2020", "от 2021 до 2025"),
        ("30.04.2026", "от 2021 до 2025"),
        ("апрель", "Введите дату, например 30.04.2024"),
        ("20240430", "Введите дату"),
        ("30 апрель 2024", "Введите дату"),
    ],
)
def test_what_is_no_date_is_refused_with_advice(written: str, error: str) -> None:
    with pytest.raises(ValidationError, match=error):
        DayField(first=2021, last=2025).clean(written)


def test_a_date_is_entered_and_shown_again(stage: Stage, day: Indicator, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    client.post(url_of(stage, "2.9"), {"version": 1, "value_day": "2 мая 2024 года"})
    assert IndicatorValue.objects.get(indicator=day).value == 20240502
    html = client.get(url_of(stage, "2.9")).content.decode()
    assert form_of(html)["value_day"] == "02.05.2024"
    assert "цель — не позднее 30.04.2024, не достигнута" in html
    again = client.post(url_of(stage, "2.9"), form_of(html))
    assert (again.status_code, stage.row("2.9").version) == (302, 2)


def test_a_bad_date_is_given_back_with_the_error(stage: Stage, day: Indicator, sign_in: SignIn) -> None:
    html = (
        sign_in(stage.official).post(url_of(stage, "2.9"), {"version": 1, "value_day": "31.04.2024"}).content.decode()
    )
    assert "Такого дня нет" in html
    assert form_of(html)["value_day"] == "31.04.2024"


def test_a_date_or_not_applicable(stage: Stage, day: Indicator, sign_in: SignIn) -> None:
    data = {"version": 1, "value_day": "30.04.2024", "na_day": "on"}
    html = sign_in(stage.official).post(url_of(stage, "2.9"), data).content.decode()
    assert "Или дата, или «не применимо»: уберите отметку либо сотрите дату." in html


def test_no_page_shows_the_number_that_a_date_is_kept_as(stage: Stage, day: Indicator, sign_in: SignIn) -> None:
    row = stage.save(stage.row("2.9"), entries=numbers(day=20240415))
    client = sign_in(stage.official)
    mine = {"version": 1, "value_day": "20.04.2024"}
    chosen = client.post(url_of(stage, "2.9"), mine)
    assert chosen.status_code == 409
    stage.save(row, entries=numbers(day=20240416))
    report = stage.submit()
    other_submits(stage, "2.9", numbers(day=20240502))
    client.force_login(stage.supervisor)
    pages = {"conflict": chosen.content.decode()}
    shown: dict[str, list[object]] = {
        "row": [row.pk],
        "review": [report.pk],
        "history": [report.pk],
        "item": ["plan", 2024, "2.9"],
        "executor": ["plan", "executor"],
        "charts": ["plan", 2024],
    }
    for name, args in shown.items():
        response = client.get(reverse(name, args=args))
        assert response.status_code == 200, name
        pages[name] = response.content.decode()
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    pages["consolidated"] = client.get(reverse("consolidated", args=["plan", 2024])).content.decode()
    for name, html in pages.items():
        assert "202404" not in html, name
        assert "20\u00a0240\u00a0" not in html, name
    assert "15.04.2024" in pages["conflict"]
    assert "16.04.2024" in pages["history"]
    assert "последняя дата — 02.05.2024" in pages["item"]
    missed = "цель (не позднее 30.04.2024 у каждого исполнителя) не достигнута: Исполнитель 002"
    assert missed in pages["item"]
    assert "раньше всех — Исполнитель 001: 16.04.2024; позже всех — Исполнитель 002: 02.05.2024." in pages["item"]
    for picture in ("chart-years", "chart-spread"):
        assert client.get(reverse(picture, args=["plan", 2024, "2.9", "day"])).status_code == 404
    assert "последняя дата — 16.04.2024" in pages["consolidated"]


def test_a_workbook_has_a_date_as_a_date(stage: Stage, day: Indicator) -> None:
    stage.save(stage.row("2.9"), entries=numbers(day=20240415))
    sheet = load_workbook(io.BytesIO(xlsx.render(content_of(stage.report))))["Показатели"]
    [cells] = [row for row in sheet.iter_rows() if row[2].value == "Доклад представлен"]
    assert (f"{cells[4].value:%d.%m.%Y}", cells[4].number_format) == ("15.04.2024", "DD.MM.YYYY")


def test_what_was_filled_does_not_become_something_else(stage: Stage, day: Indicator) -> None:
    stage.save(stage.row("2.9"), entries=numbers(day=20240415))
    day.kind, day.unit = Indicator.Kind.NUMBER, "ед."
    with pytest.raises(ValidationError, match="уже заполняли"):
        day.full_clean()


# Sums


def test_a_sum_is_shown_and_never_entered(stage: Stage, total: Indicator, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    client.post(url_of(stage, "2.10"), {"version": 1, "value_schools": "1", "value_offices": "2", "value_total": "40"})
    html = client.get(url_of(stage, "2.10")).content.decode()
    assert "value_total" not in form_of(html)
    assert 'Всего: <strong class="figure-value">3\u00a0ед.</strong>' in html
    assert "цель — не менее 4\u00a0ед., не достигнута" in html
    assert not IndicatorValue.objects.filter(indicator=total).exists()


def test_a_sum_with_parts_stays_a_sum(total: Indicator) -> None:
    total.kind = Indicator.Kind.NUMBER
    with pytest.raises(ValidationError, match="сначала исключите их") as error:
        total.full_clean()
    assert set(error.value.message_dict) == {"kind"}
    total.parts.update(part_of=None)
    total.full_clean()


def test_nothing_is_a_part_of_itself(stage: Stage, total: Indicator) -> None:
    total.parts.update(part_of=None)
    total.kind, total.part_of = Indicator.Kind.NUMBER, Indicator.objects.get(pk=total.pk)
    with pytest.raises(ValidationError, match="Выберите сумму того же пункта"):
        total.full_clean()
    Indicator.objects.filter(code="share").delete()
    number = Indicator.objects.get(code="considered")
    number.kind = Indicator.Kind.SHARE
    number.numerator = number.denominator = Indicator.objects.get(pk=number.pk)
    with pytest.raises(ValidationError) as error:
        number.full_clean()
    assert {"numerator", "denominator"} <= set(error.value.message_dict)


@pytest.mark.parametrize("code", ["disciplined", "considered"])
def test_what_a_share_is_made_of_stays_a_number_or_a_sum(stage: Stage, code: str) -> None:
    IndicatorValue.objects.all().delete()
    part = Indicator.objects.get(code=code)
    part.kind = Indicator.Kind.SUM
    part.full_clean()
    part.kind = Indicator.Kind.DATE
    with pytest.raises(ValidationError, match="числом или суммой") as error:
        part.full_clean()
    assert set(error.value.message_dict) == {"kind"}


def test_only_a_sum_has_parts(stage: Stage, total: Indicator) -> None:
    """Else a number that was a sum once would be computed, and asked for."""
    Indicator.objects.filter(pk=total.pk).update(kind=Indicator.Kind.NUMBER)
    found = {d.code: d for d in definitions(total.item.indicators.all(), 2024)}
    assert (found["total"].parts, found["total"].is_computed) == ((), False)


def test_a_missed_sum_leads_to_what_can_be_mended(stage: Stage, total: Indicator) -> None:
    stage.save(stage.row("2.10"), answer="done", entries=numbers(schools=1, offices=2))
    fields = {
        finding.code: finding.field
        for checked in checklist.check(stage.report)
        for finding in checked.findings
        if finding.item == "2.10"
    }
    assert fields["target-missed"] == "value_schools"


def test_a_share_of_a_sum_over_all_executors(stage: Stage, total: Indicator, sign_in: SignIn) -> None:
    Indicator.objects.create(
        item=total.item,
        code="of_schools",
        position=9,
        name="Доля школ",
        unit="%",
        kind=Indicator.Kind.SHARE,
        numerator=Indicator.objects.get(code="schools"),
        denominator=total,
    )
    stage.save(stage.row("2.10"), entries=numbers(schools=1, offices=3))
    stage.submit()
    other_submits(stage, "2.10", numbers(schools=2, offices=2))
    page = queries.item_page(stage.supervisor, stage.plan, total.item, 2024, choice=queries.Choice())
    shown = {each.definition.code: each.given.value_text.replace("\u00a0", " ") for each in page.indicators}
    assert shown == {"schools": "3 ед.", "offices": "5 ед.", "total": "8 ед.", "of_schools": "37,5 % (3 из 8)"}
    spreads = {each.definition.code: [int(n) for n in each.spread.numbers] for each in page.indicators}
    assert (spreads["total"], spreads["of_schools"]) == ([4, 4], [25, 50])


def test_a_sum_without_parts_asks_for_nothing(stage: Stage, sign_in: SignIn) -> None:
    item = stage.plan.items.get(number="2.9")
    empty = Indicator.objects.create(item=item, code="empty", name="Пустая", unit="ед.", kind=Indicator.Kind.SUM)
    one = Indicator.objects.create(item=item, code="one", name="Одно", unit="ед.")
    Indicator.objects.create(
        item=item, code="s", name="Доля", unit="%", kind=Indicator.Kind.SHARE, numerator=one, denominator=empty
    )
    page = queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("2.9").pk))
    assert [figure.definition.code for figure in page.figures] == ["one"]
    assert page.gaps[-1] == "заполните показатели: 1"
    assert sign_in(stage.official).get(url_of(stage, "2.9")).status_code == 200


# «Все»


def test_all_reads_well(stage: Stage, sign_in: SignIn) -> None:
    Target.objects.update(rule=TargetRule.ALL, value=None)
    stage.save(stage.row("1.4"), entries=numbers(considered=3, disciplined=3))
    assert "цель — все, достигнута" in sign_in(stage.official).get(url_of(stage)).content.decode()


# Earlier years


def test_earlier_years_stand_beside_this_one(stage: Stage, sign_in: SignIn) -> None:
    earlier = actions.open_report(plan=stage.plan, organization=stage.executor, year=2021, by=stage.official)
    stage.save(stage.row("1.4", earlier), entries=numbers(considered=4, disciplined=2))
    stage.save(stage.row("1.4"), entries=numbers(considered=10))
    html = sign_in(stage.official).get(url_of(stage)).content.decode()
    assert 'Рассмотрено лиц<span class="visually-hidden">: 2021: 4, 2022: —, 2023: 9, 2024: 10</span>' in html
    assert "<title>Доля привлечённых по годам: 2021: 50 %, 2022: —, 2023: 33,3 %, 2024: —</title>" in html
    assert "style=" not in html
    page = queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("1.4").pk))
    considered, _, share = page.trends
    assert [bar.height for bar in considered.bars] == [19, 0, 43, 48]
    assert considered.target_y is None
    assert share.target_y == share.base - 48
    assert [bar.x for bar in share.bars] == [32, 96, 160, 224]


def test_without_an_earlier_value_there_is_no_chart(stage: Stage, day: Indicator, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), entries=numbers(day=20240415))
    page = queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("2.9").pk))
    assert page.trends == []
    assert "<svg" not in sign_in(stage.official).get(url_of(stage, "2.9")).content.decode()


def test_dates_have_no_chart(stage: Stage, day: Indicator) -> None:
    row = stage.row("2.9", stage.last_year)
    IndicatorValue.objects.create(row=row, indicator=day, value=Decimal(20230415))
    assert queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("2.9").pk)).trends == []


def test_all_zeros_are_drawn(stage: Stage) -> None:
    IndicatorValue.objects.filter(indicator__code="considered").update(value=0)
    page = queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("1.4").pk))
    assert [bar.height for bar in page.trends[0].bars] == [0, 0]


def test_more_years_cost_no_more_queries(
    stage: Stage,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    row = queries.visible_rows(stage.official).get(pk=stage.row("1.4").pk)
    with django_assert_max_num_queries(20) as before:  # type: ignore[attr-defined]
        queries.row_page(row)
    for year in (2021, 2022):
        report = actions.open_report(plan=stage.plan, organization=stage.executor, year=year, by=stage.official)
        stage.save(stage.row("1.4", report), entries=numbers(considered=4, disciplined=2))
    row = queries.visible_rows(stage.official).get(pk=row.pk)
    with django_assert_num_queries(len(before)):
        queries.row_page(row)
