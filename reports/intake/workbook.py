"""The workbook that the portal handed out (reports/documents/workbook.py), as it comes back: its rows and numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reports import handout
from reports.handout import Key, entry_text, fingerprint, read_key

from .guard import Refused
from .sheets import Sheet, Sheets, Value, place, read_sheets
from .source import Handed, SourceEntry, SourceReport, SourceRow

_TEXTS = {
    "answer": handout.ANSWER_TITLE,
    "implementation": handout.IMPLEMENTATION_TITLE,
    "result": handout.RESULT_TITLE,
}
_MOST_LINES_ABOVE = 30
_NOT_LETTERS = re.compile(r"[\W_]+")
_YES = {handout.YES, "+", "x", "х", "1", "истина", "не применимо"}
_NO = {"", "нет", "-", "–", "—", "0", "ложь"}
_NOTHING = Value("")

_NOT_HANDED_OUT = (
    "В книге нет листов отчёта, которые портал выдаёт для заполнения. Нажмите на странице отчёта «Скачать для "
    "заполнения в Excel», перенесите данные в эту книгу и загрузите её."
)
_FORMULA = "Лист «{}», ячейка {}: в ней формула, взято её последнее значение."
_STALE = "{}: у формулы нет сохранённого значения. Впишите само значение."
_ERROR = "{}: в ячейке ошибка Excel ({}). Впишите само значение."
_MERGED = "Лист «{}»: есть объединённые ячейки; их содержание отнесено к верхней строке, остальные не меняются."
_MISPLACED = (
    "Лист «{}», строка {}: скрытый ключ не отвечает номеру и тексту строки, поэтому пункт найден по ним. Проверьте его."
)
_FOREIGN = "Лист «{}», строка {}: строка из книги другого отчёта, пункт найден по номеру и тексту. Проверьте его."
_ABSENT = "{}: в графе «Не применимо» может стоять только «да» или ничего, а стоит «{}»."
_NO_COLUMN = "На листе «{}» нет графы «{}»: она не меняется."


def read(data: bytes) -> SourceReport:
    """The report in a workbook that the guard admitted. Raises Refused; runs in a child process."""
    return read_workbook(read_sheets(data))


def read_workbook(book: Sheets) -> SourceReport:
    """The rows of a workbook that was handed out, wherever its sheets, columns and rows stand now.

    What was left as handed out is silent. Raises Refused if this is no such workbook.
    """
    reader = _Reader(book)
    found = [(sheet, heading) for sheet in book.sheets if (heading := _heading(sheet)) is not None]
    if not found:
        raise Refused(_NOT_HANDED_OUT)
    for sheet, (row, columns) in found:
        if handout.VALUE_TITLE not in columns and handout.ABSENT_TITLE not in columns:
            reader.rows_of(sheet, row, columns)
    for sheet, (row, columns) in found:
        if handout.VALUE_TITLE in columns or handout.ABSENT_TITLE in columns:
            reader.values_of(sheet, row, columns)
    warnings = dict.fromkeys([*book.warnings, *reader.warnings])
    return SourceReport(tuple(reader.rows), (), tuple(warnings), own=True, handed=reader.handed)


class _Reader:
    """Collects the rows: first the sheets of texts, then numbers, each with the row of its item."""

    def __init__(self, book: Sheets) -> None:
        self.rows: list[SourceRow] = []
        self.warnings: list[str] = []
        self.handed = handed_for(book)

    def rows_of(self, sheet: Sheet, heading: int, columns: Mapping[str, int]) -> None:
        """Read the rows of a sheet of texts."""
        for title in _TEXTS.values():
            if title not in columns:
                self.warnings.append(_NO_COLUMN.format(sheet.name, title))
        for number, cells in sheet.rows.items():
            if number > heading:
                line = _Line(self, sheet, number, cells, columns)
                row = _text_row(line)
                if row is not None:
                    self.rows.append(row)

    def values_of(self, sheet: Sheet, heading: int, columns: Mapping[str, int]) -> None:
        """Read the rows of a sheet of numbers, and add them to the rows of their items."""
        if handout.VALUE_TITLE not in columns:
            self.warnings.append(_NO_COLUMN.format(sheet.name, handout.VALUE_TITLE))
        at: dict[tuple[int, str], int] = {}
        for position, row in enumerate(self.rows):
            at.setdefault(_identity(row), position)
        for number, cells in sheet.rows.items():
            if number <= heading:
                continue
            line = _Line(self, sheet, number, cells, columns)
            found = _value_row(line)
            if found is None:
                continue
            position = at.setdefault(_identity(found), len(self.rows))
            if position == len(self.rows):
                self.rows.append(found)
            else:
                there = self.rows[position]
                self.rows[position] = replace(
                    there, entries=(*there.entries, *found.entries), problems=(*there.problems, *found.problems)
                )


class _Line:
    """A row of a sheet: its cells by the titles of their columns, and its key."""

    def __init__(
        self, reader: _Reader, sheet: Sheet, number: int, cells: Mapping[int, Value], columns: Mapping[str, int]
    ) -> None:
        self.sheet, self.number, self.columns = sheet, number, columns
        self.warnings = reader.warnings
        self._cells = cells
        self.problems: list[str] = []
        self.key = self._key(reader.handed)

    @property
    def place(self) -> str:
        return f"лист «{self.sheet.name}», строка {self.number}"

    def value(self, title: str) -> Value:
        """The cell of a column, empty if there is none."""
        return self._cells.get(self.columns.get(title, 0), _NOTHING)

    def cell(self, title: str) -> str:
        """Where the cell of a column is, for people; "" if there is none."""
        column = self.columns.get(title)
        return f"лист «{self.sheet.name}», ячейка {place(self.number, column)}" if column else ""

    def taken(self, title: str, name: str) -> Value | None:
        """A cell to be filled in, or None if it says nothing: what is wrong with it is noted under this name."""
        if title not in self.columns:
            return None
        column = self.columns[title]
        if (self.number, column) in self.sheet.covered:
            self.warnings.append(_MERGED.format(self.sheet.name))
            return None
        value = self.value(title)
        if value.is_stale:
            self.problems.append(_STALE.format(f"{name} ({self.cell(title)})"))
            return None
        if value.is_formula:
            self.warnings.append(_FORMULA.format(self.sheet.name, place(self.number, column)))
        if value.error:
            self.problems.append(_ERROR.format(f"{name} ({self.cell(title)})", value.error))
            return None
        return value

    def _key(self, handed: Handed | None) -> Key | None:
        key = next((key for value in self._cells.values() if (key := read_key(value.text))), None)
        is_value = handout.VALUE_TITLE in self.columns or handout.ABSENT_TITLE in self.columns
        if key is None or bool(key.code) != is_value:
            return None
        if handed is not None and key.report != handed.report:
            self.warnings.append(_FOREIGN.format(self.sheet.name, self.number))
            return None
        if not self._agrees(key):
            self.warnings.append(_MISPLACED.format(self.sheet.name, self.number))
            return None
        return key

    def _agrees(self, key: Key) -> bool:
        """Whether number or name say the same as the key; a table sorted without its hidden column does not."""
        number = self.value(handout.NUMBER_TITLE)
        name = self.value(handout.INDICATOR_TITLE if key.code else handout.MEASURE_TITLE)
        is_named = not name.text.strip() or fingerprint(name.text) == key.name
        is_numbered = not number.text.strip() or key.number in _spellings(number)
        if key.code or not name.text.strip():
            # Several items may have an indicator of one name.
            return is_numbered and is_named
        return is_named or (is_numbered and bool(number.text.strip()))


def _text_row(line: _Line) -> SourceRow | None:
    """A row of texts; None if it is empty."""
    texts: dict[str, str] = {}
    silent = []
    for name, title in _TEXTS.items():
        value = line.taken(title, f"«{title}»")
        text = "" if value is None else value.text
        handed_out = line.key.fields.get(name) if line.key else fingerprint("")
        if value is None or text.strip() == handout.TOO_LONG or fingerprint(text) == handed_out:
            silent.append(name)
        texts[name] = text
    item, is_rounded = _number(line)
    measure = line.value(handout.MEASURE_TITLE).text
    if line.key is None and not measure.strip() and not any(text.strip() for text in texts.values()):
        return None
    return SourceRow(
        place=line.place,
        item=item,
        measure=measure,
        implementation=texts["implementation"],
        result=texts["result"],
        answer=texts["answer"],
        answer_cell=line.cell(handout.ANSWER_TITLE),
        key=line.key,
        silent=tuple(silent),
        problems=tuple(line.problems),
        is_rounded=is_rounded,
    )


def _value_row(line: _Line) -> SourceRow | None:
    """A row of a number as a row that says nothing else; None if it says nothing at all."""
    name = line.value(handout.INDICATOR_TITLE).text.strip()
    shown = f"«{name or (line.key.code if line.key else '')}»"
    value = line.taken(handout.VALUE_TITLE, shown)
    absent = line.taken(handout.ABSENT_TITLE, shown)
    entries: tuple[SourceEntry, ...] = ()
    mark = "" if absent is None else absent.text.strip().casefold().rstrip(".")
    if mark not in _YES | _NO:
        line.problems.append(_ABSENT.format(f"{shown} ({line.cell(handout.ABSENT_TITLE)})", mark))
    elif value is not None:
        written, is_absent = _written(value), mark in _YES
        said = fingerprint(entry_text(written, is_absent=is_absent))
        handed_out = line.key.fields.get("value", "") if line.key else ""
        unsaid = handed_out if line.key else fingerprint(entry_text("", is_absent=False))
        if said != unsaid and (written or is_absent or handout.ABSENT_TITLE in line.columns):
            code = line.key.code if line.key else ""
            cell = line.cell(handout.VALUE_TITLE)
            entries = (SourceEntry(code, name, written, is_absent, handed_out, cell),)
    if not entries and not line.problems:
        return None
    item, is_rounded = _number(line)
    return SourceRow(
        place=line.place,
        item=item,
        measure="",
        implementation="",
        result="",
        entries=entries,
        key=line.key,
        silent=tuple(_TEXTS),
        problems=tuple(line.problems),
        is_rounded=is_rounded,
    )


def _written(value: Value) -> str:
    """A number or a date as text in one spelling; whatever else was typed as it is."""
    if value.day is not None:
        return f"{value.day:%d.%m.%Y}"
    if value.number is not None:
        return f"{value.number.normalize():f}".replace(".", ",")
    return " ".join(value.text.split())


def _number(line: _Line) -> tuple[str, bool]:
    """The item's number, and whether it may be another because Excel made a number of it: 1.1 may have been 1.10."""
    if line.key is not None:
        return line.key.number, False
    value = line.value(handout.NUMBER_TITLE)
    if value.day is not None:
        # «1.10» typed in a Russian Excel is the first of October.
        return f"{value.day.day}.{value.day.month}", False
    if value.number is None:
        return value.text.strip(), False
    if value.has_two_decimals:
        return f"{value.number:.2f}", False
    return f"{value.number.normalize():f}", value.number.normalize().as_tuple().exponent == -1


