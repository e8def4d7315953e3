"""«Вернуть, как было до переноса»: what a document changed is undone, and nothing that was written since."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Tie
from reports import actions, queries
from reports.actions import TakenBack
from reports.figures import Entry
from reports.intake.choice import Choice
from reports.models import Event, Intake, Report

from .conftest import Stage
from .test_intake import line, take_in, texts
from .test_shared_facts import value
from .test_views_intake import posted, text_of

SignIn = Callable[[User], Client]
SEVEN, TEN = Entry(Decimal(7)), Entry(Decimal(10))


def applied(stage: Stage, /, **rows: dict[str, Any]) -> Intake:
    """A document that changed these rows (item_1_4={"implementation": …}) and is applied by the official."""
    intake = take_in(stage, line("1.4"))
    chosen = {stage.row(name.removeprefix("item_").replace("_", ".")): fields for name, fields in rows.items()}
    choices = [Choice(row.pk, row.version, **fields) for row, fields in chosen.items()]
    actions.apply_intake(intake=intake, choices=choices, by=stage.official)
    intake.refresh_from_db()
    return intake


def take_back(intake: Intake, by: User) -> tuple[list[str], list[str], list[str]]:
    """The numbers of the rows: restored, left as changed, left as closed."""
    back: TakenBack = actions.take_back_intake(intake=intake, by=by)
    restored, changed, closed = ([row.number for row in rows] for rows in (back.restored, back.changed, back.closed))
    return restored, changed, closed


def content(stage: Stage) -> list[tuple[Any, ...]]:
    """Everything that stands in the rows of this year's report."""
    return [
        (
            row.number,
            row.answer,
            row.implementation,
            row.result,
            row.unconfirmed,
            sorted((each.indicator.code, each.value, each.not_applicable) for each in row.values.all()),
        )
        for row in stage.report.rows.order_by("number").prefetch_related("values__indicator")
    ]


def tie(stage: Stage) -> None:
    """Those disciplined stand in 1.4, 2.9 and 2.10; entered once."""
    fact = Tie.objects.create(plan=stage.plan, name="привлечены к ответственности", entered_once=True)
    Indicator.objects.filter(code="disciplined").update(tie=fact)
    for number, code in (("2.9", "punished"), ("2.10", "same")):
        item = stage.plan.items.get(number=number)
        Indicator.objects.create(item=item, code=code, name="Наказано лиц", unit="чел.", tie=fact)


def test_answer_texts_and_numbers_are_as_they_were(stage: Stage) -> None:
    extra = Indicator.objects.create(item=stage.plan.items.get(number="1.4"), code="extra", name="Ещё", unit="ед.")
    before = {"considered": SEVEN, extra.code: Entry(not_applicable=True)}
    stage.save(stage.row("1.4"), answer="partial", implementation="Было.", result="Было и это.", entries=before)
    stage.save(stage.row("2.10"), implementation="Не из файла.")
    was = content(stage)
    new = {"considered": Entry(not_applicable=True), "disciplined": TEN, extra.code: Entry()}
    intake = applied(
        stage,
        item_1_4={"answer": "done", "implementation": "Стало.", "result": "И это.", "entries": new},
        item_2_9={"implementation": "Новое."},
    )
    assert content(stage) != was
    versions = {row.number: row.version for row in stage.report.rows.all()}
    last = Event.objects.latest("pk").pk
    assert take_back(intake, stage.official) == (["1.4", "2.9"], [], [])
    assert content(stage) == was
    intake.refresh_from_db()
    assert (intake.state, bool(intake.applied_at)) == ("taken_back", True)
    undone = {"id": intake.pk, "file": "отчёт.docx"}
    events = Event.objects.filter(pk__gt=last).select_related("row")
    assert [
        (each.kind, each.actor, each.row and each.row.number, each.version, each.changes["intake_undone"])
        for each in events
    ] == [
        ("row_saved", stage.official, "1.4", versions["1.4"] + 1, undone),
        ("row_saved", stage.official, "2.9", versions["2.9"] + 1, undone),
    ]
    assert not any("intake" in each.changes for each in events)


