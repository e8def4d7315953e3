"""The workbook that is handed out to fill in an open report in Excel; reports/intake/workbook.py reads it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from openpyxl.styles import Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from reports import handout
from reports.figures import Entry, format_date, format_number, number_date
from reports.handout import Key, fingerprint
from reports.vocabulary import Answer

from .xlsx_base import Style, add_row, new_workbook, save, set_print, set_widths
from .xlsx_text import set_text

_GUIDE, _REPORT, _VALUES, _KEYS = "Как заполнять", "Отчёт", "Показатели", "Служебный лист"
_OPEN = Protection(locked=False)
# Of a number Excel keeps no more.
_DIGITS = 15
# Day 0 of Excel's calendar as it counts from March 1900 on.
_EPOCH = date(1899, 12, 30)

_REPORT_COLUMNS = (
    (handout.KEY_TITLE, 10, Style.NOTE),
    (handout.NUMBER_TITLE, 9, Style.NUMBER),
    (handout.MEASURE_TITLE, 45, Style.TEXT),
    (handout.EXPECTED_TITLE, 30, Style.TEXT),
    (handout.ANSWER_TITLE, 18, Style.TEXT),
    (handout.IMPLEMENTATION_TITLE, 70, Style.TEXT),
    (handout.RESULT_TITLE, 45, Style.TEXT),
)
_VALUE_COLUMNS = (
    (handout.KEY_TITLE, 10, Style.NOTE),
    (handout.NUMBER_TITLE, 9, Style.NUMBER),
    (handout.INDICATOR_TITLE, 70, Style.TEXT),
    (handout.UNIT_TITLE, 12, Style.TEXT),
    (handout.VALUE_TITLE, 20, Style.FIGURE),
    (handout.ABSENT_TITLE, 14, Style.NUMBER),
)

_HOW = (
    (
        f"1. На листе «{_REPORT}» выберите в каждой строке ответ из списка и впишите информацию о реализации и о "
        "результативности. Новая строка внутри ячейки – Alt+Enter (в LibreOffice – Ctrl+Enter)."
    ),
    (
        f"2. На листе «{_VALUES}» впишите числа и даты. Пустая ячейка значит «не заполнено», а не ноль. Если "
        f"показатель к вам не относится, выберите «{handout.YES}» в графе «{handout.ABSENT_TITLE}». Доли и суммы "
        "портал посчитает сам."
    ),
    (
        "3. Можно заполнить только свои строки: те, которых вы не меняли, ничего не изменят в отчёте. Поэтому книгу "
        "можно разослать подразделениям и загрузить то, что вернёт каждое. Лишние строки можно и удалить: для этого "
        "снимите защиту листа (Рецензирование – Снять защиту листа), пароль не нужен."
    ),
    (
        "4. Сохраните книгу в формате XLSX и загрузите её на странице отчёта («Загрузить из Word или Excel»). Портал "
        "покажет, что изменится, и ничего не запишет без вашего согласия."
    ),
    (
        "Номера, мероприятия и названия показателей защищены: их правит администратор плана. По скрытым графам и "
        "скрытому листу портал узнаёт строки, оставьте их на месте."
    ),
)
_HOW_LONG = f"Некоторые тексты длиннее, чем вмещает ячейка Excel. Вместо них написано: «{handout.TOO_LONG}»"


@dataclass(frozen=True, slots=True)
class HandedValue:
    """An indicator that is entered, and what has been entered."""

    code: str
    name: str
    unit: str
    decimals: int
    is_date: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A row of the report as it stands. `item` is the id of the plan's item, `answer` a value of Answer or ""."""

    item: int
    version: int
    number: str
    measure: str
    expected_result: str
    answer: str
    implementation: str
    result: str
    values: tuple[HandedValue, ...]


@dataclass(frozen=True, slots=True)
class HandedReport:
    """What is handed out: the rows of a report that can be filled in, and which report it is."""

    report: int
    plan: str  # slug
    organization: str  # slug
    year: int
    first_year: int  # of the plan
    plan_title: str
    executor: str
    rows: tuple[HandedRow, ...]


