"""The matrix as a list for a file: what the page shows, in words."""

from datetime import datetime

from django.utils import timezone

from reports.documents.tables import Table, Value

from .matrix import Line, Matrix, RowCell, View, YearCell
from .row_marks import NO_REPORT, NO_ROW

_NAME_WIDTH, _STATE_WIDTH, _CELL_WIDTH, _NUMBER_WIDTH = 40, 20, 20, 12
LATE = "срок прошёл"


def matrix_table(matrix: Matrix) -> Table:
    """The lines that the matrix holds, with its columns: of the chosen year those that the page has, too."""
    if matrix.wanted.view == View.ITEMS:
        # «п. 1.10»: a bare 1.10 would be taken for a number or a date.
        columns = [("Исполнитель", _NAME_WIDTH), (f"Состояние за {matrix.wanted.year} год", _STATE_WIDTH)]
        columns += [(f"п. {column.name}", _CELL_WIDTH) for column in matrix.columns]
        rows = [[line.standing.name, _state(line), *_row_words(line)] for line in matrix.lines]
        return Table(f"Пункты за {matrix.wanted.year} год", columns, rows)
    columns = [("Исполнитель", _NAME_WIDTH), *((column.name, _STATE_WIDTH) for column in matrix.columns)]
    columns += [(f"{name}, {matrix.wanted.year} год", _NUMBER_WIDTH) for name in YEAR_DETAILS]
    return Table("Отчёты по годам", columns, [_year_row(line) for line in matrix.lines])


YEAR_DETAILS = ("Представлен", "Версия", "Строк", "Заполнено", "Проверено", "Опоздание, дней")


def _year_row(line: Line) -> list[Value]:
    standing, progress = line.standing, line.progress
    return [
        standing.name,
        *(_year_words(cell) for cell in line.cells if isinstance(cell, YearCell)),
        _local(standing.submitted_at),
        (progress.version or None) if progress else None,
        progress.total if progress else None,
        progress.complete if progress else None,
        progress.decided if progress else None,
        standing.days_late,
    ]


def _year_words(cell: YearCell) -> str:
    return f"{cell.label}, {LATE}" if cell.late else cell.label


def _row_words(line: Line) -> list[str]:
    absent = NO_REPORT[1] if line.standing.report is None else NO_ROW[1]
    return [cell.mark.text if isinstance(cell, RowCell) else absent for cell in line.cells]


def _state(line: Line) -> str:
    return f"{line.standing.state_label}, {LATE}" if line.standing.days_late is not None else line.standing.state_label


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
