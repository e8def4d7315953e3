"""Plans in Word and Excel as plain data."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kuznetsk_report.printable import clean
from reports.intake.guard import Refused
from reports.intake.item_numbers import of_date, of_number, told
from reports.intake.plan_source import PlanIndicator, PlanLine, from_json, to_json
from reports.intake.plan_workbook import read_xlsx
from reports.intake.process import read_plan_file
from reports.text import tidy_layout

from .plans import HEADINGS, document, workbook


def read(data: bytes, name: str = "план.docx") -> list[PlanLine]:
    return list(read_plan_file(data, name).content.lines)


def numbers(data: bytes) -> list[str]:
    return [line.number for line in read(data, "план.xlsx")]


def test_a_table_of_word() -> None:
    file = read_plan_file(
        document(
            [
                ["1", "2", "3", "4", "5"],
                ["Раздел I. Организационные меры"],
                ["1.1.", "Обеспечение\nдеятельности комиссии", "Все исполнители", "ежегодно", "не менее 4 заседаний"],
                ["1.2.", "Размещение стендов", "Город А,\nГород Б", "до 1 февраля", ""],
                ["II. Просвещение"],
                ["2.1", "Проведение семинаров", "", "", ""],
            ]
        ),
        "план.docx",
    )
    assert [(line.number, line.section_number, line.section) for line in file.content.lines] == [
        ("1.1.", "1", "Организационные меры"),
        ("1.2.", "1", "Организационные меры"),
        ("2.1", "2", "Просвещение"),
    ]
    first, second, _ = file.content.lines
    assert first.measure == "Обеспечение деятельности комиссии"
    assert (first.executors, first.term, first.expected_result) == (
        "Все исполнители",
        "ежегодно",
        "не менее 4 заседаний",
    )
    assert second.executors == "Город А,\nГород Б"
    assert file.content.columns == ("executors", "expected_result", "term")
    assert from_json(to_json(file.content)) == file.content


def test_columns_are_found_by_their_headings() -> None:
    headings = ["Ответственный исполнитель", "Примечание", "Содержание мероприятия", "Планируемый результат", "№"]
    [line] = read(document([["Город", "нет", "Проведение семинаров", "4 семинара", "3.7"]], headings))
    assert line == PlanLine("таблица 1, строка 2", "3.7", "Проведение семинаров", "Город", "", "4 семинара")


def test_a_document_without_a_plan_says_so() -> None:
    content = read_plan_file(document([["1", "2"]], ["Фамилия", "Имя"]), "список.docx").content
    assert content.lines == ()
    assert content.warnings[0].startswith("Таблица плана не найдена")


def test_numbers_that_begin_anew_in_every_section() -> None:
    rows = [
        ["1. Первый"],
        ["1.", "Первое", "", "", ""],
        ["2.", "Второе", "", "", ""],
        ["2. Второй"],
        ["1.", "Третье", "", "", ""],
    ]
    assert [line.number for line in read(document(rows))] == ["1.1", "1.2", "2.1"]


def test_a_sheet_has_sections_too() -> None:
    rows = [
        ["1", "Организационные меры"],
        ["1.1", "Первое", "Город", "", ""],
        ["Раздел 2. Просвещение"],
        ["2.1", "Второе", "Город", "", ""],
    ]
    assert [(line.number, line.section_number, line.section) for line in read(workbook(rows), "план.xlsx")] == [
        ("1.1", "1", "Организационные меры"),
        ("2.1", "2", "Просвещение"),
    ]


def rows_of(*values: object) -> list[list[object]]:
    return [[value, f"Мероприятие {at}", "Город", "", ""] for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ([1.8, 1.9, 1.1, 1.11], ["1.8", "1.9", "1.10", "1.11"]),
        ([1.1, 1.2, 1.3], ["1.1", "1.2", "1.3"]),
        (["1.9", date(2026, 10, 1), "1.11"], ["1.9", "1.10", "1.11"]),
        ([2.9, 2.1, 3.1, 3.2], ["2.9", "2.10", "3.1", "3.2"]),
        (["1.10", 1.11], ["1.10", "1.11"]),
        ([1, 2, 3], ["1", "2", "3"]),
        ([1.1, 1.11], ["", "1.11"]),
        ([1.2, 2.1], ["", "2.1"]),
    ],
)
def test_numbers_that_excel_changed(typed: list[object], expected: list[str]) -> None:
    assert numbers(workbook(rows_of(*typed))) == expected


def test_what_cannot_be_told_is_left_to_be_asked() -> None:
    line = read(workbook(rows_of(1.2, 2.1)), "план.xlsx")[0]
    assert (line.number, line.readings) == ("", ("1.2", "1.20"))


def test_a_number_that_was_read_another_way_is_said() -> None:
    content = read_plan_file(workbook(rows_of(1.9, 1.1, 1.11)), "план.xlsx").content
    assert content.warnings == ("Лист «План», строка 3: в ячейке 1.1, номер прочитан как 1.10 – по соседним номерам.",)


@pytest.mark.parametrize(
    ("value", "has_two_decimals", "expected"),
    [
        ("1.1", False, ("1.1", "1.10")),
        ("1.1", True, ("1.10", "1.1")),
        ("2.13", False, ("2.13",)),
        ("7", False, ("7",)),
        ("-1", False, ()),
        ("1E+21", False, ()),
    ],
)
def test_readings_of_a_number(value: str, has_two_decimals: bool, expected: tuple[str, ...]) -> None:
    assert of_number(Decimal(value), has_two_decimals=has_two_decimals) == expected


def test_readings_of_a_date() -> None:
    assert of_date(date(2026, 10, 1), "dm") == ("1.10",)
    assert of_date(date(1950, 1, 1), "my") == ("1.50",)
    assert of_date(date(2005, 10, 1), "dmy") == ("1.10", "1.10.5")


@pytest.mark.parametrize(
    ("typed", "number_format", "expected"),
    [
        (date(2026, 10, 1), "dd\\.mmm", "1.10"),
        (date(1950, 1, 1), "mmm\\-yy", "1.50"),
        (date(2026, 10, 1), "d-mmm", "1.10"),
        (date(1950, 1, 1), "mmm-yy", "1.50"),
        (1.1, "0.00", "1.1"),
        (1.2000000000000002, "General", ""),
        (True, "General", "ИСТИНА"),
        (1e21, "General", "1000000000000000000000"),
    ],
)
def test_a_cell_of_numbers(typed: object, number_format: str, expected: str) -> None:
    assert numbers(workbook([[typed, "Мероприятие", "Город", "", ""]], formats=number_format)) == [expected]


def test_a_whole_column_is_told() -> None:
    typed = [(f"1.{at}", f"1.{at}0") for at in range(1, 10)] + [("1.1", "1.10"), ("1.11",)]
    assert told(typed) == [f"1.{at}" for at in range(1, 12)]


def test_a_sheet_that_goes_to_the_end_is_refused() -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(HEADINGS)
    made.active["XFD1048576"] = "x"
    saved = io.BytesIO()
    made.save(saved)
    with pytest.raises(Refused, match="далеко за пределами таблицы"):
        read(saved.getvalue(), "план.xlsx")


def test_a_wide_sheet_is_refused() -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["№"] * 10_000)
    saved = io.BytesIO()
    made.save(saved)
    with pytest.raises(Refused, match="далеко за пределами таблицы"):
        read(saved.getvalue(), "план.xlsx")


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    made = load_workbook(io.BytesIO(workbook(rows_of("1.1"))))
    hidden = made.create_sheet("Черновик")
    hidden.append(HEADINGS)
    hidden.append(["9.9", "Тайное", "", "", ""])
    hidden.sheet_state = "hidden"
    saved = io.BytesIO()
    made.save(saved)
    content = read_plan_file(saved.getvalue(), "план.xlsx").content
    assert [line.number for line in content.lines] == ["1.1"]
    assert "Лист «Черновик» скрыт: он не загружается." in content.warnings


def test_a_sheet_of_indicators() -> None:
    made = load_workbook(io.BytesIO(workbook(rows_of("1.9", "1.10"))))
    sheet = made.create_sheet("Показатели")
    sheet.append(["№ пункта", "Наименование показателя", "Ед. изм.", "Цель", "Правило"])
    sheet.append([1.1, "Проведено семинаров", "ед.", "четыре семинара и больше", "не менее 4"])
    sheet.append([None, "Обучено", "чел.", None, None])
    saved = io.BytesIO()
    made.save(saved)
    content = read_plan_file(saved.getvalue(), "план.xlsx").content
    assert [line.number for line in content.lines] == ["1.9", "1.10"]
    place, both = "лист «Показатели», строка {}", ("1.1", "1.10")
    phrase = "четыре семинара и больше"
    assert content.indicators == (
        PlanIndicator(place.format(2), "1.1", "Проведено семинаров", "ед.", phrase, "не менее 4", readings=both),
        PlanIndicator(place.format(3), "1.1", "Обучено", "чел.", readings=both),
    )
    assert from_json(to_json(content)) == content


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its members changed, or added."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, change(source.read(member)) if member == name else source.read(member))
        if name not in source.namelist():
            target.writestr(name, change(b""))
    return saved.getvalue()


GOOD = workbook(rows_of("1.1"))
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "повреждён"),
        (GOOD[:-200], "повреждён"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "не документ Word и не книга Excel"),
        (repacked(GOOD, "xl/worksheets/sheet1.xml", lambda xml: ENTITIES + xml), "DOCTYPE"),
        (repacked(GOOD, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]), "не читается"),
        (
            repacked(GOOD, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"inlineStr">', b'"s"><v>9</v>')),
            "повреждена",
        ),
        (repacked(GOOD, "../evil.xml", lambda _: b"<a/>"), "за его пределы"),
        (repacked(GOOD, "xl/media/bomb.bin", lambda _: bytes(50_000_000)), "недопустимо большим"),
    ],
)
def test_bad_workbooks_are_refused_in_time(data: bytes, message: str) -> None:
    started = time.process_time()
    with pytest.raises(Refused, match=message):
        read(data, "план.xlsx")
    assert time.process_time() - started < 2


def test_macros_and_links_are_left_alone_and_said() -> None:
    data = repacked(GOOD, "xl/vbaProject.bin", lambda _: b"Sub AutoOpen")
    data = repacked(data, "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    content = read_plan_file(data, "план.xlsm").content
    assert [line.number for line in content.lines] == ["1.1"]
    assert len(content.warnings) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300).filter(lambda text: not clean(text).text.startswith("=")))
def test_any_text_survives_a_workbook(text: str) -> None:
    """Unchanged but for layout: docs/normalization.md."""
    text = clean(text).text
    expected = tidy_layout(text.translate({0xAD: None, 0x2011: "-", 0xA0: " "}))
    found = read_xlsx(workbook([["1.1", "Мероприятие", "", "", text]])).lines[0].expected_result
    assert found == expected


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_mutated_workbooks_are_read_or_refused(data: st.DataObject) -> None:
    bytes_ = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        bytes_[data.draw(st.integers(0, len(bytes_) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert len(read_xlsx(bytes(bytes_)).lines) <= 1
    except Refused:
        return
