"""What Excel workbooks of reports share: styles, rows that fit their text, lists, printing, files without a clock."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.figures import Figure, Status, number_date
from reports.text import paragraphs

from . import layout
from .content import TableRow
from .xlsx_lines import MAX_LINES, chunks, count_lines
from .xlsx_text import set_text

# Excel measures columns in digits of the default font (Times New Roman 12: 8 pixels each) at 96 pixels to an inch.
_DIGITS_PER_MM = 96 / 25.4 / 8
_POINTS_PER_MM = 72 / 25.4
_CELL_PADDING = 5  # points, both sides together
_LINE_HEIGHT = 15.75  # points, of a line of 12 pt
_MAX_ROW_HEIGHT = 409  # points; Excel's limit

_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class Style:
    """Names of the cell styles, as Excel's gallery shows them."""

    TITLE = "Отчёт: заголовок"
    HEADING = "Отчёт: шапка"
    CAPTION = "Отчёт: пояснение"
    MARK = "Отчёт: ПРОЕКТ"
    COLUMN = "Отчёт: графа"
    COLUMN_NUMBER = "Отчёт: номер графы"
    SECTION = "Отчёт: раздел"
    NUMBER = "Отчёт: номер"
    TEXT = "Отчёт: текст"
    FIGURE = "Отчёт: число"
    LINE = "Отчёт: строка"
    NOTE = "Отчёт: примечание"


class _Properties(DocumentProperties):
    """Title and author without the time of day, which openpyxl would add."""

    __elements__ = __nested__ = ("creator", "title")


_CONTENT_STYLES = (Style.NUMBER, Style.NUMBER, Style.TEXT, Style.TEXT, Style.TEXT)


def new_workbook() -> Workbook:
    """A workbook with the styles of reports and one empty sheet."""
    workbook = Workbook()
    _add_styles(workbook)
    return workbook


def save(workbook: Workbook, *, title: str, author: str) -> bytes:
    """The file. The same workbook gives the same bytes."""
    workbook.properties = _Properties(title=title, creator=author)
    saved = io.BytesIO()
    # Not workbook.save(): it writes the time of day into the properties.
    ExcelWriter(workbook, zipfile.ZipFile(saved, "w")).save()
    return layout.repack(saved.getvalue())


def _add_styles(workbook: Workbook) -> None:
    font, small = (Font(name=layout.FONT, size=size) for size in (layout.FONT_SIZE, layout.SMALL_FONT_SIZE))
    # Columns are measured in the font of this style, and not every computer has openpyxl's Calibri.
    workbook._named_styles["Normal"].font = font  # type: ignore[attr-defined]  # noqa: SLF001 (the only way to it)
    bold, large = (Font(name=layout.FONT, size=size, bold=True) for size in (layout.FONT_SIZE, 14))
    for name, its_font, border, horizontal in (
        (Style.TITLE, large, Border(), "center"),
        (Style.HEADING, font, Border(), "center"),
        (Style.CAPTION, small, Border(), "center"),
        (Style.MARK, bold, Border(), "right"),
        (Style.COLUMN, font, _BOX, "center"),
        (Style.COLUMN_NUMBER, small, _BOX, "center"),
        (Style.SECTION, bold, _BOX, "center"),
        (Style.NUMBER, font, _BOX, "center"),
        (Style.TEXT, font, _BOX, "left"),
        (Style.FIGURE, font, _BOX, "right"),
        (Style.LINE, font, Border(), "left"),
        (Style.NOTE, font, Border(), "left"),
    ):
        alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=name != Style.LINE)
        style = NamedStyle(name, font=its_font, border=border, alignment=alignment)
        if name in {Style.NUMBER, Style.COLUMN_NUMBER}:
            style.number_format = "@"  # text: 2.10 stays 2.10 when somebody edits the cell
        workbook.add_named_style(style)


# ---- the sheet that looks like the printed form ----


