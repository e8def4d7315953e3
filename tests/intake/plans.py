"""Builds tables of plans as Word documents and workbooks."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from openpyxl import Workbook

HEADINGS = ["№ п/п", "Наименование мероприятия", "Исполнители", "Срок исполнения", "Ожидаемый результат"]


def document(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A DOCX with one table; a row with a single text is a section over the full width."""
    made = docx.Document()
    made.add_paragraph("УТВЕРЖДЁН постановлением Правительства")
    table = made.add_table(rows=0, cols=len(headings))
    for row in [headings, *rows]:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, formats: str = "") -> bytes:
    """An XLSX with one sheet; `formats` is the number format of the first column."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "План"
    for row in [headings, *rows]:
        sheet.append(list(row))
        if formats:
            sheet.cell(sheet.max_row, 1).number_format = formats
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()
