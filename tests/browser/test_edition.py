"""An administrator brings in a new edition of the real plan, and loses no history."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kuznetsk_report.accounts.models import User
from plans.models import Plan, PlanItem, for_territory
from reports import demo, queries
from reports.models import Report, ReportRow
from tests.conftest import Stage
from tests.intake.plans import document
from tests.test_editions import brought, distinct, line, lines

from .conftest import check_page

SignIn = Callable[[User], Page]
NEW = "Проведение всероссийского антикоррупционного диктанта среди муниципальных служащих"
REWORDED = " и в социальных сетях."


@pytest.fixture
def plan(transactional_db: None) -> Plan:
    demo.load(password="a long test password")
    return Plan.objects.get()


def exported(plan: Plan) -> list[list[str]]:
    """The plan as a table: the territory is named, as the real document does."""
    kuznetsk = Report.objects.get(year=2023).organization
    return [
        [
            f"{item.number}.",
            for_territory(item.wording, kuznetsk),
            "Органы местного самоуправления",
            "ежегодно",
            for_territory(item.expected_result, kuznetsk),
        ]
        for item in plan.items.all()
    ]


def test_a_new_edition_loses_no_history(
    plan: Plan, portal: str, sign_in: SignIn, tmp_path: Path, complaints: list[str]
) -> None:
    before = {row.pk: (row.item_id, row.number, row.wording, row.implementation) for row in ReportRow.objects.all()}
    items = {item.number: item for item in plan.items.all()}
    table = {row[0].rstrip("."): row for row in exported(plan)}
    del table["4.6"]  # removed
    table["2.15"][0] = "2.16."  # renumbered
    table["1.6"][1] += REWORDED
    table["8.4"] = ["8.4.", NEW, "Органы местного самоуправления", "ежегодно", "не менее одного мероприятия"]
    file = tmp_path / "Новая редакция.docx"
    file.write_bytes(document(list(table.values())))

    page = sign_in(User.objects.get(username="admin"))
    page.goto(f"{portal}/admin/plans/plan/{plan.pk}/change/")
    page.get_by_role("link", name="Загрузить план из файла").click()
    check_page(page)
    page.get_by_label("Файл плана").set_input_files(file)
    page.get_by_role("button", name="Загрузить и посмотреть").click()
    expect(page.locator(".intake-counts")).to_have_text("1 новый 24 изменённых 1 исключённый 0 таких же 0 с вопросом")
    expect(page.locator("fieldset", has_text="Пункт 1.6").locator("ins").first).to_have_text("и в социальных сетях.")
    assert {item.pk: item.number for item in PlanItem.objects.all()} == {i.pk: i.number for i in items.values()}
    check_page(page)
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("План изменён с 2024 года: 26 изменений.")).to_be_visible()
    expect(page.get_by_role("heading", name="Добавлен пункт 8.4")).to_be_visible()
    check_page(page)

    now = {item.pk: item for item in PlanItem.objects.all()}
    assert now[items["2.15"].pk].number == "2.16"
    assert now[items["1.6"].pk].wording == items["1.6"].wording + REWORDED
    assert now[items["1.4"].pk].wording == items["1.4"].wording
    assert "{территории}" in now[items["1.4"].pk].wording
    assert now[items["4.6"].pk].excluded_on is not None
    assert plan.items.get(number="8.4").executors.count() == items["1.4"].executors.count() == 30
    after = {row.pk: (row.item_id, row.number, row.wording, row.implementation) for row in ReportRow.objects.all()}
    assert after == before
    row = ReportRow.objects.get(report__year=2024, report__organization__slug="kuznetsk", item=items["2.15"])
    last = queries.last_year_row(row)
    assert last is not None
    assert last.number == "2.15"
    page.goto(f"{portal}/admin/plans/plan/{plan.pk}/change/")
    expect(page.get_by_role("link", name="Новая редакция.docx")).to_be_visible()
    assert complaints == []


def test_what_is_asked(stage: Stage, portal: str, sign_in: SignIn, complaints: list[str]) -> None:
    admin = User.objects.create_superuser("admin", password="a long test password")
    distinct(stage)
    found = [
        *lines(stage, n2_10=None),
        line("", "Изготовление сувенирной продукции", readings=("3.1", "3.10"), executors="Некий комитет"),
    ]
    page = sign_in(admin)
    page.goto(f"{portal}{brought(stage, admin, found, ('executors',)).get_absolute_url()}")
    check_page(page)
    page.get_by_label("Excel изменил номер. Какой он в плане?").select_option("3.10")
    page.get_by_label("«Некий комитет»").select_option(label="Исполнитель 002")
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("Изменения теперь другие")).to_be_visible()
    page.get_by_role("button", name="Применить отмеченное").click()
    expect(page.get_by_text("План изменён с 2024 года: 2 изменения.")).to_be_visible()
    assert list(stage.plan.items.get(number="3.10").executors.all()) == [stage.other_executor]
    # The page was shown anew with its own status, which browsers note.
    assert [each for each in complaints if "409" not in each] == []
