"""reports.documents.docx"""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from kuznetsk_report.printable import clean
from reports.documents import docx, layout
from reports.text import paragraphs

from .build import content, row
from .read import W, docx_paragraphs, docx_rows, part, pdf_pages, squeeze

LIST = "Проведены:\n- заседания;\n\n– проверки"


def test_heading_and_table_say_what_the_content_says() -> None:
    report = content(row(), row(number="2.10", implementation=LIST, result=""))
    made = docx.render(report)

    body = part(made, "word/document.xml")
    assert docx_paragraphs(body)[:5] == [
        "О Т Ч Е Т",
        "администрации города Примерска",
        "(наименование исполнителя мероприятий Плана)",
        "о выполнении мероприятий Плана противодействия коррупции в Примерской области на 2021 - 2024 годы",
        "за 2023 год",
    ]
    assert docx_rows(made) == [
        [
            ["№", "п/п"],
            ["№", "пункта Плана"],
            ["Наименование мероприятия Плана"],
            ["Информация о реализации мероприятия", "(проведенная работа)"],
            ["Информация о результативности мероприятия"],
        ],
        [["1"], ["2"], ["3"], ["4"], ["5"]],
        [
            ["1."],
            ["1.4"],
            ["Обеспечение деятельности комиссий"],
            ["Проведено 5 заседаний."],
            ["К ответственности привлечены 3 человека."],
        ],
        [
            ["2."],
            ["2.10"],
            ["Обеспечение деятельности комиссий"],
            ["Проведены:", "- заседания;", "", "– проверки"],
            [""],
        ],
    ]


def test_sections_are_full_width_rows() -> None:
    made = docx.render(content(row(section="Раздел 1. Меры"), row(), row(section="Раздел 2. Ещё меры")))
    rows = docx_rows(made)
    assert [cells for cells in rows if len(cells) == 1] == [[["Раздел 1. Меры"]], [["Раздел 2. Ещё меры"]]]
    assert [cells[0][0] for cells in rows[2:]] == ["Раздел 1. Меры", "1.", "2.", "Раздел 2. Ещё меры", "3."]
    [span, _] = part(made, "word/document.xml").iter(f"{W}gridSpan")
    assert span.get(f"{W}val") == "5"


def test_dashed_paragraphs_are_list_items() -> None:
    document = python_docx.Document(io.BytesIO(docx.render(content(row(implementation=LIST)))))
    cell = document.tables[0].rows[2].cells[3]
    assert [p.style.name for p in cell.paragraphs if p.style] == [
        "Текст таблицы",
        "Пункт списка в таблице",
        "Текст таблицы",
        "Пункт списка в таблице",
    ]


def test_page_is_landscape_with_office_margins() -> None:
    [section] = python_docx.Document(io.BytesIO(docx.render(content(row())))).sections
    assert section.orientation == WD_ORIENT.LANDSCAPE

    def millimetres(length: int | None) -> int:
        return round((length or 0) / Mm(1))

    assert (millimetres(section.page_width), millimetres(section.page_height)) == (297, 210)
    assert millimetres(section.left_margin) == 20
    assert millimetres(section.right_margin) == 10
    assert millimetres(section.top_margin) == 20
    assert millimetres(section.bottom_margin) == 20


def test_both_header_rows_repeat_and_rows_may_break() -> None:
    rows = list(part(docx.render(content(row(), row())), "word/document.xml").iter(f"{W}tr"))
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, True, False, False]
    assert [r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows] == [True, True, False, False]


def test_page_number_starts_on_the_second_page() -> None:
    [section] = python_docx.Document(io.BytesIO(docx.render(content(row())))).sections
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    [field] = section.header.part.element.iter(f"{W}fldSimple")
    assert field.get(f"{W}instr").strip() == "PAGE"


@pytest.mark.parametrize("is_project", [True, False])
def test_a_project_says_so_on_every_page(*, is_project: bool) -> None:
    made = docx.render(content(row(), is_project=is_project))
    [section] = python_docx.Document(io.BytesIO(made)).sections
    for header in (section.first_page_header, section.header):
        assert ("ПРОЕКТ" in header.paragraphs[0].text) is is_project


