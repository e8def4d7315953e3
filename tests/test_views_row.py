"""The row page: shown, saved by a button, saved as one types."""

from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.figures import Entry

from .conftest import Stage

SignIn = Callable[[User], Client]


class FormReader(HTMLParser):
    """The fields of a rendered form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("name") or ""
        if tag == "textarea":
            self._area = name
            self.data[name] = ""
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            if attributes.get("type") in ("checkbox", "radio") and "checked" not in attributes:
                return
            self.data[name] = attributes.get("value") or "on"
            if attributes.get("type") in (None, "text", "hidden"):
                self.data[name] = attributes.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area] += data


def form_of(html: str) -> dict[str, str]:
    reader = FormReader()
    reader.feed(html)
    return {name: value.removeprefix("\n") for name, value in reader.data.items()}


def url_of(stage: Stage, number: str = "1.4") -> str:
    return reverse("row", args=[stage.row(number).pk])


def test_the_page_shows_the_row_beside_last_year(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.official).get(url_of(stage)).content.decode()
    assert "Мероприятие 1.4 на территории территории 001" in html
    assert "В 2023 году проведено 5 заседаний, постановление от 20.12.2023 №2308." in html
    assert "33,3\u00a0% (3 из 9)" in html
    assert "не менее 70\u00a0%, не достигнута" in html
    assert "Осталось: выберите ответ; опишите проведённую работу; заполните показатели: 2." in html
    assert "строка 1 из 3" in html
    assert form_of(html) == {
        "version": "1",
        "implementation": "",
        "result": "",
        "value_considered": "",
        "value_disciplined": "",
    }


def test_posting_the_form_as_rendered_changes_nothing(stage: Stage, sign_in: SignIn) -> None:
    stage.save(
        stage.row("1.4"),
        answer="partial",
        implementation="  - первое\n\n- второе «да» — нет\u00a0№\u00a05 ",
        result="\nс пустой строки",
        entries={"considered": Entry(Decimal(1234)), "disciplined": Entry(not_applicable=True)},
    )
    client = sign_in(stage.official)
    before = stage.row("1.4")
    response = client.post(url_of(stage), form_of(client.get(url_of(stage)).content.decode()))
    assert response.status_code == 302
    after = stage.row("1.4")
    assert (after.version, after.implementation, after.result) == (2, before.implementation, before.result)


def test_saving_by_the_button(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    response = client.post(
        url_of(stage),
        {
            "version": 1,
            "answer": "done",
            "implementation": "Проведено 5 заседаний.\r\nВторой абзац.",
            "result": "",
            "value_considered": "1 234",
            "na_disciplined": "on",
            "then": "next",
        },
    )
    row = stage.row("1.4")
    assert response.headers["Location"] == f"{url_of(stage, '2.9')}?saved={row.pk}"
    assert (row.answer, row.implementation) == ("done", "Проведено 5 заседаний.\nВторой абзац.")
    values = {v.indicator.code: (v.value, v.not_applicable) for v in row.values.select_related("indicator")}
    assert values == {"considered": (1234, False), "disciplined": (None, True)}


def test_bad_numbers_do_not_keep_the_rest_from_being_saved(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), entries={"considered": Entry(Decimal(7))})
    response = sign_in(stage.official).post(
        url_of(stage),
        {
            "version": 2,
            "answer": "done",
            "implementation": "Текст цел",
            "result": "",
            "value_considered": "семь",
            "value_disciplined": "3",
        },
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "Введите число цифрами, без единиц и знаков, например 5." in html
    assert form_of(html)["value_considered"] == "семь"
    row = stage.row("1.4")
    assert row.implementation == "Текст цел"
    assert {v.indicator.code: v.value for v in row.values.select_related("indicator")} == {
        "considered": 7,
        "disciplined": 3,
    }


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("-5", "Число не может быть отрицательным."),
        ("5,5", "Здесь нужно целое число."),
        ("1" * 16, "Слишком большое число"),
        ("1e5", "Введите число цифрами"),
        ("н/д", "Введите число цифрами"),
    ],
)
def test_numbers_that_cannot_be_taken(stage: Stage, sign_in: SignIn, number: str, message: str) -> None:
    data = {"version": 1, "value_considered": number}
    response = sign_in(stage.official).post(url_of(stage), data)
    assert message in response.content.decode()
    assert not stage.row("1.4").values.exists()


@pytest.mark.parametrize(
    ("written", "stored"), [("5", "5"), (" 1 234 567 ", "1234567"), ("1\u00a0000", "1000"), ("0", "0"), ("7,0", "7")]
)
def test_numbers_as_people_write_them(stage: Stage, sign_in: SignIn, written: str, stored: str) -> None:
    sign_in(stage.official).post(url_of(stage), {"version": 1, "value_considered": written})
    assert [v.value for v in stage.row("1.4").values.all()] == [Decimal(stored)]


def test_a_number_and_not_applicable_contradict(stage: Stage, sign_in: SignIn) -> None:
    data = {"version": 1, "value_considered": "5", "na_considered": "on"}
    response = sign_in(stage.official).post(url_of(stage), data)
    assert "Или число, или «не применимо»" in response.content.decode()
    assert not stage.row("1.4").values.exists()


def test_unprintable_characters_are_removed_and_said(stage: Stage, sign_in: SignIn) -> None:
    response = sign_in(stage.official).post(
        url_of(stage), {"version": 1, "implementation": "a\x00b\x07c\ufffed\x0bновая строка"}, follow=True
    )
    assert stage.row("1.4").implementation == "abcd\nновая строка"
    assert "убраны знаки, которые нельзя напечатать: 3" in response.content.decode()


def test_a_text_of_blanks_is_no_text(stage: Stage, sign_in: SignIn) -> None:
    sign_in(stage.official).post(url_of(stage), {"version": 1, "implementation": " \n\t\u00a0 "})
    assert stage.row("1.4").implementation == ""


def test_a_million_characters_are_kept(stage: Stage, sign_in: SignIn) -> None:
    text = "Проведено много мероприятий. " * 100_000
    sign_in(stage.official).post(url_of(stage), {"version": 1, "implementation": text})
    assert stage.row("1.4").implementation == text


def test_more_than_the_limit_is_a_clear_refusal(stage: Stage, sign_in: SignIn, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = sign_in(stage.official).post(url_of(stage), {"version": 1, "implementation": "я" * 2000})
    assert response.status_code == 400
    assert "Вернитесь назад и сократите его" in response.content.decode()


def autosave(client: Client, stage: Stage, **data: object) -> tuple[int, str]:
    response = client.post(url_of(stage), data, headers={"HX-Request": "true"})
    return response.status_code, response.content.decode()


def test_autosave_answers_with_the_new_state(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    status, html = autosave(
        client, stage, version=1, answer="done", implementation="Текст", value_considered="9", value_disciplined="3"
    )
    assert status == 200
    assert form_of(html)["version"] == "2"
    assert "Строка заполнена." in html
    assert "33,3\u00a0% (3 из 9)" in html
    assert "Сохранено в" in html


def test_autosave_with_a_bad_number_saves_the_rest_and_says_so(stage: Stage, sign_in: SignIn) -> None:
    status, html = autosave(sign_in(stage.official), stage, version=1, implementation="Текст", value_considered="?")
    assert status == 200
    assert "кроме полей с ошибками" in html
    assert 'id="id_value_considered_error"' in html
    assert stage.row("1.4").implementation == "Текст"


def test_autosave_of_the_loser_is_told_and_changes_nothing(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), by=stage.colleague, implementation="Текст коллеги")
    status, html = autosave(sign_in(stage.official), stage, version=1, implementation="Мой текст")
    assert status == 409
    assert "Эта строка уже изменена: Colleague" in html
    assert stage.row("1.4").implementation == "Текст коллеги"


def test_the_loser_sees_both_texts_and_chooses(stage: Stage, sign_in: SignIn) -> None:
    stage.save(
        stage.row("1.4"),
        by=stage.colleague,
        answer="done",
        implementation="Привлечены 3 человека",
        entries={"considered": Entry(Decimal(9))},
    )
    client = sign_in(stage.official)
    mine = {
        "version": 1,
        "answer": "partial",
        "implementation": "Привлечены 5 человек",
        "result": "мой итог",
        "value_considered": "8",
        "value_disciplined": "5",
    }
    response = client.post(url_of(stage), mine)
    assert response.status_code == 409
    html = response.content.decode()
    assert "Привлечены <del>3</del><ins>5</ins> <del>человека</del><ins>человек</ins>" in html
    form = form_of(html)
    assert (form["implementation"], form["version"]) == ("Привлечены 5 человек", "2")
    choices = {
        "choose_answer": "theirs",
        "choose_implementation": "mine",
        "choose_result": "mine",
        "choose_value_considered": "theirs",
        "choose_value_disciplined": "mine",
    }
    assert client.post(url_of(stage), {**form, **choices}).status_code == 302
    row = stage.row("1.4")
    assert (row.answer, row.implementation, row.result) == ("done", "Привлечены 5 человек", "мой итог")
    assert {v.indicator.code: v.value for v in row.values.select_related("indicator")} == {
        "considered": 9,
        "disciplined": 5,
    }


def test_people_in_different_fields_do_not_disturb_each_other(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), implementation="Начало. Конец.", entries={"disciplined": Entry(Decimal(1))})
    page = {"version": 2, "implementation": "Начало. Конец.", "result": "", "value_disciplined": "1"}
    row = stage.save(stage.row("1.4"), by=stage.colleague, answer="done", implementation="Начало. Середина. Конец.")
    stage.save(row, by=stage.colleague, implementation="Середина. Конец.", entries={"considered": Entry(Decimal(9))})
    response = sign_in(stage.official).post(url_of(stage), {**page, "result": "мой итог", "value_disciplined": "3"})
    assert response.status_code == 302
    row = stage.row("1.4")
    assert (row.answer, row.implementation, row.result) == ("done", "Середина. Конец.", "мой итог")
    assert {v.indicator.code: v.value for v in row.values.select_related("indicator")} == {
        "considered": 9,
        "disciplined": 3,
    }


def test_only_what_both_changed_is_to_be_chosen(stage: Stage, sign_in: SignIn) -> None:
    row = stage.save(stage.row("1.4"), by=stage.colleague, answer="done", implementation="Их текст")
    stage.save(row, by=stage.colleague, entries={"considered": Entry(not_applicable=True)})
    mine = {"version": 1, "implementation": "Мой текст", "result": "мой итог"}
    html = sign_in(stage.official).post(url_of(stage), mine).content.decode()
    assert html.count("<fieldset") == 1
    form = form_of(html)
    assert (form["answer"], form["implementation"], form["result"]) == ("done", "Мой текст", "мой итог")
    sign_in(stage.official).post(url_of(stage), {**form, "choose_implementation": "mine"})
    row = stage.row("1.4")
    assert (row.answer, row.implementation, row.result) == ("done", "Мой текст", "мой итог")
    assert [v.not_applicable for v in row.values.all()] == [True]


def test_taking_last_years_text_saves_what_was_typed(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    response = client.post(url_of(stage), {"version": 1, "answer": "done", "result": "свой итог", "carry": "1"})
    row = stage.row("1.4")
    assert response.status_code == 302
    assert (row.answer, row.result) == ("done", "свой итог")
    assert row.implementation.startswith("В 2024 году проведено 5 заседаний")
    html = client.get(url_of(stage)).content.decode()
    assert "подтвердите числа и даты: 2" in html
    assert "В 2024 году проведено <mark>5</mark> заседаний, постановление от 20.12.2023 №2308.</label>" in html
    assert "…году проведено 5 заседаний, постановление <mark>от 20.12.2023 №2308</mark>.</label>" in html


def test_confirming_what_was_carried(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    client.post(url_of(stage), {"version": 1, "answer": "done", "carry": "1", "result": "итог"})
    form = form_of(client.get(url_of(stage)).content.decode())
    marks = [f"{field}:{start}" for field, start, _ in stage.row("1.4").unconfirmed]
    client.post(url_of(stage), {**form, "confirm": [*marks, "nonsense", "result:x"]})
    assert stage.row("1.4").unconfirmed == []


def test_without_last_year_there_is_nothing_to_take(stage: Stage, client: Client) -> None:
    report = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    client.force_login(stage.outsider)
    url = reverse("row", args=[stage.row("1.4", report).pk])
    assert "Взять прошлогодний текст" not in client.get(url).content.decode()
    assert "Прошлогодней строки нет" in client.post(url, {"version": 1, "carry": "1"}, follow=True).content.decode()


def test_the_expected_result_is_offered(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    client.post(url_of(stage), {"version": 1, "result": "", "expected": "1"})
    assert stage.row("1.4").result == "ожидаемый результат 1.4"
    client.post(url_of(stage), {"version": 2, "result": "свой", "expected": "1"})
    assert stage.row("1.4").result == "свой"


def test_those_who_may_not_edit_read(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.supervisor).get(url_of(stage)).content.decode()
    assert "<textarea" not in html
    assert "Не заполнено" in html


def test_a_page_without_its_version_is_refused(stage: Stage, sign_in: SignIn) -> None:
    response = sign_in(stage.official).post(url_of(stage), {"implementation": "текст"})
    assert response.status_code == 403
    assert "Страница устарела" in response.content.decode()


def test_a_stale_form_after_signing_in_again_says_so(stage: Stage) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(stage.official)
    response = client.post(url_of(stage), {"version": 1}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "Обновите страницу и, если понадобится, войдите снова" in response.content.decode()


def test_a_stale_page_with_a_bad_number_is_a_conflict_too(stage: Stage, sign_in: SignIn) -> None:
    """The field that could not be read may be the very one that a colleague has filled."""
    stage.save(stage.row("1.4"), by=stage.colleague, entries={"considered": Entry(Decimal(5))})
    client = sign_in(stage.official)
    status, _ = autosave(client, stage, version=1, value_considered="7,")
    assert status == 409
    html = client.post(url_of(stage), {"version": 1, "value_considered": "7,"}).content.decode()
    assert "<del>5</del><ins>7,</ins>" in html
    client.post(url_of(stage), {**form_of(html), "choose_value_considered": "theirs"})
    assert [v.value for v in stage.row("1.4").values.all()] == [5]


def test_choosing_the_stored_text_holds_although_a_number_is_bad(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), by=stage.colleague, implementation="Текст коллеги")
    client = sign_in(stage.official)
    mine = {"version": 1, "implementation": "Мой текст", "value_considered": "семь"}
    form = form_of(client.post(url_of(stage), mine).content.decode())
    choices = {"choose_implementation": "theirs", "choose_value_considered": "mine"}
    response = client.post(url_of(stage), {**form, **choices})
    assert response.status_code == 422
    again = form_of(response.content.decode())
    assert (again["implementation"], again["value_considered"]) == ("Текст коллеги", "семь")
    client.post(url_of(stage), {**again, "value_considered": "7"})
    assert stage.row("1.4").implementation == "Текст коллеги"


def test_carrying_with_a_bad_number_shows_what_was_carried(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    response = client.post(url_of(stage), {"version": 1, "value_considered": "семь", "carry": "1"})
    form = form_of(response.content.decode())
    assert form["implementation"].startswith("В 2024 году проведено 5 заседаний")
    client.post(url_of(stage), {**form, "value_considered": "7"})
    assert stage.row("1.4").implementation.startswith("В 2024 году проведено 5 заседаний")
    assert len(stage.row("1.4").unconfirmed) == 2


def test_without_script_a_session_that_ended_gives_the_text_back(stage: Stage, client: Client) -> None:
    data = {"version": 1, "implementation": "Набрано <долго>", "result": "итог"}
    response = client.post(url_of(stage), data, headers={"Referer": f"http://testserver{url_of(stage)}"})
    assert response.status_code == 401
    html = response.content.decode()
    assert "Набрано &lt;долго&gt;" in html
    assert f"{reverse('login')}?next={url_of(stage)}" in html


def test_an_indicator_may_be_called_like_a_field(stage: Stage, sign_in: SignIn) -> None:
    stage.row("1.4").item.indicators.filter(code="considered").update(code="result")
    stage.save(stage.row("1.4"), by=stage.colleague, result="их", entries={"result": Entry(Decimal(5))})
    client = sign_in(stage.official)
    html = client.post(url_of(stage), {"version": 1, "result": "мой", "value_result": "6"}).content.decode()
    choices = {"choose_result": "mine", "choose_value_result": "theirs"}
    client.post(url_of(stage), {**form_of(html), **choices})
    row = stage.row("1.4")
    assert (row.result, [v.value for v in row.values.all()]) == ("мой", [Decimal(5)])