def fill_form(
    sheet: Worksheet, heading: layout.Heading, rows: Sequence[TableRow], *, notes: Iterable[str] = (), mark: str = ""
) -> None:
    """Heading, notes and the five columns, ready to print; `mark` stands above the heading and on every page."""
    set_widths(sheet, [share / 100 * layout.TEXT_WIDTH * _DIGITS_PER_MM for share in layout.COLUMN_SHARES])
    _add_heading(sheet, heading, notes, mark)
    header = add_row(sheet, layout.COLUMN_TITLES, [Style.COLUMN] * 5)
    add_row(sheet, layout.COLUMN_NUMBERS, [Style.COLUMN_NUMBER] * 5)
    for ordinal, row in enumerate(rows, start=1):
        if row.section:
            _add_merged(sheet, _lines_of(row.section), Style.SECTION)
        texts = (f"{ordinal}.", row.number, *map(_lines_of, (row.measure, row.implementation, row.result)))
        columns = [chunks(text, _text_width(sheet, column), MAX_LINES) for column, text in enumerate(texts, start=1)]
        numbers = [add_row(sheet, part, _CONTENT_STYLES) for part in zip_longest(*columns, fillvalue="")]
        for number in numbers if len(numbers) > 1 else ():
            border = _border(is_first=number == numbers[0], is_last=number == numbers[-1])
            for column in range(1, len(texts) + 1):
                sheet.cell(number, column).border = border
    set_print(sheet, title_rows=f"{header}:{header + 1}", mark=mark)


def _add_heading(sheet: Worksheet, heading: layout.Heading, notes: Iterable[str], mark: str) -> None:
    lines = [
        (mark, Style.MARK),
        (heading.title, Style.TITLE),
        (heading.executor, Style.HEADING),
        (heading.caption, Style.CAPTION),
        (heading.subject, Style.HEADING),
        (heading.period, Style.HEADING),
    ]
    for text, style in lines:
        if text:
            _add_merged(sheet, text, style)
    # A little air below the heading.
    sheet.row_dimensions[sheet.max_row].height = 2 * _LINE_HEIGHT
    for note in notes:
        _add_merged(sheet, note, Style.NOTE)


def _add_merged(sheet: Worksheet, text: str, style: str) -> None:
    """A row over the full width of the report."""
    last = len(layout.COLUMN_SHARES)
    row = _next_row(sheet)
    for column in range(1, last + 1):
        _write(sheet.cell(row, column), text if column == 1 else "", style)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    width = sum(_text_width(sheet, column) for column in range(1, last + 1))
    _set_height(sheet, row, count_lines(text, width))


def _lines_of(text: str) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(text))


def _border(*, is_first: bool, is_last: bool) -> Border:
    """No line between the rows that are one row of the report."""
    return Border(left=_THIN, right=_THIN, top=_THIN if is_first else None, bottom=_THIN if is_last else None)


# ---- sheets for looking things up ----


@dataclass(frozen=True, slots=True)
class Number:
    """A number for a cell, shown with so many digits after the comma, or a date; None: the cell stays blank."""

    value: Decimal | int | date | None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its width in digits, and whether its text is repeated where a record takes several rows."""

    title: str
    width: float
    style: str
    is_key: bool = False


# A text is cut into several rows if it is taller than one can be; a list gives what stands in each row.
ListCell = str | Number | Sequence[str | Number]


def fill_list(
    sheet: Worksheet, title: str, columns: Sequence[Column], records: Iterable[Sequence[ListCell]], *, mark: str = ""
) -> None:
    """A list with its title, to be filtered and sorted. A record takes as many rows as its tallest cell needs."""
    set_widths(sheet, [column.width for column in columns])
    _write(sheet.cell(1, 1), title, Style.LINE)
    header = add_row(sheet, [column.title for column in columns], [Style.COLUMN] * len(columns))
    widths = [_text_width(sheet, number) for number in range(1, len(columns) + 1)]
    for record in records:
        stacks = [_stack(cell, width) for cell, width in zip(record, widths, strict=True)]
        for index in range(max(map(len, stacks))):
            _add_list_row(sheet, columns, [_at(stack, index, c) for stack, c in zip(stacks, columns, strict=True)])
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{sheet.max_row}"
    sheet.freeze_panes = f"A{header + 1}"
    set_print(sheet, title_rows=f"{header}:{header}", mark=mark)


def _stack(cell: ListCell, width: float) -> Sequence[str | Number]:
    if isinstance(cell, str):
        return chunks(_lines_of(cell), width, MAX_LINES)
    return [cell] if isinstance(cell, Number) else cell


def _at(stack: Sequence[str | Number], index: int, column: Column) -> str | Number:
    """What stands in a row of the record, counted from 0."""
    if index < len(stack):
        return stack[index]
    return stack[0] if column.is_key else ""


def _add_list_row(sheet: Worksheet, columns: Sequence[Column], cells: Sequence[str | Number]) -> None:
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    row = add_row(sheet, texts, [column.style for column in columns])
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, Number):
            target = sheet.cell(row, number)
            target.value = cell.value
            target.number_format = _format(cell)


def _format(number: Number) -> str:
    if isinstance(number.value, date):
        return "DD.MM.YYYY"
    return f"#,##0.{'0' * number.decimals}" if number.decimals else "#,##0"


MET = {True: "да", False: "нет", None: "—"}


def figure_cells(figure: Figure) -> list[str | Number]:
    """An indicator's value, parts, target, and state: for the columns of FIGURE_COLUMNS."""
    definition = figure.definition
    return [
        definition.name,
        definition.unit,
        Number(
            number_date(figure.value) if definition.is_date and figure.value is not None else figure.value,
            1 if definition.is_share else definition.decimals,
        ),
        Number(figure.numerator, _places(figure.numerator)),
        Number(figure.denominator, _places(figure.denominator)),
        figure.target_text,
        MET[figure.met],
        "заполнено" if figure.status == Status.VALUE else figure.text,
    ]