def test_properties() -> None:
    report = content(row(), is_project=True)
    made = docx.render(report)
    properties = python_docx.Document(io.BytesIO(made)).core_properties
    assert properties.title == report.title
    assert properties.title.startswith("ПРОЕКТ. Отчёт администрации города Примерска")
    assert properties.author == "Администрация города Примерска"
    assert properties.language == "ru-RU"
    assert (properties.comments, properties.created) == ("", None)
    assert b"python-docx" not in b"".join(
        zipfile.ZipFile(io.BytesIO(made)).read(n) for n in zipfile.ZipFile(io.BytesIO(made)).namelist()
    )

    [language] = part(made, "word/styles.xml").iter(f"{W}lang")
    assert language.get(f"{W}val") == "ru-RU"
    [mode] = part(made, "word/settings.xml").iter(f"{W}compatSetting")
    assert (mode.get(f"{W}name"), mode.get(f"{W}val")) == ("compatibilityMode", "15")


@pytest.mark.parametrize("is_project", [True, False])
def test_valid_against_the_schema(tmp_path: Path, *, is_project: bool) -> None:
    file = tmp_path / "report.docx"
    report = content(row(section="Раздел"), row(implementation=LIST + "\tтаб\u00adуляция"), is_project=is_project)
    file.write_bytes(docx.render(report))
    assert [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(file).errors] == []


def test_what_it_is_from_is_no_content_but_said_to_the_portal(tmp_path: Path) -> None:
    plain = content(row())
    report = replace(plain, origin="report:plan:kuznetsk:2023:17")
    assert report.fingerprint == plain.fingerprint
    made = docx.render(report)
    assert made == docx.render(report)
    assert b"report:plan:kuznetsk:2023:17" in zipfile.ZipFile(io.BytesIO(made)).read("docProps/custom.xml")
    assert "docProps/custom.xml" not in zipfile.ZipFile(io.BytesIO(docx.render(plain))).namelist()
    file = tmp_path / "report.docx"
    file.write_bytes(made)
    assert [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(file).errors] == []
    python_docx.Document(io.BytesIO(made))


def test_same_content_gives_same_bytes_without_a_date() -> None:
    report = content(row(), row(section="Раздел"))
    made = docx.render(report)
    assert made == docx.render(report)
    members = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert members[0].filename == "[Content_Types].xml"


NASTY = [
    "=1+1 & <w:t> ]]> \"'",
    "\u202eсправа налево\u202c مرحبا שלום",
    "👩‍👩‍👧 😀 🇷🇺",
    "мяг\u00adкий, не\u00a0разрывный,\tтабуляция,  два пробела ",
    "C1: \x85, литерал _x0041_, 汉字",
    "д" * 40_000,
]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_typed_is_lost(text: str) -> None:
    made = docx.render(content(row(measure=text, implementation=text, result=text)))
    assert docx_rows(made)[2][2:] == [[text]] * 3


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_survives(typed: str) -> None:
    text = clean(typed).text
    made = docx.render(content(row(implementation=text), executor=text, executor_genitive=text))
    assert docx_rows(made)[2][3] == [paragraph.text for paragraph in paragraphs(text)]


def test_libreoffice_shows_every_cell_and_repeats_the_header(tmp_path: Path) -> None:
    long = "\n".join(f"Абзац {n}: проведено заседание комиссии." for n in range(100))
    rows = [row(number=f"1.{n}", implementation=f"Проведено {n} заседаний.") for n in range(1, 20)]
    report = content(*rows, row(number="2.1", implementation=long), is_project=True)
    (tmp_path / "report.docx").write_bytes(docx.render(report))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "report.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)

    pages = [squeeze(page) for page in pdf_pages((tmp_path / "report.pdf").read_bytes())]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert all(squeeze(title) in page for title in layout.COLUMN_TITLES)
        assert "12345" in page
        assert "ПРОЕКТ" in page
        assert page.startswith(f"{number}ПРОЕКТ" if number > 1 else "ПРОЕКТ")
    whole = "".join(pages)
    for each in rows:
        assert squeeze(each.implementation) in whole
    for line in long.splitlines():
        assert squeeze(line) in whole
