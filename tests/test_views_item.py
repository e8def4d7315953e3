"""One item of the plan across its executors."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Indicator
from reports import actions, queries
from reports.figures import Entry
from reports.models import Event, Remark, Report, ReportRow
from reports.queries import Choice, ItemPage
from reports.vocabulary import EventKind

from .conftest import Stage

SignIn = Callable[[User], Client]


def url(number: str = "1.4", year: int = 2024) -> str:
    return reverse("item", args=["plan", year, number])


def page_of(stage: Stage, number: str = "1.4", by: User | None = None, **choice: Any) -> ItemPage:
    item = stage.plan.items.prefetch_related("indicators").get(number=number)
    return queries.item_page(by or stage.supervisor, stage.plan, item, 2024, choice=Choice(**choice))


def names(page: ItemPage) -> list[str]:
    return [card.line.organization.short_name for card in page.cards]


def other_report(stage: Stage) -> Report:
    return actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)


def executor(stage: Stage, number: int) -> Organization:
    """One more executor of every item, with an official of its own (`organization.memberships`)."""
    organization = Organization.objects.create(
        slug=f"more-{number}",
        name=f"Исполнитель {number:03}",
        name_genitive=f"исполнителя {number:03}",
        short_name=f"Исполнитель {number:03}",
    )
    for item in stage.plan.items.all():
        item.executors.add(organization)
    user = User.objects.create_user(f"more-{number}")
    user.memberships.create(organization=organization, role="official")
    return organization


def reported(
    stage: Stage,
    number: int,
    *,
    entries: dict[str, Entry],
    answer: str = "done",
    text: str = "Сделано.",
    year: int = 2024,
) -> Report:
    """The submitted report of one more executor that says this about item 1.4."""
    organization = Organization.objects.filter(slug=f"more-{number}").first() or executor(stage, number)
    user = organization.memberships.get().user
    report = actions.open_report(plan=stage.plan, organization=organization, year=year, by=user)
    for row in report.rows.all():
        is_asked = row.number == "1.4"
        said = {"entries": entries if is_asked else {}, "answer": answer if is_asked else "done"}
        stage.save(row, by=user, implementation=text, result="Итог.", **said)
    actions.submit(report=report, by=user)
    report.refresh_from_db()
    return report


def numbers(considered: int | None, disciplined: int | None) -> dict[str, Entry]:
    given = {"considered": considered, "disciplined": disciplined}
    return {code: Entry(Decimal(value)) for code, value in given.items() if value is not None}


def posted(client: Client, row: ReportRow, button: str, typed: str = "", **more: Any) -> Any:
    """Press a button at a row of the page as it stands."""
    data = {f"seen-{row.pk}": actions.last_event(row.report, row), f"text-{row.pk}": typed, button: row.pk, **more}
    return client.post(url(row.number), data)


# ---- what is shown ----


def test_everybody_to_whom_the_item_is_assigned_is_shown_and_the_silent_are_named(
    stage: Stage, sign_in: SignIn
) -> None:
    stage.submit()
    response = sign_in(stage.supervisor).get(url())
    html = response.content.decode()
    assert names(response.context["page"]) == ["Исполнитель 001", "Исполнитель 002"]
    assert "Не представили отчёт — 1:</strong> Исполнитель 002" in html
    assert "Отчёт не начат." in html
    assert "Сделано по пункту 1.4." in html
    assert "80\u00a0% (8 из 10)" in html
    assert "Мероприятие 1.4 на территории" in html
    assert "{территории}" not in html


def test_last_year_stands_beside(stage: Stage) -> None:
    stage.submit()
    (first, second) = page_of(stage).cards
    assert first.last_year is not None
    assert first.last_year.year == 2023
    assert first.last_year.row.implementation.startswith("В 2023 году проведено 5 заседаний")
    assert [figure.text for figure in first.last_year.figures] == ["9\u00a0чел.", "3\u00a0чел.", "33,3\u00a0% (3 из 9)"]
    assert second.last_year is None


def test_totals_are_sums_and_shares_of_sums(stage: Stage) -> None:
    reported(stage, 10, entries=numbers(100, 1))
    reported(stage, 11, entries=numbers(2, 2))
    reported(stage, 12, entries=numbers(0, 0))
    reported(stage, 13, entries=numbers(7, None))
    reported(stage, 14, entries={code: Entry(not_applicable=True) for code in ("considered", "disciplined")})
    considered, disciplined, share = page_of(stage).indicators
    # 3 of 102, not the mean of 1 % and 100 %; the 7 has no part of its own and is not in the share.
    assert considered.given.value_text == "109\u00a0чел."
    assert disciplined.given.value_text == "3\u00a0чел."
    assert share.given.value_text == "2,9\u00a0% (3 из 102)"
    assert share.given.missing == ("Исполнитель 013",)
    assert share.accepted.value_text == "нет данных"
    assert dict(share.spread.others) == {
        "случаев не было (0 из 0)": ("Исполнитель 012",),
        "не заполнено": ("Исполнитель 013",),
        "не применимо": ("Исполнитель 014",),
    }


def test_drafts_and_returned_reports_are_not_in_the_totals(stage: Stage) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation="Пишу", entries=numbers(5, 5))
    assert page_of(stage).indicators[0].given.value_text == "нет данных"
    stage.submit()
    assert page_of(stage).indicators[0].given.value_text == "10\u00a0чел."
    first = page_of(stage).groups[0]
    assert (first.label, first.executors) == ("Выполнено", ("Исполнитель 001",))
    stage.return_with("2.9")
    page = page_of(stage)
    assert page.indicators[0].given.value_text == "нет данных"
    assert [(group.label, group.is_silent) for group in page.groups] == [
        ("На доработке", False),
        ("Не представили отчёт", True),
    ]


def test_accepted_reports_have_a_total_of_their_own(stage: Stage) -> None:
    reported(stage, 10, entries=numbers(3, 3))
    report = stage.submit()
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    total = page_of(stage).indicators[0]
    assert (total.accepted.value_text, total.given.value_text) == ("10\u00a0чел.", "13\u00a0чел.")


def test_a_report_without_the_item_says_so(stage: Stage, sign_in: SignIn) -> None:
    report = other_report(stage)
    ReportRow.objects.filter(report=report, number="2.9").delete()
    html = sign_in(stage.supervisor).get(url("2.9")).content.decode()
    assert "В отчёте нет этого пункта" in html


def test_an_executor_that_lost_the_item_keeps_its_row(stage: Stage) -> None:
    stage.submit()
    stage.plan.items.get(number="1.4").executors.remove(stage.executor)
    assert names(page_of(stage)) == ["Исполнитель 001", "Исполнитель 002"]


def test_neighbours_are_found_in_natural_order_and_keep_the_choice(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    html = client.get(f"{url('2.9')}?answer=done&sort=name&page=1").content.decode()
    assert f'rel="prev" href="{url("1.4")}?answer=done"' in html
    assert f'rel="next" href="{url("2.10")}?answer=done"' in html
    assert 'rel="prev"' not in client.get(url("1.4")).content.decode()
    assert 'rel="next"' not in client.get(url("2.10")).content.decode()


# ---- choosing ----


@pytest.fixture
def four(stage: Stage) -> Stage:
    """Executors 001: submitted; 002: none; 010: missed the target; 011: no cases; 012: a draft without an answer."""
    stage.submit()
    reported(stage, 10, entries=numbers(10, 1), text="Приняты Меры, учтено всё")
    reported(stage, 11, entries={}, answer="no_cases")
    organization = executor(stage, 12)
    user = organization.memberships.get().user
    actions.open_report(plan=stage.plan, organization=organization, year=2024, by=user)
    return stage


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, [1, 2, 10, 11, 12]),
        ({"answer": "done"}, [1, 10]),
        ({"answer": "no_cases"}, [11]),
        ({"answer": "none"}, [12]),
        ({"state": "submitted"}, [1, 10, 11]),
        ({"state": "draft"}, [12]),
        ({"state": "none"}, [2]),
        ({"review": "pending"}, [1, 10, 11]),
        ({"review": "remarked"}, []),
        ({"missed": True}, [10]),
        ({"search": "приняты  меры, УЧТЕНО ВСЕ"}, [10]),
        ({"search": "исполнитель 01"}, [10, 11, 12]),
        ({"search": "ничего такого"}, []),
        ({"answer": "done", "missed": True}, [10]),
        ({"sort": "considered"}, [1, 10, 2, 11, 12]),
        ({"sort": "-disciplined"}, [1, 10, 2, 11, 12]),
        ({"sort": "disciplined"}, [10, 1, 2, 11, 12]),
        ({"sort": "share"}, [10, 1, 2, 11, 12]),
    ],
)
def test_who_is_shown_in_which_order(four: Stage, choice: dict[str, Any], expected: list[int]) -> None:
    page = page_of(four, **choice)
    assert names(page) == [f"Исполнитель {number:03}" for number in expected]
    assert (page.found, page.executors) == (len(expected), 5)


def test_the_form_chooses(four: Stage, sign_in: SignIn) -> None:
    client = sign_in(four.supervisor)
    response = client.get(f"{url()}?answer=done&state=&review=&sort=-share&search=&missed=on")
    assert names(response.context["page"]) == ["Исполнитель 010"]
    html = response.content.decode()
    assert "Найдено 1 из 5." in html
    assert '<option value="done" selected>' in html
    nobody = client.get(f"{url()}?answer=partial").content.decode()
    assert "Под этот отбор никто не подходит." in nobody


@pytest.mark.parametrize("query", ["answer=x&state=y&sort=z&review=w", "page=999", "page=x", "search=%00", "sort=-"])
def test_any_address_gives_a_page(four: Stage, sign_in: SignIn, query: str) -> None:
    response = sign_in(four.supervisor).get(f"{url()}?{query}")
    assert response.status_code == 200
    assert len(response.context["page"].cards) == 5


def test_a_remark_and_an_acceptance_are_a_state_of_the_row(four: Stage) -> None:
    for number, decide in ((10, "remark"), (11, "accept")):
        row = ReportRow.objects.get(report__organization__slug=f"more-{number}", number="1.4")
        seen = actions.last_event(row.report, row)
        if decide == "remark":
            actions.make_remark(row=row, text="Уточните.", seen=seen, by=four.supervisor)
        else:
            actions.accept_row(row=row, seen=seen, by=four.supervisor)
    assert names(page_of(four, review="remarked")) == ["Исполнитель 010"]
    assert names(page_of(four, review="accepted")) == ["Исполнитель 011"]
    assert names(page_of(four, review="pending")) == ["Исполнитель 001"]


def test_25_executors_a_page_and_the_choice_stays(stage: Stage, sign_in: SignIn) -> None:
    for number in range(10, 40):
        executor(stage, number)
    client = sign_in(stage.supervisor)
    first = client.get(f"{url()}?state=none&sort=name")
    assert len(first.context["page"].cards) == 25
    assert "state=none&amp;sort=name&amp;page=2" in first.content.decode()
    second = client.get(f"{url()}?state=none&page=2")
    assert names(second.context["page"])[-1] == "Исполнитель 039"
    assert len(second.context["page"].cards) == 6


# ---- deciding ----


def test_a_remark_on_the_spot(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("1.4")
    response = posted(sign_in(stage.supervisor), row, "remark", "Назовите даты заседаний.")
    assert (response.status_code, response.headers["Location"]) == (302, f"{url()}?saved=row-{row.pk}#row-{row.pk}")
    remark = Remark.objects.get()
    assert (remark.row, remark.text, remark.author) == (row, "Назовите даты заседаний.", stage.supervisor)
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "Исполнитель 001: замечание записано." in html
    assert "Назовите даты заседаний." in html
    assert "есть замечание" in html


def test_a_row_is_accepted_on_the_spot(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("1.4")
    client = sign_in(stage.supervisor)
    assert posted(client, row, "accept").status_code == 302
    row.refresh_from_db()
    assert row.accepted_by == stage.supervisor
    assert 'name="accept"' not in client.get(url()).content.decode()


def test_buttons_are_drawn_only_for_those_who_may_press_them(stage: Stage, sign_in: SignIn) -> None:
    draft = sign_in(stage.supervisor).get(url()).content.decode()
    assert 'name="remark"' not in draft
    stage.submit()
    assert 'name="remark"' in sign_in(stage.supervisor).get(url()).content.decode()
    clerk = sign_in(stage.region_clerk).get(url()).content.decode()
    assert "Сделано по пункту 1.4." in clerk
    for name in ("remark", "accept", "bulk", "rows"):
        assert f'name="{name}"' not in clerk


def test_who_wrote_the_report_is_not_offered_to_review_it(stage: Stage, sign_in: SignIn) -> None:
    stage.official.memberships.create(organization=stage.region, role="supervisor")
    stage.submit()
    row = stage.row("1.4")
    client = sign_in(stage.official)
    assert 'name="remark"' not in client.get(url()).content.decode()
    response = posted(client, row, "remark", "Сам себе")
    assert response.status_code == 403
    assert "проверяет и принимает его другой куратор" in response.content.decode()
    assert "Сам себе</textarea>" in response.content.decode()
    assert not Remark.objects.exists()


def test_a_clerk_cannot_decide_and_loses_no_word(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    response = posted(sign_in(stage.region_clerk), stage.row("1.4"), "remark", "Набранное делопроизводителем")
    assert response.status_code == 403
    assert "Набранное делопроизводителем</textarea>" in response.content.decode()
    assert not Remark.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_remark_is_refused(stage: Stage, sign_in: SignIn, text: str) -> None:
    stage.submit()
    response = posted(sign_in(stage.supervisor), stage.row("1.4"), "remark", text)
    assert response.status_code == 422
    assert "Напишите, что нужно исправить." in response.content.decode()
    assert not Remark.objects.exists()


def test_a_row_with_a_typed_remark_is_not_accepted(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    response = posted(sign_in(stage.supervisor), stage.row("1.4"), "accept", "Но уточните")
    assert response.status_code == 422
    assert "Запишите его или сотрите" in response.content.decode()
    assert "Но уточните</textarea>" in response.content.decode()
    assert stage.row("1.4").accepted_at is None


def test_who_decides_on_a_row_that_has_changed_is_told_and_loses_no_word(stage: Stage, sign_in: SignIn) -> None:
    """The report was returned, corrected and submitted again while the page stood open."""
    stage.submit()
    row = stage.row("1.4")
    seen = actions.last_event(stage.report, row)
    stage.complete(stage.return_with("1.4"))
    stage.save(row, answer="partial", implementation="Исправленный текст.", entries=numbers(10, 7))
    actions.submit(report=stage.report, by=stage.official)
    data = {f"seen-{row.pk}": seen, f"text-{row.pk}": "Моё замечание", "remark": row.pk}
    response = sign_in(stage.supervisor).post(url(), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Пока вы читали, строка изменилась." in html
    assert "<del>Сделано</del><ins>Исправленный</ins>" in html
    assert "<del>8</del><ins>7</ins>" in html
    assert "Моё замечание</textarea>" in html
    assert f'name="seen-{row.pk}" value="{actions.last_event(stage.report, row)}"' in html
    assert Remark.objects.filter(text="Моё замечание").count() == 0


def test_a_report_that_was_accepted_meanwhile_refuses_and_shows_the_text(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("1.4")
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    response = posted(sign_in(stage.supervisor), row, "remark", "Поздно")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Состояние отчёта: принят." in html
    assert "Ваш текст, он не записан" in html
    assert "Поздно</textarea>" in html


def test_what_is_typed_at_other_rows_stays(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    other = reported(stage, 10, entries=numbers(1, 1)).rows.get(number="1.4")
    more = {f"text-{other.pk}": "Недописанное", f"seen-{other.pk}": 0, "text": "Общее", "rows": [other.pk]}
    response = posted(sign_in(stage.supervisor), stage.row("1.4"), "remark", "Готовое", **more)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Недописанное</textarea>" in html
    assert "Общее</textarea>" in html
    assert f'id="tick-{other.pk}" checked' in html
    assert [remark.text for remark in Remark.objects.all()] == ["Готовое"]


def test_what_is_typed_at_a_row_that_the_choice_leaves_out_is_shown(stage: Stage, sign_in: SignIn) -> None:
    """Accepting a row takes it out of «не проверена»; a text at a row that is no longer there must not vanish."""
    stage.submit()
    row = stage.row("1.4")
    data = {f"seen-{row.pk}": 0, f"text-{row.pk}": "Мой текст", "remark": row.pk}
    response = sign_in(stage.supervisor).post(f"{url()}?answer=not_done", data)
    assert response.status_code == 409
    assert response.context["page"].cards == []
    assert "Мой текст</textarea>" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"remark": "x"}, {"accept": "999999"}, {"remark": "9" * 30}, {"remark": "²"}])
def test_a_decision_about_nothing_is_not_found(stage: Stage, sign_in: SignIn, data: dict[str, str]) -> None:
    stage.submit()
    assert sign_in(stage.supervisor).post(url(), data).status_code == 404


def test_a_row_of_another_item_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    data = {"remark": row.pk, f"text-{row.pk}": "Не туда", f"seen-{row.pk}": actions.last_event(stage.report, row)}
    assert sign_in(stage.supervisor).post(url("1.4"), data).status_code == 404
    assert not Remark.objects.exists()


# ---- several at once ----


def bulk(client: Client, rows: list[ReportRow], text: str = "Приложите копии.", **more: str) -> Any:
    seen = {f"seen-{row.pk}": actions.last_event(row.report, row) for row in rows}
    return client.post(url(), {**seen, "rows": [row.pk for row in rows], "text": text, "bulk": "1", **more})


@pytest.fixture
def three(stage: Stage) -> list[ReportRow]:
    """Rows of item 1.4 in three submitted reports."""
    stage.submit()
    reports = [stage.report, *(reported(stage, number, entries=numbers(4, 4)) for number in (10, 11))]
    return [report.rows.get(number="1.4") for report in reports]


def test_one_remark_to_several(stage: Stage, three: list[ReportRow], sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    assert bulk(client, three[:2]).status_code == 302
    assert sorted(remark.row_id for remark in Remark.objects.filter(text="Приложите копии.")) == sorted(
        row.pk for row in three[:2]
    )
    assert Event.objects.filter(kind=EventKind.REMARK_MADE, actor=stage.supervisor).count() == 2
    assert "Замечание записано 2 исполнителям." in client.get(url()).content.decode()


def test_if_one_row_cannot_take_it_none_gets_it_and_it_is_named(
    stage: Stage, three: list[ReportRow], sign_in: SignIn
) -> None:
    report = three[1].report
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    changed = three[2]
    stale = actions.last_event(changed.report, changed)
    actions.accept_row(row=changed, seen=stale, by=stage.supervisor)
    response = bulk(sign_in(stage.supervisor), three, **{f"seen-{changed.pk}": str(stale)})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Замечание не записано никому" in html
    assert f'<a href="#row-{three[1].pk}">Исполнитель 010</a>: «Проверить строки»' in html
    assert f'<a href="#row-{changed.pk}">Исполнитель 011</a>: Пока вы читали, строка изменилась.' in html
    assert f'<a href="#row-{three[0].pk}">' not in html
    assert "Приложите копии.</textarea>" in html
    assert html.count("checked") == 2
    assert not Remark.objects.exists()
    assert not Event.objects.filter(kind=EventKind.REMARK_MADE).exists()


@pytest.mark.parametrize(
    ("ticked", "text", "told"),
    [(0, "Текст", "Отметьте исполнителей"), (2, "", "Напишите, что нужно исправить."), (2, "  ", "Напишите, что")],
)
def test_a_remark_to_nobody_or_of_nothing(
    stage: Stage, three: list[ReportRow], sign_in: SignIn, ticked: int, text: str, told: str
) -> None:
    response = bulk(sign_in(stage.supervisor), three[:ticked], text)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert response.content.decode().count("checked") == ticked
    assert not Remark.objects.exists()


def test_all_of_the_page_are_ticked_and_nothing_is_written(
    stage: Stage, three: list[ReportRow], sign_in: SignIn
) -> None:
    seen = {f"seen-{row.pk}": 0 for row in three}
    response = sign_in(stage.supervisor).post(url(), {**seen, "tick": "all", "text": "Общее"})
    html = response.content.decode()
    assert html.count("checked") == 3
    assert "Общее</textarea>" in html
    assert not Remark.objects.exists()


def test_a_ticked_row_of_nowhere_is_not_found(stage: Stage, three: list[ReportRow], sign_in: SignIn) -> None:
    data = {"rows": [three[0].pk, 999999], "text": "Текст", "bulk": "1"}
    assert sign_in(stage.supervisor).post(url(), data).status_code == 404
    assert not Remark.objects.exists()


def test_the_action_names_every_row_that_refuses(stage: Stage, three: list[ReportRow]) -> None:
    report = three[1].report
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    seen = {row.pk: actions.last_event(row.report, row) for row in three} | {three[2].pk: 0}
    with pytest.raises(actions.RowsRefusedError) as refused:
        actions.remark_rows(rows=three, text="Всем", seen=seen, by=stage.supervisor)
    assert [(row.pk, type(error).__name__) for row, error in refused.value.refusals] == [
        (three[1].pk, "PermissionDenied"),
        (three[2].pk, "StaleDecisionError"),
    ]
    assert not Remark.objects.exists()


# ---- any text, any number ----


def test_any_text_is_shown_whole(stage: Stage, sign_in: SignIn) -> None:
    strange = "<script>alert(1)</script> «ёлки» \U0001f600 " + "Ы" * 5000 + " конец"
    reported(stage, 10, entries=numbers(1, 1), text=strange)
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; «ёлки» \U0001f600 " + "Ы" * 5000 + " конец" in html
    assert "<script>alert" not in html


def test_unprintable_characters_of_a_remark_are_removed_at_the_door(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    posted(sign_in(stage.supervisor), stage.row("1.4"), "remark", "До\x00 и\x0b после")
    assert Remark.objects.get().text == "До и\n после"


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?search=текст", "?sort=share&missed=on"])
def test_queries_do_not_grow_with_executors(stage: Stage, sign_in: SignIn, query: str) -> None:
    """With 1 and with 3 reports, each with last year's, a remark and two indicators."""
    client = sign_in(stage.supervisor)
    counts = []
    for number in range(10, 13):
        reported(stage, number, entries=numbers(10, 1), text="Текст", year=2023)
        report = reported(stage, number, entries=numbers(10, 1), text="Текст")
        row = report.rows.get(number="1.4")
        actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(report, row), by=stage.supervisor)
        counts.append(count_queries(client, url() + query))
    assert counts[0] == counts[2]


def test_queries_do_not_grow_with_indicators(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    client = sign_in(stage.supervisor)
    before = count_queries(client, url())
    item = stage.plan.items.get(number="1.4")
    for number in range(3):
        Indicator.objects.create(item=item, code=f"new-{number}", position=9, name=f"Новый {number}", unit="ед.")
    assert count_queries(client, url()) == before