@pytest.mark.parametrize(
    "since",
    [{"implementation": "Из файла, и дописано."}, {"answer": "done"}, {"entries": {"considered": SEVEN}}],
)
def test_a_row_that_was_changed_since_is_left(stage: Stage, since: Any) -> None:
    stage.save(stage.row("2.9"), implementation="Было.")
    intake = applied(stage, item_1_4={"implementation": "Из файла."}, item_2_9={"implementation": "Из файла."})
    stage.save(stage.row("1.4"), by=stage.colleague, **since)
    left = content(stage)[0]
    assert take_back(intake, stage.official) == (["2.9"], ["1.4"], [])
    assert content(stage)[0] == left
    assert texts(stage)["2.9"][0] == "Было."


def test_what_came_to_the_same_since_does_not_stand_in_the_way(stage: Stage) -> None:
    """A change and its reverse; answers to remarks, which no document brings, stay."""
    stage.submit()
    stage.return_with("1.4", "2.9")
    was = texts(stage)
    intake = applied(stage, item_1_4={"implementation": "Из файла."}, item_2_9={"implementation": "Из файла."})
    stage.save(stage.row("1.4"), implementation="Из файла!")
    stage.save(stage.row("1.4"), implementation="Из файла.")
    stage.answer("2.9", "Исправлено.")
    assert take_back(intake, stage.official) == (["1.4", "2.9"], [], [])
    assert texts(stage) == was
    assert stage.row("2.9").remarks.get().answer == "Исправлено."


def test_of_two_documents_the_later_one_goes_first(stage: Stage) -> None:
    stage.save(stage.row("1.4"), implementation="Было.")
    one = applied(stage, item_1_4={"implementation": "Первый файл."})
    two = applied(stage, item_1_4={"implementation": "Второй файл."})
    assert take_back(one, stage.official) == ([], ["1.4"], [])
    one.refresh_from_db()
    assert one.state == "applied"
    assert take_back(two, stage.official) == (["1.4"], [], [])
    assert texts(stage)["1.4"][0] == "Первый файл."
    assert take_back(one, stage.official) == (["1.4"], [], [])
    assert texts(stage)["1.4"][0] == "Было."


@pytest.mark.parametrize(("opened", "restored", "closed"), [("2.9", ["2.9"], ["1.4"]), ("2.10", [], ["1.4", "2.9"])])
def test_a_row_that_is_closed_is_left(stage: Stage, opened: str, restored: list[str], closed: list[str]) -> None:
    stage.complete()
    was = texts(stage)
    intake = applied(stage, item_1_4={"implementation": "Из файла."}, item_2_9={"implementation": "Из файла."})
    actions.submit(report=stage.report, by=stage.official)
    stage.return_with(opened)
    assert take_back(intake, stage.official) == (restored, [], closed)
    assert texts(stage) == was | dict.fromkeys(closed, ("Из файла.", "Итог."))


def test_a_number_entered_once_goes_from_all_rows(stage: Stage) -> None:
    """Copies that the document made are its own, and no later changes of the rows in which they stand."""
    tie(stage)
    stage.save(stage.row("1.4"), entries={"disciplined": SEVEN})
    was = content(stage)
    intake = applied(stage, item_2_9={"implementation": "Из файла."}, item_1_4={"entries": {"disciplined": TEN}})
    assert [value(stage, "2.9", "punished"), value(stage, "2.10", "same")] == [TEN, TEN]
    stage.save(stage.row("2.10"), implementation="Дописано.")
    assert take_back(intake, stage.official) == (["1.4", "2.9"], [], [])
    assert [value(stage, "2.9", "punished"), value(stage, "2.10", "same")] == [SEVEN, SEVEN]
    assert texts(stage)["2.10"][0] == "Дописано."
    assert content(stage)[:2] == was[:2]


def test_a_number_changed_since_in_one_row_is_changed_in_all(stage: Stage) -> None:
    tie(stage)
    intake = applied(stage, item_1_4={"entries": {"disciplined": TEN}})
    stage.save(stage.row("2.9"), entries={"punished": SEVEN})
    assert take_back(intake, stage.official) == ([], ["1.4"], [])
    assert [value(stage, "1.4", "disciplined"), value(stage, "2.9", "punished")] == [SEVEN, SEVEN]


def test_the_same_number_that_another_row_had_before_stays_there(stage: Stage) -> None:
    """As where the administrator has tied the two after one of them was filled."""
    tie(stage)
    Tie.objects.update(entered_once=False)
    stage.save(stage.row("2.9"), entries={"punished": TEN})
    Tie.objects.update(entered_once=True)
    intake = applied(stage, item_1_4={"entries": {"disciplined": TEN}})
    assert take_back(intake, stage.official) == (["1.4"], [], [])
    assert [value(stage, "1.4", "disciplined"), value(stage, "2.9", "punished")] == [None, TEN]


