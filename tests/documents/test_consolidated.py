"""The consolidated report as content, DOCX, XLSX and ZIP"""

import io
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import caches
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from reports.consolidation import PENDING, Contribution, Group, grouped, totals
from reports.documents import consolidated_docx, consolidated_xlsx, consolidated_zip, docx, pdf
from reports.documents.consolidated import ConsolidatedContent, Executor, Given
from reports.documents.files import CONSOLIDATED_FORMATS, consolidated_file_name
from reports.figures import Definition, Entry

from .build import consolidated, content, item, no_progress, row
from .read import W, docx_paragraphs, part, xlsx_rows

SHARE = (
    Definition("whole", "Рассмотрено", "чел."),
    Definition("part", "Привлечено", "чел."),
    Definition("share", "Доля", "%", numerator="part", denominator="whole", target_rule="at_least", target=Decimal(70)),
)
ENTRIES = {"whole": Entry(Decimal("9.5")), "part": Entry(Decimal(3))}
NASTY = "=1+1 \u202eсправа\u202c 😀 _x0041_ 汉字 " + "Ж" * 40_000


def two_reports() -> ConsolidatedContent:
    filled = row(definitions=SHARE, entries=tuple(ENTRIES.items()), answer="partial")
    blank = row(definitions=SHARE, answer="done", implementation="Сделано.", result="")
    said = [
        Contribution("Кузнецк", "partial", ENTRIES),
        Contribution("Пенза", "done"),
        Contribution("Молчанск", "silent"),
    ]
    return consolidated(
        content(filled, executor="Администрация города Кузнецка", executor_short="Кузнецк"),
        content(blank, executor="Администрация города Пензы", executor_short="Пенза"),
        items=(
            item(
                section="Раздел 1",
                groups=grouped(said),
                totals=totals(SHARE, said),
                given=(Given("Кузнецк", 0, 0), Given("Пенза", 1, 0)),
            ),
            item(number="2.10", edited="Своими словами.", groups=(Group("silent", ("Молчанск",)),)),
        ),
    )


def test_cells_of_the_table() -> None:
    first, second = two_reports().items
    assert first.implementation == (
        "Приняты отчёты 2 исполнителей из 3. Мероприятие выполнено 1 исполнителем, выполнено частично 1 исполнителем. "
        "Рассмотрено — 9,5\u00a0чел. Привлечено — 3\u00a0чел. Доля — 31,6\u00a0% (3 из 9,5), цель не достигнута.\n"
        "Выполнено — 1: Пенза\nВыполнено частично — 1: Кузнецк\nНе представили отчёт — 1: Молчанск"
    )
    assert first.result == (
        "Рассмотрено: 9,5\u00a0чел.; нет данных: Пенза\n"
        "Привлечено: 3\u00a0чел.; нет данных: Пенза\n"
        "Доля: 31,6\u00a0% (3 из 9,5); цель (не менее 70\u00a0%) не достигнута; нет данных: Пенза"
    )
    assert second.implementation == "Своими словами.\nНе представили отчёт — 1: Молчанск"
    assert item(edited="", groups=second.groups).implementation == "Не представили отчёт — 1: Молчанск"


def test_the_note_counts_and_names() -> None:
    assert two_reports().note == "Приняты отчёты 2 исполнителей из 3.\nНе представили отчёт — 1: Молчанск."
    pending = consolidated(executors=(Executor("Администрация Пензы", "Пенза", PENDING),))
    assert pending.note == "Не принят ни один отчёт: исполнителей 1.\nОтчёт на проверке или доработке — 1: Пенза."


def test_the_fingerprint_changes_with_any_word() -> None:
    before = two_reports()
    assert two_reports().fingerprint == before.fingerprint
    assert consolidated(*before.reports).fingerprint != before.fingerprint
    assert consolidated(year=2022).fingerprint != consolidated().fingerprint


