"""Home and the report page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Indicator, Plan, PlanItem, Section
from reports import actions, queries
from reports.figures import Entry

from .conftest import Stage

SignIn = Callable[[User], Client]
TODAY = date(2025, 1, 20)


def test_home_lists_years_with_state_progress_and_next_step(stage: Stage) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Сделано.")
    cards = queries.home(stage.official, today=TODAY).own
    assert [(c.year, c.complete, c.total, c.next_step) for c in cards] == [
        (2024, 1, 3, "Осталось заполнить строк: 2."),
        (2023, 3, 3, "Отчёт принят. Документ можно скачать."),
        (2022, 0, 0, "Начните отчёт: строки появятся сами."),
        (2021, 0, 0, "Начните отчёт: строки появятся сами."),
    ]
    assert cards[0].next_row == stage.row("1.4").pk
    assert cards[0].deadline == date(2025, 2, 1)
    assert [c.overdue for c in cards] == [False, False, True, True]
    assert [c.may_open for c in cards] == [False, False, True, True]


def test_the_year_to_come_is_not_offered(stage: Stage) -> None:
    years = [c.year for c in queries.home(stage.official, today=date(2022, 6, 1)).own]
    assert years == [2024, 2023, 2022, 2021]
    assert [c.year for c in queries.home(stage.outsider, today=date(2022, 6, 1)).own] == [2022, 2021]


def test_a_clerk_sees_without_being_asked_to_fill(stage: Stage) -> None:
    cards = queries.home(stage.clerk, today=TODAY).own
    assert [(c.may_edit, c.may_open) for c in cards] == [(False, False)] * 4
    assert cards[2].next_step == "Отчёт не начат."


def test_a_supervisor_sees_every_executor(stage: Stage) -> None:
    home = queries.home(stage.supervisor, today=TODAY)
    assert home.own == []
    (supervised,) = home.supervised
    assert (supervised.year, supervised.years) == (2024, [2021, 2022, 2023, 2024])
    assert [(c.organization.short_name, c.total) for c in supervised.cards] == [
        ("Исполнитель 001", 3),
        ("Исполнитель 002", 0),
    ]
    (earlier,) = queries.home(stage.supervisor, today=TODAY, year=2023).supervised
    assert [c.complete for c in earlier.cards] == [3, 0]


@pytest.mark.parametrize("year", ["2023", "1999", "x", "²", ""])
def test_any_year_in_the_address_gives_a_page(stage: Stage, sign_in: SignIn, year: str) -> None:
    assert sign_in(stage.supervisor).get(f"/?year={year}").status_code == 200


def test_a_year_is_opened_in_one_click(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    data = {"plan": stage.plan.pk, "organization": stage.executor.pk, "year": 2022}
    html = client.post(reverse("open-report"), data, follow=True).content.decode()
    assert "отчёт за 2022 год" in html
    assert "0 из 3" in html


def test_a_year_outside_the_plan_says_why(stage: Stage, sign_in: SignIn) -> None:
    data = {"plan": stage.plan.pk, "organization": stage.executor.pk, "year": 2025}
    response = sign_in(stage.official).post(reverse("open-report"), data, follow=True)
    assert "не охватывает 2025 год" in response.content.decode()


def test_another_organizations_year_is_not_there(stage: Stage, sign_in: SignIn) -> None:
    data = {"plan": stage.plan.pk, "organization": stage.other_executor.pk, "year": 2022}
    assert sign_in(stage.official).post(reverse("open-report"), data).status_code == 404
    assert not stage.other_executor.reports.exists()


def test_the_report_page_says_what_each_row_lacks(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation="Текст")
    stage.save(stage.row("2.9"), answer="no_cases", implementation="Не было")
    lines = queries.row_lines(stage.report)
    assert [(line.number, line.status, line.state) for line in lines] == [
        ("1.4", "started", "Осталось: заполните показатели: 2"),
        ("2.9", "done", "Заполнена, ответ: случаев не было"),
        ("2.10", "empty", "Не заполнена"),
    ]
    html = sign_in(stage.official).get(reverse("report", args=[stage.report.pk])).content.decode()
    assert "1 из 3" in html
    assert "Заполнить п. 1.4" in html
    unfinished = sign_in(stage.official).get(reverse("report", args=[stage.report.pk]) + "?show=unfinished")
    assert "Мероприятие 2.9 " not in unfinished.content.decode()
    assert "Мероприятие 2.10 " in unfinished.content.decode()


@pytest.mark.parametrize("answer", ["no_cases", "not_competent"])
def test_where_there_is_nothing_to_count_numbers_are_not_asked(stage: Stage, answer: str) -> None:
    stage.save(stage.row("1.4"), answer=answer, implementation="Не было")
    assert queries.row_lines(stage.report)[0].gaps == []


def test_sentences_and_sql_agree_about_what_is_complete(stage: Stage) -> None:
    """The number on home is the number of rows without gaps on the report page, in every combination."""
    combinations: list[dict[str, Any]] = [
        {"answer": answer, "implementation": text, "entries": entries}
        for answer in ("", "done", "no_cases")
        for text in ("", "Текст 5")
        for entries in (
            {"considered": Entry(), "disciplined": Entry()},
            {"considered": Entry(not_applicable=True), "disciplined": Entry()},
            {"considered": Entry(not_applicable=True), "disciplined": Entry(not_applicable=True)},
        )
    ]
    for combination in combinations:
        stage.save(stage.row("1.4"), **combination)
        lines = queries.row_lines(stage.report)
        (card, *_) = queries.home(stage.official, today=TODAY).own
        assert card.complete == sum(1 for line in lines if not line.gaps)
        assert queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("1.4").pk)).gaps == lines[0].gaps


def test_an_accepted_report_lacks_nothing_whatever_the_plan_asks_later(stage: Stage, sign_in: SignIn) -> None:
    Indicator.objects.create(item=stage.plan.items.get(number="2.10"), code="new", name="Новый", unit="ед.")
    assert [line.gaps for line in queries.row_lines(stage.last_year)] == [[], [], []]
    html = sign_in(stage.official).get(reverse("report", args=[stage.last_year.pk])).content.decode()
    assert "Незаполненные" not in html


def test_an_executor_without_items_keeps_its_place_beside_its_report(stage: Stage) -> None:
    for item in stage.plan.items.all():
        item.executors.remove(stage.executor)
    (supervised,) = queries.home(stage.supervisor, today=TODAY).supervised
    assert [c.organization.short_name for c in supervised.cards] == ["Исполнитель 001", "Исполнитель 002"]


def test_sections_stand_above_their_first_row(stage: Stage) -> None:
    section = Section.objects.create(plan=stage.plan, number="2", title="Второй раздел")
    stage.plan.items.filter(number__in=["2.9", "2.10"]).update(section=section)
    assert [line.section for line in queries.row_lines(stage.report)] == ["", "2. Второй раздел", ""]


def test_items_assigned_later_are_offered(stage: Stage, sign_in: SignIn) -> None:
    PlanItem.objects.create(plan=stage.plan, number="7.1", wording="Новое").executors.add(stage.executor)
    client = sign_in(stage.official)
    url = reverse("report", args=[stage.report.pk])
    assert "которых ещё нет в этом отчёте: 7.1." in client.get(url).content.decode()
    html = client.post(reverse("add-rows", args=[stage.report.pk]), follow=True).content.decode()
    assert "Добавлено строк: 1." in html
    assert "которых ещё нет" not in html


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["home", "report", "document", "row", "docx", "pdf", "xlsx"])
def test_queries_do_not_grow_with_rows(stage: Stage, client: Client, name: str) -> None:
    """With 1 and with 3 rows (and reports), each with two indicators."""
    counts = []
    for size in (1, 3):
        organization = Organization.objects.create(
            slug=f"sized-{size}", name=f"Размер {size}", name_genitive=f"размера {size}", short_name=f"Размер {size}"
        )
        user = User.objects.create_user(f"sized-{size}")
        user.memberships.create(organization=organization, role="official")
        plan = Plan.objects.create(
            slug=f"sized-{size}",
            title="План",
            title_genitive="Плана",
            first_year=2021,
            last_year=2020 + size,
            supervisor=stage.region,
        )
        for number in range(1, size + 1):
            item = PlanItem.objects.create(plan=plan, number=f"1.{number}", wording="Мероприятие")
            item.executors.add(organization)
            for code in ("a", "b"):
                Indicator.objects.create(item=item, code=code, name=code, unit="ед.")
        reports = [actions.open_report(plan=plan, organization=organization, year=year, by=user) for year in plan.years]
        for row in reports[-1].rows.all():
            stage.save(row, by=user, implementation="Текст", entries={"a": Entry(not_applicable=True)})
        report = reports[-1]
        client.force_login(user)
        first = report.rows.first()
        assert first is not None
        url = {
            "home": reverse("home"),
            "report": reverse("report", args=[report.pk]),
            "document": reverse("document", args=[report.pk]),
            "row": reverse("row", args=[first.pk]),
        }.get(name) or reverse("download", args=[report.pk, name])
        counts.append(count_queries(client, url))
    assert counts[0] == counts[1]


def test_a_supervisors_home_does_not_query_per_executor(stage: Stage, client: Client) -> None:
    client.force_login(stage.supervisor)
    before = count_queries(client, "/")
    for number in range(10, 15):
        organization = Organization.objects.create(
            slug=f"o{number}", name=f"О {number}", name_genitive=f"о {number}", short_name=f"О {number}"
        )
        for item in stage.plan.items.all():
            item.executors.add(organization)
        actions.open_report(plan=stage.plan, organization=organization, year=2024, by=stage.supervisor)
    assert count_queries(client, "/") == before
