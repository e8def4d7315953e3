"""A report by workbook: handed out, edited, and brought back into the report."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from kuznetsk_report.accounts.models import User
from plans.models import Indicator
from reports import actions, queries
from reports.documents import workbook
from reports.figures import Entry
from reports.intake.brought import BroughtFile, bring
from reports.intake.workbook import read
from reports.models import Event, Intake, Report
from reports.vocabulary import EventKind

from .conftest import Stage
from .test_intake import apply, placed, texts

Edit = Callable[[Workbook], None]
SignIn = Callable[[User], Client]


def handed_out(report: Report) -> bytes:
    return workbook.render(queries.handed_report(Report.objects.get(pk=report.pk)))


def edited(data: bytes, *edits: Edit) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(number: str, title: str, what: Any, name: str = "") -> Edit:
    """Fill in a cell by the item's number and the column's title; with `name` that of an indicator."""

    def edit(book: Workbook) -> None:
        sheet = book["Показатели" if name else "Отчёт"]
        titles = [str(cell.value) for cell in sheet[1]]
        column = next(at for at, each in enumerate(titles) if each.startswith(title))
        for line in sheet.iter_rows(min_row=2):
            values = dict(zip(titles, (cell.value for cell in line), strict=True))
            if values["№ пункта"] == number and (not name or values["Показатель"] == name):
                line[column].value = what

    return edit


def without_keys(book: Workbook) -> None:
    for name in ("Отчёт", "Показатели"):
        book[name].delete_cols(1)
    del book["Служебный лист"]


def brought(data: bytes) -> BroughtFile:
    return BroughtFile("книга.xlsx", "0" * 64, bring(read(data)))


def take_in(stage: Stage, data: bytes, report: Report | None = None) -> Intake:
    return actions.take_in(report=report or stage.report, file=brought(data), by=stage.official)


def values(stage: Stage, number: str = "1.4") -> dict[str, Any]:
    return {value.indicator.code: value.value for value in stage.row(number).values.all()}


@pytest.fixture
def filled(stage: Stage) -> bytes:
    """The workbook of a report that is half filled."""
    entries = {"considered": Entry(Decimal(9))}
    stage.save(stage.row("1.4"), answer="done", implementation="Сделано.", result="Итог.", entries=entries)
    return handed_out(stage.report)


def test_what_is_left_as_handed_out_changes_nothing(stage: Stage, filled: bytes) -> None:
    stage.save(stage.row("1.4"), implementation="Коллега исправил.", by=stage.colleague)
    page = queries.intake_preview(take_in(stage, edited(filled)))
    assert page.counts == {"new": 0, "change": 0, "same": 3, "none": 0}
    assert queries.intake_choices(page.cards, page.loose) == ([], [])


def test_answers_texts_and_numbers_come_in_with_one_event_per_row(stage: Stage, filled: bytes) -> None:
    data = edited(
        filled,
        put("1.4", "Ответ", "Выполнено частично"),
        put("1.4", "Информация о реализации", "Сделано.\nИ ещё."),
        put("1.4", "Значение", 10, "Рассмотрено лиц"),
        put("1.4", "Значение", 3, "Привлечено лиц"),
        put("2.9", "Ответ", "Случаев не было"),
    )
    intake = take_in(stage, data)
    before = Event.objects.count()
    page = queries.intake_preview(intake)
    assert {card.brought.number: card.action for card in page.cards} == {"1.4": "change", "2.9": "new", "2.10": "same"}
    card = page.cards[0]
    assert [(part.name, part.state, part.is_ticked) for part in card.parts] == [
        ("implementation", "change", True),
        ("answer", "change", True),
    ]
    assert [(value.code, value.shown_current, value.shown, value.state) for value in card.values] == [
        ("considered", "9 чел.", "10 чел.", "change"),
        ("disciplined", "не заполнено", "3 чел.", "new"),
    ]
    assert apply(intake, stage.official, page) == ["1.4", "2.9"]
    row = stage.row("1.4")
    assert (row.answer, row.implementation, row.result) == ("partial", "Сделано.\nИ ещё.", "Итог.")
    assert values(stage) == {"considered": 10, "disciplined": 3}
    assert stage.row("2.9").answer == "no_cases"
    assert Event.objects.count() == before + 2
    event = Event.objects.filter(row=row, kind=EventKind.ROW_SAVED).latest("pk")
    assert event.changes["intake"] == {"id": intake.pk, "file": "книга.xlsx"}


def test_what_was_emptied_is_deleted_and_shown_so(stage: Stage, filled: bytes) -> None:
    data = edited(
        filled,
        put("1.4", "Ответ", None),
        put("1.4", "Информация о результативности", None),
        put("1.4", "Значение", None, "Рассмотрено лиц"),
    )
    page = queries.intake_preview(intake := take_in(stage, data))
    assert [(part.shown, part.overwrites) for part in page.cards[0].parts] == [("", True), ("нет ответа", True)]
    assert page.cards[0].values[0].shown == "не заполнено"
    apply(intake, stage.official, page)
    assert (stage.row("1.4").answer, stage.row("1.4").result, values(stage)) == ("", "", {})


def test_what_both_sides_changed_is_shown_and_not_ticked(stage: Stage, filled: bytes) -> None:
    data = edited(
        filled,
        put("1.4", "Ответ", "Не выполнено"),
        put("1.4", "Информация о реализации", "В книге."),
        put("1.4", "Значение", 10, "Рассмотрено лиц"),
        put("1.4", "Информация о результативности", "Новый итог."),
    )
    changed = {"answer": "partial", "implementation": "На портале.", "entries": {"considered": Entry(Decimal(8))}}
    stage.save(stage.row("1.4"), by=stage.colleague, **changed)
    page = queries.intake_preview(intake := take_in(stage, data))
    assert {part.name: (part.is_crossed, part.is_ticked) for part in page.cards[0].parts} == {
        "implementation": (True, False),
        "result": (False, True),
        "answer": (True, False),
    }
    assert [(value.is_crossed, value.is_ticked) for value in page.cards[0].values] == [(True, False)]
    apply(intake, stage.official, page)
    row = stage.row("1.4")
    assert (row.answer, row.implementation, row.result) == ("partial", "На портале.", "Новый итог.")
    assert values(stage) == {"considered": 8}


def test_back_to_what_once_was_is_an_edit_too(stage: Stage) -> None:
    stage.save(stage.row("1.4"), implementation="Первое.")
    stage.save(stage.row("1.4"), implementation="Второе.")
    data = edited(handed_out(stage.report), put("1.4", "Информация о реализации", "Первое."))
    apply(take_in(stage, data), stage.official)
    assert texts(stage)["1.4"][0] == "Первое."


def test_a_row_that_changed_while_the_person_looked_is_not_overwritten(stage: Stage, filled: bytes) -> None:
    page = queries.intake_preview(
        intake := take_in(stage, edited(filled, put("1.4", "Значение", 10, "Рассмотрено лиц")))
    )
    chosen, _ = queries.intake_choices(page.cards)
    stage.save(stage.row("1.4"), implementation="Коллега.", by=stage.colleague)
    with pytest.raises(actions.RowsRefusedError):
        actions.apply_intake(intake=intake, choices=chosen, by=stage.official)
    assert values(stage) == {"considered": 9}


def test_what_cannot_be_taken_is_said_and_the_rest_comes_in(stage: Stage, filled: bytes) -> None:
    data = edited(
        filled,
        put("1.4", "Ответ", "Сделали почти всё"),
        put("1.4", "Информация о реализации", "Новое."),
        put("1.4", "Значение", "около 5", "Рассмотрено лиц"),
        put("1.4", "Значение", 2.5, "Привлечено лиц"),
    )
    (card, *_) = queries.intake_preview(intake := take_in(stage, data)).cards
    assert [problem.partition(": ")[0] for problem in card.problems] == [
        "Ответа «Сделали почти всё» (лист «Отчёт», ячейка E2) нет среди пяти",
        "«Рассмотрено лиц» (лист «Показатели», ячейка E2), в книге «около 5»",
        "«Привлечено лиц» (лист «Показатели», ячейка E3), в книге «2,5»",
    ]
    apply(intake, stage.official)
    assert (stage.row("1.4").answer, texts(stage)["1.4"][0], values(stage)) == ("done", "Новое.", {"considered": 9})


def test_a_number_or_that_it_does_not_apply(stage: Stage, filled: bytes) -> None:
    both = edited(filled, put("1.4", "Не применимо", "да", "Рассмотрено лиц"))
    (card, *_) = queries.intake_preview(take_in(stage, both)).cards
    assert "Или число, или «не применимо»" in card.problems[0]
    absent = edited(both, put("1.4", "Значение", None, "Рассмотрено лиц"))
    apply(take_in(stage, absent), stage.official)
    assert [value.not_applicable for value in stage.row("1.4").values.all()] == [True]


def test_a_date(stage: Stage) -> None:
    item = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=item, code="day", name="Дата отчёта", kind=Indicator.Kind.DATE)
    data = handed_out(stage.report)
    apply(take_in(stage, edited(data, put("2.9", "Значение", "30 апреля 2024 г.", "Дата отчёта"))), stage.official)
    assert values(stage, "2.9") == {"day": 20240430}
    data = handed_out(stage.report)
    assert queries.intake_preview(take_in(stage, edited(data))).counts["same"] == 3
    page = queries.intake_preview(take_in(stage, edited(data, put("2.9", "Значение", 45000, "Дата отчёта"))))
    # Only the format says that a number is a date, and the cell has kept its own.
    assert page.cards[1].values[0].shown == "15.03.2023"


def test_without_its_keys_rows_are_found_by_number_and_words(stage: Stage, filled: bytes) -> None:
    data = edited(filled, put("2.10", "Информация о реализации", "Новое."), put("2.10", "Ответ", "Выполнено"))
    data = edited(data, put("1.4", "Значение", 10, "Рассмотрено лиц"), without_keys)
    page = queries.intake_preview(intake := take_in(stage, data))
    found = {card.brought.number: card.row.number for card in page.cards if card.row}
    assert found == {number: number for number in ("1.4", "2.9", "2.10")}
    # What would overwrite a number is for the person to tick.
    assert [(value.state, value.is_ticked) for value in page.cards[0].values] == [("change", False)]
    assert apply(intake, stage.official, page) == ["2.10"]
    assert (stage.row("2.10").answer, texts(stage)["2.10"]) == ("done", ("Новое.", ""))


def test_a_number_that_may_be_two_is_asked(stage: Stage) -> None:
    for number in ("3.1", "3.10"):
        item = stage.plan.items.create(number=number, wording=f"Работа {number[-1]}")
        item.executors.set([stage.executor])
    actions.add_missing_rows(report=stage.report, by=stage.official)

    def spoil(book: Workbook) -> None:
        without_keys(book)
        for line in book["Отчёт"].iter_rows(min_row=2):
            if line[0].value == "3.10":
                line[0].value, line[0].number_format = 3.1, "General"
                line[1].value = "Совсем другие слова"

    data = edited(handed_out(stage.report), put("3.10", "Информация о реализации", "Новое."), spoil)
    intake = take_in(stage, data)
    page = queries.intake_preview(intake)
    (card,) = page.unmatched
    assert card.match.reason == "в книге номер 3.1, но Excel мог сделать его из 3.10: выберите пункт"
    chosen = placed(page, {card.position: stage.row("3.10")})
    apply(intake, stage.official, queries.intake_preview(intake, placings=chosen))
    assert (texts(stage)["3.10"][0], texts(stage)["3.1"][0]) == ("Новое.", "")


def test_a_workbook_of_another_report_is_refused_by_its_name(stage: Stage, filled: bytes) -> None:
    other = actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    with pytest.raises(actions.WrongReportError, match="для другого отчёта: Исполнитель 001, 2024 год, План испытаний"):
        take_in(stage, filled, other)

    def unnamed(book: Workbook) -> None:
        del book["Служебный лист"]

    with pytest.raises(actions.WrongReportError, match="Эта книга выдана для другого отчёта"):
        take_in(stage, edited(filled, unnamed), other)
    take_in(stage, edited(filled, unnamed))


def test_only_open_rows_are_handed_out_and_closed_ones_stay(stage: Stage) -> None:
    whole = handed_out(stage.report)
    stage.submit()
    stage.return_with("2.9")
    assert [row.number for row in queries.handed_report(Report.objects.get(pk=stage.report.pk)).rows] == ["2.9"]
    page = queries.intake_preview(
        take_in(
            stage,
            edited(
                whole, put("1.4", "Значение", 1, "Рассмотрено лиц"), put("2.10", "Информация о реализации", "Поздно.")
            ),
        )
    )
    assert queries.intake_choices(page.cards) == ([], [])


# -- Pages


def test_the_report_page_hands_it_out_while_it_is_open(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    url = reverse("handout", args=[stage.report.pk])
    assert url in client.get(stage.report.get_absolute_url()).content.decode()
    response = client.get(url)
    assert "attachment" in response.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(response.content)).sheetnames[1] == "Отчёт"
    stage.submit()
    assert client.get(url).status_code == 403
    assert url not in client.get(stage.report.get_absolute_url()).content.decode()


def test_from_the_workbook_to_the_report(stage: Stage, filled: bytes, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    data = edited(
        filled,
        put("1.4", "Ответ", "Не выполнено"),
        put("1.4", "Значение", 10, "Рассмотрено лиц"),
        put("2.9", "Ответ", "кое-как"),
    )
    url = reverse("take-in", args=[stage.report.pk])
    response = client.post(url, {"file": SimpleUploadedFile("книга.xlsx", data)})
    intake = Intake.objects.get()
    assert response.headers["Location"] == intake.get_absolute_url()
    page = " ".join(client.get(intake.get_absolute_url()).content.decode().split())
    assert "<del>9 чел.</del> <ins>10 чел.</ins>" in page
    assert "Ответа «кое-как» (лист «Отчёт», ячейка E3) нет среди пяти" in page
    assert 'Не перенесено значений: 1. Смотрите <a href="#card-1">пункт 2.9</a>.' in page
    assert "Проверьте: 1" in page
    row = stage.row("1.4")
    ticks: dict[str, Any] = {"row-0": row.pk, "seen-0": f"{row.pk}:{row.version}:0", "tick-0": ["value_considered"]}
    client.post(intake.get_absolute_url(), {**ticks, "apply": "1"})
    assert (values(stage), stage.row("1.4").answer) == ({"considered": 10}, "done")
    page = client.get(stage.report.get_absolute_url()).content.decode()
    assert "Не перенесено значений: 1 (п. 2.9). Внесите их в этих строках сами." in page


def test_a_workbook_of_another_report_in_the_browser(stage: Stage, filled: bytes, sign_in: SignIn) -> None:
    other = actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    url = reverse("take-in", args=[other.pk])
    response = sign_in(stage.official).post(url, {"file": SimpleUploadedFile("книга.xlsx", filled)})
    assert response.status_code == 422
    assert "Исполнитель 001, 2024 год" in response.content.decode()
    assert not Intake.objects.exists()


# -- The command


def run(path: Path, *options: str, year: int = 2024) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "import_report", str(path), "--organization", "executor", "--year", str(year), "--by", "official", "--format",
        "json", *options, stdout=out,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_the_command_takes_workbooks_too(stage: Stage, filled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(
        edited(
            filled,
            put("1.4", "Значение", 10, "Рассмотрено лиц"),
            put("2.9", "Ответ", "кое-как"),
            put("2.10", "Ответ", "Выполнено"),
        )
    )
    told = run(path)
    assert [(row["item"], row["action"]) for row in told["rows"]] == [
        ("1.4", "change"),
        ("2.9", "same"),
        ("2.10", "new"),
    ]
    assert "Ответа «кое-как» (лист «Отчёт», ячейка E3) нет" in told["warnings"][0]
    assert (values(stage), stage.row("2.10").answer) == ({"considered": 10}, "done")
    with pytest.raises(CommandError, match="выдана для другого отчёта") as caught:
        run(path, year=2022)
    assert caught.value.returncode == 2
    assert not Report.objects.filter(year=2022).exists()
