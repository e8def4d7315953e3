"""«Загрузить из Word или Excel»: the upload, the preview and what is posted from it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.models import Intake

from .conftest import Stage
from .intake import build
from .test_intake import line, take_in, texts

SignIn = Callable[[User], Client]


def document(*rows: tuple[str, str, str, str]) -> bytes:
    """A DOCX with (number, measure, implementation, result)."""
    return build.docx(
        build.p("Отчёт"), build.report(*(build.tr(f"{at}.", *row) for at, row in enumerate(rows, start=1)))
    )


def upload(client: Client, stage: Stage, data: bytes, name: str = "отчёт.docx") -> Any:
    return client.post(reverse("take-in", args=[stage.report.pk]), {"file": SimpleUploadedFile(name, data)})


def posted(intake: Intake, stage: Stage, *rows: str, **more: object) -> dict[str, Any]:
    """What the form sends if the first rows of the document stand at these items, both texts ticked."""
    data: dict[str, Any] = {}
    for at, number in enumerate(rows):
        row = stage.row(number)
        data |= {
            f"row-{at}": row.pk,
            f"seen-{at}": f"{row.pk}:{row.version}:0",
            f"tick-{at}": ["implementation", "result"],
        }
    return data | more


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_report_page_offers_it_to_those_who_fill_in(stage: Stage, sign_in: SignIn) -> None:
    url = reverse("take-in", args=[stage.report.pk])
    assert url in sign_in(stage.official).get(stage.report.get_absolute_url()).content.decode()
    assert url not in sign_in(stage.supervisor).get(stage.report.get_absolute_url()).content.decode()
    assert reverse("take-in", args=[stage.last_year.pk]) not in (
        sign_in(stage.official).get(stage.last_year.get_absolute_url()).content.decode()
    )


def test_what_is_doubtful_is_said_and_not_ticked(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    measure = "Мероприятие 2.9 на территории территории 001"
    data = build.docx(
        build.p("за 2023 год"),
        build.report(build.tr("1.", "№ п. 2.10.", measure, "Чьё?", ""), build.tr("2.", "2.9, 2.10", "", "Чьё?", "")),
    )
    upload(client, stage, data)
    page = text_of(client.get(Intake.objects.get().get_absolute_url()))
    assert "В файле написано «за 2023 год», а отчёт — за 2024-й." in page
    assert "<legend>№ 2.10 " in page
    assert "<strong>Проверьте.</strong> В файле номер 2.10, а мероприятие изложено как в п. 2.9." in page
    assert "<strong>Проверьте.</strong> Строка относится к пунктам 2.9 и 2.10: внесена будет в 2.10" in page
    assert 'value="implementation" checked' not in page


def test_a_row_with_a_note_is_to_be_checked(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    row = build.tr("1.", "1.4", "Мероприятие 1.4 на территории территории 001", "часть а", "часть б", "итог")
    upload(client, stage, build.docx(build.report(row)))
    page = text_of(client.get(Intake.objects.get().get_absolute_url()))
    assert "Проверьте: 1</h2>" in page
    assert "ячеек больше, чем граф" in page


def test_from_the_file_to_the_report(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    data = document(
        ("1.4", "Мероприятие 1.4 на территории 001", "Проведено 5\nзаседаний.", "Итог."), ("9.9", "Чужое", "Что-то", "")
    )
    response = upload(client, stage, data)
    intake = Intake.objects.get()
    assert response.headers["Location"] == intake.get_absolute_url()
    page = text_of(client.get(intake.get_absolute_url()))
    assert "Новое: 1" in page
    assert "Не распознано: 1" in page
    assert "По номеру и тексту, уверенность" in page
    assert "Проведено 5 заседаний." in page
    assert texts(stage)["1.4"] == ("", "")
    response = client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", apply="1"))
    assert response.headers["Location"] == stage.report.get_absolute_url()
    assert texts(stage)["1.4"] == ("Проведено 5 заседаний.", "Итог.")
    page = text_of(client.get(stage.report.get_absolute_url()))
    assert ": 1 строка." in page
    row = stage.row("1.4").get_absolute_url()
    assert f'Ещё не всё заполнено в 3 строках. Начните с <a href="{row}">пункта 1.4</a>: выберите ответ' in page


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("скан.pdf", b"%PDF-1.7\n", "Это PDF"),
        ("отчёт.docx", b"PK\x03\x04 broken", "повреждён"),
        ("отчёт.docx", b"", "Файл «отчёт.docx» пуст"),
    ],
)
def test_a_file_that_is_refused_is_named_with_the_cause(
    stage: Stage, sign_in: SignIn, name: str, data: bytes, cause: str
) -> None:
    response = upload(sign_in(stage.official), stage, data, name)
    assert response.status_code == 422
    assert cause in text_of(response)
    assert not data or f"«{name}»" in text_of(response)
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        ("Просто письмо, без таблицы.",),
        (build.tbl(build.tr("Фамилия", "Телефон"), build.tr("Иванов", "12-34"), build.tr("Петров", "56-78")),),
    ],
)
def test_a_document_without_rows_of_a_report_is_refused_where_it_is_uploaded(
    stage: Stage, sign_in: SignIn, blocks: tuple[str, ...]
) -> None:
    data = build.docx(*(block if block.startswith("<") else build.p(block) for block in blocks))
    response = upload(sign_in(stage.official), stage, data)
    assert response.status_code == 422
    assert "«отчёт.docx»: В файле нет строк отчёта" in text_of(response)
    assert "«Наименование мероприятия»" in text_of(response)
    assert not Intake.objects.exists()


def test_a_workbook_of_another_report_leads_to_that_report(stage: Stage, sign_in: SignIn) -> None:
    other = actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    client = sign_in(stage.official)
    data = client.get(reverse("handout", args=[other.pk])).content
    page = text_of(upload(client, stage, data, "книга.xlsx"))
    assert "Эта книга выдана для другого отчёта" in page
    assert f'<a href="{other.get_absolute_url()}">Открыть тот отчёт: Исполнитель 001, 2022 год</a>' in page
    assert not Intake.objects.exists()


def test_no_file_and_one_that_is_too_large(stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(stage.official)
    response = client.post(reverse("take-in", args=[stage.report.pk]))
    assert (response.status_code, "Выберите файл отчёта." in text_of(response)) == (422, True)
    monkeypatch.setattr("reports.fields.MAX_FILE_BYTES", 10)
    assert "больше 0 МБ" in text_of(upload(client, stage, document()))


def test_a_changed_match_is_shown_before_it_is_applied(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Из файла."))
    stage.save(stage.row("2.9"), implementation="Было.")
    chosen = posted(intake, stage, "1.4", **{"row-0": stage.row("2.9").pk})
    response = client.post(intake.get_absolute_url(), {**chosen, "apply": "1"})
    assert response.status_code == 422
    assert "Вы изменили, куда или как переносится строка файла." in text_of(response)
    assert "<del>Было.</del>" in text_of(response)
    assert texts(stage)["2.9"][0] == "Было."
    card = client.get(intake.get_absolute_url(), {**chosen, "card": "0"}, headers={"HX-Request": "true"})
    assert "<del>Было.</del>" in text_of(card)
    assert "Пункт выбран вами" in text_of(card)
    assert "<html" not in text_of(card)
    assert client.get(intake.get_absolute_url(), {"card": "7"}).status_code == 404
    client.post(intake.get_absolute_url(), posted(intake, stage, "2.9", apply="1"))
    assert texts(stage)["2.9"][0] == "Из файла."


def test_what_was_chosen_is_kept_when_a_row_has_changed(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Первое."), line("2.9", "Второе."))
    data = posted(intake, stage, "1.4", "2.10", apply="1")
    stage.save(stage.row("2.10"), by=stage.colleague, implementation="Коллега.")
    response = client.post(intake.get_absolute_url(), data)
    page = text_of(response)
    assert response.status_code == 409
    assert 'изменён пункт <a href="#card-1">2.10</a>. Отметки там сняты' in page
    assert page.count("Изменён, пока вы смотрели") == 1
    assert 'id="tick-0-implementation" name="tick-0" value="implementation" checked' in page
    assert 'id="tick-1-implementation" name="tick-1" value="implementation" >' in page
    assert "<del>Коллега.</del>" in page
    assert texts(stage)["1.4"] == ("", "")
    row = stage.row("2.10")
    assert f'name="seen-1" value="{row.pk}:{row.version}:0"' in page
    assert f'<option value="{row.pk}" selected>' in page
    client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", "2.10", apply="1"))
    assert (texts(stage)["1.4"][0], texts(stage)["2.10"][0]) == ("Первое.", "Второе.")
    done = text_of(client.get(stage.report.get_absolute_url()))
    assert f'<a href="{reverse("history", args=[stage.report.pk])}">Что изменено или как вернуть</a>' in done


def test_several_changed_rows_are_listed(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Первое."), line("2.9", "Второе."))
    data = posted(intake, stage, "1.4", "2.9", apply="1")
    for number in ("1.4", "2.9"):
        stage.save(stage.row(number), by=stage.colleague, implementation="Коллега.")
    page = text_of(client.post(intake.get_absolute_url(), data))
    assert 'изменены пункты <a href="#card-0">1.4</a> и <a href="#card-1">2.9</a>. Отметки' in page


def test_what_is_to_be_appended_replaces_nothing_unseen(stage: Stage, sign_in: SignIn) -> None:
    row = stage.save(stage.row("1.4"), implementation="Важное.")
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Добавка."))
    seen = {"row-0": row.pk, "seen-0": f"{row.pk}:{row.version}:1", "tick-0": "implementation", "apply": "1"}
    response = client.post(intake.get_absolute_url(), seen)
    assert response.status_code == 422
    assert "Вы изменили, куда или как переносится" in text_of(response)
    assert texts(stage)["1.4"][0] == "Важное."
    client.post(intake.get_absolute_url(), {**seen, "append-0": "on"})
    assert texts(stage)["1.4"][0] == "Важное.\nДобавка."


def test_dropped_in_another_tab_at_the_same_time(
    stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = take_in(stage, line("1.4", "Из файла."))
    drop = actions.drop_intake

    def twice(**what: Any) -> None:
        drop(**what)
        drop(**what)

    monkeypatch.setattr(actions, "drop_intake", twice)
    response = sign_in(stage.official).post(intake.get_absolute_url(), {"drop": "1"}, follow=True)
    assert "уже отклонён" in text_of(response)


def test_a_text_from_outside_the_table_that_goes_nowhere_is_said(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Из файла."), outside=("Пояснение",))
    data = posted(intake, stage, "1.4", apply="1") | {"loose-row-0": stage.row("2.9").pk, "loose-field-0": ""}
    response = client.post(intake.get_absolute_url(), data)
    assert response.status_code == 422
    assert '<p class="field-error">Выберите графу, в которую перенести этот текст.</p>' in text_of(response)
    assert f'<option value="{stage.row("2.9").pk}" selected>' in text_of(response)
    assert texts(stage)["1.4"][0] == ""


def test_without_script_the_buttons_do_the_same(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Из файла."))
    stage.save(stage.row("1.4"), implementation="Было.")
    ticked = 'value="implementation" checked'
    page = text_of(client.get(intake.get_absolute_url()))
    assert ticked not in page
    assert ticked in text_of(client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", show="chosen")))
    assert ticked in text_of(client.post(intake.get_absolute_url(), {"show": "all"}))
    assert texts(stage)["1.4"][0] == "Было."


def test_nothing_ticked_is_said(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Из файла."))
    response = client.post(intake.get_absolute_url(), {"row-0": "", "apply": "1"})
    assert (response.status_code, "Ничего не отмечено" in text_of(response)) == (422, True)


@pytest.mark.parametrize(
    "data", [{"row-0": "1' OR 1"}, {"row-0": "9" * 30}, {"row-x": "1", "seen-0": "::"}, {"loose-row-9": "1"}]
)
def test_nonsense_changes_nothing(stage: Stage, sign_in: SignIn, data: dict[str, str]) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("7.7", "Из файла."))
    assert client.post(intake.get_absolute_url(), {**data, "apply": "1"}).status_code == 422
    assert set(texts(stage).values()) == {("", "")}


def test_not_to_apply_leaves_the_report_as_it_is(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Из файла."))
    client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", drop="1"))
    assert texts(stage)["1.4"] == ("", "")
    assert client.get(intake.get_absolute_url()).headers["Location"] == stage.report.get_absolute_url()
    response = client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", apply="1"), follow=True)
    assert "уже отклонён" in text_of(response)
    assert texts(stage)["1.4"] == ("", "")


def test_a_submitted_report_closes_the_page(stage: Stage, sign_in: SignIn) -> None:
    intake = take_in(stage, line("1.4", "Из файла."))
    stage.submit()
    assert sign_in(stage.official).get(intake.get_absolute_url()).status_code == 403
    assert sign_in(stage.official).get(reverse("take-in", args=[stage.report.pk])).status_code == 403


def test_a_text_from_outside_the_table_and_a_closed_row(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    stage.return_with("2.9")
    client = sign_in(stage.official)
    intake = take_in(stage, line("1.4", "Из файла."), outside=("Подпись",))
    page = text_of(client.get(intake.get_absolute_url()))
    assert "Строка 1.4 закрыта" in page
    assert "Текст вне таблицы: 1" in page
    loose = {"loose-row-0": stage.row("2.9").pk, "loose-field-0": "result", "apply": "1"}
    client.post(intake.get_absolute_url(), {**posted(intake, stage, "1.4"), **loose})
    assert texts(stage)["2.9"][1] == "Итог.\nПодпись"
    assert texts(stage)["1.4"][0] == "Сделано по пункту 1.4."
    assert actions.last_event(stage.report, stage.row("1.4")) < actions.last_event(stage.report, stage.row("2.9"))


def test_what_must_be_looked_at_stands_first_and_what_is_new_is_a_line(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), implementation="За год проведено 5 заседаний.")
    stage.save(stage.row("2.10"), implementation="Сделано.")
    client, intake = (
        sign_in(stage.official),
        take_in(
            stage,
            line("1.4", "Новый текст."),
            line("2.9", "За год проведено 6 заседаний."),
            line("2.10", "Сделано."),
            line("7.7", "Неизвестно куда."),
        ),
    )
    groups = client.get(intake.get_absolute_url()).context["page"].groups
    assert [(group.name, [shown.card.position for shown in group.cards]) for group in groups] == [
        ("unmatched", [3]),
        ("change", [1]),
        ("new", [0]),
        ("same", [2]),
    ]
    page = text_of(client.get(intake.get_absolute_url()))
    assert page.index("Неизвестно куда") < page.index("<del>5</del><ins>6</ins>") < page.index("Новый текст.")


def test_a_row_that_is_shown_closed_can_be_left_out_as_a_whole(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Первое."), line("2.9", "Второе."))
    page = text_of(client.get(intake.get_absolute_url()))
    assert 'name="take-0" value="1" checked' in page
    data = posted(intake, stage, "1.4", "2.9", **{"closed-0": "1", "closed-1": "1", "take-1": "1"})
    page = text_of(client.post(intake.get_absolute_url(), {**data, "show": "chosen"}))
    assert 'name="take-0" value="1" aria-label' in page
    assert "Отмечено строк: 1" in page
    client.post(intake.get_absolute_url(), {**data, "apply": "1"})
    assert (texts(stage)["1.4"][0], texts(stage)["2.9"][0]) == ("", "Второе.")


def test_rows_that_contradict_each_other_are_marked_and_linked(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    intake = take_in(stage, line("2.9", "Первое."), line("1.4", "Второе."))
    response = client.post(intake.get_absolute_url(), posted(intake, stage, "2.9", "2.9", apply="1"))
    page = text_of(response)
    assert response.status_code == 422
    assert 'приходится и <a href="#card-1">таблица 1, строка 1.4</a>' in page
    assert 'приходится и <a href="#card-0">таблица 1, строка 2.9</a>' in page
    (group,) = response.context["page"].groups
    assert group.name == "check"


def test_one_choice_for_each_further_column(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    notes = [(("Примечание", f"заметка {at}"),) for at in (1, 2)]
    intake = take_in(stage, line("2.9", "Первое.", extra=notes[0]), line("1.4", "Второе.", extra=notes[1]))
    page = text_of(client.get(intake.get_absolute_url()))
    assert page.count("дописать в «Информация о результативности»") == 1
    data = posted(intake, stage, "2.9", "1.4", apply="1", **{"column-0": "result"})
    client.post(intake.get_absolute_url(), data)
    assert (texts(stage)["2.9"][1], texts(stage)["1.4"][1]) == ("Примечание: заметка 1", "Примечание: заметка 2")


def test_a_long_change_is_shown_as_its_difference_with_the_whole_beside(stage: Stage, sign_in: SignIn) -> None:
    start = "Начало отчёта. " + "Одно и то же предложение. " * 20
    stage.save(stage.row("2.9"), implementation=f"{start}За год проведено 5 заседаний.")
    client, intake = sign_in(stage.official), take_in(stage, line("2.9", f"{start}За год проведено 6 заседаний."))
    page = text_of(client.get(intake.get_absolute_url()))
    assert "… " in page.split("<del>5</del>")[0][-200:]
    # The old and the new text as wholes, closed.
    assert page.count("Начало отчёта.") == 2
    assert "Текст целиком" in page


def test_a_file_that_brings_nothing_new_leads_back_to_the_report(stage: Stage, sign_in: SignIn) -> None:
    stage.save(stage.row("2.9"), implementation="Первое.")
    client, intake = sign_in(stage.official), take_in(stage, line("2.9", "Первое."), outside=("О Т Ч Ё Т",))
    page = text_of(client.get(intake.get_absolute_url()))
    assert "Всё из файла уже есть в отчёте." in page
    assert "Применить отмеченное</button>" not in page


def test_what_was_begun_is_found_again(stage: Stage, sign_in: SignIn) -> None:
    client, url = sign_in(stage.official), reverse("take-in", args=[stage.report.pk])
    assert "Начатые загрузки" not in text_of(client.get(url))
    dropped, applied, begun = (take_in(stage, line("1.4", text)) for text in ("Одно.", "Другое.", "Третье."))
    actions.drop_intake(intake=dropped, by=stage.official)
    client.post(applied.get_absolute_url(), posted(applied, stage, "1.4", apply="1"))
    other = actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    take_in(stage, line("1.4", "Другого года."), report=other)
    page = text_of(client.get(url))
    assert "Начатые загрузки" in page
    assert page.count("«отчёт.docx», ") == 1
    assert f'href="{begun.get_absolute_url()}"' in page
    assert "Начатые загрузки" not in text_of(sign_in(stage.colleague).get(url))
    sign_in(stage.official).post(begun.get_absolute_url(), {"drop": "1"})
    assert "Начатые загрузки" not in text_of(client.get(url))


def test_the_history_tells_of_one_file_in_one_entry(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    stage.save(stage.row("2.10"), implementation="Набрано.")
    for name in ("Одно", "Другое"):
        intake = take_in(stage, line("1.4", f"{name} 1.4."), line("2.9", f"{name} 2.9."))
        client.post(intake.get_absolute_url(), posted(intake, stage, "1.4", "2.9", apply="1"))
    url = reverse("history", args=[stage.report.pk])
    page = text_of(client.get(url))
    assert page.count("Перенесено из файла «отчёт.docx», пунктов: 2.") == 2
    assert "текст из файла" not in page
    assert page.index("Пункт 1.4 ") < page.index("Пункт 2.9 ")
    assert "Пункт 2.10: строка изменена." in page
    alone = text_of(client.get(url, {"row": stage.row("1.4").pk}))
    assert alone.count("Пункт 1.4: строка изменена, текст из файла «отчёт.docx».") == 2


def test_a_row_that_is_left_out_stays_so_when_the_page_is_made_anew(stage: Stage, sign_in: SignIn) -> None:
    client, intake = sign_in(stage.official), take_in(stage, line("1.4", "Первое."), line("2.9", "Второе."))
    data = posted(intake, stage, "1.4", "2.9", **{"closed-0": "1", "closed-1": "1", "take-1": "1"})
    stage.save(stage.row("1.4"), implementation="Тем временем на портале.")
    page = text_of(client.post(intake.get_absolute_url(), {**data, "show": "chosen"}))
    assert 'name="closed-0"' in page
    assert 'name="take-0" value="1" aria-label' in page