def test_docx_has_the_table_and_the_appendices() -> None:
    body = part(consolidated_docx.render(two_reports(), progress=no_progress), "word/document.xml")
    texts = docx_paragraphs(body)
    assert texts[:6] == [
        "С В О Д Н Ы Й \u00a0 О Т Ч Е Т",
        "Управления по надзору",
        "о выполнении мероприятий Плана противодействия коррупции в Примерской области на 2021–2024 годы",
        "за 2023 год",
        "Приняты отчёты 2 исполнителей из 3.",
        "Не представили отчёт — 1: Молчанск.",
    ]
    headings = [
        docx_paragraphs(p)
        for p in body.iter(f"{W}p")
        if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Heading1"  # type: ignore[union-attr]
    ]
    assert headings == [["Приложение 1Администрация города Кузнецка"], ["Приложение 2Администрация города Пензы"]]
    assert len(list(body.iter(f"{W}br"))) == 2
    tables = [docx_paragraphs(table) for table in body.iter(f"{W}tbl")]
    assert len(tables) == 3
    assert "Раздел 1" in tables[0]
    assert "Своими словами." in tables[0]
    assert "Проведено 5 заседаний." in tables[1]
    assert "Сделано." in tables[2]


def test_docx_outline_lists_the_appendices() -> None:
    styles = part(consolidated_docx.render(two_reports(), progress=no_progress), "word/styles.xml")
    [style] = [s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "Heading1"]
    level = style.find(f"{W}pPr/{W}outlineLvl")
    assert level is not None
    assert level.get(f"{W}val") == "0"


def test_xlsx_totals_are_numbers() -> None:
    made = consolidated_xlsx.render(two_reports(), progress=no_progress)
    assert load_workbook(io.BytesIO(made)).sheetnames == ["Сводный отчёт", "Показатели", "Ответы", "Исполнители"]
    title, header, *rows = xlsx_rows(made, "Показатели")
    assert title[0] == two_reports().title
    assert header == [
        *("№ пункта Плана", "Показатель", "Единица", "Значение", "Числитель", "Знаменатель"),
        *("Цель", "Цель выполнена", "Состояние", "Не достигли цели", "Нет данных"),
    ]
    assert rows == [
        ["1.4", "Рассмотрено", "чел.", 9.5, None, None, None, "—", "заполнено", None, "Пенза"],
        ["1.4", "Привлечено", "чел.", 3, None, None, None, "—", "заполнено", None, "Пенза"],
        [
            *("1.4", "Доля", "%", pytest.approx(31.5789, abs=0.0001), 3, 9.5),
            *("не менее 70\u00a0%", "нет", "заполнено", None, "Пенза"),
        ],
    ]


def test_xlsx_answers_have_every_text_and_number() -> None:
    rows = xlsx_rows(consolidated_xlsx.render(two_reports(), progress=no_progress), "Ответы")[2:]
    assert [cells[:9] for cells in rows] == [
        [
            *("1.4", "Кузнецк", "Выполнено частично", "Проведено 5 заседаний."),
            *("К ответственности привлечены 3 человека.", "Рассмотрено", "чел.", 9.5, None),
        ],
        ["1.4", "Кузнецк", None, None, None, "Привлечено", "чел.", 3, None],
        ["1.4", "Кузнецк", None, None, None, "Доля", "%", pytest.approx(31.5789, abs=0.0001), 3],
        ["1.4", "Пенза", "Выполнено", "Сделано.", None, "Рассмотрено", "чел.", None, None],
        ["1.4", "Пенза", None, None, None, "Привлечено", "чел.", None, None],
        ["1.4", "Пенза", None, None, None, "Доля", "%", None, None],
        ["1.4", "Молчанск", "Не представили отчёт", None, None, None, None, None, None],
        ["2.10", "Молчанск", "Не представили отчёт", None, None, None, None, None, None],
    ]
    assert [cells[12] for cells in rows[:6]] == ["заполнено"] * 3 + ["не заполнено"] * 3


def test_xlsx_names_the_executors() -> None:
    rows = xlsx_rows(consolidated_xlsx.render(two_reports(), progress=no_progress), "Исполнители")
    assert rows[2:] == [
        ["1.", "Кузнецк", "Администрация города Кузнецка", "принят"],
        ["2.", "Пенза", "Администрация города Пензы", "принят"],
        ["3.", "Молчанск", "Администрация города Молчанска", "не представлен"],
    ]


