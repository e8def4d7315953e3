"""Lists as files: what a page shows as a table, as CSV for Russian Excel and as a workbook."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .xlsx_text import FORMULA_STARTS, set_text

Value = str | int | datetime | None

_DATE_IN_CSV = "%d.%m.%Y %H:%M"
_DATE_IN_EXCEL = "DD.MM.YYYY HH:MM"
# Blanks of these kinds are skipped on the way to a formula.
_FORMULA_STARTS = (*FORMULA_STARTS, "\t", "\r")
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Table:
    """A list: the columns with their widths in characters, and one value for each in every row.

    Texts stay texts whatever they look like; None is an empty cell; times are without zone, as people read them.
    """

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A file format: its content type and the function that writes a list in it."""

    content_type: str
    render: Callable[[Table], bytes]


def csv_file(table: Table) -> bytes:
    """UTF-8 with the mark by which Excel knows it, semicolons as in Russian Excel; formulas are disarmed."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow([_disarmed(name) for name, _ in table.columns])
    writer.writerows([_csv_value(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def _csv_value(value: Value) -> str | int:
    if isinstance(value, datetime):
        return value.strftime(_DATE_IN_CSV)
    return _disarmed(value) if isinstance(value, str) else "" if value is None else value


def _disarmed(text: str) -> str:
    """A text that no spreadsheet runs: the apostrophe is how people themselves say «this is text»."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def xlsx_file(table: Table) -> bytes:
    """A workbook of one sheet: numbers as numbers, times as times, the header in sight and with filters."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(table.title[:_LONGEST_SHEET_NAME])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    for number, (_, width) in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(value: Value, font: Font | None = None) -> Cell:
        made: Cell = WriteOnlyCell(sheet)
        if isinstance(value, str):
            set_text(made, value)
            made.alignment = wrapped
        else:
            made.value = value
        if isinstance(value, datetime):
            made.number_format = _DATE_IN_EXCEL
        if font is not None:
            made.font = font
        return made

    sheet.append([cell(name, bold) for name, _ in table.columns])
    for row in table.rows:
        sheet.append([None if value is None else cell(value) for value in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


TABLE_FORMATS = {
    "csv": TableFormat("text/csv; charset=utf-8", csv_file),
    "xlsx": TableFormat("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}
