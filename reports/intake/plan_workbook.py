"""The sheets of an XLSX workbook as grids, for a plan. Nothing is computed: a formula counts with the value it has."""

from .guard import Refused
from .item_numbers import of_date, of_number
from .plan_source import Grid, SourcePlan
from .plan_table import THIS_IS_A_REPORT, read_plan
from .sheets import Sheet, Value, place, read_sheets
from .word import Cell
from .workbook import handed_for

_MOST_NAMED = 10
_HIDDEN_SHEET = "Лист «{}» скрыт: он не загружается."
_HIDDEN_ROWS = "Лист «{}»: скрытые строки ({}) тоже прочитаны. Проверьте, что они относятся к плану."
_STALE = (
    "Лист «{}»: у формул нет сохранённых значений ({}), эти ячейки прочитаны как пустые. Откройте книгу в Excel, "
    "сохраните и загрузите снова."
)
_ERRORS = "Лист «{}»: в ячейках ошибки Excel ({}), они прочитаны как пустые. Впишите сами значения."


def read_xlsx(data: bytes) -> SourcePlan:
    """The plan in an XLSX that the guard admitted. Raises Refused; runs in a child process."""
    book = read_sheets(data)
    if handed_for(book) is not None:
        raise Refused(THIS_IS_A_REPORT)
    warnings = list(book.warnings)
    grids = []
    for sheet in book.sheets:
        if sheet.is_hidden:
            warnings.append(_HIDDEN_SHEET.format(sheet.name))
        else:
            warnings += _warnings(sheet)
            grids.append(_grid(sheet))
    return read_plan(grids, warnings)


def _warnings(sheet: Sheet) -> list[str]:
    cells = [(place(row, column), value) for row, cells in sheet.rows.items() for column, value in cells.items()]
    found = (
        (_HIDDEN_ROWS, [str(row) for row in sheet.hidden_rows]),
        (_STALE, [name for name, value in cells if value.is_stale]),
        (_ERRORS, [name for name, value in cells if value.error]),
    )
    return [warning.format(sheet.name, _listed(names)) for warning, names in found if names]


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")


def _grid(sheet: Sheet) -> Grid:
    """The filled rows, all equally wide; what is merged is one cell in each of its rows, as in a document."""
    width = max((max(cells) for cells in sheet.rows.values()), default=0)
    empty = [Cell("", column, 1, continues=False) for column in range(width)]
    rows = []
    readings: dict[tuple[int, int], tuple[str, ...]] = {}
    for at, (row, cells) in enumerate(sheet.rows.items()):
        found = []
        column = 1
        while column <= width:
            first = sheet.covered.get((row, column))
            value = sheet.rows.get(first[0], {}).get(first[1]) if first else cells.get(column)
            span = 1
            while column + span <= width and sheet.covered.get((row, column + span)) == (first or (row, column)):
                span += 1
            if value is None and span == 1 and first is None:
                found.append(empty[column - 1])
            else:
                text = "" if value is None or value.error else value.text
                found.append(Cell(text, column - 1, span, continues=first is not None))
            if value is not None and (may_be := _readings(value)):
                readings[at, column - 1] = may_be
            column += span
        rows.append(tuple(found))
    return Grid(f"лист «{sheet.name}»", tuple(rows), readings, tuple(sheet.rows))


def _readings(value: Value) -> tuple[str, ...]:
    if value.day is not None:
        return of_date(value.day, value.date_parts)
    return () if value.number is None else of_number(value.number, has_two_decimals=value.has_two_decimals)
