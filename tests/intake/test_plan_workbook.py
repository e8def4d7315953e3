"""Plans in workbooks as people make them: merged cells, formulas, colours, hidden rows."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents import workbook as handed_out
from reports.intake.guard import MAX_ROWS, Refused
from reports.intake.plan_source import PlanLine, SourcePlan
from reports.intake.process import read_plan_file, read_report
from tests.documents import test_workbook as workbook_content

from .build import archive, below, docx, p, report, tbl, top, tr
from .plans import HEADINGS, document, workbook

SEED = Path(__file__).parents[2] / "fixtures" / "source" / "kuznetsk_2023.docx"


def read(data: bytes, name: str = "план.xlsx") -> SourcePlan:
    return read_plan_file(data, name).content


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(rows: list[list[object]], change: Callable[[Worksheet], None]) -> bytes:
    """A workbook with these rows below the heading, changed."""
    book = load_workbook(io.BytesIO(workbook(rows)))
    assert isinstance(book.active, Worksheet)
    change(book.active)
    return saved(book)


THREE: list[list[object]] = [[f"1.{at}", f"Мероприятие {at}", None, None, None] for at in (1, 2, 3)]


def fill_merged(sheet: Worksheet) -> None:
    for cell, text, cells in (("C2", "Город А", "C2:C4"), ("D2", "ежегодно", "D2:D3"), ("E3", "Стенды", "E3:E4")):
        sheet[cell] = text
        sheet.merge_cells(cells)


def test_what_is_merged_down_holds_for_every_row() -> None:
    found = [(line.executors, line.term, line.expected_result) for line in read(changed(THREE, fill_merged)).lines]
    assert found == [("Город А", "ежегодно", ""), ("Город А", "ежегодно", "Стенды"), ("Город А", "", "Стенды")]


def test_what_is_merged_down_in_a_document_holds_for_every_row() -> None:
    rows = (
        tr("1.1", "Первое", top("Город А"), top("ежегодно"), ""),
        tr("1.2", "Второе", below(), below(), ""),
        tr("1.3", "Третье", below(), "в мае", ""),
    )
    lines = read(docx(tbl(tr(*HEADINGS), *rows)), "план.docx").lines
    assert [(line.executors, line.term) for line in lines] == [
        ("Город А", "ежегодно"),
        ("Город А", "ежегодно"),
        ("Город А", "в мае"),
    ]


def test_a_measure_that_is_merged_is_one_item() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")
        sheet["C2"], sheet["C3"] = "Город А", "Город Б"

    lines = read(changed([*THREE[:1], [None] * 5, *THREE[1:]], change)).lines
    assert [(line.number, line.executors) for line in lines] == [
        ("1.1", "Город А\nГород Б"),
        ("1.2", ""),
        ("1.3", ""),
    ]


def test_a_merged_title_is_a_section_above_items_without_dots() -> None:
    def change(sheet: Worksheet) -> None:
        for row in (2, 5):
            sheet.merge_cells(f"A{row}:E{row}")

    rows: list[list[object]] = [
        ["Организационные меры"],
        [1, "Первое", "Город", None, None],
        [2, "Второе", "Город", None, None],
        ["Просвещение"],
        [3, "Третье", "Город", None, None],
    ]
    for data in (changed(rows, change), workbook(rows)):
        assert [(line.number, line.section) for line in read(data).lines] == [
            ("1", "Организационные меры"),
            ("2", "Организационные меры"),
            ("3", "Просвещение"),
        ]


def test_a_heading_of_two_rows_with_what_plans_have_above() -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    for row in (
        ["ПЛАН на 2025–2028 годы"],
        ["№ п/п", "Наименование мероприятия", "Исполнение", None, "Ожидаемый результат"],
        [None, None, "Исполнители", "Срок", None],
        [1, 2, 3, 4, 5],
        ["1.1", "Первое", "Город", 2026, "Стенды"],
    ):
        book.active.append(row)
    for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        book.active.merge_cells(cells)
    content = read(saved(book))
    assert content.lines == (PlanLine("лист «Sheet», строка 5", "1.1", "Первое", "Город", "2026", "Стенды"),)
    assert content.warnings == ()


def test_formulas_without_a_value_and_errors_are_said() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"], sheet["D2"] = "=A1", "#REF!"

    content = read(changed(THREE, change))
    assert (content.lines[0].executors, content.lines[0].term) == ("", "")
    assert [warning[:45] for warning in content.warnings] == [
        "Лист «План»: у формул нет сохранённых значени",
        "Лист «План»: в ячейках ошибки Excel (D2), они",
    ]


@pytest.mark.parametrize("cell", ["XFD1", "A1048576"])
def test_a_colour_far_out_is_nothing(cell: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell].fill = PatternFill("solid", fgColor="FFFF00")

    assert len(read(changed(THREE, change)).lines) == 3


def test_hidden_rows_are_read_and_said() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    content = read(changed(THREE, change))
    assert [line.number for line in content.lines] == ["1.1", "1.2", "1.3"]
    assert content.warnings == (
        "Лист «План»: скрытые строки (3) тоже прочитаны. Проверьте, что они относятся к плану.",
    )


def test_a_strict_workbook_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(changed(THREE, fill_merged))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        name: re.sub(
            rb"http://schemas.openxmlformats.org/(\w+)/2006/main", rb"http://purl.oclc.org/ooxml/\1/main", part
        ).replace(office, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, part in parts.items()
    }
    assert strict != parts
    assert [line.executors for line in read(archive(strict)).lines] == ["Город А"] * 3


def test_rows_that_leave_no_room_are_refused() -> None:
    many = [[f"1.{at}", "М", "", "", ""] for at in range(1, MAX_ROWS + 1)]
    in_word = docx(tbl(tr(*HEADINGS), *(tr(*row) for row in many)))
    for data, name in ((workbook(many), "план.xlsx"), (in_word, "план.docx")):
        with pytest.raises(Refused, match=f"больше {MAX_ROWS} строк"):
            read(data, name)
    with pytest.raises(Refused, match=f"больше {MAX_ROWS} строк"):
        read_report(docx(report(*(tr("1", "1.4", "М", "Р", "И") for _ in range(MAX_ROWS)))), "отчёт.docx")
    assert len(read(workbook(many[1:])).lines) == MAX_ROWS - 1


def test_a_report_is_no_plan() -> None:
    book = handed_out.render(workbook_content.content(workbook_content.row(item=1, number="1.1")))
    headings = ["№ п/п", "Наименование мероприятия", "Информация об исполнении", "Результат"]
    files = (
        (SEED.read_bytes(), "отчёт.docx"),
        (book, "книга.xlsx"),
        (workbook([["1.1", "Мера", "Сделано", "Итог"]], headings), "отчёт.xlsx"),
    )
    for data, name in files:
        with pytest.raises(Refused, match="Это отчёт, а не план"):
            read(data, name)


def test_a_plan_with_marks_of_what_was_done_is_a_plan() -> None:
    headings = ["№ п/п", "Наименование мероприятия", "Срок исполнения", "Отметка о выполнении"]
    [line] = read(document([["1.1", "Мера", "в мае", "Сделано"]], headings), "план.docx").lines
    assert (line.number, line.term) == ("1.1", "в мае")


def test_a_number_in_letters_that_is_none_is_part_of_the_title() -> None:
    lines = read(document([["VVVX. Меры"], ["1.1", "Первое", "", "", ""]]), "план.docx").lines
    assert [(line.section_number, line.section) for line in lines] == [("", "VVVX. Меры")]
    for letters, number in (("IV", "4"), ("xiх", "19"), ("ХIV", "14"), ("LXXXIX", "89"), ("IIX", ""), ("XC", "90")):
        [line] = read(document([[f"{letters}. Меры"], ["1.1", "Первое", "", "", ""]]), "план.docx").lines
        assert line.section_number == number


def test_two_sections_of_one_number_are_said_and_the_first_title_stays() -> None:
    rows = [["1. Меры"], ["1.1", "А", "", "", ""], ["1. Просвещение"], ["1.2", "Б", "", "", ""]]
    content = read(document(rows), "план.docx")
    assert [(line.section_number, line.section) for line in content.lines] == [("1", "Меры")] * 2
    assert content.warnings[0].startswith("Номер 1 стоит у двух разделов: «Меры» и «Просвещение».")


def test_dates_that_no_calendar_has_are_said() -> None:
    rows = (tr("1.1", "Мера", "", "до 31.13.2025", "с 01.02.2024"),)
    content = read(
        docx(p("в ред. от 30.02.2024"), p("от 31.04.2024 и 30.02.2024"), tbl(tr(*HEADINGS), *rows)), "план.docx"
    )
    assert content.warnings == (
        "Текст вне таблицы: таких дат не бывает: 30.02.2024, 31.04.2024. Проверьте их.",
        "Таблица 1, строка 2: даты 31.13.2025 не бывает. Проверьте её.",
    )
    [line] = content.lines
    assert line == PlanLine("таблица 1, строка 2", "1.1", "Мера", "", "до 31.13.2025", "с 01.02.2024")


def test_paragraphs_beside_the_table_are_few_and_none_is_lost() -> None:
    made = read_report(
        docx(report(tr("1", "1.4", "М", "Р", "И")), *(p(f"Абзац {at}") for at in range(950))), "отчёт.docx"
    )
    assert len(made.outside) == 95
    assert "\n".join(made.outside).split("\n") == [f"Абзац {at}" for at in range(950)]
    assert "Вне таблицы много абзацев: соседние показаны вместе, одним текстом." in made.warnings


def test_what_is_refused_is_called_a_plan() -> None:
    for data, words in ((b"%PDF-1.7", "План нужно загрузить в формате Word"), (b"", "Проверьте, что план в нём")):
        with pytest.raises(Refused, match=words):
            read(data, "план.docx")


def test_a_document_with_a_password_says_so() -> None:
    oasis = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    locked: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": bytes(range(200, 256)),
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{oasis}"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>",
    }
    with pytest.raises(Refused, match="Файл защищён паролем"):
        read(archive(locked, zipfile.ZIP_STORED), "план.odt")
