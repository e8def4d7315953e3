"""The consolidated report as an Excel workbook: the table ready to print, and all that it is made of as numbers."""

from collections.abc import Iterator

from reports.consolidation import GROUP_LABELS, STANDING_LABELS, Total

from . import layout
from .consolidated import ConsolidatedContent, ConsolidatedItem, Progress
from .xlsx_base import (
    FIGURE_COLUMNS,
    MET,
    Column,
    ListCell,
    Style,
    figure_cells,
    fill_form,
    fill_list,
    new_workbook,
    save,
)

_ITEM = Column("№ пункта Плана", 10, Style.NUMBER, is_key=True)
_EXECUTOR = Column("Исполнитель", 26, Style.TEXT, is_key=True)
_TOTAL_COLUMNS = (
    _ITEM,
    *FIGURE_COLUMNS,
    Column("Не достигли цели", 40, Style.TEXT),
    Column("Нет данных", 40, Style.TEXT),
)
_ANSWER_COLUMNS = (
    _ITEM,
    _EXECUTOR,
    Column("Ответ", 24, Style.TEXT),
    Column("Информация о реализации", 60, Style.TEXT),
    Column("Информация о результативности", 45, Style.TEXT),
    *FIGURE_COLUMNS,
)
_EXECUTOR_COLUMNS = (
    Column("№ п/п", 6, Style.NUMBER),
    _EXECUTOR,
    Column("Наименование", 60, Style.TEXT),
    Column("Отчёт", 26, Style.TEXT),
)


def render(content: ConsolidatedContent, *, progress: Progress) -> bytes:
    """The XLSX, in four sheets. The same content gives the same bytes. It is one step for `progress`."""
    progress(0, 1)
    workbook = new_workbook()
    [form] = workbook.worksheets
    form.title = "Сводный отчёт"
    fill_form(form, layout.consolidated_heading(content), content.items, notes=content.note.split("\n"))
    for title, columns, records in (
        ("Показатели", _TOTAL_COLUMNS, _totals(content)),
        ("Ответы", _ANSWER_COLUMNS, _answers(content)),
        ("Исполнители", _EXECUTOR_COLUMNS, _executors(content)),
    ):
        fill_list(workbook.create_sheet(title), content.title, columns, records)
    made = save(workbook, title=content.title, author=content.supervisor)
    progress(1, 1)
    return made


def _totals(content: ConsolidatedContent) -> Iterator[list[ListCell]]:
    """A record for each indicator over all accepted reports."""
    for item in content.items:
        for total in item.totals:
            yield [item.number, *_total_cells(total), ", ".join(total.short), ", ".join(total.missing)]


def _total_cells(total: Total) -> list[ListCell]:
    """Like figure_cells(), with the verdict and the words that are a total's own."""
    *cells, _, state = figure_cells(total.figure)
    return [*cells, MET[total.met], state if total.figure.value is not None else total.value_text]


def _answers(content: ConsolidatedContent) -> Iterator[list[ListCell]]:
    """A record for each item and executor: those with an accepted report, then those without, by what is missing."""
    for item in content.items:
        for given in item.given:
            row = content.row(given)
            figures = [figure_cells(figure) for figure in row.figures]
            yield [
                item.number,
                given.executor,
                GROUP_LABELS[row.answer],
                row.implementation,
                row.result,
                *(zip(*figures, strict=True) if figures else [""] * len(FIGURE_COLUMNS)),
            ]
        yield from _without_row(item)


def _without_row(item: ConsolidatedItem) -> Iterator[list[ListCell]]:
    """Records of the item's executors that have no row about it in an accepted report."""
    shown = {given.executor for given in item.given}
    for group in item.groups:
        for executor in group.executors:
            if executor not in shown:
                yield [item.number, executor, GROUP_LABELS[group.kind], *[""] * (len(_ANSWER_COLUMNS) - 3)]


def _executors(content: ConsolidatedContent) -> Iterator[list[ListCell]]:
    for number, executor in enumerate(content.executors, start=1):
        yield [f"{number}.", executor.short_name, executor.name, STANDING_LABELS[executor.standing]]
