"""The report as an Excel workbook: the table ready to print, and its indicators as numbers."""

from . import layout
from .content import ReportContent
from .xlsx_base import FIGURE_COLUMNS, Column, Style, figure_cells, fill_form, fill_list, new_workbook, save

_COLUMNS = (Column("№ п/п", 6, Style.NUMBER), Column("№ пункта Плана", 10, Style.NUMBER), *FIGURE_COLUMNS)


def render(content: ReportContent) -> bytes:
    """The XLSX of a report. The same content gives the same bytes."""
    workbook = new_workbook()
    [report] = workbook.worksheets
    report.title = "Отчёт"
    mark = layout.PROJECT_MARK if content.is_project else ""
    fill_form(report, layout.heading(content), content.rows, mark=mark)
    records = (
        [f"{ordinal}.", row.number, *figure_cells(figure)]
        for ordinal, row in enumerate(content.rows, start=1)
        for figure in row.figures
    )
    fill_list(workbook.create_sheet("Показатели"), content.title, _COLUMNS, records, mark=mark)
    return save(workbook, title=content.title, author=content.executor)
