"""reports.intake.workbook and sheets: what was handed out, edited in every way that people and programs have."""

import contextlib
import io
import random
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree
from openpyxl import Workbook, load_workbook

from kuznetsk_report.printable import clean
from reports.documents import workbook as out
from reports.documents import xlsx
from reports.documents.workbook import HandedReport
from reports.documents.xlsx_text import set_text
from reports.figures import Entry
from reports.handout import kept
from reports.intake.guard import Refused, admit
from reports.intake.source import SourceReport, SourceRow, from_json, to_json
from reports.intake.workbook import read
from tests.documents import build
from tests.documents.test_workbook import content, row, value

from .build import archive
from .test_round_trip import TYPED, damaged, parts_of

SOFFICE = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
Edit = Callable[[Workbook], None]
REPORT = content(
    row(values=(value(Entry(Decimal(5))), value(Entry(Decimal(20240430)), code="day", name="Дата", is_date=True))),
    row(item=2, number="2.1", measure="Иное", answer="", implementation="", values=(value(decimals=2, name="Сумма"),)),
    row(item=3, number="1.1", measure="Третье дело", answer="partial", implementation="а", result="б"),
)  # fmt: skip


def edited(*edits: Edit, report: HandedReport = REPORT) -> bytes:
    """The workbook as a program saves it after these edits."""
    book = load_workbook(io.BytesIO(out.render(report)))
    for edit in edits:
        edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(cell: str, what: Any, sheet: str = "Отчёт", **how: Any) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = what
        for name, setting in how.items():
            setattr(book[sheet][cell], name, setting)

    return edit


def numbered(cell: str, what: object, **how: Any) -> Edit:
    return put(cell, what, "Показатели", number_format="General", **how)


def back(*edits: Edit) -> SourceReport:
    made = read(edited(*edits))
    assert from_json(to_json(made)) == made
    return made


def said(made: SourceReport) -> dict[str, dict[str, str]]:
    """By number what the rows say that was not handed out."""
    names = ("answer", "implementation", "result")
    found = {each.item: {name: getattr(each, name) for name in names if name not in each.silent} for each in made.rows}
    return {number: fields for number, fields in found.items() if fields}


def entries(made: SourceReport) -> list[tuple[str, str, str, bool]]:
    return [(each.item, entry.code, entry.written, entry.is_absent) for each in made.rows for entry in each.entries]


def line(made: SourceReport, number: str) -> SourceRow:
    return next(each for each in made.rows if each.item == number)


def test_what_was_left_as_handed_out_says_nothing() -> None:
    for data in (out.render(REPORT), edited()):
        made = read(data)
        assert [each.item for each in made.rows] == ["1.10", "2.1", "1.1"]
        assert (said(made), entries(made), made.warnings, made.own) == ({}, [], (), True)
        assert made.handed is not None
        assert (made.handed.report, made.handed.plan, made.handed.year) == (7, "plan", 2024)
        assert (made.handed.organization, made.handed.name[:13]) == ("city", "Администрация")


def test_edits_are_all_that_is_said() -> None:
    texts = put("F3", "Сделано.\nИ ещё."), put("E3", "Выполнено"), put("G4", None)
    made = back(*texts, numbered("E2", 7), numbered("F4", "да"))
    assert said(made) == {"2.1": {"answer": "Выполнено", "implementation": "Сделано.\nИ ещё."}, "1.1": {"result": ""}}
    assert entries(made) == [("1.10", "held", "7", False), ("2.1", "held", "", True)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (3.0000000000000004, "3"),
        (1234.5, "1234,5"),
        (0, "0"),
        (1e15, "1000000000000000"),
        (0.1 + 0.2, "0,3"),
        ("1 234,5", "1 234,5"),
        ("1\xa0234,5", "1 234,5"),
        (date(2024, 5, 1), "01.05.2024"),
        ("пять", "пять"),
        (-3, "-3"),
        (True, "ИСТИНА"),
    ],
)
def test_numbers_as_excel_stores_them(typed: object, written: str) -> None:
    assert [each[2] for each in entries(back(put("E4", typed, "Показатели")))] == [written]


def test_blank_is_not_zero() -> None:
    assert entries(back(numbered("E2", None))) == [("1.10", "held", "", False)]
    assert entries(back(numbered("E2", ""))) == [("1.10", "held", "", False)]
    assert entries(back(numbered("E4", None))) == []
    assert entries(back(numbered("E2", "5"))) == []


def test_percentages_are_what_they_show() -> None:
    assert entries(back(put("E4", 0.5, "Показатели", number_format="0%"))) == [("2.1", "held", "50", False)]


def test_errors_and_formulas() -> None:
    made = back(put("E4", "#VALUE!", "Показатели"), put("F3", "=1+1"))
    assert entries(made) == []
    implementation = "«Информация о реализации (проведённая работа)» (лист «Отчёт», ячейка F3)"
    assert line(made, "2.1").problems == (
        f"{implementation}: у формулы нет сохранённого значения. Впишите само значение.",
        "«Сумма» (лист «Показатели», ячейка E4): в ячейке ошибка Excel (#VALUE!). Впишите само значение.",
    )
    assert said(made) == {}