def render(content: HandedReport) -> bytes:
    """The XLSX. The same content gives the same bytes."""
    workbook = new_workbook()
    [guide] = workbook.worksheets
    guide.title = _GUIDE
    _fill_guide(guide, content)
    _fill_report(workbook.create_sheet(_REPORT), content)
    _fill_values(workbook.create_sheet(_VALUES), content)
    keys = workbook.create_sheet(_KEYS)
    _fill_keys(keys, content)
    keys.sheet_state = "hidden"
    workbook.active = 1
    guide.sheet_view.tabSelected = False
    return save(workbook, title=_title(content), author=content.executor)


def _title(content: HandedReport) -> str:
    return f"Отчёт за {content.year} год для заполнения: {content.executor}"


def _fill_guide(sheet: Worksheet, content: HandedReport) -> None:
    set_widths(sheet, [110])
    too_long = any(not handout.fits_cell(text) for row in content.rows for text in (row.implementation, row.result))
    add_row(sheet, [_title(content)], [Style.SECTION])
    add_row(sheet, [content.plan_title], [Style.NOTE])
    add_row(sheet, ["Как заполнять"], [Style.SECTION])
    for text in [*_HOW, *([_HOW_LONG] if too_long else [])]:
        add_row(sheet, [text], [Style.NOTE])
    set_print(sheet, title_rows="1:1", mark="")
    _protect(sheet)


def _fill_report(sheet: Worksheet, content: HandedReport) -> None:
    _add_heading(sheet, _REPORT_COLUMNS)
    for row in content.rows:
        answer = str(Answer(row.answer).label) if row.answer else ""
        texts = [
            answer,
            *(text if handout.fits_cell(text) else handout.TOO_LONG for text in (row.implementation, row.result)),
        ]
        fields = dict(zip(("answer", "implementation", "result"), map(fingerprint, texts), strict=True))
        key = Key(content.report, row.item, row.version, row.number, "", fingerprint(row.measure), fields)
        fixed = [str(key), row.number, *map(_fitting, (row.measure, row.expected_result))]
        at = _add(sheet, _REPORT_COLUMNS, [*fixed, *texts])
        for column, text in enumerate(texts, start=len(fixed) + 1):
            cell = sheet.cell(at, column)
            # Text, whatever is typed: «- проведено» is no formula and 1.10 no number.
            cell.number_format = "@"
            if text != handout.TOO_LONG:
                cell.protection = _OPEN
    if content.rows:
        answers = _list(
            [str(label) for label in Answer.labels],
            "Ответ",
            "Выберите один из пяти ответов списка или очистите ячейку.",
        )
        answers.add(f"E2:E{sheet.max_row}")
        sheet.add_data_validation(answers)
    _finish(sheet)


def _fill_values(sheet: Worksheet, content: HandedReport) -> None:
    _add_heading(sheet, _VALUE_COLUMNS)
    rules: dict[str, DataValidation] = {}
    for row in content.rows:
        for value in row.values:
            fields = {"value": _fingerprint(value)}
            key = Key(content.report, row.item, row.version, row.number, value.code, fingerprint(value.name), fields)
            fixed = [str(key), row.number, value.name, value.unit]
            absent = handout.YES if value.entry.not_applicable else ""
            at = _add(sheet, _VALUE_COLUMNS, [*fixed, "", absent])
            cell = sheet.cell(at, len(fixed) + 1)
            cell.protection = sheet.cell(at, len(fixed) + 2).protection = _OPEN
            if value.is_date:
                cell.number_format = "DD.MM.YYYY"
            _write_value(sheet, at, len(fixed) + 1, value)
            name, rule = _rule(value, content)
            rules.setdefault(name, rule).add(cell)
    if rules:
        absences = _list([handout.YES], handout.ABSENT_TITLE, f"Выберите «{handout.YES}» или очистите ячейку.")
        absences.add(f"F2:F{sheet.max_row}")
        for rule in (*rules.values(), absences):
            sheet.add_data_validation(rule)
    _finish(sheet)