def _spellings(value: Value) -> set[str]:
    """The item numbers of which Excel may have made what stands in the cell."""
    if value.day is not None:
        levels = f"{value.day.day}.{value.day.month}"
        return {levels, f"{levels}.{value.day:%y}".replace(".0", ".")}
    text = re.sub(r"\s", "", value.text).replace(",", ".").removesuffix(".")
    if value.number is None:
        return {text}
    return {text, f"{text}0", f"{value.number:.2f}"} if "." in text else {text}


def _identity(row: SourceRow) -> tuple[int, str]:
    """What rows of texts and of numbers have in common: the item's id, or without a key its number."""
    return (row.key.item, "") if row.key else (0, row.item)


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the columns by their titles; None if this is no sheet to be filled in."""
    named = {handout.KEY_TITLE, handout.NUMBER_TITLE, handout.MEASURE_TITLE}
    filled = {*_TEXTS.values(), handout.VALUE_TITLE, handout.ABSENT_TITLE}
    known = {_letters(title): title for title in (*named, *filled, handout.INDICATOR_TITLE)}
    for number, cells in list(sheet.rows.items())[:_MOST_LINES_ABOVE]:
        columns: dict[str, int] = {}
        for column, value in cells.items():
            title = known.get(_letters(value.text)) if len(value.text) < 100 else None  # noqa: PLR2004 (a title)
            if title is not None:
                columns.setdefault(title, column)
        if named & columns.keys() and filled & columns.keys():
            return number, columns
    return None


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold().replace("ё", "е"))


def handed_for(book: Sheets) -> Handed | None:
    """Which report the workbook is of: as its hidden sheet says, or the keys of its rows."""
    for sheet in book.sheets:
        lines = {
            cells[1].text.strip(): cells.get(2, _NOTHING).text.strip() for cells in sheet.rows.values() if 1 in cells
        }
        year, report = lines.get(handout.YEAR_LINE, ""), lines.get(handout.REPORT_LINE, "")
        if lines.get(handout.FORMAT_LINE) == handout.FORMAT and _is_whole(year) and _is_whole(report):
            return Handed(
                report=int(report),
                plan=lines.get(handout.PLAN_LINE, ""),
                organization=lines.get(handout.ORGANIZATION_LINE, ""),
                year=int(year),
                name=lines.get(handout.NAME_LINE, ""),
            )
    found = Counter(key.report for key in _keys(book))
    return Handed(found.most_common(1)[0][0]) if found else None


def _keys(book: Sheets) -> Iterable[Key]:
    values = (value for sheet in book.sheets for cells in sheet.rows.values() for value in cells.values())
    return (key for value in values if value.text.startswith(("row:", "value:")) and (key := read_key(value.text)))


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004 (what a database holds as an id)
