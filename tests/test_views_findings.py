"""What the checks ask, on every page that shows it."""

from collections.abc import Callable
from decimal import Decimal
from time import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Target, TargetRule, Tie
from reports import actions, checks, queries
from reports.checks import CheckedRow, Finding, Level
from reports.figures import Entry
from reports.models import CheckLevel, FindingAnswer, Remark, ReportRow

from .asking import ANSWER_DOUBT, DOUBT, ERROR, about_words, noted
from .conftest import Stage
from .test_views_row import form_of

SignIn = Callable[[User], Client]
HX = {"HX-Request": "true"}
ABOUT = "Проведено примерно 5 заседаний."
BECAUSE = "Учёт ведётся приблизительно."


@pytest.fixture(autouse=True)
def only_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FAMILIES", (about_words,))
    cache.clear()


@pytest.fixture
def row(stage: Stage) -> ReportRow:
    """A row about which there is one question."""
    return stage.save(stage.row("2.9"), answer="done", implementation=ABOUT, result="Итог")


def url(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def explain(stage: Stage, number: str = "2.9", text: str = BECAUSE) -> None:
    row = stage.row(number)
    key = noted(stage, number).finding.key
    actions.answer_finding(row=row, version=row.version, key=key, text=text, by=stage.official)


def posted(client: Client, stage: Stage, row: ReportRow, *, press: bool = True, **changes: str) -> Any:
    """The form as it is shown, with changes; with the button of the explanation pressed or that of the row."""
    data = form_of(client.get(url("row", row.pk)).content.decode()) | changes
    key = noted(stage, row.number).finding.key
    data = {name.replace("KEY", key): text for name, text in data.items()}
    return client.post(url("row", row.pk), data | ({"explain": key} if press else {"then": "stay"}))


# ---- the row ----


def test_a_question_stands_at_its_field_and_the_field_names_it(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    html = sign_in(stage.official).get(url("row", row.pk)).content.decode()
    slot = html.split('id="doubts-implementation"')[1].split('id="doubts-result"')[0]
    assert DOUBT in slot
    assert html.count(DOUBT) == 1
    assert 'aria-describedby="doubts-implementation"' in html
    assert "Проверка: 1 вопрос" in html


def test_every_field_of_the_page_has_a_place_that_exists(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.official).get(url("row", stage.row("1.4").pk)).content.decode()
    for field in ("answer", "implementation", "result", "value_considered", "value_disciplined", "row"):
        assert f'id="doubts-{field}"' in html
    assert 'aria-describedby="error-value_considered doubts-value_considered"' in html
    assert 'id="error-value_considered"' in html


def test_what_belongs_to_no_field_of_the_page_stands_below(stage: Stage, row: ReportRow) -> None:
    (checked,) = [each for each in queries.row_page(row).checked.noted if each.finding.message == DOUBT]
    slots = queries.slots(queries.row_page(row).checked, ["answer"])
    assert slots["row"].noted == [checked]


def test_many_hints_are_behind_a_line_and_few_are_not(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    for number, expected in ((2, False), (3, True)):
        row = stage.save(stage.row("2.9"), answer="done", implementation="Работа" + " «-»" * number)
        html = client.get(url("row", row.pk)).content.decode()
        assert ("Подсказки: " in html) is expected
        assert html.count("Дефис вместо тире") == number


def test_an_unfinished_row_is_not_asked_for_what_the_page_asks_anyway(
    stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    client = sign_in(stage.official)
    html = client.get(url("row", stage.row("1.4").pk)).content.decode()
    assert "Осталось: выберите ответ" in html
    assert 'class="doubt ' not in html
    stage.save(stage.row("1.4"), answer="done", implementation="Проведено заседание 12.03.2024.")
    html = client.get(url("row", stage.row("1.4").pk)).content.decode()
    assert "Не заполнен показатель «Рассмотрено лиц»" in html
    assert "Графа 5 документа останется пустой" in html


def test_those_who_read_see_questions_with_explanations_and_no_form(
    stage: Stage, row: ReportRow, sign_in: SignIn
) -> None:
    explain(stage)
    for reader in (stage.clerk, stage.supervisor):
        html = sign_in(reader).get(url("row", row.pk)).content.decode()
        assert DOUBT in html
        assert "Объяснено, Official: " in html
        assert BECAUSE in html
        assert 'name="explain' not in html


def test_autosave_answers_with_what_is_asked_now(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    data = {"version": row.version, "answer": "done", "implementation": "около 5", "result": "Итог"}
    html = client.post(url("row", row.pk), data, headers=HX).content.decode()
    assert ANSWER_DOUBT in html
    assert DOUBT not in html
    for field in ("answer", "implementation", "result", "row"):
        assert f'<div id="doubts-{field}" class="doubts" hx-swap-oob="true">' in html


def test_an_explanation_is_saved_with_the_row(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    response = posted(client, stage, row, explain_KEY=f"{BECAUSE}\x07", result="Новый итог")
    assert response.headers["Location"] == f"{url('row', row.pk)}?saved={row.pk}"
    assert stage.row("2.9").result == "Новый итог"
    answer = noted(stage, "2.9").answer
    assert answer is not None
    assert answer.text == BECAUSE
    html = client.get(url("row", row.pk)).content.decode()
    assert "сохранено вместе с объяснением" in html
    assert f"Объяснено: {BECAUSE}" in html
    assert "Проверка:" not in html


def test_the_rows_own_button_saves_what_is_typed_as_an_explanation(
    stage: Stage, row: ReportRow, sign_in: SignIn
) -> None:
    client = sign_in(stage.official)
    posted(client, stage, row, press=False, explain_KEY=BECAUSE)
    assert noted(stage, "2.9").answer is not None
    posted(client, stage, row, press=False, explain_KEY="")
    assert not FindingAnswer.objects.exists()


def test_a_former_explanation_is_given_again_only_by_its_button(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    explain(stage)
    stage.save(row, result="Другой итог")
    client = sign_in(stage.official)
    html = client.get(url("row", row.pk)).content.decode()
    assert "Прежнее объяснение — проверьте, что оно ещё верно." in html
    posted(client, stage, row, press=False)
    assert noted(stage, "2.9").answer is None
    posted(client, stage, row)
    assert noted(stage, "2.9").answer is not None


@pytest.mark.parametrize("press", [True, False])
def test_a_former_explanation_is_taken_back(stage: Stage, row: ReportRow, sign_in: SignIn, press: bool) -> None:
    explain(stage)
    stage.save(row, result="Другой итог")
    client = sign_in(stage.official)
    posted(client, stage, row, press=press, explain_KEY="")
    assert noted(stage, "2.9").former is None
    assert "Прежнее объяснение" not in client.get(url("row", row.pk)).content.decode()


def test_an_empty_explanation_is_no_explanation(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    response = posted(sign_in(stage.official), stage, row, explain_KEY=" \n", result="Новый итог")
    assert response.status_code == 409
    assert "Объяснение пустое: напишите, почему так и есть." in response.content.decode()
    assert stage.row("2.9").result == "Новый итог"


@pytest.mark.parametrize("headers", [{}, HX])
def test_an_explanation_of_what_is_gone_is_refused_and_not_lost(
    stage: Stage, row: ReportRow, sign_in: SignIn, headers: dict[str, str]
) -> None:
    key = noted(stage, "2.9").finding.key
    data = {"version": row.version, "answer": "done", "implementation": "Проведено 5 заседаний.", "result": "Итог"}
    data |= {f"explain_{key}": BECAUSE, "explain": key}
    response = sign_in(stage.official).post(url("row", row.pk), data, headers=headers)
    html = response.content.decode()
    assert response.status_code == (
        200 if headers else 409
    )  # in the background the row was saved, and the field is there
    assert "Объяснение не записано: этого вопроса в строке больше нет." in html
    assert headers or BECAUSE in html
    assert stage.row("2.9").implementation == "Проведено 5 заседаний."
    assert not FindingAnswer.objects.exists()


def test_what_cannot_be_explained_says_so(stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    row = stage.save(stage.row("2.9"), implementation="Текст")
    key = noted(stage, "2.9", "Выберите ответ.").finding.key
    data = {"version": row.version, "implementation": "Текст", "explain": key, f"explain_{key}": BECAUSE}
    response = sign_in(stage.official).post(url("row", row.pk), data)
    assert response.status_code == 409
    assert "Это нужно исправить в строке" in response.content.decode()


def test_somebody_who_saves_at_the_same_moment_stops_the_explanation(
    stage: Stage, row: ReportRow, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = actions.answer_finding

    def a_moment_later(**wanted: Any) -> object:
        stage.save(row, by=stage.colleague, result="Итог коллеги")
        return write(**wanted)

    monkeypatch.setattr(actions, "answer_finding", a_moment_later)
    response = posted(sign_in(stage.official), stage, row, explain_KEY=BECAUSE)
    html = response.content.decode()
    assert response.status_code == 409
    assert "строку только что изменил другой человек" in html
    assert BECAUSE in html


def test_typing_in_the_background_does_not_give_an_explanation(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    key = noted(stage, "2.9").finding.key
    data = {"version": row.version, "answer": "done", "implementation": ABOUT, "result": "Итог"}
    client = sign_in(stage.official)
    client.post(url("row", row.pk), data | {f"explain_{key}": "Учё"}, headers=HX)
    assert not FindingAnswer.objects.exists()
    html = client.post(
        url("row", row.pk), data | {f"explain_{key}": BECAUSE, "explain": key}, headers=HX
    ).content.decode()
    assert f"Объяснено: {BECAUSE}" in html


def test_the_page_of_two_versions_takes_the_explanation_along(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    key = noted(stage, "2.9").finding.key
    mine = {"version": row.version, "answer": "done", "implementation": f"{ABOUT} Моё.", "result": "Итог"}
    stage.save(row, by=stage.colleague, implementation=f"{ABOUT} Чужое.")
    response = client.post(url("row", row.pk), mine | {f"explain_{key}": BECAUSE, "explain": key})
    assert response.status_code == 409
    choice = form_of(response.content.decode()) | {"choose_implementation": "mine"}
    client.post(url("row", row.pk), choice)
    answer = noted(stage, "2.9").answer
    assert answer is not None
    assert answer.text == BECAUSE


@pytest.mark.parametrize("press", [True, False])
def test_the_page_of_two_versions_takes_the_pressed_button_along(
    stage: Stage, row: ReportRow, sign_in: SignIn, press: bool
) -> None:
    explain(stage)
    row = stage.save(row, result="Другой итог")
    client = sign_in(stage.official)
    form = form_of(client.get(url("row", row.pk)).content.decode()) | {"implementation": f"{ABOUT} Моё."}
    button = {"explain": noted(stage, "2.9").finding.key} if press else {"then": "stay"}
    stage.save(row, by=stage.colleague, implementation=f"{ABOUT} Чужое.")
    response = client.post(url("row", row.pk), form | button)
    assert response.status_code == 409
    client.post(url("row", row.pk), form_of(response.content.decode()) | {"choose_implementation": "mine"})
    assert (noted(stage, "2.9").answer is not None) == press


def test_a_conflict_in_the_background_keeps_the_pressed_button(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    explain(stage)
    row = stage.save(row, result="Другой итог")
    client = sign_in(stage.official)
    form = form_of(client.get(url("row", row.pk)).content.decode()) | {"implementation": f"{ABOUT} Моё."}
    key = noted(stage, "2.9").finding.key
    stage.save(row, by=stage.colleague, implementation=f"{ABOUT} Чужое.")
    status = client.post(url("row", row.pk), form | {"explain": key}, headers=HX).content.decode()
    # The status line stands in the form, and its button posts the whole of it.
    conflict = client.post(url("row", row.pk), form | form_of(status) | {"then": "stay"}).content.decode()
    client.post(url("row", row.pk), form_of(conflict) | {"choose_implementation": "mine"})
    assert noted(stage, "2.9").answer is not None


def test_a_session_that_ended_gives_the_explanation_back(stage: Stage, row: ReportRow, client: Client) -> None:
    response = client.post(url("row", row.pk), {"version": 2, "explain_abc": BECAUSE})
    assert BECAUSE in response.content.decode()


# ---- the sentence from the numbers ----


@pytest.fixture
def told(stage: Stage) -> ReportRow:
    """A row with a number of which a sentence can be made."""
    Indicator.objects.filter(code="considered").update(phrase="{проведено} {1 заседание комиссии}")
    return stage.save(stage.row("1.4"), answer="done", entries={"considered": Entry(Decimal(9))})


SENTENCE = "В 2024 году проведено 9 заседаний комиссии."


def test_a_sentence_is_offered_while_the_text_does_not_have_it(stage: Stage, told: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    assert f">{SENTENCE}</q>" in client.get(url("row", told.pk)).content.decode()
    assert "Вставить в текст" in client.get(url("row", told.pk)).content.decode()
    data = {"version": told.version, "answer": "done", "implementation": "Своё.", "value_considered": "9"}
    client.post(url("row", told.pk), data | {"sentence": "1"})
    row = stage.row("1.4")
    assert row.implementation == f"Своё.\n{SENTENCE}"
    assert "Вставить в текст" not in client.get(url("row", told.pk)).content.decode()
    client.post(url("row", told.pk), data | {"version": row.version, "implementation": SENTENCE, "sentence": "1"})
    assert stage.row("1.4").implementation == SENTENCE


def test_without_numbers_there_is_nothing_to_offer(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    assert "Вставить в текст" not in sign_in(stage.official).get(url("row", row.pk)).content.decode()


# ---- numbers of the text ----

IN_TEXT = "В 2024 году проведено 5 заседаний комиссии."


@pytest.fixture
def counted(stage: Stage) -> ReportRow:
    """A row whose text tells a number that its indicator does not have."""
    meetings = {"name": "Проведено заседаний комиссии", "unit": "ед."}
    Indicator.objects.create(item=stage.row("2.9").item, code="meetings", **meetings)
    return stage.save(stage.row("2.9"), answer="done", implementation=IN_TEXT)


def test_a_number_of_the_text_is_offered_to_its_empty_indicator(
    stage: Stage, counted: ReportRow, sign_in: SignIn
) -> None:
    client = sign_in(stage.official)
    html = client.get(url("row", counted.pk)).content.decode()
    assert "В тексте: 5 («" in html
    data = {"version": counted.version, "answer": "done", "implementation": IN_TEXT, "take": "meetings"}
    client.post(url("row", counted.pk), data)
    assert stage.row("2.9").values.get().value == 5
    assert "В тексте: 5 («" not in client.get(url("row", counted.pk)).content.decode()


@pytest.mark.parametrize("code", ["meetings", "nothing"])
def test_what_is_not_offered_is_not_taken(stage: Stage, counted: ReportRow, sign_in: SignIn, code: str) -> None:
    data = {"version": counted.version, "answer": "done", "implementation": "Работа проведена.", "take": code}
    sign_in(stage.official).post(url("row", counted.pk), data)
    assert not stage.row("2.9").values.exists()


def test_a_number_that_no_field_would_take_is_not_taken(stage: Stage, counted: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    text = "В 2024 году проведено 12 345 678 901 234 567 890 заседаний комиссии."
    data = {"version": counted.version, "answer": "done", "implementation": text, "take": "meetings"}
    assert client.post(url("row", counted.pk), data).status_code == 302
    assert not stage.row("2.9").values.exists()
    for page in (url("row", counted.pk), url("report", stage.report.pk), url("submit", stage.report.pk)):
        assert client.get(page).status_code == 200


def test_where_there_is_nothing_to_count_no_number_is_offered(
    stage: Stage, counted: ReportRow, sign_in: SignIn
) -> None:
    stage.save(counted, answer="no_cases")
    assert "В тексте: 5" not in sign_in(stage.official).get(url("row", counted.pk)).content.decode()


# ---- the report ----


def lines(client: Client, stage: Stage, show: str = "all") -> dict[str, queries.Counts]:
    page = client.get(url("report", stage.report.pk), {"show": show})
    return {line.number: line.counts for line in page.context["lines"]}


def test_counts_by_row_in_all_and_a_filter(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation=f"{ABOUT} около, ошибка «-» «-»")
    stage.save(stage.row("2.10"), answer="done", implementation="Только «-»")
    client = sign_in(stage.official)
    assert lines(client, stage) == {
        "1.4": queries.Counts(1, 2, 2),
        "2.9": queries.Counts(0, 1, 0),
        "2.10": queries.Counts(0, 0, 1),
    }
    assert list(lines(client, stage, "asked")) == ["1.4", "2.9"]
    html = client.get(url("report", stage.report.pk)).content.decode()
    assert "Только с вопросами (2)" in html
    for words in ("1 ошибка", "3 вопроса", "3 подсказки"):  # in all
        assert f">{words}</span>" in html
    explain(stage, "1.4")
    explain(stage, "2.9")
    assert lines(client, stage)["2.9"] == queries.Counts()
    assert lines(client, stage)["1.4"] == queries.Counts(1, 1, 2)


def test_no_question_is_said(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.official).get(url("report", stage.report.pk), {"show": "asked"}).content.decode()
    assert "Строк с вопросами нет." in html
    assert "Проверка:" not in html


def test_counts_follow_the_row_the_levels_and_the_answers(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    assert lines(client, stage)["2.9"] == queries.Counts(warnings=1)
    stage.save(row, implementation="Точно 5.")
    assert lines(client, stage)["2.9"] == queries.Counts()
    stage.save(row, implementation=ABOUT)
    level = CheckLevel.objects.create(plan=stage.plan, code="number-mismatch", weight="error")
    assert lines(client, stage)["2.9"] == queries.Counts(errors=1)
    level.delete()
    explain(stage)
    assert lines(client, stage)["2.9"] == queries.Counts()
    explain(stage, text="")
    assert lines(client, stage)["2.9"] == queries.Counts(warnings=1)


def test_a_row_that_is_not_open_is_not_counted(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    for number in ("1.4", "2.9"):
        stage.save(stage.row(number), implementation=ABOUT)
    actions.submit(report=stage.report, by=stage.official)
    client = sign_in(stage.official)
    assert not any(lines(client, stage).values())
    stage.report.refresh_from_db()
    stage.return_with("1.4")
    assert {number for number, counts in lines(client, stage).items() if counts} == {"1.4"}


def test_a_row_is_checked_again_only_when_it_has_changed(
    stage: Stage, row: ReportRow, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(stage.official)
    lines(client, stage)
    seen: list[str] = []

    def note(row: CheckedRow) -> list[Finding]:
        seen.append(row.item)
        return []

    monkeypatch.setattr(checks, "FAMILIES", (note,))
    lines(client, stage)
    stage.save(row, result="Другой итог")
    lines(client, stage)
    assert seen == ["2.9"]


def test_counts_of_a_row_are_not_kept_longer_because_others_are_checked(
    stage: Stage, row: ReportRow, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(stage.official)
    start = time()
    monkeypatch.setattr("time.time", lambda: start)
    assert lines(client, stage)["2.9"] == queries.Counts(warnings=1)
    monkeypatch.setattr(checks, "FAMILIES", ())
    monkeypatch.setattr("time.time", lambda: start + 590)
    stage.save(stage.row("2.10"), implementation="Сделано.")
    assert lines(client, stage)["2.9"] == queries.Counts(warnings=1)
    monkeypatch.setattr("time.time", lambda: start + 610)
    assert lines(client, stage)["2.9"] == queries.Counts()


def test_counts_follow_the_plan(stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(stage.official)
    item = stage.row("2.9").item
    seen: list[str] = []

    def note(row: CheckedRow) -> list[Finding]:
        seen.append(row.item)
        return []

    monkeypatch.setattr(checks, "FAMILIES", (note,))
    lines(client, stage)
    indicator = Indicator.objects.create(item=item, code="meetings", name="Проведено заседаний", unit="ед.")
    changes: list[Callable[[], object]] = [
        lambda: Target.objects.create(indicator=indicator, rule=TargetRule.AT_LEAST, value=4),
        lambda: Target.objects.update(value=5),
        lambda: Indicator.objects.filter(pk=indicator.pk).update(words="собрание"),
        lambda: Indicator.objects.filter(pk=indicator.pk).update(tie=Tie.objects.create(plan=stage.plan, name="Факт")),
        lambda: Target.objects.all().delete(),
    ]
    for change in (lambda: None, *changes):
        change()
        seen.clear()
        lines(client, stage)
        assert "2.9" in seen
    seen.clear()
    lines(client, stage)
    assert not seen


def test_queries_of_the_report_do_not_grow_with_rows(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    explain(stage)

    def number() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            lines(client, stage)
        return len(captured)

    before = number()
    for each in ("1.4", "2.10"):
        stage.save(stage.row(each), answer="done", implementation=ABOUT, entries={})
        explain(stage, each)
    assert number() == before


# ---- before submitting ----


def test_the_list_goes_by_weight_and_says_the_same_once(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation=f"{ABOUT} ошибка" + " «-»" * 3)
    stage.save(stage.row("2.10"), answer="done", implementation=ABOUT)
    explain(stage, "2.10")
    html = sign_in(stage.official).get(url("submit", stage.report.pk)).content.decode()
    errors, rest = html.split('id="doubtful"')
    warnings, rest = rest.split('id="hints"')
    hints, answered = rest.split('id="answered"')
    assert ERROR in errors
    assert f'<a href="{url("row", stage.row("1.4").pk)}#field-result">Пункт 1.4</a>' in errors
    assert warnings.count(DOUBT) == 1
    assert f'<a href="{url("row", stage.row("1.4").pk)}#field-implementation">Пункты 1.4</a>, ' in warnings
    assert f'<a href="{url("row", stage.row("2.9").pk)}#field-implementation">2.9</a>. ' in warnings
    assert "<summary>Язык и оформление: 3</summary>" in hints
    assert BECAUSE in answered
    assert f"{url('row', stage.row('2.10').pk)}#doubt-{noted(stage, '2.10').finding.key}" in answered
    assert "Представить отчёт</button>" not in html


def test_hints_alone_do_not_stand_in_the_way(stage: Stage, sign_in: SignIn) -> None:
    stage.complete()
    client = sign_in(stage.official)
    assert "вопросов нет" in client.get(url("submit", stage.report.pk)).content.decode()
    stage.save(stage.row("2.9"), implementation="Сделано «-»")
    html = client.get(url("submit", stage.report.pk)).content.decode()
    assert "Подсказки: 1" in html
    assert "вопросов нет" not in html
    assert "Представить отчёт</button>" in html


# ---- review ----


@pytest.fixture
def submitted(stage: Stage) -> Stage:
    """A submitted report with a question about 2.9 and an explained one about 2.10."""
    stage.complete()
    stage.save(stage.row("2.9"), implementation=f"{ABOUT} около" + " «-»" * 3)
    stage.save(stage.row("2.10"), implementation=ABOUT)
    explain(stage, "2.10")
    actions.submit(report=stage.report, by=stage.official)
    stage.report.refresh_from_db()
    return stage


def decide(client: Client, row: ReportRow, headers: dict[str, str], **data: object) -> Any:
    seen = {"seen": actions.last_event(row.report, row), "page_seen": actions.last_event(row.report)}
    return client.post(url("review-row", row.pk), seen | data, headers=headers)


def test_a_supervisor_sees_questions_and_explanations(submitted: Stage, sign_in: SignIn) -> None:
    client = sign_in(submitted.supervisor)
    page = client.get(url("review", submitted.report.pk))
    html = page.content.decode()
    assert page.context["page"].counts == queries.Counts(0, 2, 3)
    assert "С вопросами проверки (2)" in html
    assert "Объяснено, Official: " in html
    assert BECAUSE in html
    asked = client.get(url("review", submitted.report.pk), {"show": "asked"}).context["shown"]
    assert [each.row.number for each in asked] == ["2.9", "2.10"]


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_finding_becomes_a_remark_in_one_click(submitted: Stage, sign_in: SignIn, headers: dict[str, str]) -> None:
    client = sign_in(submitted.supervisor)
    row = submitted.row("2.9")
    key = noted(submitted, "2.9", ANSWER_DOUBT).finding.key
    response = decide(client, row, headers, decision="finding", finding=key)
    assert response.status_code == (200 if headers else 302)
    remark = Remark.objects.get()
    assert (remark.row, remark.author) == (row, submitted.supervisor)
    assert remark.text == f"Просим проверить строку. {ANSWER_DOUBT} В строке: около этого."
    html = client.get(url("review", submitted.report.pk)).content.decode()
    assert html.count("Сделано замечание.") == 1
    assert f'value="{key}"' not in html
    decide(client, row, headers, decision="withdraw", remark=remark.pk)
    assert f'value="{key}"' in client.get(url("review", submitted.report.pk)).content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_finding_that_is_not_there_becomes_nothing(
    submitted: Stage, sign_in: SignIn, headers: dict[str, str]
) -> None:
    response = decide(sign_in(submitted.supervisor), submitted.row("2.9"), headers, decision="finding", finding="0")
    assert response.status_code == 422
    assert "Этого вопроса проверки в строке нет" in response.content.decode()
    assert not Remark.objects.exists()


def test_an_accepted_row_offers_no_remark(submitted: Stage, sign_in: SignIn) -> None:
    client = sign_in(submitted.supervisor)
    key = noted(submitted, "2.9", ANSWER_DOUBT).finding.key
    decide(client, submitted.row("2.9"), {}, decision="accept")
    html = client.get(url("review", submitted.report.pk)).content.decode()
    assert ANSWER_DOUBT in html
    assert f'value="{key}"' not in html


# ---- the item over all executors ----


def item_url(stage: Stage) -> str:
    return reverse("item", args=["plan", 2024, "2.9"])


def other_report(stage: Stage) -> ReportRow:
    """The same question about the row of another executor."""
    report = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    stage.complete(report)
    row = stage.save(report.rows.get(number="2.9"), by=stage.outsider, implementation=ABOUT)
    actions.submit(report=report, by=stage.outsider)
    return ReportRow.objects.get(pk=row.pk)


def test_an_item_shows_what_is_asked_of_every_executor(submitted: Stage, sign_in: SignIn) -> None:
    other_report(submitted)
    cards = sign_in(submitted.supervisor).get(item_url(submitted)).context["cards"]
    assert [[each.finding.message for each in entry["card"].noted][:2] for entry in cards] == [
        [DOUBT, ANSWER_DOUBT],
        [DOUBT],
    ]


def test_drafts_are_not_asked_before_all(stage: Stage, row: ReportRow, sign_in: SignIn) -> None:
    assert DOUBT not in sign_in(stage.supervisor).get(item_url(stage)).content.decode()


def test_queries_of_the_item_do_not_grow_with_executors(submitted: Stage, sign_in: SignIn) -> None:
    client = sign_in(submitted.supervisor)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(item_url(submitted))
        numbers.append(len(captured))
        if len(numbers) == 1:
            other_report(submitted)
    assert numbers[0] == numbers[1]


def test_a_finding_becomes_a_remark_on_the_page_of_the_item(submitted: Stage, sign_in: SignIn) -> None:
    client = sign_in(submitted.supervisor)
    row, other = submitted.row("2.9"), other_report(submitted)
    key = noted(submitted, "2.9").finding.key
    seen = {f"seen-{each.pk}": actions.last_event(each.report, each) for each in (row, other)}
    data: dict[str, Any] = seen | {
        "finding": f"{other.pk}:{key}",
        f"text-{row.pk}": "Ещё не дописано",
        f"text-{other.pk}": "И здесь",
    }
    html = client.post(item_url(submitted), data).content.decode()
    remark = Remark.objects.get()
    assert (remark.row, remark.text) == (other, f"Просим проверить строку. {DOUBT}")
    assert "Исполнитель 002: замечание записано." in html
    assert "Ещё не дописано" in html
    assert "И здесь" in html
    assert html.count("Сделано замечание.") == 1
    assert f'value="{row.pk}:{key}"' in html
    assert f'value="{other.pk}:{key}"' not in html


def test_a_finding_that_the_item_does_not_have_becomes_nothing(submitted: Stage, sign_in: SignIn) -> None:
    row = submitted.row("2.9")
    data = {f"seen-{row.pk}": actions.last_event(row.report, row), "finding": f"{row.pk}:0"}
    response = sign_in(submitted.supervisor).post(item_url(submitted), data)
    assert response.status_code == 422
    assert "Этого вопроса проверки в строке нет" in response.content.decode()
    assert not Remark.objects.exists()


def test_evidence_that_the_message_quotes_is_not_said_twice(submitted: Stage) -> None:
    found = noted(submitted, "2.9")
    assert found.finding.level == Level.WARNING
    assert found.remark_text == f"Просим проверить строку. {DOUBT}"
