"""The matrix of all executors: what it says, how it is filtered and sorted, and its files."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Plan, PlanItem, Section
from reports import actions, queries
from reports.documents.gather_consolidated import gather_consolidated
from reports.documents.tables import TABLE_FORMATS, Table
from reports.models import Report, ReportRow
from reports.queries import Sort, View, Wanted
from reports.queries.row_marks import RowStatus, row_mark, row_status
from reports.text import name_key
from reports.vocabulary import Answer, State

from .conftest import Stage
from .many import build_many

SignIn = Callable[[User], Client]
DEADLINE = date(2025, 2, 1)
BEFORE, AFTER = date(2025, 1, 20), date(2025, 2, 11)


def accept(stage: Stage, number: str) -> None:
    row = stage.row(number)
    actions.accept_row(row=row, seen=actions.last_event(row.report, row), by=stage.supervisor)


def remark(stage: Stage, number: str) -> None:
    row = stage.row(number)
    actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(row.report, row), by=stage.supervisor)


def executor(stage: Stage, name: str, *, slug: str) -> Organization:
    organization = Organization.objects.create(
        slug=slug, name=f"Администрация: {name}", name_genitive=name, short_name=name
    )
    for item in stage.plan.items.all():
        item.executors.add(organization)
    return organization


def shown(stage: Stage, today: date = AFTER, **wanted: Any) -> list[str]:
    """Names of the executors in the matrix of 2024."""
    matrix = queries.matrix(stage.plan, Wanted(year=2024, **wanted), today=today)
    return [line.standing.name for line in matrix.lines]


def by_item(stage: Stage, name: str = "Исполнитель 001", year: int = 2024) -> dict[str, Any]:
    """(sign, words) by item of one executor; None where there is no row."""
    matrix = queries.matrix(stage.plan, Wanted(year=year, view=View.ITEMS), today=AFTER)
    (line,) = (line for line in matrix.lines if line.standing.name == name)
    return {
        column.name: (cell.mark.sign, cell.mark.text) if isinstance(cell, queries.RowCell) else None
        for column, cell in zip(matrix.columns, line.cells, strict=True)
    }


# ---- over the years ----


def test_over_the_years(stage: Stage) -> None:
    matrix = queries.matrix(stage.plan, Wanted(year=2023), today=AFTER)
    assert [column.key for column in matrix.columns] == [2021, 2022, 2023, 2024]
    first, second = matrix.lines
    assert [(cell[0], cell[1], cell[3]) for cell in first.cells if isinstance(cell, queries.YearCell)] == [
        ("none", "не начат", True),
        ("none", "не начат", True),
        ("accepted", "принят", False),
        ("draft", "черновик", True),
    ]
    assert [cell[2] for cell in first.cells if isinstance(cell, queries.YearCell)] == [
        "",
        "",
        stage.last_year.get_absolute_url(),
        stage.report.get_absolute_url(),
    ]
    assert first.url == stage.last_year.get_absolute_url()
    assert first.progress == (3, 3, 3, 0)
    assert (second.url, second.progress) == ("", None)
    assert (second.standing.state, second.standing.days_late) == ("none", (AFTER - date(2024, 2, 1)).days)


def test_years_to_come_have_no_column(stage: Stage) -> None:
    matrix = queries.matrix(stage.plan, Wanted(year=2022), today=date(2022, 12, 31))
    assert [column.key for column in matrix.columns] == [2021, 2022]


@pytest.mark.parametrize(
    ("today", "days", "words"),
    [
        (DEADLINE, None, ""),
        (date(2025, 2, 2), 1, "1 день"),
        (date(2025, 2, 4), 3, "3 дня"),
        (date(2025, 2, 13), 12, "12 дней"),
    ],
)
def test_days_late_count_from_the_deadline(stage: Stage, today: date, days: int | None, words: str) -> None:
    for standing in queries.standings({stage.plan: 2024}, today=today)[stage.plan]:
        assert (standing.days_late, standing.late_text) == (days, words)


def test_a_returned_report_is_late_since_the_return(stage: Stage) -> None:
    stage.submit()
    now = timezone.localdate()
    (first, _) = queries.standings({stage.plan: 2024}, today=now + timedelta(days=2))[stage.plan]
    assert (first.state, first.days_late, first.waiting_text) == ("submitted", None, "2 дня")
    stage.return_with("2.9")
    for later, days, words in [(0, 0, "меньше дня"), (5, 5, "5 дней")]:
        (first, _) = queries.standings({stage.plan: 2024}, today=now + timedelta(days=later))[stage.plan]
        assert (first.state, first.days_late, first.late_text) == ("returned", days, words)
        assert first.returned_at is not None
        assert timezone.localtime(first.returned_at).date() == now


def test_returned_before_the_deadline_is_late_after_it(stage: Stage) -> None:
    stage.plan.last_year = 2200
    stage.plan.deadline_month = 12
    stage.plan.deadline_day = 28
    stage.plan.save()
    deadline = stage.plan.deadline(timezone.localdate().year)
    stage.submit()
    stage.return_with("2.9")
    Report.objects.filter(pk=stage.report.pk).update(year=deadline.year - 1)
    for today, days in [(deadline, None), (deadline + timedelta(days=4), 4)]:
        found = queries.standings({stage.plan: deadline.year - 1}, today=today)[stage.plan]
        assert [standing.days_late for standing in found] == [days, days]


def test_what_the_progress_counts(stage: Stage) -> None:
    stage.save(stage.row("2.9"), answer="no_cases", implementation="Не было.")
    assert [line.progress for line in queries.matrix(stage.plan, Wanted(year=2024), today=AFTER).lines] == [
        (3, 1, None, 0),
        None,
    ]
    stage.submit()
    accept(stage, "1.4")
    remark(stage, "2.10")
    assert [line.progress for line in queries.matrix(stage.plan, Wanted(year=2024), today=AFTER).lines] == [
        (3, 3, 2, 1),
        None,
    ]


def test_an_executor_without_items_keeps_its_place_beside_its_report(stage: Stage) -> None:
    for item in stage.plan.items.all():
        item.executors.remove(stage.executor)
    assert shown(stage) == ["Исполнитель 001", "Исполнитель 002"]
    assert [standing.name for standing in queries.standings({stage.plan: 2022}, today=AFTER)[stage.plan]] == [
        "Исполнитель 002"
    ]


def test_several_plans_at_once(stage: Stage) -> None:
    other, _ = build_many("other-plan", executors=7, items=2)
    found = queries.standings({stage.plan: 2024, other: 2024}, today=AFTER)
    assert [standing.name for standing in found[stage.plan]] == ["Исполнитель 001", "Исполнитель 002"]
    assert [standing.state for standing in found[other]] == [
        *("none", "draft", "submitted", "returned", "resubmitted", "accepted"),
        "none",
    ]
    assert queries.standings({}, today=AFTER) == {}


# ---- over the items ----


def test_over_the_items(stage: Stage) -> None:
    stage.save(stage.row("1.4"), answer="partial", implementation="Начато.")
    stage.save(stage.row("2.9"), answer="not_done", implementation="Не сделано.")
    assert by_item(stage) == {
        "1.4": ("±…", "Выполнено частично, заполнено не всё"),
        "2.9": ("✗", "Не выполнено, заполнено"),
        "2.10": ("○", "не заполнено"),
    }
    assert by_item(stage, "Исполнитель 002") == {"1.4": None, "2.9": None, "2.10": None}
    assert by_item(stage, year=2023) == {
        "1.4": ("+✓", "Выполнено, строка принята"),
        "2.9": ("∅✓", "Случаев не было, строка принята"),
        "2.10": ("+✓", "Выполнено, строка принята"),
    }


def test_over_the_items_during_review(stage: Stage) -> None:
    stage.submit()
    accept(stage, "2.9")
    remark(stage, "2.10")
    assert by_item(stage) == {
        "1.4": ("+", "Выполнено, заполнено"),
        "2.9": ("+✓", "Выполнено, строка принята"),
        "2.10": ("+!", "Выполнено, замечание"),
    }


def test_an_item_that_a_report_does_not_have(stage: Stage, sign_in: SignIn) -> None:
    PlanItem.objects.create(plan=stage.plan, number="7.1", wording="Новое").executors.add(stage.executor)
    assert by_item(stage)["7.1"] is None
    html = sign_in(stage.supervisor).get(url(stage, view="items")).content.decode()
    assert html.count('<td class="n"><i>нет в отчёте</i></td>') == 1
    # Three items and the new one of a report that is not begun.
    assert html.count("<td>–</td>") == 4


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"remarked": True, "accepted": True}, RowStatus.REMARKED),
        ({"accepted": True, "complete": True}, RowStatus.ACCEPTED),
        ({"complete": True}, RowStatus.FILLED),
        ({"is_open": False}, RowStatus.FILLED),
        ({"begun": True}, RowStatus.BEGUN),
        ({}, RowStatus.EMPTY),
    ],
)
def test_the_status_of_a_row(facts: dict[str, bool], expected: RowStatus) -> None:
    names = ("accepted", "remarked", "complete", "begun")
    assert row_status(**{**dict.fromkeys(names, False), "is_open": True, **facts}) == expected


def test_no_two_marks_are_alike() -> None:
    marks = [row_mark(answer, status) for answer in ("", *Answer.values) for status in RowStatus]
    different = {mark.sign for mark in marks}
    assert different == {mark.sign for mark in {mark.text: mark for mark in marks}.values()}
    assert len({(mark.sign, mark.text) for mark in marks}) == len({mark.text for mark in marks}) == len(different)


@pytest.mark.parametrize(
    ("items", "expected"),
    [((), ["1.4", "2.9", "2.10"]), (("2",), ["2.9", "2.10"]), (("2.1",), []), (("2.10", "1"), ["1.4", "2.10"])],
)
def test_items_stand_for_all_below_them(stage: Stage, items: tuple[str, ...], expected: list[str]) -> None:
    wanted = Wanted(year=2024, view=View.ITEMS, items=items)
    assert [column.name for column in queries.matrix(stage.plan, wanted, today=AFTER).columns] == expected


def test_one_section(stage: Stage, sign_in: SignIn) -> None:
    assert 'name="section"' not in sign_in(stage.supervisor).get(url(stage, view="items")).content.decode()
    section = Section.objects.create(plan=stage.plan, number="2", title="Второй раздел")
    stage.plan.items.filter(number__in=["2.9", "2.10"]).update(section=section)
    response = sign_in(stage.supervisor).get(url(stage, view="items", section=section.pk))
    assert [column.name for column in response.context["matrix"].columns] == ["2.9", "2.10"]
    assert "2. Второй раздел" in response.content.decode()


# ---- filters and sorting ----


def test_filters(stage: Stage) -> None:
    executor(stage, "Берёзовый район", slug="birch")
    stage.submit()
    assert shown(stage) == ["Берёзовый район", "Исполнитель 001", "Исполнитель 002"]
    assert shown(stage, search="БЕРЕЗ") == ["Берёзовый район"]
    assert shown(stage, search="район админ") == ["Берёзовый район"]
    assert shown(stage, search="район 001") == []
    assert shown(stage, states=frozenset({"submitted"})) == ["Исполнитель 001"]
    assert shown(stage, states=frozenset({"none", "submitted"}), search="исп") == ["Исполнитель 001", "Исполнитель 002"]
    assert shown(stage, late=True) == ["Берёзовый район", "Исполнитель 002"]
    assert shown(stage, today=BEFORE, late=True) == []


def test_sorting(stage: Stage) -> None:
    ten, nine = executor(stage, "Школа № 10", slug="ten"), executor(stage, "школа № 9", slug="nine")
    by = stage.supervisor
    begun = actions.open_report(plan=stage.plan, organization=ten, year=2024, by=by)
    stage.outsider.memberships.create(organization=ten, role="official")
    stage.submit()
    stage.save(begun.rows.get(number="2.9"), by=stage.outsider, answer="done", implementation="Готово.")
    first, second = "Исполнитель 001", "Исполнитель 002"
    assert shown(stage, sort=Sort.NAME) == [first, second, nine.short_name, ten.short_name]
    assert shown(stage, sort=Sort.STATE) == [second, nine.short_name, ten.short_name, first]
    assert shown(stage, sort=Sort.LEAST_COMPLETE) == [second, nine.short_name, ten.short_name, first]
    assert shown(stage, sort=Sort.MOST_COMPLETE) == [first, ten.short_name, second, nine.short_name]
    assert shown(stage, sort=Sort.SUBMITTED_FIRST) == [first, second, nine.short_name, ten.short_name]
    stage.submit(begun)
    assert shown(stage, sort=Sort.SUBMITTED_FIRST) == [first, ten.short_name, second, nine.short_name]
    assert shown(stage, sort=Sort.SUBMITTED_LAST) == [ten.short_name, first, second, nine.short_name]
    stage.return_with("2.9")
    # The returned one is waited for since today only; those who never submitted, since the deadline.
    today = timezone.localdate() + timedelta(days=1)
    assert shown(stage, today=today, sort=Sort.LATEST) == [second, nine.short_name, first, ten.short_name]


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("школа 9", "Школа 10"), ("Ёлка 2", "Ель"), ("Ёж", "Жук"), ("А", "б"), ("", "1"), ("1а", "1б"), ("2", "а")],
)
def test_names_stand_as_people_look_for_them(smaller: str, larger: str) -> None:
    assert sorted([larger, smaller], key=name_key) == [smaller, larger]


# ---- the page ----


def url(stage: Stage, name: str = "matrix", **query: Any) -> str:
    arguments = [stage.plan.slug] if name == "matrix" else [stage.plan.slug, name]
    return reverse("matrix" if name == "matrix" else "matrix-file", args=arguments, query=query)


def test_the_page_says_it_with_sign_and_words(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), answer="done", implementation="Сделано.")
    html = sign_in(stage.supervisor).get(url(stage, view="items", year=2024)).content.decode()
    row = stage.row("2.9")
    assert f'<td class="f"><a href="/rows/{row.pk}/">+<i>Выполнено, заполнено</i></a></td>' in html
    assert f'<th scope="row"><a href="{stage.report.get_absolute_url()}">Исполнитель 001</a></th>' in html
    assert "Исполнителей: 2." in html


def test_a_report_is_started_from_the_matrix(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    html = client.get(url(stage, year=2024)).content.decode()
    assert f'<button form="open-{stage.plan.pk}" name="organization" value="{stage.other_executor.pk}"' in html
    data = {"plan": stage.plan.pk, "year": 2024, "organization": stage.other_executor.pk}
    response = client.post(reverse("open-report"), data, follow=True)
    assert "Исполнитель 002: отчёт за 2024 год" in response.content.decode()
    assert "Начать отчёт" not in client.get(url(stage, year=2024)).content.decode()


def test_a_clerk_starts_nothing(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.region_clerk).get(url(stage, year=2024)).content.decode()
    assert "Исполнитель 002" in html
    assert "Начать отчёт" not in html


def test_filters_in_the_address(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    response = client.get(url(stage, year=2023, state=["accepted", "draft"], q="001", sort="-complete", late=""))
    assert [line.standing.name for line in response.context["matrix"].lines] == ["Исполнитель 001"]
    html = response.content.decode()
    assert "Исполнителей: 1 из 2." in html
    assert '<option value="2023" selected>2023</option>' in html
    assert '<option value="-complete" selected>' in html
    # Both the other view and the files keep what was asked for.
    kept = "year=2023&amp;state=accepted&amp;state=draft&amp;q=001&amp;sort=-complete&amp;late="
    assert f'href="?{kept}&amp;view=items"' in html
    assert f'href="{reverse("matrix-file", args=[stage.plan.slug, "csv"])}?{kept}"' in html


def test_nothing_found_shows_the_way_back(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.supervisor).get(url(stage, year=2023, q="нет таких", view="items")).content.decode()
    assert "Ничего не найдено." in html
    assert (
        f'<a href="{reverse("matrix", args=["plan"])}?year=2023&amp;view=items">покажите всех исполнителей: 2</a>'
        in html
    )


def test_items_that_are_no_items(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    html = client.get(url(stage, view="items", items="2.9, абв")).content.decode()
    assert "«абв» — не номер пункта." in html.replace("&nbsp;", " ")
    assert "Исполнителей: 2." in html
    assert "Таких пунктов в Плане нет." in client.get(url(stage, view="items", items="9")).content.decode()


@pytest.mark.parametrize("items", ["2.9,2.10", "п. 2.9; пункт 2.10", "2.9 2.10", " 2.9. , 2.10 ", "2.09\t2.10"])
def test_items_in_any_spelling(stage: Stage, sign_in: SignIn, items: str) -> None:
    response = sign_in(stage.supervisor).get(url(stage, view="items", items=items))
    assert [column.name for column in response.context["matrix"].columns] == ["2.9", "2.10"]


@pytest.mark.parametrize(
    "query",
    [
        {"year": "1999"},
        {"year": "x"},
        {"view": "x"},
        {"sort": "x"},
        {"state": "x"},
        {"page": "x"},
        {"page": "99999999999999999999"},
        {"section": "7"},
        {"q": "\x00"},
        {"q": "<script>"},
        {"items": "9" * 500, "view": "items"},
    ],
)
def test_any_address_gives_a_page(stage: Stage, sign_in: SignIn, query: dict[str, str]) -> None:
    client = sign_in(stage.supervisor)
    for name in ("matrix", "csv", "xlsx"):
        response = client.get(url(stage, name, **query))
        assert response.status_code == 200
        assert b"<script>" not in response.content


def test_a_plan_without_executors(stage: Stage, sign_in: SignIn) -> None:
    stage.plan.pk, stage.plan.slug = None, "empty"
    stage.plan.save()
    client = sign_in(stage.supervisor)
    for view in View:
        html = client.get(url(stage, view=view.value)).content.decode()
        assert ("ещё нет исполнителей" if view == View.YEARS else "Таких пунктов в Плане нет") in html
        assert client.get(url(stage, "xlsx", view=view.value)).status_code == 200
    assert "Проверять пока нечего" in client.get("/").content.decode()


def test_another_bodys_plan_is_not_there(stage: Stage, sign_in: SignIn) -> None:
    _, stranger = build_many("elsewhere", executors=1, items=1)
    assert sign_in(stranger).get(url(stage)).status_code == 404
    assert sign_in(stranger).get(url(stage, "csv")).status_code == 404
    assert sign_in(stage.supervisor).get(url(stage, "exe")).status_code == 404


# ---- many ----


def test_hundreds_come_in_pages_and_leave_as_one_file(db: None, client: Client) -> None:
    plan, supervisor = build_many("many", executors=205, items=2)
    client.force_login(supervisor)
    address = reverse("matrix", args=[plan.slug], query={"sort": "-complete", "view": "items"})
    names = []
    for page in (1, 2, 3):
        response = client.get(f"{address}&page={page}")
        names += [line.standing.name for line in response.context["matrix"].lines]
    assert len(names) == len(set(names)) == 205
    html = response.content.decode()
    assert "Исполнителей: 205, показаны с 201 по 205." in html
    assert 'href="?sort=-complete&amp;view=items&amp;page=2"' in html
    file = client.get(reverse("matrix-file", args=[plan.slug, "csv"], query={"sort": "-complete", "page": 2}))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == names


def test_queries_do_not_grow(db: None, client: Client) -> None:
    """With 1 and with 3 items, years and reports to review; both views, each order, the files, and home."""
    numbers = []
    for size in (1, 3):
        plan, supervisor = build_many(f"sized-{size}", executors=3 * size, items=size, years=size)
        client.force_login(supervisor)
        page, file = reverse("matrix", args=[plan.slug]), reverse("matrix-file", args=[plan.slug, "xlsx"])
        queried = {}
        for address in [
            "/",
            page,
            f"{page}?view=items",
            *(f"{page}?sort={sort}" for sort in Sort.values),
            f"{page}?late=on&state=draft&q=район",
            file,
            f"{file}?view=items",
        ]:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            queried[address.replace(plan.slug, "")] = len(captured)
        numbers.append(queried)
    assert numbers[0] == numbers[1]


def test_the_supervisors_home_does_not_query_per_plan(stage: Stage, client: Client) -> None:
    client.force_login(stage.supervisor)
    counts = []
    stage.submit()
    for number in range(3):
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))
        plan, _ = build_many(f"more-{number}", executors=6, items=1)
        plan.supervisor = stage.region
        plan.save()
    assert counts == [counts[0]] * 3


# ---- files ----


def content(response: Any) -> list[list[str]]:
    raw: bytes = response.content
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_of_the_years(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    client = sign_in(stage.supervisor)
    response = client.get(url(stage, "csv", year=2024))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    at = stage.report.receipts.get().at
    assert content(response) == [
        [
            *("Исполнитель", "2021 год", "2022 год", "2023 год", "2024 год"),
            *("Представлен, 2024 год", "Версия, 2024 год", "Строк, 2024 год", "Заполнено, 2024 год"),
            *("Проверено, 2024 год", "Опоздание, дней, 2024 год"),
        ],
        [
            *("Исполнитель 001", "не начат, срок прошёл", "не начат, срок прошёл", "принят", "представлен"),
            *(timezone.localtime(at).strftime("%d.%m.%Y %H:%M"), "1", "3", "3", "0", ""),
        ],
        [
            *("Исполнитель 002", *["не начат, срок прошёл"] * 4, "", "", "", "", ""),
            str((timezone.localdate() - DEADLINE).days),
        ],
    ]


def test_csv_of_the_items(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), answer="partial", implementation="Начато.")
    response = sign_in(stage.supervisor).get(url(stage, "csv", year=2024, view="items", items="1.4 2.10"))
    assert content(response) == [
        ["Исполнитель", "Состояние за 2024 год", "п. 1.4", "п. 2.10"],
        ["Исполнитель 001", "черновик, срок прошёл", "Выполнено частично, заполнено не всё", "не заполнено"],
        ["Исполнитель 002", "не начат, срок прошёл", "отчёт не начат", "отчёт не начат"],
    ]


def test_xlsx_of_the_years(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    response = sign_in(stage.supervisor).get(url(stage, "xlsx", year=2024, state="submitted"))
    assert "attachment" in response.headers["Content-Disposition"]
    workbook = load_workbook(io.BytesIO(response.content))
    sheet = workbook["Отчёты по годам"]
    _, line = sheet.iter_rows(values_only=True)
    at = timezone.localtime(stage.report.receipts.get().at)
    assert line[:5] == ("Исполнитель 001", "не начат, срок прошёл", "не начат, срок прошёл", "принят", "представлен")
    assert isinstance(line[5], datetime)
    assert abs(line[5] - at.replace(tzinfo=None)) < timedelta(seconds=2)
    assert line[6:] == (1, 3, 3, 0, None)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:K2"


def test_xlsx_of_the_items_keeps_the_order(stage: Stage, sign_in: SignIn) -> None:
    response = sign_in(stage.supervisor).get(url(stage, "xlsx", year=2024, view="items", sort="complete"))
    sheet = load_workbook(io.BytesIO(response.content))["Пункты за 2024 год"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Исполнитель", "Состояние за 2024 год", "п. 1.4", "п. 2.9", "п. 2.10"],
        ["Исполнитель 002", "не начат, срок прошёл", *["отчёт не начат"] * 3],
        ["Исполнитель 001", "черновик, срок прошёл", *["не заполнено"] * 3],
    ]


HOSTILE = [
    "=1+1",
    "+7",
    "-7",
    "@SUM(A1)",
    "\t=1",
    "_x0041_",
    "a;b",
    'с "кавычками"',
    "две\nстроки",
    "#N/A",
    "00123",
    "1.10",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    table = Table("Лист", [("Имя", 10), (text, 10)], [[text, 5], [None, 0]])
    rows = list(
        csv.reader(io.StringIO(TABLE_FORMATS["csv"].render(table).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    safe = f"'{text}" if text[0] in "=+-@\t" else text
    assert rows == [["Имя", safe], [safe, "5"], ["", "0"]]
    # Excel reads _x005F_ as the underscore; openpyxl gives it as it stands in the file.
    kept = "_x005F_x0041_" if text == "_x0041_" else text
    sheet = load_workbook(io.BytesIO(TABLE_FORMATS["xlsx"].render(table))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Имя", kept], [kept, 5], [None, 0]]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s", "s", "s", "n", "n", "n"]
    assert sheet["A2"].quotePrefix is (text[0] in "=+-@")


def test_states_of_the_filter_are_those_of_the_workflow() -> None:
    assert list(queries.STATE_LABELS) == [queries.NOT_BEGUN, *State.values]


@pytest.mark.parametrize("view", ["years", "items"])
def test_a_plan_that_has_not_begun_has_nothing_to_complain_of(
    stage: Stage, sign_in: Callable[[User], Client], view: str
) -> None:
    first_year = timezone.localdate().year + 1
    Plan.objects.create(
        slug="later", title="П", title_genitive="П", first_year=first_year, last_year=first_year + 1,
        supervisor=stage.region,
    )  # fmt: skip
    page = sign_in(stage.supervisor).get("/plans/later/matrix/", {"view": view})
    assert page.context["form"].errors == {}
    assert page.context["year"] == first_year


def test_names_stand_in_one_order_everywhere(stage: Stage, sign_in: Callable[[User], Client]) -> None:
    names = ["Ёлочная школа", "Жук", "Школа № 9", "школа № 10"]
    report = stage.submit()
    for number, name in enumerate(reversed(names)):
        organization = Organization.objects.create(slug=f"x{number}", name=name, name_genitive=name, short_name=name)
        for item in stage.plan.items.all():
            item.executors.add(organization)
    expected = [*names[:2], "Исполнитель 001", "Исполнитель 002", *names[2:]]
    [found] = queries.standings({stage.plan: 2024}, today=timezone.localdate()).values()
    assert [standing.name for standing in found] == expected
    assert [executor.short_name for executor in gather_consolidated(stage.plan, 2024).executors] == expected
    item = stage.plan.items.get(number="1.4")
    shown = queries.item_page(stage.supervisor, stage.plan, item, 2024, choice=queries.Choice())
    assert [card.line.organization.short_name for card in shown.cards] == expected
    for number, name in enumerate(names):
        other = Report.objects.create(
            plan=stage.plan, organization=Organization.objects.get(short_name=name), year=2024,
            state=report.state, filed_content=report.filed_content,
        )  # fmt: skip
        ReportRow.objects.create(report=other, item=item, number="1.4", wording=str(number))
    assert [each.executor for each in queries.given_contributions(item, 2024)] == [
        name for name in expected if name != "Исполнитель 002"
    ]