FIGURE_COLUMNS = (
    Column("Показатель", 62, Style.TEXT),
    Column("Единица", 12, Style.TEXT),
    Column("Значение", 13, Style.FIGURE),
    Column("Числитель", 13, Style.FIGURE),
    Column("Знаменатель", 15, Style.FIGURE),
    Column("Цель", 30, Style.TEXT),
    Column("Цель выполнена", 14, Style.NUMBER),
    Column("Состояние", 28, Style.TEXT),
)


def _places(value: Decimal | None) -> int:
    """How many digits an entered number has after the comma."""
    return len(f"{value.normalize():f}".partition(".")[2]) if value is not None else 0


# ---- cells, rows, pages ----


def _write(cell: Cell | MergedCell, text: str, style: str) -> None:
    cell.style = style
    if text:
        set_text(cell, text)


def add_row(sheet: Worksheet, texts: Iterable[str], styles: Iterable[str]) -> int:
    """A row of texts in these styles, as high as the longest of them needs; gives its number."""
    row = _next_row(sheet)
    lines = 1
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1):
        _write(sheet.cell(row, column), text, style)
        lines = max(lines, count_lines(text, _text_width(sheet, column)))
    _set_height(sheet, row, lines)
    return row


def set_widths(sheet: Worksheet, digits: Iterable[float]) -> None:
    for column, width in enumerate(digits, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _text_width(sheet: Worksheet, column: int) -> float:
    """How many points a column leaves for text."""
    digits: float = sheet.column_dimensions[get_column_letter(column)].width
    return digits / _DIGITS_PER_MM * _POINTS_PER_MM - _CELL_PADDING


def _set_height(sheet: Worksheet, row: int, lines: int) -> None:
    sheet.row_dimensions[row].height = min(lines * _LINE_HEIGHT + 3, _MAX_ROW_HEIGHT)


def _next_row(sheet: Worksheet) -> int:
    """The number of the first row below what is there."""
    is_empty = sheet.max_row == 1 and sheet.cell(1, 1).value is None
    return 1 if is_empty else sheet.max_row + 1


def set_print(sheet: Worksheet, *, title_rows: str, mark: str) -> None:
    """A4 landscape to the width of the page; the page number from page 2, a project's mark on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = title_rows
    margins = sheet.page_margins
    margins.left, margins.right = layout.MARGIN_LEFT / 25.4, layout.MARGIN_RIGHT / 25.4
    margins.top, margins.bottom = layout.MARGIN_TOP / 25.4, layout.MARGIN_BOTTOM / 25.4
    margins.header = margins.footer = 10 / 25.4
    # The first page has no number, and says ПРОЕКТ in its first row.
    sheet.HeaderFooter.differentFirst = True
    header = sheet.oddHeader
    assert header is not None
    header.center.text = "&P"
    if mark:
        header.right.text = f"&B{mark}"
    header.center.font = header.right.font = f"{layout.FONT},Regular"
    header.center.size = header.right.size = layout.FONT_SIZE