def _fingerprint(value: HandedValue) -> str:
    """The fingerprint of what stands in the value's cells when they are read back."""
    return fingerprint(handout.entry_text(_written(value), is_absent=value.entry.not_applicable))


def _written(value: HandedValue) -> str:
    if value.entry.value is None:
        return ""
    return (format_date if value.is_date else format_number)(value.entry.value)


def _write_value(sheet: Worksheet, row: int, column: int, value: HandedValue) -> None:
    entered = value.entry.value
    if entered is None:
        return
    cell = sheet.cell(row, column)
    if value.is_date:
        cell.value = number_date(entered)
        cell.number_format = "DD.MM.YYYY"
    elif len(entered.normalize().as_tuple().digits) <= _DIGITS:
        cell.value = Decimal(f"{entered.normalize():f}")
    else:
        set_text(cell, format_number(entered))


def _rule(value: HandedValue, content: HandedReport) -> tuple[str, DataValidation]:
    """What may be typed into a value's cell."""
    if value.is_date:
        first, last = date(content.first_year, 1, 1), date(content.year + 1, 12, 31)
        rule = DataValidation(
            type="date", operator="between", formula1=_serial(first), formula2=_serial(last), allow_blank=True
        )
        return "date", _told(rule, "Дата", f"Введите дату от {first:%d.%m.%Y} до {last:%d.%m.%Y}.")
    kind: Literal["decimal", "whole"] = "decimal" if value.decimals else "whole"
    what = "число" if value.decimals else "целое число"
    rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    return kind, _told(rule, "Число", f"Введите {what} без единиц измерения, не меньше нуля, или очистите ячейку.")


def _serial(day: date) -> str:
    return str((day - _EPOCH).days)


def _list(choices: Sequence[str], title: str, error: str) -> DataValidation:
    return _told(DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True), title, error)


def _told(rule: DataValidation, title: str, error: str) -> DataValidation:
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = title, error
    return rule


def _fill_keys(sheet: Worksheet, content: HandedReport) -> None:
    set_widths(sheet, [20, 60])
    for name, text in (
        (handout.FORMAT_LINE, handout.FORMAT),
        (handout.REPORT_LINE, str(content.report)),
        (handout.PLAN_LINE, content.plan),
        (handout.ORGANIZATION_LINE, content.organization),
        (handout.YEAR_LINE, str(content.year)),
        (handout.NAME_LINE, f"{content.executor}, {content.year} год, {content.plan_title}"),
    ):
        add_row(sheet, [name, text], [Style.NOTE, Style.NOTE])
    _protect(sheet)


def _fitting(text: str) -> str:
    return text if handout.fits_cell(text) else "Текст не помещается в ячейку Excel, он есть на портале."


def _add_heading(sheet: Worksheet, columns: Iterable[tuple[str, float, str]]) -> None:
    titles, widths, _ = zip(*columns, strict=True)
    set_widths(sheet, widths)
    add_row(sheet, titles, [Style.COLUMN] * len(titles))
    sheet.column_dimensions["A"].hidden = True


def _add(sheet: Worksheet, columns: Iterable[tuple[str, float, str]], texts: Sequence[str]) -> int:
    # The key is hidden: it must not make the row higher.
    at = add_row(sheet, ["", *texts[1:]], [style for _, _, style in columns])
    set_text(sheet.cell(at, 1), texts[0])
    sheet.row_dimensions[at] = _Growing(sheet, index=at, ht=sheet.row_dimensions[at].height)
    return at


class _Growing(RowDimension):
    """A row that grows with what is typed into it; openpyxl would fix every height that is given."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 (the attribute's name in the file)
        return False


def _finish(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions.replace("A1", "B1", 1)
    set_print(sheet, title_rows="1:1", mark="")
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """What is not open cannot be typed into; widths, heights and filters stay everybody's own."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False
