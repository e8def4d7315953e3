"""One executor over the years."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Plan, PlanItem, Target
from reports import actions, queries
from reports.figures import Entry
from reports.models import Report
from reports.queries import ExecutorPage

from .conftest import Stage

SignIn = Callable[[User], Client]


def url(slug: str = "executor") -> str:
    return reverse("executor", args=["plan", slug])


def page_of(stage: Stage, *, pair: tuple[int, int] | None = None, only_reworded: bool = False) -> ExecutorPage:
    return queries.executor_page(stage.supervisor, stage.plan, stage.executor, pair=pair, only_reworded=only_reworded)


def earlier(stage: Stage, year: int) -> Report:
    return actions.open_report(plan=stage.plan, organization=stage.executor, year=year, by=stage.official)


def test_answers_and_numbers_year_by_year(stage: Stage) -> None:
    stage.save(
        stage.row("1.4"),
        answer="partial",
        implementation="Пишу",
        entries={"considered": Entry(Decimal(0)), "disciplined": Entry(Decimal(0))},
    )
    page = page_of(stage)
    story = page.stories[0]
    assert page.years == [2023, 2024]
    assert [row.get_answer_display() for row in story.rows if row] == ["Выполнено", "Выполнено частично"]
    assert [(line.name, [figure.text for figure in line.figures if figure]) for line in story.numbers] == [
        ("Рассмотрено лиц", ["9\u00a0чел.", "0\u00a0чел."]),
        ("Привлечено лиц", ["3\u00a0чел.", "0\u00a0чел."]),
        ("Доля привлечённых", ["33,3\u00a0% (3 из 9)", "случаев не было (0 из 0)"]),
    ]
    assert [each.item.number for each in page.stories] == ["1.4", "2.9", "2.10"]


def test_a_filed_report_keeps_its_targets(stage: Stage) -> None:
    Target.objects.update(value=Decimal(10))
    share = page_of(stage).stories[0].numbers[2]
    assert share.figures[0] is not None
    assert (share.figures[0].met, share.figures[0].target_text) == (False, "не менее 70\u00a0%")


def test_a_reworded_text_is_compared_word_by_word(stage: Stage, sign_in: SignIn) -> None:
    old = stage.row("1.4", stage.last_year).implementation
    stage.save(stage.row("1.4"), answer="done", implementation=old.replace("заседаний", "совещаний"))
    comparison = page_of(stage).stories[0].comparisons[0]
    assert (comparison.change.kind, comparison.is_rewritten) == ("changed", False)
    assert 80 < comparison.likeness < 95
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert f"Текст изменился, совпадает на {comparison.likeness} %." in html
    assert "<del>заседаний</del><ins>совещаний</ins>" in html


def test_years_and_numbers_alone_are_no_other_text(stage: Stage, sign_in: SignIn) -> None:
    old = stage.row("1.4", stage.last_year).implementation
    stage.save(stage.row("1.4"), answer="done", implementation=old.replace("2023", "2024").replace("5", "15"))
    assert page_of(stage).stories[0].comparisons[0].change.kind == "numbers"
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "Текст не изменился, кроме годов и чисел." in html
    assert "<del>5</del><ins>15</ins>" in html


def test_other_outcomes_are_said(stage: Stage, sign_in: SignIn) -> None:
    last = {number: stage.row(number, stage.last_year) for number in ("1.4", "2.9", "2.10")}
    stage.save(stage.row("1.4"), implementation="Совершенно иное", result=last["1.4"].result)
    stage.save(stage.row("2.9"), implementation=last["2.9"].implementation, result="Появилось")
    kinds = [[each.change.kind for each in story.comparisons] for story in page_of(stage).stories]
    assert kinds == [["changed", "same"], ["same", "added"], ["removed", "removed"]]
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "Текст написан заново" in html
    assert "Текст не изменился." in html
    assert "В 2023 году было пусто, в 2024 году текст появился." in html
    assert "В 2023 году текст был, в 2024 году пусто." in html


def test_only_items_whose_words_changed(stage: Stage, sign_in: SignIn) -> None:
    for number in ("1.4", "2.9", "2.10"):
        last = stage.row(number, stage.last_year)
        new = "Иное." if number == "2.9" else last.implementation.replace("2023", "2024")
        stage.save(stage.row(number), implementation=new, result=last.result)
    page = page_of(stage, only_reworded=True)
    assert [story.item.number for story in page.stories] == ["2.9"]
    assert (page.items, page.reworded) == (3, 1)
    html = sign_in(stage.supervisor).get(f"{url()}?show=reworded").content.decode()
    assert "где изменились слова (1)" in html
    assert "Пункт 2.10" not in html
    stage.save(stage.row("2.9"), implementation=stage.row("2.9", stage.last_year).implementation)
    assert "Слова нигде не изменились." in sign_in(stage.supervisor).get(f"{url()}?show=reworded").content.decode()


def test_any_two_years_are_compared_in_their_order(stage: Stage, sign_in: SignIn) -> None:
    first = earlier(stage, 2021)
    stage.save(first.rows.get(number="2.9"), implementation="В первый год.")
    assert page_of(stage).pair == (2023, 2024)
    page = page_of(stage, pair=(2021, 2023))
    assert page.years == [2021, 2023, 2024]
    assert page.stories[1].comparisons[0].change.old == "В первый год."
    response = sign_in(stage.supervisor).get(f"{url()}?from=2023&to=2021")
    assert response.context["page"].pair == (2021, 2023)


@pytest.mark.parametrize("query", ["from=2023&to=2023", "from=1999&to=2024", "from=x&to=²", "from=2023", "page=99"])
def test_any_address_gives_the_last_two_years(stage: Stage, sign_in: SignIn, query: str) -> None:
    response = sign_in(stage.supervisor).get(f"{url()}?{query}")
    assert response.status_code == 200
    assert response.context["page"].pair == (2023, 2024)


def test_an_item_that_is_missing_in_a_year_is_not_compared(stage: Stage, sign_in: SignIn) -> None:
    PlanItem.objects.create(plan=stage.plan, number="7.1", wording="Новое").executors.add(stage.executor)
    actions.add_missing_rows(report=stage.report, by=stage.official)
    story = page_of(stage).stories[-1]
    assert (story.item.number, story.rows[0], story.comparisons) == ("7.1", None, [])
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "пункта нет в отчёте" in html
    assert "Сравнивать не с чем: пункт есть не в обоих отчётах." in html


def test_one_report_and_none(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    assert "Отчётов по этому Плану пока нет." in client.get(url("other")).content.decode()
    actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    html = client.get(url("other")).content.decode()
    assert "Отчёт пока один: сравнивать не с чем." in html
    assert "Пункт 2.10" in html


def test_only_the_supervising_body_gets_links_to_all_executors(stage: Stage, sign_in: SignIn) -> None:
    link = reverse("item", args=["plan", 2024, "1.4"])
    assert link in sign_in(stage.region_clerk).get(url()).content.decode()
    assert link not in sign_in(stage.official).get(url()).content.decode()


def test_who_is_no_executor_of_the_plan_has_no_page(stage: Stage, sign_in: SignIn) -> None:
    assert sign_in(stage.supervisor).get(url("region")).status_code == 404
    assert sign_in(stage.supervisor).get(url("nobody")).status_code == 404
    Plan.objects.create(
        slug="foreign",
        title="Чужой",
        title_genitive="Чужого",
        first_year=2024,
        last_year=2024,
        supervisor=stage.other_executor,
    )
    assert sign_in(stage.official).get(reverse("executor", args=["foreign", "executor"])).status_code == 404


def count_queries(client: Client) -> int:
    client.get(url())
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url()).status_code == 200
    return len(captured)


def test_queries_grow_neither_with_years_nor_with_items(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    before = count_queries(client)
    for year in (2021, 2022):
        report = earlier(stage, year)
        stage.save(report.rows.get(number="1.4"), implementation="Текст", entries={"considered": Entry(Decimal(1))})
    for number in ("7.1", "7.2"):
        item = PlanItem.objects.create(plan=stage.plan, number=number, wording="Новое")
        item.executors.add(stage.executor)
        Indicator.objects.create(item=item, code="a", name="Показатель", unit="ед.")
    actions.add_missing_rows(report=stage.report, by=stage.official)
    assert count_queries(client) == before