def test_last_years_numbers_are_to_be_confirmed_again(stage: Stage) -> None:
    source = stage.row("1.4", stage.last_year)
    row = actions.carry_last_year(row=stage.row("1.4"), version=1, source=source, by=stage.official)
    assert row.unconfirmed
    was = content(stage)
    intake = applied(stage, item_1_4={"implementation": "Совсем другое."})
    assert stage.row("1.4").unconfirmed == []
    take_back(intake, stage.official)
    assert content(stage) == was


def test_a_second_time_is_refused(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    take_back(intake, stage.official)
    stage.save(stage.row("1.4"), implementation="Из файла.")
    events = stage.report.events.count()
    with pytest.raises(actions.NotAppliedError, match="уже возвращено"):
        take_back(intake, stage.official)
    assert (texts(stage)["1.4"][0], stage.report.events.count()) == ("Из файла.", events)
    for begun in (
        take_in(stage, line("1.4")),
        actions.drop_intake(intake=take_in(stage, line("1.4")), by=stage.official),
    ):
        with pytest.raises(actions.NotAppliedError, match="возвращать нечего"):
            take_back(begun, stage.official)


def test_who_may_not_fill_in_may_not_take_back(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    for user in (stage.supervisor, stage.clerk, stage.region_clerk, stage.outsider):
        with pytest.raises(PermissionDenied):
            take_back(intake, user)
    assert texts(stage)["1.4"][0] == "Из файла."
    assert take_back(intake, stage.colleague) == (["1.4"], [], [])
    assert stage.row("1.4").updated_by == stage.colleague


def test_a_closed_report_keeps_what_it_has(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    stage.submit()
    with pytest.raises(PermissionDenied):
        take_back(intake, stage.official)


def test_when_it_was_applied_stays_known(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    for wrong in ({"state": "taken_back", "applied_at": None}, {"state": "dropped"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Intake.objects.filter(pk=intake.pk).update(**wrong)


# The button on the history page and what it answers

BUTTON = "Вернуть, как было до переноса<"


def url_of(intake: Intake) -> str:
    return reverse("take-back", args=[intake.pk])


def history_of(client: Client, report: Report, **query: int) -> str:
    return text_of(client.get(reverse("history", args=[report.pk]), query))


def test_the_history_offers_it_to_those_who_fill_in(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Первое."), line("2.9", "Второе."))
    client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", "2.9", apply="1"))
    take_in(stage, line("2.10", "Не применён."))
    for user, shown in ((stage.official, 1), (stage.colleague, 1), (stage.supervisor, 0), (stage.clerk, 0)):
        page = history_of(sign_in(user), stage.report)
        assert page.count(BUTTON) == page.count(f'<form method="post" action="{url_of(intake)}"') == shown
        assert "Перенесено из файла «отчёт.docx», пунктов: 2." in page
    client = sign_in(stage.official)
    assert BUTTON not in history_of(client, stage.report, row=stage.row("1.4").pk)
    stage.submit()
    assert BUTTON not in history_of(client, stage.report)


def test_a_single_row_has_the_button_too(stage: Stage, sign_in: SignIn) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    page = history_of(sign_in(stage.official), stage.report)
    assert page.index("текст из файла «отчёт.docx»") < page.index(url_of(intake))
    take_back(intake, stage.official)
    page = history_of(sign_in(stage.official), stage.report)
    assert "Пункт 1.4: возвращено, как было до переноса из файла «отчёт.docx»." in page
    assert BUTTON not in page


def test_what_was_taken_back_is_said_and_told_in_one_entry(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), implementation="Было.")
    intake = applied(stage, item_1_4={"implementation": "Стало."}, item_2_9={"implementation": "Новое."})
    client = sign_in(stage.official)
    response = client.post(url_of(intake), follow=True)
    assert response.redirect_chain == [(stage.report.get_absolute_url(), 302)]
    page = text_of(response)
    assert "Возвращено, как было до переноса из файла «отчёт.docx»: 2 строки." in page
    assert "как есть" not in page
    assert texts(stage)["1.4"][0] == "Было."
    page = history_of(client, stage.report)
    assert page.count("Возвращено, как было до переноса из файла «отчёт.docx», пунктов: 2.") == 1
    assert page.count("Перенесено из файла «отчёт.docx», пунктов: 2.") == 1
    assert BUTTON not in page
    again = text_of(client.post(url_of(intake), follow=True))
    assert "Как было до переноса из файла «отчёт.docx», уже возвращено. Сейчас ничего не изменено." in again
    assert texts(stage)["1.4"][0] == "Было."


def test_copied_numbers_do_not_tear_the_entry_apart(stage: Stage, sign_in: SignIn) -> None:
    tie(stage)
    intake = applied(
        stage,
        item_1_4={"entries": {"disciplined": TEN}},
        item_2_9={"implementation": "Из файла."},
    )
    client = sign_in(stage.official)
    page = history_of(client, stage.report)
    assert "Перенесено из файла «отчёт.docx», пунктов: 3." in page
    assert page.count(BUTTON) == 1
    assert "Пункт 2.10: число внесено вместе с пунктом 1.4." in page
    client.post(url_of(intake))
    page = history_of(client, stage.report)
    assert "Возвращено, как было до переноса из файла «отчёт.docx», пунктов: 3." in page
    assert "Пункт 2.10: число возвращено вместе с пунктом 1.4." in page


def test_what_is_left_is_named(stage: Stage, sign_in: SignIn) -> None:
    each = {"implementation": "Из файла."}
    intake = applied(stage, item_1_4=each, item_2_9=each, item_2_10=each)
    for number in ("1.4", "2.9"):
        stage.save(stage.row(number), by=stage.colleague, implementation="Переписано.")
    page = text_of(sign_in(stage.official).post(url_of(intake), follow=True))
    assert "Возвращено, как было до переноса из файла «отчёт.docx»: 1 строка." in page
    history = reverse("history", args=[stage.report.pk])
    assert (
        "Изменены после переноса и оставлены как есть: пункты 1.4 и 2.9. "
        f'Прежний текст — в <a href="{history}">истории</a>.'
    ) in page


def test_if_all_is_left_nothing_is_said_to_be_restored(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    intake = applied(stage, item_1_4={"implementation": "Из файла."}, item_2_9={"implementation": "Из файла."})
    actions.submit(report=stage.report, by=stage.official)
    stage.return_with("1.4")
    stage.save(stage.row("1.4"), implementation="Переписано.")
    client = sign_in(stage.official)
    page = text_of(client.post(url_of(intake), follow=True))
    assert "Ничего из перенесённого из файла «отчёт.docx» не возвращено." in page
    assert "Возвращено, как было" not in page
    assert "Изменён после переноса и оставлен как есть: пункт 1.4." in page
    assert "Закрыт и оставлен как есть, потому что замечаний нет: пункт 2.9." in page
    assert BUTTON in history_of(client, stage.report)


def test_a_page_from_before_the_report_was_submitted(stage: Stage, sign_in: SignIn) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    stage.submit()
    was = content(stage)
    page = text_of(sign_in(stage.official).post(url_of(intake), follow=True))
    assert "Отчёт уже представлен или принят, и изменить его сейчас нельзя. Ничего не возвращено." in page
    assert content(stage) == was


def test_only_what_was_applied_has_something_to_be_taken_back(stage: Stage, sign_in: SignIn) -> None:
    begun = take_in(stage, line("1.4", "Из файла."))
    assert sign_in(stage.official).post(url_of(begun)).status_code == 404


def test_a_forged_form_is_refused(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    client = Client(enforce_csrf_checks=True)
    client.force_login(stage.official)
    assert client.post(url_of(intake)).status_code == 403
    assert texts(stage)["1.4"][0] == "Из файла."


def test_a_colleague_who_was_writing_meanwhile_is_asked(stage: Stage) -> None:
    intake = applied(stage, item_1_4={"implementation": "Из файла."})
    seen = stage.row("1.4").version
    take_back(intake, stage.official)
    with pytest.raises(actions.StaleVersionError):
        stage.save(stage.row("1.4"), by=stage.colleague, version=seen, implementation="Из файла, дописано.")
    sentences = [entry.what for entry in queries.history(stage.report, stage.official)]
    assert sentences[0] == "Пункт 1.4: возвращено, как было до переноса из файла «отчёт.docx»"
