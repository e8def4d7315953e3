"""The pages between executor and supervisor."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import PlanItem
from reports import actions, queries
from reports.figures import Entry
from reports.models import Receipt, Remark, Report, ReportRow
from reports.vocabulary import State

from .conftest import Stage

SignIn = Callable[[User], Client]
HX = {"HX-Request": "true"}


def url(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def decision(row: ReportRow, what: str, **more: Any) -> dict[str, Any]:
    seen = {"seen": actions.last_event(row.report, row), "page_seen": actions.last_event(row.report)}
    return {"decision": what, **seen, **more}


# ---- checking and submitting ----


def test_what_blocks_and_what_is_doubtful_stand_apart_each_with_its_link(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation="Сделано.")
    html = sign_in(stage.official).get(url("submit", stage.report.pk)).content.decode()
    blocking, doubtful = html.split('id="doubtful"')
    assert f'href="{url("row", stage.row("2.9").pk)}#field-answer"' in blocking
    assert f'href="{url("row", stage.row("2.9").pk)}#field-implementation"' in blocking
    assert f'href="{url("row", stage.row("1.4").pk)}#field-value_considered"' in doubtful
    assert "Представить отчёт</button>" not in html


def test_the_list_is_the_same_on_reload(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    first, second = (client.get(url("submit", stage.report.pk)).context for _ in range(2))
    assert first["questions"] == second["questions"]
    assert first["questions"].errors != []


def test_every_link_of_the_list_leads_to_a_field_of_the_row(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    matters = client.get(url("submit", stage.report.pk)).context["questions"].errors
    for row, field in (pair for matter in matters for pair in matter.rows):
        assert f'id="field-{field}"' in client.get(row.get_absolute_url()).content.decode()


def test_submitting_gives_a_receipt_that_is_found_again(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    client = sign_in(stage.official)
    html = client.post(url("submit", stage.report.pk), follow=True).content.decode()
    receipt = Receipt.objects.get()
    assert f"Квитанция № {receipt.number}" in html
    assert receipt.fingerprint in html
    for wanted in (receipt.number, f" № {receipt.number} ", receipt.fingerprint[:8]):
        assert receipt.get_absolute_url() in client.get(reverse("receipts"), {"q": wanted}).content.decode()
    assert receipt.get_absolute_url() in client.get(stage.report.get_absolute_url()).content.decode()
    nothing = client.get(reverse("receipts"), {"q": "2023-000001"}).content.decode()
    assert "среди видимых вам нет" in nothing


def test_somebody_elses_receipt_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    receipt = stage.submit().receipts.get()
    html = sign_in(stage.outsider).get(reverse("receipts"), {"q": receipt.number}).content.decode()
    assert receipt.get_absolute_url() not in html


def test_the_receipt_is_printable(stage: Stage, sign_in: SignIn) -> None:
    receipt = stage.submit().receipts.get()
    response = sign_in(stage.clerk).get(url("receipt-file", receipt.pk))
    assert response.content.startswith(b"%PDF")
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_submission_that_does_not_go_says_why(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.official).post(url("submit", stage.report.pk), follow=True).content.decode()
    assert "Отчёт ещё нельзя представить. Дополните строки: 1.4, 2.9, 2.10." in html


# ---- review ----


def test_a_supervisor_sees_every_row_with_what_is_needed(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    page = sign_in(stage.supervisor).get(url("review", stage.report.pk))
    rows = page.context["page"].rows
    assert [(each.row.number, each.review) for each in rows] == [
        ("1.4", "pending"),
        ("2.9", "pending"),
        ("2.10", "pending"),
    ]
    assert rows[0].figures[2].text == "80\N{NO-BREAK SPACE}% (8 из 10)"
    assert rows[0].last_year is not None
    assert rows[0].last_year.figures[2].text == "33,3\N{NO-BREAK SPACE}% (3 из 9)"
    assert "Не проверенные" in page.content.decode()


def test_review_row_by_row_in_the_background(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    client = sign_in(stage.supervisor)
    row = stage.row("2.9")
    html = client.post(url("review-row", row.pk), decision(row, "accept"), headers=HX).content.decode()
    assert "✓ принята" in html
    assert "Принято строк: 1" in html
    other = stage.row("1.4")
    data = decision(other, "remark", text="Уточните <число>.")
    html = client.post(url("review-row", other.pk), data, headers=HX).content.decode()
    assert "Уточните &lt;число&gt;." in html
    assert "с замечаниями: 1" in html
    assert "Вернуть на доработку" in html
    remark = Remark.objects.get()
    client.post(url("review-row", other.pk), decision(other, "withdraw", remark=remark.pk), headers=HX)
    assert not Remark.objects.exists()
    html = client.post(url("review-row", row.pk), decision(row, "reopen"), headers=HX).content.decode()
    assert "○ не проверена" in html


def test_without_script_one_comes_back_to_the_row(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    response = sign_in(stage.supervisor).post(f"{url('review-row', row.pk)}?show=pending", decision(row, "accept"))
    saved = f"?show=pending&saved=row-{row.pk}#row-{row.pk}"
    assert response.headers["Location"] == f"{url('review', stage.report.pk)}{saved}"


@pytest.mark.parametrize("headers", [{}, HX])
def test_what_was_typed_is_not_lost_when_the_row_has_changed(
    stage: Stage, sign_in: SignIn, headers: dict[str, str]
) -> None:
    stage.submit()
    row = stage.row("2.9")
    data = decision(row, "remark", text="Моё замечание, набранное с трудом.")
    actions.make_remark(
        row=row, text="Замечание коллеги.", seen=actions.last_event(row.report, row), by=stage.supervisor
    )
    response = sign_in(stage.supervisor).post(url("review-row", row.pk), data, headers=headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Решение не записано: пока вы смотрели, пункт изменился." in html
    assert "Замечание коллеги." in html
    assert "Моё замечание, набранное с трудом.</textarea>" in html
    assert Remark.objects.count() == 1


def test_accepting_with_a_remark_half_written_is_asked_about(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    response = sign_in(stage.supervisor).post(url("review-row", row.pk), decision(row, "accept", text="Но ведь…"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Отправьте его или сотрите" in html
    assert "Но ведь…</textarea>" in html
    assert stage.row("2.9").accepted_at is None


@pytest.mark.parametrize(
    "data", [{}, {"decision": "accept"}, {"decision": "eat", "seen": 1}, {"decision": "accept", "seen": 1}]
)
def test_a_decision_that_is_none_is_refused(stage: Stage, sign_in: SignIn, data: dict[str, Any]) -> None:
    stage.submit()
    assert sign_in(stage.supervisor).post(url("review-row", stage.row("2.9").pk), data).status_code == 400


def test_a_remark_of_another_row_cannot_be_named(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    other = stage.row("1.4")
    remark = actions.make_remark(
        row=other, text="Здесь.", seen=actions.last_event(other.report, other), by=stage.supervisor
    )
    row = stage.row("2.9")
    data = decision(row, "withdraw", remark=remark.pk)
    assert sign_in(stage.supervisor).post(url("review-row", row.pk), data).status_code == 302
    assert Remark.objects.exists()


# ---- the report as a whole ----


def test_a_report_is_returned_with_a_note(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(report, row), by=stage.supervisor)
    data = {"decision": "return", "seen": actions.last_event(report), "note": "До пятницы."}
    html = sign_in(stage.supervisor).post(url("decide", report.pk), data, follow=True).content.decode()
    assert "Открыты строки с замечаниями: 1." in html
    assert "До пятницы." in html
    report.refresh_from_db()
    assert report.state == State.RETURNED


def test_a_note_is_not_lost_when_the_report_has_changed(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    data = {"decision": "return", "seen": actions.last_event(report), "note": "До пятницы."}
    actions.make_remark(row=row, text="Коллега.", seen=actions.last_event(report, row), by=stage.supervisor)
    response = sign_in(stage.supervisor).post(url("decide", report.pk), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "пока вы смотрели, отчёт изменился" in html
    assert "До пятницы.</textarea>" in html


def test_accepting_with_a_remark_says_what_to_do(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(report, row), by=stage.supervisor)
    data = {"decision": "accept", "seen": actions.last_event(report)}
    response = sign_in(stage.supervisor).post(url("decide", report.pk), data)
    assert response.status_code == 422
    assert "Верните его на доработку или снимите замечания." in response.content.decode()


def test_after_the_rework_the_row_is_shown_before_and_after(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9", text="Укажите дату.")
    remark = Remark.objects.get()
    stage.save(stage.row("2.9"), implementation="Сделано 5 мая по пункту 2.9.", replies={remark.pk: "Дата указана."})
    actions.submit(report=stage.report, by=stage.official)
    page = sign_in(stage.supervisor).get(url("review", stage.report.pk))
    assert [each.row.number for each in page.context["shown"]] == ["2.9"]
    (answered,) = page.context["shown"][0].answered
    assert answered.remark == remark
    (change,) = answered.changes
    assert change.label == "Информация о реализации"
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] == [("added", " 5 мая")]
    html = page.content.decode()
    assert "Дата указана." in html
    assert "<ins> 5 мая</ins>" in html


def test_a_report_is_opened_again(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    address = url("reopen", stage.last_year.pk)
    seen = client.get(address).context["form"]["seen"].value()
    refused = client.post(address, {"seen": seen, "reason": "Ошибка в числе."})
    assert refused.status_code == 422
    assert "Отметьте строки" in refused.content.decode()
    assert "Ошибка в числе.</textarea>" in refused.content.decode()
    row = stage.row("2.9", stage.last_year)
    client.post(address, {"seen": seen, "reason": "Ошибка в числе.", "rows": [row.pk, "9" * 30, "x"]})
    assert Report.objects.get(pk=stage.last_year.pk).state == State.RETURNED


def test_the_official_sees_just_the_open_rows(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9", text="Укажите дату.")
    client = sign_in(stage.official)
    page = client.get(stage.report.get_absolute_url())
    assert [line.number for line in page.context["lines"]] == ["2.9"]
    everything = client.get(stage.report.get_absolute_url(), {"show": "all"}).context["lines"]
    assert [(line.number, line.status, line.state) for line in everything] == [
        ("1.4", "locked", "Закрыта, ответ: выполнено"),
        ("2.9", "started", "Осталось: ответьте на замечание"),
        ("2.10", "locked", "Закрыта, ответ: выполнено"),
    ]
    row = client.get(url("row", stage.row("2.9").pk)).content.decode()
    assert "Укажите дату." in row
    assert "Ваш ответ на замечание" in row
    locked = client.get(url("row", stage.row("1.4").pk)).content.decode()
    assert "row-form" not in locked


def test_an_answer_saves_itself(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9")
    remark = Remark.objects.get()
    row = stage.row("2.9")
    data = {
        "version": row.version,
        "answer": row.answer,
        "implementation": row.implementation,
        "result": row.result,
        f"reply_{remark.pk}": "Исправл",
    }
    response = sign_in(stage.official).post(url("row", row.pk), data, headers=HX)
    assert response.status_code == 200
    remark.refresh_from_db()
    assert remark.answer == "Исправл"


def test_two_answers_to_one_remark_are_chosen_between(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9")
    remark = Remark.objects.get()
    row = stage.row("2.9")
    stage.save(row, by=stage.colleague, replies={remark.pk: "Коллега ответил."})
    data = {
        "version": row.version,
        "answer": row.answer,
        "implementation": row.implementation,
        "result": row.result,
        f"reply_{remark.pk}": "Я ответил.",
    }
    client = sign_in(stage.official)
    response = client.post(url("row", row.pk), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Ответ на замечание «Уточните число.»" in html
    assert "Коллега ответил." in html
    version = stage.row("2.9").version
    client.post(url("row", row.pk), {**data, "version": version, f"choose_reply_{remark.pk}": "theirs"})
    remark.refresh_from_db()
    assert remark.answer == "Коллега ответил."


def test_the_review_asks_as_many_queries_for_3_rows_as_for_30(stage: Stage) -> None:
    report = stage.submit()
    with CaptureQueriesContext(connection) as few:
        queries.review_page(report)
    for number in range(1, 28):
        item = PlanItem.objects.create(plan=stage.plan, number=f"9.{number}", wording="Ещё")
        ReportRow.objects.create(report=report, item=item, number=item.number, wording="Ещё")
    with CaptureQueriesContext(connection) as many:
        assert len(queries.review_page(report).rows) == 30
    assert len(many) == len(few)


# ---- history ----


def test_the_history_tells_the_whole_story(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9", text="Укажите дату.")
    report = stage.submit()
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    html = sign_in(stage.official).get(url("history", stage.report.pk)).content.decode()
    first, second = stage.report.receipts.all()
    story = [
        "Отчёт принят.",
        f"Отчёт представлен, версия 2, квитанция № {second.number}.",
        "Пункт 2.9: строка изменена.",
        "Отчёт возвращён на доработку. Открыты пункты: 2.9.",
        "Пункт 2.9: сделано замечание.",
        f"Отчёт представлен, версия 1, квитанция № {first.number}.",
        "Отчёт начат.",
    ]
    places = [html.index(sentence) for sentence in story]
    assert places == sorted(places)
    assert "Укажите дату." in html


def test_saves_of_one_person_are_one_entry_with_what_changed(stage: Stage) -> None:
    row = stage.row("2.9")
    for text in ("Провед", "Проведено 5 за", "Проведено 5 заседаний."):
        stage.save(row, implementation=text)
    stage.save(row, by=stage.colleague, implementation="Проведено 6 заседаний.")
    stage.save(row, implementation="Проведено 6 совещаний.", answer="done")
    whole = queries.history(stage.report, stage.official, row)
    queries.with_changes(stage.report, whole, whole)
    told = [
        (
            entry.actor.username,
            len(entry.events),
            [[(p.kind, p.text) for p in change.pieces if p.kind != "same"] for change in entry.changes],
        )
        for entry in whole
    ]
    assert told == [
        (
            "official",
            1,
            [
                [("removed", "нет ответа"), ("added", "Выполнено")],
                [("removed", "заседаний"), ("added", "совещаний")],
            ],
        ),
        ("colleague", 1, [[("removed", "5"), ("added", "6")]]),
        ("official", 3, [[("added", "Проведено 5 заседаний.")]]),
    ]


def test_a_review_that_goes_on_is_not_shown_to_the_executor(stage: Stage) -> None:
    report = stage.submit()
    row, other = stage.row("2.9"), stage.row("1.4")
    actions.make_remark(row=row, text="Подумаю.", seen=actions.last_event(report, row), by=stage.supervisor)
    actions.accept_row(row=other, seen=actions.last_event(report, other), by=stage.supervisor)
    told = [entry.what for entry in queries.history(report, stage.official)]
    assert told[0].startswith("Отчёт представлен")
    assert len(queries.history(report, stage.supervisor)) == len(told) + 2
    actions.return_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    assert len(queries.history(report, stage.official)) == len(told) + 3


def test_the_history_asks_a_fixed_number_of_queries(stage: Stage) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            whole = queries.history(stage.report, stage.official)
            queries.with_changes(stage.report, whole, whole)
        return len(captured)

    stage.save(stage.row("1.4"), implementation="а", entries={"considered": Entry(Decimal(1))})
    few = asked()
    stage.complete()
    assert asked() == few


@pytest.mark.parametrize("page", ["2", "0", "x", "99999999999999999999"])
def test_any_page_in_the_address_gives_a_history(stage: Stage, sign_in: SignIn, page: str) -> None:
    assert sign_in(stage.official).get(url("history", stage.report.pk), {"page": page}).status_code == 200


def test_the_history_of_one_row(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    client = sign_in(stage.official)
    html = client.get(url("history", stage.report.pk), {"row": stage.row("2.9").pk}).content.decode()
    assert "Пункт 2.9: строка изменена." in html
    assert "Пункт 1.4" not in html
    foreign = stage.row("2.9", stage.last_year)
    assert client.get(url("history", stage.report.pk), {"row": foreign.pk}).status_code == 404


# ---- two supervisors at one report ----


def test_what_a_colleague_did_is_not_seen_by_deciding_on_another_row(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    other = User.objects.create_user("second", last_name="Второй")
    other.memberships.create(organization=stage.region, role="supervisor")
    accepted = stage.row("2.10")
    actions.accept_row(row=accepted, seen=actions.last_event(report, accepted), by=stage.supervisor)
    client = sign_in(stage.supervisor)
    opened = client.get(url("review", report.pk)).context["page_seen"]
    actions.reopen_row(row=accepted, seen=actions.last_event(report, accepted), by=other)
    row = stage.row("2.9")
    data = decision(row, "accept", page_seen=opened)
    answer = client.post(url("review-row", row.pk), data, headers=HX)
    assert answer.context["page_seen"] == opened
    response = client.post(url("decide", report.pk), {"decision": "accept", "seen": opened})
    assert response.status_code == 409
    assert "Пункт 2.10: принятие строки отменено." in response.content.decode()


def test_ones_own_decisions_are_seen(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    client = sign_in(stage.supervisor)
    opened = client.get(url("review", report.pk)).context["page_seen"]
    row = stage.row("2.9")
    answer = client.post(url("review-row", row.pk), decision(row, "accept", page_seen=opened), headers=HX)
    assert answer.context["page_seen"] == actions.last_event(report) > opened


def test_after_a_colleagues_return_the_note_is_given_back(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Уточните.", seen=actions.last_event(report, row), by=stage.supervisor)
    data = {"decision": "return", "seen": actions.last_event(report), "note": "Моё пояснение."}
    other = User.objects.create_user("second", last_name="Второй")
    other.memberships.create(organization=stage.region, role="supervisor")
    actions.return_report(report=report, seen=data["seen"], by=other, note="Пояснение коллеги.")  # type: ignore[arg-type]
    response = sign_in(stage.supervisor).post(url("decide", report.pk), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Отчёт возвращён на доработку. Открыты пункты: 2.9." in html
    assert "Пояснение коллеги." in html
    assert "Моё пояснение.</textarea>" in html
    assert "Вернуть на доработку</button>" not in html


def test_a_remark_typed_before_a_colleagues_return_is_given_back(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("1.4")
    data = decision(row, "remark", text="Набрано раньше.")
    stage.return_with("2.9")
    response = sign_in(stage.supervisor).post(f"{url('review-row', row.pk)}?show=remarked", data)
    assert response.status_code == 409
    assert "Набрано раньше.</textarea>" in response.content.decode()


def test_a_remark_typed_at_a_row_that_a_colleague_accepted_is_given_back(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    data = decision(row, "remark", text="Набрано раньше.")
    actions.accept_row(row=row, seen=actions.last_event(row.report, row), by=stage.supervisor)
    client = sign_in(stage.supervisor)
    for headers in ({}, HX):
        response = client.post(f"{url('review-row', row.pk)}?show=pending", data, headers=headers)
        assert response.status_code == 409
        assert "Набрано раньше.</textarea>" in response.content.decode()


def test_a_button_pressed_twice_does_once_and_shows_it(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    client = sign_in(stage.official)
    for _ in range(2):
        response = client.post(url("submit", stage.report.pk))
        assert response.headers["Location"] == Receipt.objects.get().get_absolute_url()
    client = sign_in(stage.supervisor)
    data = {"decision": "accept", "seen": actions.last_event(stage.report)}
    for _ in range(2):
        assert client.post(url("decide", stage.report.pk), data).status_code == 302
    assert stage.report.events.filter(kind="accepted").count() == 1


def test_somebody_elses_submission_is_not_taken_for_ones_own(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    assert sign_in(stage.colleague).post(url("submit", stage.report.pk)).status_code == 403


def test_a_remark_that_a_colleague_has_withdrawn_is_as_it_should_be(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    row = stage.row("2.9")
    remark = actions.make_remark(row=row, text="Зря.", seen=actions.last_event(row.report, row), by=stage.supervisor)
    data = decision(row, "withdraw", remark=remark.pk)
    actions.withdraw_remark(remark=remark, by=stage.supervisor)
    assert sign_in(stage.supervisor).post(url("review-row", row.pk), data, headers=HX).status_code == 200


def test_the_official_does_not_see_a_review_that_goes_on(stage: Stage, sign_in: SignIn) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.accept_row(row=row, seen=actions.last_event(report, row), by=stage.supervisor)
    lines = sign_in(stage.official).get(report.get_absolute_url()).context["lines"]
    assert {line.state for line in lines} == {"Закрыта, ответ: выполнено"}


def test_a_remark_on_an_accepted_row_says_that_the_acceptance_is_gone(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.accept_row(row=row, seen=actions.last_event(report, row), by=stage.supervisor)
    actions.make_remark(row=row, text="Нет.", seen=actions.last_event(report, row), by=stage.supervisor)
    told = [entry.what for entry in queries.history(report, stage.supervisor)][:3]
    assert told == ["Пункт 2.9: сделано замечание", "Пункт 2.9: принятие строки отменено", "Пункт 2.9: строка принята"]


def test_carried_text_is_told_apart_from_what_was_written(stage: Stage) -> None:
    row = stage.row("1.4")
    row = stage.save(row, answer="done")
    actions.carry_last_year(row=row, version=row.version, source=stage.row("1.4", stage.last_year), by=stage.official)
    stage.save(stage.row("1.4"), answer="partial")
    told = [entry.what for entry in queries.history(stage.report, stage.official, stage.row("1.4"))]
    assert told == [
        "Пункт 1.4: строка изменена",
        "Пункт 1.4: взят прошлогодний текст",
        "Пункт 1.4: строка изменена",
    ]
