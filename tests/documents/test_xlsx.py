"""reports.documents.xlsx"""

import io
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from PIL import ImageFont

from kuznetsk_report.printable import clean
from reports.documents import xlsx
from reports.documents.content import ReportContent
from reports.documents.xlsx_lines import MAX_LINES, chunks, count_lines
from reports.figures import Definition, Entry
from reports.text import paragraphs

from .build import content, row
from .read import xlsx_rows

HEADING_ROWS = 5
HEADER_ROWS = 2


def sheet(report: ReportContent, name: str = "Отчёт") -> Worksheet:
    found: Worksheet = load_workbook(io.BytesIO(xlsx.render(report)))[name]
    return found


def body(report: ReportContent) -> list[list[Any]]:
    """The rows of the report's sheet below the header."""
    return xlsx_rows(xlsx.render(report), "Отчёт")[HEADING_ROWS + HEADER_ROWS + report.is_project :]


def test_sheet_says_what_the_content_says() -> None:
    report = content(
        row(section="Раздел 1"), row(number="2.10", implementation="Проведены:\n- заседания;\n\n- проверки")
    )
    assert xlsx_rows(xlsx.render(report), "Отчёт") == [
        ["О Т Ч Е Т", None, None, None, None],
        ["администрации города Примерска", None, None, None, None],
        ["(наименование исполнителя мероприятий Плана)", None, None, None, None],
        [
            "о выполнении мероприятий Плана противодействия коррупции в Примерской области на 2021 - 2024 годы",
            *[None] * 4,
        ],
        ["за 2023 год", None, None, None, None],
        [
            "№\nп/п",
            "№\nпункта Плана",
            "Наименование мероприятия Плана",
            "Информация о реализации мероприятия\n(проведенная работа)",
            "Информация о результативности мероприятия",
        ],
        ["1", "2", "3", "4", "5"],
        ["Раздел 1", None, None, None, None],
        [
            "1.",
            "1.4",
            "Обеспечение деятельности комиссий",
            "Проведено 5 заседаний.",
            "К ответственности привлечены 3 человека.",
        ],
        [
            "2.",
            "2.10",
            "Обеспечение деятельности комиссий",
            "Проведены:\n- заседания;\n\n- проверки",
            "К ответственности привлечены 3 человека.",
        ],
    ]


def test_ready_to_print() -> None:
    printed = sheet(content(row()))
    assert (printed.page_setup.orientation, printed.page_setup.paperSize) == ("landscape", 9)
    assert (printed.page_setup.fitToWidth, printed.page_setup.fitToHeight) == (1, 0)
    assert printed.sheet_properties.pageSetUpPr is not None
    assert printed.sheet_properties.pageSetUpPr.fitToPage
    assert printed.print_title_rows == "$6:$7"
    margins = printed.page_margins
    assert [round(inches * 25.4) for inches in (margins.left, margins.right, margins.top, margins.bottom)] == [
        20,
        10,
        20,
        20,
    ]
    assert printed.HeaderFooter.differentFirst
    assert printed.oddHeader is not None
    assert printed.oddHeader.center.text == "&P"
    cell = printed["D8"]
    assert (cell.font.name, cell.font.size) == ("Times New Roman", 12)
    assert (cell.alignment.wrap_text, cell.alignment.vertical) == (True, "top")
    assert cell.border.left.style == cell.border.bottom.style == "thin"


@pytest.mark.parametrize("is_project", [True, False])
def test_a_project_says_so_on_every_page_and_on_the_screen(*, is_project: bool) -> None:
    for name, first in (("Отчёт", "ПРОЕКТ"), ("Показатели", "ПРОЕКТ. Отчёт администрации города Примерска")):
        found = sheet(content(row(), is_project=is_project), name)
        assert found.oddHeader is not None
        assert ("ПРОЕКТ" in (found.oddHeader.right.text or "")) is is_project
        assert str(found["A1"].value).startswith(first) is is_project


INDICATORS = (
    Definition("held", "Проведено заседаний", "ед.", target_rule="at_least", target=Decimal(4)),
    Definition("considered", "Рассмотрено лиц", "чел."),
    Definition("share", "Доля привлечённых", "%", 1, "held", "considered", "at_least", Decimal(70)),
    Definition("spent", "Израсходовано", "тыс. руб.", decimals=2),
)


def indicators(**values: Entry) -> list[list[Any]]:
    report = content(row(number="2.10", definitions=INDICATORS, entries=tuple(values.items())))
    return xlsx_rows(xlsx.render(report), "Показатели")[2:]


def test_indicators_as_numbers() -> None:
    assert indicators(held=Entry(Decimal(3)), considered=Entry(Decimal(9)), spent=Entry(Decimal("12.5"))) == [
        ["1.", "2.10", "Проведено заседаний", "ед.", 3, None, None, "не менее 4\xa0ед.", "нет", "заполнено"],
        ["1.", "2.10", "Рассмотрено лиц", "чел.", 9, None, None, None, "—", "заполнено"],
        ["1.", "2.10", "Доля привлечённых", "%", pytest.approx(100 / 3), 3, 9, "не менее 70\xa0%", "нет", "заполнено"],
        ["1.", "2.10", "Израсходовано", "тыс. руб.", 12.5, None, None, None, "—", "заполнено"],
    ]


