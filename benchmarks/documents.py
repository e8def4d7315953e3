"""The report of Kuznetsk for 2023 in three formats, against docxtpl, python-docx's table.cell and LibreOffice."""

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from django.core.cache import caches
from docx import Document
from docx.enum.section import WD_ORIENT
from docxtpl import DocxTemplate

from benchmarks.measure import Line, ms, seconds
from reports.documents import docx, pdf, xlsx
from reports.documents.content import COLUMNS, ReportContent
from reports.documents.gather import content_of
from reports.models import Report

ROWS_SMALL, ROWS_LARGE = 37, 1500


def run() -> list[Line]:
    content = content_of(Report.objects.get(organization__slug="kuznetsk", year=2023))
    return [*_docx(content), _many_rows(content), *_pdf(content), _xlsx(content)]


def _docx(content: ReportContent) -> list[Line]:
    template = _template()
    ours, theirs = seconds(lambda: docx.render(content), lambda: _with_docxtpl(template, content), rounds=15)
    return [Line("DOCX of 25 rows, no slower than docxtpl", f"{ms(ours)} against {ms(theirs)}", ours <= theirs)]


def _template() -> bytes:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for text in ("О Т Ч Е Т", "{{ executor }}", "{{ subject }}"):
        document.add_paragraph(text)
    table = document.add_table(rows=5, cols=5)
    for cell, heading in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = heading
    for cell, number in zip(table.rows[1].cells, "12345", strict=True):
        cell.text = number
    table.rows[2].cells[0].text = "{%tr for row in rows %}"
    fields = ["{{ loop.index }}.", *(f"{{{{ row.{f} }}}}" for f in ("number", "measure", "implementation", "result"))]
    for cell, field in zip(table.rows[3].cells, fields, strict=True):
        cell.text = field
    table.rows[4].cells[0].text = "{%tr endfor %}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _with_docxtpl(template: bytes, content: ReportContent) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(
        {"executor": content.executor_genitive, "subject": content.subject, "rows": content.rows}, autoescape=True
    )
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _many_rows(content: ReportContent) -> Line:
    small, large = _repeated(content, ROWS_SMALL), _repeated(content, ROWS_LARGE)
    ours_small, ours_large, cells_small, cells_double = seconds(
        lambda: docx.render(small),
        lambda: docx.render(large),
        lambda: _with_cells(small),
        lambda: _with_cells(_repeated(content, 2 * ROWS_SMALL)),
        rounds=3,
    )
    rows, growth = ROWS_LARGE / ROWS_SMALL, ours_large / ours_small
    return Line(
        f"DOCX of {ROWS_LARGE} rows, time in step with rows ({rows:.0f} times the rows, at most {rows * 1.25:.0f})",
        f"{growth:.0f} times: {ms(ours_small)} to {ms(ours_large)}; "
        f"table.cell: {ms(cells_small)}, twice the rows {cells_double / cells_small:.1f} times",
        growth <= rows * 1.25,
    )


def _repeated(content: ReportContent, rows: int) -> ReportContent:
    return replace(content, rows=tuple(content.rows[n % len(content.rows)] for n in range(rows)))


def _with_cells(content: ReportContent) -> bytes:
    document = Document()
    table = document.add_table(rows=len(content.rows), cols=5)
    for position, row in enumerate(content.rows):
        texts = (f"{position + 1}.", row.number, row.measure, row.implementation, row.result)
        for column, text in enumerate(texts):
            table.cell(position, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(content: ReportContent) -> list[Line]:
    def fresh() -> None:
        caches["documents"].clear()
        pdf.render(content)

    (kept,) = seconds(lambda: pdf.render(content), rounds=15)
    again = Line("PDF asked again unchanged, at most 50 ms", ms(kept), kept <= 0.05)
    office = shutil.which("soffice")
    if office is None:
        (ours,) = seconds(fresh)
        return [Line("PDF of 25 rows (LibreOffice is not installed: nothing to compare with)", ms(ours), None), again]
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "report.docx"
        source.write_bytes(docx.render(content))
        convert = [office, f"-env:UserInstallation=file://{directory}/profile", "--headless", "--convert-to", "pdf"]

        def theirs_fresh() -> None:
            subprocess.run([*convert, "--outdir", directory, source], check=True, capture_output=True)

        ours, theirs = seconds(fresh, theirs_fresh)
    measured = f"{ms(ours)} against {ms(theirs)} ({ours / theirs:.2f})"
    return [Line("PDF of 25 rows, at most half of LibreOffice's time", measured, ours <= theirs / 2), again]


def _xlsx(content: ReportContent) -> Line:
    (ours,) = seconds(lambda: xlsx.render(content))
    return Line("XLSX of 25 rows", ms(ours), None)