def test_what_does_not_apply_is_said_with_yes() -> None:
    made = back(numbered("F4", "может быть"))
    assert entries(made) == []
    (problem,) = line(made, "2.1").problems
    assert problem.startswith("«Сумма» (лист «Показатели», ячейка F4): в графе «Не применимо» может стоять только «да»")
    assert problem.endswith("а стоит «может быть».")


def test_sheets_and_columns_may_move() -> None:
    def shuffle(book: Workbook) -> None:
        book["Отчёт"].title = "Лист1"
        book.move_sheet("Показатели", -2)
        book["Лист1"].insert_cols(3, 2)
        book["Лист1"].insert_rows(1, 3)
        book["Лист1"]["A1"] = "Заметки"

    made = back(shuffle, put("H7", "Новое", "Лист1"))
    assert said(made) == {"1.1": {"implementation": "Новое"}}
    assert made.warnings == ()


def test_rows_may_be_deleted_and_sorted() -> None:
    def sort(book: Workbook) -> None:
        sheet = book["Отчёт"]
        rows = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, 3)
        for cells in reversed(rows[1:]):
            sheet.append(cells)

    made = back(sort, put("F2", "Новое"), numbered("E2", 6))
    assert said(made) == {"1.1": {"implementation": "Новое"}}
    assert entries(made) == [("1.10", "held", "6", False)]
    assert line(made, "1.10").silent == ("answer", "implementation", "result")


def test_a_deleted_column_says_nothing() -> None:
    def delete(book: Workbook) -> None:
        book["Отчёт"].delete_cols(7)

    made = back(delete)
    assert said(made) == {}
    assert made.warnings == ("На листе «Отчёт» нет графы «Информация о результативности»: она не меняется.",)


def test_without_keys_the_number_is_what_is_left() -> None:
    def delete(book: Workbook) -> None:
        book["Отчёт"].delete_cols(1)
        book["Показатели"].delete_cols(1)
        del book["Служебный лист"]

    made = back(delete)
    assert made.handed is None
    found = [(each.item, each.is_rounded, each.key) for each in made.rows]
    assert found == [("1.10", False, None), ("2.1", False, None), ("1.1", False, None)]
    # Without a key nobody knows what was handed out; what is empty says nothing.
    assert "2.1" not in said(made)
    assert said(made)["1.10"] == {"answer": "Выполнено", "implementation": "Проведено 5 заседаний."}
    assert entries(made) == [("1.10", "", "5", False), ("1.10", "", "30.04.2024", False)]


@pytest.mark.parametrize(
    ("typed", "how", "number", "is_rounded"),
    [
        (1.1, {"number_format": "General"}, "1.1", True),
        (1.1, {"number_format": "0.00"}, "1.10", False),
        (date(2026, 10, 1), {"number_format": "d-mmm"}, "1.10", False),
        ("п. 1.10", {}, "п. 1.10", False),
        (2, {"number_format": "General"}, "2", False),
    ],
)
def test_a_number_that_excel_took_for_another(
    typed: object, how: dict[str, str], number: str, is_rounded: bool
) -> None:
    with_key = back(put("B2", typed, **how), put("F2", "Новое"))
    if number != "2" and not str(typed).startswith("п"):
        assert said(with_key) == {"1.10": {"implementation": "Новое"}}
        assert with_key.warnings == ()
    without = back(put("A2", None), put("B2", typed, **how))
    assert (without.rows[0].item, without.rows[0].is_rounded) == (number, is_rounded)


def test_a_table_that_was_sorted_without_its_keys() -> None:
    def swap(book: Workbook) -> None:
        sheet = book["Отчёт"]
        for column in "BCDEFG":
            one, other = sheet[f"{column}2"].value, sheet[f"{column}3"].value
            sheet[f"{column}2"], sheet[f"{column}3"] = other, one

    made = back(swap)
    assert [(each.item, each.key is None) for each in made.rows] == [("2.1", True), ("1.10", True), ("1.1", False)]
    assert len(made.warnings) == 2


def test_a_row_of_another_reports_workbook() -> None:
    made = back(put("A2", str(load_workbook(io.BytesIO(out.render(content(row(), report=8))))["Отчёт"]["A2"].value)))
    assert made.rows[0].key is None
    assert "строка из книги другого отчёта" in made.warnings[0]


def test_merged_cells_change_only_the_first_row() -> None:
    def merge(book: Workbook) -> None:
        book["Отчёт"].merge_cells("F3:F4")

    made = back(merge, put("F3", "На двоих"))
    assert said(made) == {"2.1": {"implementation": "На двоих"}}
    assert "объединённые ячейки" in made.warnings[0]


def test_what_was_not_handed_out_is_refused() -> None:
    book = Workbook()
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(Refused, match="нет листов отчёта"):
        read(saved.getvalue())


def test_the_report_to_print_is_refused_with_what_to_do() -> None:
    printed = xlsx.render(build.content(build.row()))
    with pytest.raises(Refused, match="Нажмите на странице отчёта «Скачать для заполнения в Excel»"):
        read(printed)