def test_indicators_without_a_number_say_why() -> None:
    nothing = Entry(Decimal(0))
    rows = indicators(held=nothing, considered=nothing, spent=Entry(not_applicable=True))
    assert [(r[4], r[5], r[6], r[8], r[9]) for r in rows] == [
        (0, None, None, "нет", "заполнено"),
        (0, None, None, "—", "заполнено"),
        (None, 0, 0, "—", "случаев не было (0 из 0)"),
        (None, None, None, "—", "не применимо"),
    ]
    assert {r[9] for r in indicators()} == {"не заполнено"}


def test_indicator_sheet_filters_scrolls_and_shows_decimals() -> None:
    found = sheet(content(row(definitions=INDICATORS, entries=(("spent", Entry(Decimal(1))),))), "Показатели")
    assert found.auto_filter.ref == "A2:J6"
    assert found.freeze_panes == "A3"
    assert [found[f"E{line}"].number_format for line in (3, 4, 5, 6)] == ["#,##0", "#,##0", "#,##0.0", "#,##0.00"]
    assert found["E6"].data_type == "n"
    assert (found["B6"].data_type, found["B6"].number_format) == ("s", "@")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+7 900", "-5", "@SUM(A1)", "- дефис", "2.10", "1E5"]
)
def test_nothing_typed_becomes_a_formula_or_a_number(text: str) -> None:
    definition = replace(INDICATORS[0], name=text)
    report = content(
        row(number=text, measure=text, implementation=text, result=text, section=text, definitions=(definition,))
    )
    workbook = load_workbook(io.BytesIO(xlsx.render(report)))
    found = [cell for each in workbook for line in each.iter_rows() for cell in line if cell.value == text]
    assert len(found) == 7
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.quotePrefix for cell in found} == {text.startswith(("=", "+", "-", "@"))}


LONG = "\n".join(f"Абзац {n}. " + "Проведено заседание комиссии по соблюдению требований. " * 3 for n in range(60))


def test_a_text_taller_than_a_row_can_be_goes_on_in_further_rows() -> None:
    report = content(row(implementation=LONG), row())
    rows = body(report)
    parts, [last] = rows[:-1], rows[-1:]
    assert len(parts) > 5
    assert [r[:2] for r in parts] == [["1.", "1.4"], *[[None, None]] * (len(parts) - 1)]
    assert "\n".join(r[3] for r in parts) == LONG
    assert last[0] == "2."

    found = sheet(report)
    lines = range(8, 8 + len(parts))
    assert all(50 < (found.row_dimensions[line].height or 0) <= 409 for line in lines)
    assert [found[f"D{line}"].border.top is not None for line in lines] == [True, *[False] * (len(parts) - 1)]
    assert [found[f"D{line}"].border.bottom is not None for line in lines] == [*[False] * (len(parts) - 1), True]


def test_a_word_longer_than_excel_allows_is_continued() -> None:
    word = "Ж" * 40_000
    parts = body(content(row(result=word)))
    assert "".join(r[4] for r in parts) == word


@pytest.mark.parametrize(
    "text",
    [
        "_x0041_",
        "_x005F_",
        "__x00e9__",
        "x_x0041",
        "\x85",
        "😀👩‍👩‍👧",
        "\u202eоб\u202c",
        "не\u00a0разрывный мяг\u00adкий",
        " края\t\t ",
    ],
)
def test_nothing_typed_is_lost(text: str) -> None:
    assert body(content(row(measure=text, implementation=text, result=text)))[0][2:] == [text] * 3


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_any_text_survives(typed: str) -> None:
    text = clean(typed).text
    expected = "".join(paragraph.text for paragraph in paragraphs(text))
    shown = "".join(r[3] or "" for r in body(content(row(implementation=text))))
    assert shown.replace("\n", "") == expected


@settings(derandomize=True, deadline=None)
@given(st.text(), st.floats(20, 400), st.integers(1, 30))
def test_chunks_are_the_whole_text_and_low_enough(text: str, width: float, max_lines: int) -> None:
    pieces = chunks(text, width, max_lines)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    assert all(count_lines(piece, width) <= max_lines for piece in pieces)


def test_heights_are_enough_for_the_real_letters() -> None:
    """The estimate against a font with the widths of Times New Roman, broken as office programs break."""
    command = ["fc-match", "--format=%{file}", "Liberation Serif"]
    file = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    font = ImageFont.truetype(file, 120)  # ten times as large: widths in tenths of a point
    text = " ".join([LONG[:3000], "«КОМИССИЯ» № 102 от 07.02.2026, www.example.ru; Щёкино, Объём – 70 %, " * 20])
    for width in (120.0, 160.0, 210.0, 290.0):
        real, used = 1, 0.0
        for word in text.split():
            size = font.getlength(word) / 10
            if used and used + size > width:
                real, used = real + 1, 0.0
            used += size + 3
        assert real <= count_lines(text.replace("\n", " "), width) <= real * 1.2
    assert MAX_LINES * 15.75 + 3 < 409


def test_properties_and_no_date() -> None:
    report = content(row(), is_project=True)
    made = xlsx.render(report)
    assert made == xlsx.render(report)
    members = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    core = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    assert f">{report.title}</" in core
    assert ">Администрация города Примерска</" in core
    assert "created" not in core
    assert "modified" not in core


def test_valid_against_the_schema_but_for_what_openpyxl_always_does(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(xlsx.render(content(row(section="Раздел", definitions=INDICATORS), row(implementation=LONG))))
    errors = [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(file).errors]
    # openpyxl writes strings into the cells and a font's properties in an order of its own; Excel reads both.
    assert [e for e in errors if "inline-string" not in e and "styles.xml: Unexpected element" not in e] == []