def test_nothing_is_cut() -> None:
    report = content(row(implementation=NASTY, answer="done"))
    whole = consolidated(report, items=(item(edited=NASTY, given=(Given("Примерск", 0, 0),)),))
    rows = xlsx_rows(consolidated_xlsx.render(whole, progress=no_progress), "Ответы")[2:]
    assert {(cells[0], cells[1]) for cells in rows} == {("1.4", "Примерск")}
    assert "".join(cells[3] for cells in rows) == NASTY
    form = xlsx_rows(consolidated_xlsx.render(whole, progress=no_progress), "Сводный отчёт")
    assert "".join(cells[3] or "" for cells in form).count("Ж") == 40_000
    body = part(consolidated_docx.render(whole, progress=no_progress), "word/document.xml")
    assert docx_paragraphs(body).count(NASTY) == 2


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
@pytest.mark.parametrize("whole", [two_reports(), consolidated(executors=(), items=())])
def test_office_files_are_valid(tmp_path: Path, file_format: str, whole: ConsolidatedContent) -> None:
    path = tmp_path / f"consolidated.{file_format}"
    path.write_bytes(CONSOLIDATED_FORMATS[file_format].render(whole, progress=no_progress))
    errors = [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(path).errors]
    # openpyxl writes strings into the cells and a font's properties in an order of its own; Excel reads both.
    assert [e for e in errors if "inline-string" not in e and "styles.xml: Unexpected element" not in e] == []


def test_libreoffice_opens_the_docx(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(consolidated_docx.render(two_reports(), progress=no_progress))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "x.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "x.pdf").pages]
    assert len(pages) == 3
    assert ["Приложение" in page for page in pages] == [False, True, True]


def test_zip_has_everything_under_readable_names() -> None:
    caches["documents"].clear()
    whole = two_reports()
    steps: list[tuple[int, int]] = []
    made = consolidated_zip.render(whole, progress=lambda done, total: steps.append((done, total)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == [
            "Сводный_отчёт_Надзор_2023.pdf",
            "Сводный_отчёт_Надзор_2023.docx",
            "Сводный_отчёт_Надзор_2023.xlsx",
            "Word/Отчёт_Кузнецк_2023.docx",
            "Word/Отчёт_Пенза_2023.docx",
            "PDF/Отчёт_Кузнецк_2023.pdf",
            "PDF/Отчёт_Пенза_2023.pdf",
        ]
        assert all(info.flag_bits & 0x800 for info in archive.infolist())  # UTF-8
        assert archive.read("Word/Отчёт_Пенза_2023.docx") == docx.render(whole.reports[1])
        assert archive.read("PDF/Отчёт_Пенза_2023.pdf") == pdf.render(whole.reports[1]).data
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert len({total for _, total in steps}) == 1
    assert consolidated_zip.render(whole, progress=no_progress) == made


def test_zip_tells_equal_names_apart() -> None:
    whole = consolidated(content(row(), executor_short="а/б"), content(row(), executor_short="А?Б"))
    with zipfile.ZipFile(io.BytesIO(consolidated_zip.render(whole, progress=no_progress))) as archive:
        assert [name for name in archive.namelist() if name.startswith("Word")] == [
            "Word/Отчёт_а_б_2023.docx",
            "Word/Отчёт_А_Б_2023_2.docx",
        ]


@pytest.mark.parametrize("file_format", sorted(CONSOLIDATED_FORMATS))
def test_whoever_watches_may_stop_it(file_format: str) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        CONSOLIDATED_FORMATS[file_format].render(two_reports(), progress=stop)


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
def test_same_content_gives_same_bytes(file_format: str) -> None:
    render = CONSOLIDATED_FORMATS[file_format].render
    assert render(two_reports(), progress=no_progress) == render(two_reports(), progress=no_progress)


def test_file_names() -> None:
    assert consolidated_file_name(consolidated(supervisor_short='"..'), "pdf") == "Сводный_отчёт_куратор_2023.pdf"