def test_characters_that_no_database_holds_go() -> None:
    made = back(put("A2", None), put("B2", "1.10_x0000_"), put("F2", "а_x0000_б_xD800_в_x000D_\nг"))
    assert (made.rows[0].item, made.rows[0].implementation) == ("1.10", "абв\nг")


def test_a_key_of_the_other_sheet_is_none() -> None:
    key = str(load_workbook(io.BytesIO(out.render(REPORT)))["Показатели"]["A2"].value)
    made = back(put("A2", key))
    assert made.rows[0].key is None


@pytest.mark.parametrize("cell", ["XFD1048576", "A20001", "NTP3"])
def test_a_cell_far_out_is_refused(cell: str) -> None:
    with pytest.raises(Refused, match=f"заполнена ячейка {cell}"):
        read(edited(put(cell, "x")))


def test_a_workbook_without_rows() -> None:
    assert read(out.render(content())).rows == ()


@settings(max_examples=150, deadline=None)
@given(implementation=TYPED, result=TYPED, typed=TYPED)
def test_any_text_survives(implementation: str, result: str, typed: str) -> None:
    there, missing = clean(implementation).text, clean(result).text
    handed_out = row(implementation=there, result=missing)
    # What the portal wrote is what it knows again …
    assert said(read(out.render(content(handed_out)))) == {}
    # … and what somebody types comes back to the letter.
    typed = clean(typed).text

    def write(book: Workbook) -> None:
        set_text(book["Отчёт"]["F2"], typed)

    (made,) = read(edited(write, report=content(handed_out))).rows
    assert kept(made.implementation) == kept(typed)
    assert ("implementation" in made.silent) == (kept(typed) == kept(there))
    assert made.result == missing


# -- Programs that save the workbook again


def test_libreoffice_saves_what_was_handed_out_and_what_was_edited(tmp_path: Path) -> None:
    odd = "=1+1\nПервый\tс табуляцией\n\n- пункт\N{NO-BREAK SPACE}№ 273\N{NON-BREAKING HYPHEN}ФЗ  🙂 _x0041_ «ё» "
    number = Entry(Decimal("1234567890.1234"))
    handed_out = content(
        row(implementation=odd, result="-5", values=(value(number, decimals=4), value(code="empty", name="Пусто"))),
        row(
            item=2, number="2.1", implementation="'апостроф", result="1.10", values=(value(Entry(not_applicable=True)),)
        ),
        row(item=3, number="2.2", values=(value(Entry(Decimal(20240430)), code="day", is_date=True),)),
    )
    (tmp_path / "same.xlsx").write_bytes(out.render(handed_out))

    def write(book: Workbook) -> None:
        set_text(book["Отчёт"]["F3"], odd)

    edits = [write, put("E3", "Не выполнено"), put("E3", 0.1 + 0.2, "Показатели")]
    (tmp_path / "edited.xlsx").write_bytes(edited(*edits, report=handed_out))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / name) for name in ("same.xlsx", "edited.xlsx")]
    subprocess.run(
        [SOFFICE[0], profile, *SOFFICE[1:], "--outdir", str(tmp_path / "made"), *files], check=True, capture_output=True
    )
    same, changed = (read((tmp_path / "made" / name).read_bytes()) for name in ("same.xlsx", "edited.xlsx"))
    assert (said(same), entries(same), same.warnings) == ({}, [], ())
    assert same.handed == read(out.render(handed_out)).handed
    assert said(changed) == {"2.1": {"answer": "Не выполнено", "implementation": odd}}
    assert entries(changed) == [("1.10", "empty", "0,3", False)]


@pytest.mark.parametrize("seed", range(4))
def test_mutated_workbooks_are_read_or_refused(seed: int) -> None:
    for data in damaged(out.render(REPORT), seed):
        # Whatever else it raises is a crash.
        with contextlib.suppress(Refused):
            admit(data, "report.xlsx")
            from_json(to_json(read(data)))


WORDS = (
    "s",
    "d",
    "e",
    "b",
    "str",
    "n",
    "inlineStr",
    "-1",
    "999999999999",
    "",
    "A1",
    "XFD1048576",
    "A1:XFD1048576",
    "1e400",
)


@pytest.mark.parametrize("seed", range(4))
def test_well_formed_nonsense_is_read_or_refused(seed: int) -> None:
    """Elements in places where they do not belong, with values that they cannot have: parses, and means nothing."""
    chance = random.Random(seed)
    parts = parts_of(out.render(REPORT))
    for _ in range(80):
        broken = dict(parts)
        for name in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml", "xl/workbook.xml"):
            root = etree.fromstring(parts[name])
            elements = list(root.iter())[1:]
            for _ in range(4):
                one, other = chance.choice(elements), chance.choice(elements)
                if chance.random() < 0.3 and one not in other.iterancestors() and one is not other:
                    other.append(one)
                elif chance.random() < 0.5:
                    one.text = chance.choice(WORDS)
                else:
                    for key in one.attrib:
                        one.set(key, chance.choice(WORDS))
            broken[name] = etree.tostring(root)
        with contextlib.suppress(Refused):
            from_json(to_json(read(archive(broken))))
