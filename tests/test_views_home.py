"""Home and the report page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem, Section
from reports import actions, queries
from reports.figures import Entry

from .conftest import Stage
from .many import build_many

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


def supervised(stage: Stage, user: User | None = None, **options: Any) -> queries.SupervisedPlan:
    (found,) = queries.home(user or stage.supervisor, **{"today": TODAY, **options}).supervised
    return found


def test_a_supervisor_sees_where_everybody_stands(stage: Stage) -> None:
    assert queries.home(stage.supervisor, today=TODAY).own == []
    plan = supervised(stage)
    assert (plan.year, [(year.year, year.waiting) for year in plan.years]) == (
        2024,
        [(2021, 0), (2022, 0), (2023, 0), (2024, 0)],
    )
    assert (plan.executors, plan.deadline, plan.is_past) == (2, date(2025, 2, 1), False)
    assert [(count.label, count.number) for count in plan.counts] == [
        ("не начат", 1),
        ("черновик", 1),
        ("представлен", 0),
        ("на доработке", 0),
        ("представлен повторно", 0),
        ("принят", 0),
    ]
    earlier = supervised(stage, year=2023)
    assert [count.number for count in earlier.counts] == [1, 0, 0, 0, 0, 1]
    assert [(standing.name, standing.days_late) for standing in earlier.late] == [("Исполнитель 002", 354)]


def test_the_queue_has_the_oldest_submission_first(stage: Stage) -> None:
    second = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    stage.submit(second)
    stage.submit()
    plan = supervised(stage)
    assert [(standing.name, progress.version) for standing, progress in plan.queue] == [
        ("Исполнитель 002", 1),
        ("Исполнитель 001", 1),
    ]
    assert (plan.waiting, [year.waiting for year in plan.years]) == (2, [0, 0, 0, 2])
    row = stage.row("1.4")
    actions.accept_row(row=row, seen=actions.last_event(row.report, row), by=stage.supervisor)
    assert [(progress.decided, progress.total) for _, progress in supervised(stage).queue] == [(0, 3), (1, 3)]
    stage.return_with("2.9")
    assert [standing.name for standing, _ in supervised(stage).queue] == ["Исполнитель 002"]
    stage.answer("2.9", "Уточнили.")
    actions.submit(report=stage.report, by=stage.official)
    assert [(standing.state, progress.version) for standing, progress in supervised(stage).queue] == [
        ("submitted", 1),
        ("resubmitted", 2),
    ]


def test_who_is_late_the_latest_first(stage: Stage) -> None:
    assert supervised(stage, today=date(2025, 2, 1)).late == []
    plan = supervised(stage, today=date(2025, 2, 3))
    assert [(standing.name, standing.late_text) for standing in plan.late] == [
        ("Исполнитель 001", "2 дня"),
        ("Исполнитель 002", "2 дня"),
    ]
    stage.submit()
    stage.return_with("2.9")
    today = timezone.localdate()
    assert [(standing.name, standing.days_late) for standing in supervised(stage, today=today).late] == [
        ("Исполнитель 002", (today - date(2025, 2, 1)).days),
        ("Исполнитель 001", 0),
    ]


def test_long_lists_are_shortened_and_lead_on(stage: Stage, client: Client) -> None:
    plan, user = build_many("long", executors=200, items=1)
    (found,) = queries.home(user, today=date(2025, 3, 1)).supervised
    assert (len(found.queue), found.waiting, len(found.late), found.overdue) == (50, 66, 50, 101)
    client.force_login(user)
    html = client.get("/").content.decode()
    for query, words in [
        ("state=submitted&amp;state=resubmitted&amp;sort=submitted", "Все, кто ждёт проверки: 66"),
        ("late=on&amp;sort=late", "Все, кто опаздывает: 101"),
    ]:
        link = f'<a href="/plans/{plan.slug}/matrix/?year=2024&amp;{query}">{words}</a>'
        assert link in html
    for query, number in [("state=submitted&state=resubmitted&sort=submitted", 66), ("late=on&sort=late", 101)]:
        shown = client.get(f"/plans/{plan.slug}/matrix/?year=2024&{query}").context["matrix"]
        assert shown.page.paginator.count == number


def test_the_counts_lead_to_the_matrix(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.supervisor).get("/?year=2024").content.decode()
    link = "/plans/plan/matrix/?year=2024&amp;state=draft"
    assert f'<a href="{link}"><strong>1</strong> черновик</a>' in html
    assert "<span><strong>0</strong> принят</span>" in html
    assert "Все исполнители: 2" in html


def test_a_clerk_of_the_region_looks_and_does_not_review(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    review = reverse("review", args=[stage.report.pk])
    for user in (stage.supervisor, stage.region_clerk):
        html = sign_in(user).get("/?year=2024").content.decode()
        assert f'<a href="{stage.report.get_absolute_url()}">Исполнитель 001</a>' in html
        assert (f'href="{review}">Проверить<' in html) is (user == stage.supervisor)
        assert ("Начать отчёт" in html) is (user == stage.supervisor)


def test_a_complete_report_is_to_be_submitted(stage: Stage, sign_in: SignIn) -> None:
    link = f'href="{reverse("submit", args=[stage.report.pk])}"'
    assert link not in sign_in(stage.official).get("/").content.decode()
    stage.complete()
    (card, *_) = queries.home(stage.official, today=TODAY).own
    assert (card.next_step, card.may_submit) == ("Все строки заполнены. Проверьте ответы и представьте отчёт.", True)
    assert link in sign_in(stage.official).get("/").content.decode()
    assert link not in sign_in(stage.clerk).get("/").content.decode()


def test_after_the_return_remarks_are_the_next_step(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9", "2.10")
    (card, *_) = queries.home(stage.official, today=TODAY).own
    assert (card.next_step, card.next_row) == ("Ответьте на замечания: 2.", stage.row("2.9").pk)
    stage.answer("2.9", "Уточнили.")
    (card, *_) = queries.home(stage.official, today=TODAY).own
    assert (card.next_step, card.next_row) == ("Ответьте на замечания: 1.", stage.row("2.10").pk)
    stage.answer("2.10", "Уточнили.")
    (card, *_) = queries.home(stage.official, today=TODAY).own
    assert card.next_step == "На все замечания дан ответ. Проверьте исправленное и представьте отчёт снова."
    assert (card.is_ready, card.next_row) == (True, stage.row("2.9").pk)


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


def test_who_wrote_in_a_report_is_not_asked_to_review_it(stage: Stage, sign_in: SignIn) -> None:
    Membership.objects.create(user=stage.official, organization=stage.region, role=Role.SUPERVISOR)
    report = stage.submit()
    address = f'href="{reverse("review", args=[report.pk])}"'
    assert address in sign_in(stage.supervisor).get("/?year=2024").content.decode()
    both = User.objects.get(pk=stage.official.pk)
    assert [standing.report for standing, _ in supervised(stage, both).queue] == [report.pk]
    assert address not in sign_in(both).get("/?year=2024").content.decode()


def test_a_reopened_report_is_not_called_returned(stage: Stage, sign_in: SignIn) -> None:
    report, row = stage.last_year, stage.row("2.9", stage.last_year)
    actions.reopen_report(
        report=report, rows=[row], reason="Уточните.", seen=actions.last_event(report), by=stage.supervisor
    )
    client = sign_in(stage.official)
    html = client.get(report.get_absolute_url()).content.decode()
    assert "Принятый отчёт открыт снова" in html
    assert "Отчёт возвращён на доработку" not in html
    stage.submit()
    stage.return_with("2.9")
    assert "Отчёт возвращён на доработку" in client.get(stage.report.get_absolute_url()).content.decode()
