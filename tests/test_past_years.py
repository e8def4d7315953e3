"""A new edition of a plan holds from a year on: the years before it keep items, numbers, words, sections, executors."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import FormerItem, Indicator, Plan, PlanItem, Section, Target
from reports import actions, queries
from reports.documents.content import to_json
from reports.documents.gather import gather
from reports.documents.gather_consolidated import gather_consolidated
from reports.forms import RowForm
from reports.intake.edition import Choices
from reports.intake.plan_source import PlanFile, PlanIndicator, PlanLine, SourcePlan
from reports.queries.report import Additions

from .conftest import Stage
from .test_editions import apply, brought, distinct, line, lines

NEW = "Изготовление сувенирной продукции"


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("admin", password="x")


@pytest.fixture
def plan(stage: Stage) -> Plan:
    distinct(stage)
    section = Section.objects.create(plan=stage.plan, number="1", title="Прежние меры")
    stage.plan.items.update(section=section)
    return stage.plan


def renewed(stage: Stage, plan: Plan) -> list[PlanLine]:
    """2.9 and 2.10 change places, 1.4 becomes 1.5 with other words, 3.1 is new; the section has another title."""
    texts = dict(plan.items.values_list("number", "wording"))
    found = [
        line("1.5", f"{texts['1.4']} и членов их семей", executors="Исполнитель 001, Исполнитель 002"),
        line("2.9", texts["2.10"], executors="Исполнитель 002"),
        line("2.10", texts["2.9"], executors="Исполнитель 001"),
        line("3.1", NEW, executors="Исполнитель 001"),
    ]
    return [
        PlanLine(each.place, each.number, each.measure, each.executors, section_number="1", section="Новые меры")
        for each in found
    ]


def of_2023(plan: Plan) -> object:
    """What the consolidated report and the matrix of 2023 say."""
    plan = Plan.objects.get(pk=plan.pk)
    wanted = queries.Wanted(year=2023, view=queries.View.ITEMS)
    shown = queries.matrix(plan, wanted, today=date(2025, 1, 10))
    return gather_consolidated(plan, 2023), shown.columns, shown.lines, [s.name for s in shown.page.object_list]


def test_a_past_year_stays_as_it_was(
    stage: Stage,
    plan: Plan,
    admin: User,
    sign_in: Callable[[User], Client],
) -> None:
    before = of_2023(plan), queries.row_lines(stage.last_year), to_json(gather(stage.last_year))
    apply(brought(stage, admin, renewed(stage, plan), ("executors",)), admin)
    assert (of_2023(plan), queries.row_lines(stage.last_year), to_json(gather(stage.last_year))) == before
    client = sign_in(stage.supervisor)
    moved = plan.items.get(number="2.10")
    page = client.get(reverse("item", args=["plan", 2023, "2.9"])).content.decode()
    assert moved.wording in page
    assert client.get(reverse("item", args=["plan", 2023, "1.4"])).status_code == 200
    assert client.get(reverse("item", args=["plan", 2023, "3.1"])).status_code == 404
    assert client.get(reverse("item", args=["plan", 2023, "1.5"])).status_code == 404
    # A link that names the item finds it by any of its numbers.
    assert moved.wording in client.get(reverse("item", args=["plan", 2023, "2.10"]), {"id": moved.pk}).content.decode()
    assert [item.number for item in in_force.items_in(plan, 2023)] == ["1.4", "2.9", "2.10"]
    assert [item.number for item in in_force.items_in(plan, 2024)] == ["1.5", "2.9", "2.10", "3.1"]
    assert [str(item.section) for item in in_force.items_in(plan, 2024)] == ["1. Новые меры"] * 4
    assert [str(item.section) for item in in_force.items_in(plan, 2023)] == ["1. Прежние меры"] * 3


def test_a_report_for_a_past_year_gets_that_years_items(stage: Stage, plan: Plan, admin: User) -> None:
    apply(brought(stage, admin, renewed(stage, plan), ("executors",)), admin)
    report = actions.open_report(plan=plan, organization=stage.executor, year=2022, by=stage.official)
    rows = list(report.rows.values_list("number", "wording"))
    former = {item.number: item.wording for item in in_force.items_in(plan, 2022)}
    assert [number for number, _ in rows] == ["1.4", "2.9", "2.10"]
    assert "семей" not in rows[0][1]
    assert rows[1][1] == former["2.9"]
    assert queries.additions(report).items == []
    assert actions.add_missing_rows(report=report, by=stage.official) == []
    assert queries.additions(stage.report) == Additions(["3.1"], [("1.4", "1.5"), ("2.9", "2.10"), ("2.10", "2.9")])
    actions.add_missing_rows(report=stage.report, by=stage.official)
    assert list(stage.report.rows.values_list("number", flat=True)) == ["1.5", "2.9", "2.10", "3.1"]


def test_who_has_an_item_since_the_new_edition_owed_nothing_before(stage: Stage, plan: Plan, admin: User) -> None:
    newcomer = Organization.objects.create(slug="c", name="Комитет", name_genitive="комитета", short_name="Комитет")
    added = line("3.1", NEW, executors="Комитет")
    apply(brought(stage, admin, [*lines(stage), added], ("executors",)), admin)
    for year, owes in ((2023, False), (2024, True)):
        shown = queries.matrix(plan, queries.Wanted(year=year), today=date(2025, 3, 1))
        assert ("Комитет" in [standing.name for standing in shown.page.object_list]) is owes, year
    assert {year for _, _, year in in_force.years_of([newcomer.pk])} == {2024}
    with pytest.raises(ValueError, match="на 2023 год"):
        actions.open_report(plan=plan, organization=newcomer, year=2023, by=stage.supervisor)


def test_an_excluded_item_gets_no_rows_even_with_executors(stage: Stage, plan: Plan, admin: User) -> None:
    apply(brought(stage, admin, lines(stage, n2_9=None)), admin)
    for item in plan.items.all():
        item.executors.add(stage.other_executor)
    report = actions.open_report(plan=plan, organization=stage.other_executor, year=2024, by=stage.supervisor)
    assert list(report.rows.values_list("number", flat=True)) == ["1.4", "2.10"]
    assert queries.additions(report).items == []


def test_changes_of_an_excluded_item_count_only_with_its_return(stage: Stage, plan: Plan, admin: User) -> None:
    gone = plan.items.get(number="2.9")
    whole = lines(stage)
    apply(brought(stage, admin, lines(stage, n2_9=None)), admin)
    edition = brought(stage, admin, whole)
    changed = apply(edition, admin, {"line-1:executors"})
    assert changed.changes == []
    assert not gone.executors.exists()


def test_an_edition_cannot_hold_before_the_last_one(stage: Stage, plan: Plan, admin: User) -> None:
    apply(brought(stage, admin, lines(stage, n2_10=None)), admin, first_year=2023)
    assert in_force.earliest_year(plan) == 2023
    edition = brought(stage, admin, [*lines(stage, n2_10=None), line("3.1", NEW)])
    for year in (2022, 2025):
        with pytest.raises(actions.EditionRefusedError, match=f"с {year} года"):
            apply(edition, admin, first_year=year)
    apply(edition, admin, first_year=2023)
    assert [item.number for item in in_force.items_in(plan, 2022)] == ["1.4", "2.9", "2.10"]
    new = plan.items.get(number="3.1")
    apply(brought(stage, admin, lines(stage, n3_1=line("3.1", f"{NEW} и плакатов"))), admin, first_year=2024)
    words = {year: {i.number: i.wording for i in in_force.items_in(plan, year)}.get("3.1") for year in plan.years}
    assert words == {2021: None, 2022: None, 2023: NEW, 2024: f"{NEW} и плакатов"}
    assert list(FormerItem.objects.filter(item=new).values_list("first_year", "last_year")) == [(2023, 2023)]


def test_from_the_first_year_on_nothing_is_kept(stage: Stage, plan: Plan, admin: User) -> None:
    apply(brought(stage, admin, renewed(stage, plan), ("executors",)), admin, first_year=2021)
    assert not FormerItem.objects.exists()
    assert [item.number for item in in_force.items_in(plan, 2021)] == ["1.5", "2.9", "2.10", "3.1"]


def test_past_years_take_a_fixed_number_of_queries(stage: Stage, plan: Plan, admin: User) -> None:
    counts = []
    for more in (0, 20):
        for number in range(more):
            PlanItem.objects.create(plan=plan, number=f"7.{number}", wording=f"Мероприятие {number}")
            item = plan.items.get(number=f"7.{number}")
            in_force.keep_former(item, plan, 2024)
            item.save()
        with CaptureQueriesContext(connection) as asked:
            in_force.items_in(plan, 2023, "indicators__targets")
            in_force.assigned_in(plan, 2023)
            in_force.numbers_in(plan, 2023)
        counts.append(len(asked))
    assert counts[0] == counts[1]


TARGET = PlanIndicator("строка 1", "1.4", "Рассмотрено", "ед.", "не менее 9 материалов")


@pytest.mark.parametrize(
    ("first_year", "expected"),
    [
        (2024, [(None, 4), (2022, 5), (2024, 9)]),
        (2023, [(None, 4), (2022, 5), (2023, 9)]),
        (2022, [(None, 4), (2022, 9)]),
        (2021, [(None, 9)]),
    ],
)
def test_a_target_holds_from_the_editions_year(
    stage: Stage,
    plan: Plan,
    admin: User,
    first_year: int,
    expected: list[tuple[int | None, int]],
) -> None:
    indicator = Indicator.objects.get(item__number="1.4", code="considered")
    Indicator.objects.filter(pk=indicator.pk).update(name="Рассмотрено")
    for year, value in ((None, 4), (2022, 5)):
        Target.objects.create(indicator=indicator, first_year=year, rule="at_least", value=Decimal(value))
    file = PlanFile("план.xlsx", "0" * 64, SourcePlan(tuple(lines(stage)), (), (), (TARGET,)))
    apply(actions.take_edition(plan=plan, file=file, by=admin), admin, first_year=first_year)
    assert [(target.first_year, int(target.value or 0)) for target in indicator.targets.all()] == expected
    again = actions.take_edition(plan=plan, file=file, by=admin)
    assert queries.edition_page(again, Choices()).indicators == []


def test_a_new_indicator_is_asked_from_the_editions_year_on(stage: Stage, plan: Plan, admin: User) -> None:
    added = PlanIndicator("строка 1", "2.9", "Размещено стендов", "ед.")
    file = PlanFile("план.xlsx", "0" * 64, SourcePlan(tuple(lines(stage)), (), (), (added,)))
    apply(actions.take_edition(plan=plan, file=file, by=admin), admin, first_year=2024)
    indicator = Indicator.objects.get(name="Размещено стендов")
    assert indicator.first_year == 2024
    begun = actions.open_report(plan=plan, organization=stage.executor, year=2022, by=stage.official)
    for report, asked in ((begun, []), (stage.report, [indicator.code])):
        row = report.rows.get(number="2.9")
        page = queries.row_page(row)
        form = RowForm(row=row, indicators=page.indicators, entries={}, remarks=[])
        assert [each.code for each in form.indicators] == asked, report.year
        assert [each.code for each in queries.handed_report(report).rows[1].values] == asked
        [line_of_it] = [each for each in queries.row_lines(report) if each.number == "2.9"]
        assert ("заполните показатели: 1" in line_of_it.gaps) is bool(asked)
    defined = {item.number: list(item.totals) for item in gather_consolidated(plan, 2023).items}
    assert defined["2.9"] == []
    item = in_force.item_in(plan, 2024, "2.9")
    assert item is not None
    [years] = queries.totals_by_year(plan, [item])[0].indicators
    assert years.definition.code == indicator.code
    assert 2023 not in [total.year for total in years.years]


def test_the_pages_say_what_a_measure_was(
    stage: Stage, plan: Plan, admin: User, sign_in: Callable[[User], Client]
) -> None:
    apply(brought(stage, admin, renewed(stage, plan), ("executors",)), admin)
    html = sign_in(stage.official).get(stage.report.get_absolute_url()).content.decode()
    assert "ещё нет в этом отчёте: 3.1." in html
    assert "Вместе с ними изменятся номера: 1.4 → 1.5, 2.9 → 2.10, 2.10 → 2.9." in html
    actions.add_missing_rows(report=stage.report, by=stage.official)
    stories = queries.executor_page(stage.supervisor, plan, stage.executor).stories
    assert {story.last.number: story.former for story in stories} == {
        "1.5": ["в 2023 году — п. 1.4"],
        "2.9": ["в 2023 году — п. 2.10"],
        "2.10": ["в 2023 году — п. 2.9"],
        "3.1": [],
    }
    html = sign_in(stage.supervisor).get(reverse("executor", args=["plan", "executor"])).content.decode()
    assert "В 2023 году — п. 1.4" in html
    moved = plan.items.get(number="2.10")
    assert f'href="/plans/plan/2024/items/2.10/?id={moved.pk}"' in html


def test_a_former_version_can_be_corrected(stage: Stage, plan: Plan, admin: User, client: Client) -> None:
    apply(brought(stage, admin, renewed(stage, plan), ("executors",)), admin)
    former = FormerItem.objects.get(number="1.4")
    client.force_login(admin)
    assert client.get(reverse("admin:plans_formeritem_changelist")).status_code == 200
    assert client.get(reverse("admin:plans_formeritem_add")).status_code == 403
    url = reverse("admin:plans_formeritem_change", args=[former.pk])
    assert client.get(url).status_code == 200
    executors = [executor.pk for executor in former.executors.all()]
    posted = {"number": "1.4", "wording": "Исправлено", "section_title": "Прежние меры", "executors": executors}
    assert client.post(url, posted).status_code == 302
    assert in_force.items_in(plan, 2023)[0].wording == "Исправлено"
    assert "Исправлено" not in plan.items.values_list("wording", flat=True)
