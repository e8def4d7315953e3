"""From the tables of a document, or the sheets of a workbook, to the lines of a plan."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reports.text import tidy_layout

from .columns import Role as ReportRole
from .columns import heading_at, is_number, leaves_at, numbers_columns, plain
from .guard import Refused
from .item_numbers import told
from .plan_dates import impossible_dates
from .plan_indicators import read_indicators
from .plan_sections import Sections, is_named
from .plan_source import Grid, PlanIndicator, PlanLine, SourcePlan, as_written
from .word import Cell, Document, Table, read_document


class Role(StrEnum):
    """What a column of a plan says; the values of all but the first two are fields of PlanLine."""

    NUMBER = "number"
    MEASURE = "measure"
    EXECUTORS = "executors"
    TERM = "term"
    EXPECTED = "expected_result"
    EXTRA = "extra"


_TITLES = (
    (
        Role.MEASURE,
        re.compile("(?:наименовани[ея]|содержани[ея]|формулировка|перечень|описание|запланированн..)*мероприяти"),
    ),
    (Role.NUMBER, re.compile("(?:№|номер|n|no)*(?:пункт[^0-9]*|мероприятия|пп|п)$|№$|номер$")),
    (Role.TERM, re.compile("срок|период|дата(?:исполнени|выполнени|реализаци)")),
    (Role.EXPECTED, re.compile("ожидаем|(?:планируем|предполагаем|целев).*результат|результат")),
    (Role.EXECUTORS, re.compile("(?:со)?исполнител|ответственн|наименование(?:исполнит|ответств)|кто")),
)
_NO_DOT = re.compile(r"(?:[ivxlcіх]{1,6}|\d{1,3})?[.)]?", re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,3}\.\d")
_NUMBER_STANDS_WITHIN = 3
_LAYOUT = {ord("\N{SOFT HYPHEN}"): None, ord("\N{NON-BREAKING HYPHEN}"): "-", ord("\N{NO-BREAK SPACE}"): " "}

NO_TABLE = (
    "Таблица плана не найдена: в ней должны быть графы «№ п/п» и «Наименование мероприятия», а также «Исполнители», "
    "«Срок исполнения» или «Ожидаемый результат»."
)
THIS_IS_A_REPORT = (
    "Это отчёт, а не план: в нём написано, что сделано, и нет граф «Исполнители» и «Срок исполнения». Загрузите файл с "
    "самим планом; отчёт загружает исполнитель на странице отчёта – «Загрузить из Word или Excel»."
)
_REPORT_LEFT_OUT = "В файле есть и таблица отчёта («Информация о реализации»): она не прочитана."
_RESTARTS = (
    "Нумерация мероприятий в каждом разделе начинается заново: номер пункта составлен из номера раздела и номера "
    "мероприятия."
)
_READ_AS = "{}: в ячейке {}, номер прочитан как {} – по соседним номерам."


@dataclass(frozen=True, slots=True)
class _Column:
    start: int
    end: int
    role: Role


def read_docx(data: bytes) -> SourcePlan:
    """The plan in a DOCX that the guard admitted. Raises Refused; runs in a child process."""
    document: Document = read_document(data)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    grids = [Grid(f"таблица {number}", table.rows, {}) for number, table in enumerate(tables, 1)]
    around = impossible_dates("текст вне таблицы", (block for block in document.blocks if isinstance(block, str)))
    return read_plan(grids, [*document.warnings, *around])


def read_plan(grids: Sequence[Grid], warnings: Sequence[str] = ()) -> SourcePlan:
    """The lines of the plan in these tables: headings in any order of columns, and sections.

    Raises Refused if there is only a report in them.
    """
    reader = _Reader()
    indicators: list[PlanIndicator] = []
    for grid in grids:
        of_indicators = read_indicators(grid)
        if of_indicators is None:
            reader.grid(grid)
        else:
            indicators += of_indicators
    lines = reader.finished()
    if reader.has_report and not reader.roles & {Role.TERM, Role.EXECUTORS}:
        raise Refused(THIS_IS_A_REPORT)
    dates = [warning for grid in grids for warning in _dates(grid)]
    report = [_REPORT_LEFT_OUT] if reader.has_report else []
    said = [*warnings, *reader.warnings, *dates, *report, *([] if lines else [NO_TABLE])]
    return SourcePlan(tuple(lines), tuple(sorted(reader.roles)), tuple(dict.fromkeys(said)), tuple(indicators))


def _dates(grid: Grid) -> list[str]:
    """Warnings of dates that no calendar has."""
    found = []
    for at, row in enumerate(grid.rows):
        found += impossible_dates(grid.place(at), (cell.text for cell in row if not cell.continues))
    return found


class _Reader:
    """Goes through the tables in their order; a heading holds for later tables without any, and so does a section."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.has_report = False
        self.roles: set[str] = set()
        self._lines: list[PlanLine] = []
        # Readings of all numbers in their order, those of sections among them; the line they belong to, or None.
        self._numbers: list[tuple[int | None, tuple[str, ...]]] = []
        self._columns: list[_Column] = []
        self._sections = Sections()
        self._is_sheet = self._may_have_lone_sections = False

    def grid(self, grid: Grid) -> None:
        """Read one table."""
        at = 0
        self._is_sheet = grid.is_sheet
        # «1 | Организационные меры» above 1.1 is a section; in a plan that numbers its measures 1, 2, 3 it is none.
        self._may_have_lone_sections = grid.is_sheet and any(
            _DOTTED.match(cell.text.strip()) for row in grid.rows for cell in row[:_NUMBER_STANDS_WITHIN]
        )
        width = max((len(row) for row in grid.rows), default=0)
        if not any(_heading(grid.rows, each) for each in range(len(grid.rows))) and len(self._columns) != width:
            self._columns = []
        while at < len(grid.rows):
            heading = _heading(grid.rows, at)
            # Below a plan's heading an answer may use the words of a report's.
            if (heading or not self._columns) and _is_of_a_report(grid.rows, at, heading):
                self.has_report = True
                self._columns = []
            elif heading:
                self._columns = heading[0]
                self.roles |= {column.role for column in self._columns if column.role in _FIELDS}
                at += heading[1]
                continue
            elif self._columns:
                self._row(grid, at)
            at += 1

    def finished(self) -> list[PlanLine]:
        """All lines, their numbers told as far as they can be."""
        lines = list(self._lines)
        for (position, readings), number in zip(
            self._numbers, told([readings for _, readings in self._numbers]), strict=True
        ):
            if position is None or len(readings) < 2:  # noqa: PLR2004
                continue
            line = lines[position]
            if number is None:
                lines[position] = replace(line, number="", readings=readings)
            else:
                lines[position] = replace(line, number=number)
                if number != line.number:
                    self.warnings.append(
                        _READ_AS.format(f"{line.place[0].upper()}{line.place[1:]}", line.number, number)
                    )
        self.warnings += self._sections.warnings
        return self._numbered_by_section(lines)

    def _numbered_by_section(self, lines: list[PlanLine]) -> list[PlanLine]:
        """Numbers that start anew in every section: the section's number goes before them."""
        counted = Counter(line.number.strip(". ") for line in lines if line.number)
        restarts = any(count > 1 for count in counted.values()) and all(
            re.fullmatch(r"\d{1,3}[.)]?", line.number.strip()) and line.section_number for line in lines if line.number
        )
        if not restarts:
            return lines
        self.warnings.append(_RESTARTS)
        return [
            replace(line, number=f"{line.section_number}.{line.number.strip(' .)')}") if line.number else line
            for line in lines
        ]

    def _row(self, grid: Grid, at: int) -> None:
        row = grid.rows[at]
        own = [cell for cell in row if cell.text.strip() and not cell.continues]
        if not own or numbers_columns(row):
            return
        if self._is_section(row, own):
            self._enter(" ".join(cell.text.strip() for cell in own))
            return
        self._sections.leave_heading()
        texts: dict[Role, str] = {}
        readings: tuple[str, ...] = ()
        merged: set[Role] = set()
        for cell in row:
            role = self._role(cell)
            if role is Role.NUMBER and not cell.continues:
                readings = grid.readings.get((at, cell.column), ())
            if cell.continues:
                merged.add(role)
            if cell.text.strip():
                texts[role] = f"{texts[role]}\n{cell.text}" if role in texts else cell.text
        measure = "" if Role.MEASURE in merged else _tidy(texts.get(Role.MEASURE, ""))
        number = "" if Role.NUMBER in merged else as_written(texts.get(Role.NUMBER, ""), readings)
        if not measure and not number:
            self._add_to_last(texts, merged)
            return
        self._numbers.append((len(self._lines), readings or _own_reading(number)))
        self._lines.append(
            PlanLine(
                place=grid.place(at),
                number=number,
                measure=measure,
                executors=_tidy(texts.get(Role.EXECUTORS, "")),
                term=_tidy(texts.get(Role.TERM, "")),
                expected_result=_tidy(texts.get(Role.EXPECTED, "")),
                section_number=self._sections.number,
                section=self._sections.title,
            )
        )

    def _add_to_last(self, texts: dict[Role, str], merged: set[Role]) -> None:
        """What stands below a measure that is merged over several rows belongs to it, too."""
        if not self._lines:
            return
        last = self._lines[-1]
        added = {
            str(role): "\n".join(filter(None, [getattr(last, role), _tidy(texts[role])]))
            for role in _FIELDS
            if role in texts and role not in merged
        }
        self._lines[-1] = replace(last, **added)  # type: ignore[arg-type]

    def _role(self, cell: Cell) -> Role:
        """The column under which the cell lies for the most part."""
        return max(self._columns, key=lambda column: _overlap(cell, column)).role

    def _is_section(self, row: Sequence[Cell], own: Sequence[Cell]) -> bool:
        columns = {column.role: column for column in self._columns}
        wide = [
            cell
            for cell in own
            if _overlap(cell, columns[Role.MEASURE])
            and any(_overlap(cell, columns[role]) for role in _FIELDS if role in columns)
        ]
        others = [cell for cell in own if cell not in wide]
        if wide and all(_NO_DOT.fullmatch(cell.text.strip()) or is_number(cell) for cell in others):
            return True
        if len(own) == 1 and (len(row) == 1 or is_named(own[0].text.strip())):
            return True
        # Who does not merge cells: a section has neither executors nor a term, and a number without dots.
        if not self._is_sheet or not self.roles:
            return False
        roles = [self._role(cell) for cell in own]
        if roles == [Role.NUMBER]:
            return not is_number(own[0])
        return (
            self._may_have_lone_sections
            and roles == [Role.NUMBER, Role.MEASURE]
            and bool(_NO_DOT.fullmatch(own[0].text.strip()))
        )

    def _enter(self, text: str) -> None:
        self._sections.enter(" ".join(_tidy(text).split()))
        if self._sections.number:
            self._numbers.append((None, (self._sections.number,)))


_FIELDS = (Role.EXECUTORS, Role.TERM, Role.EXPECTED)


def _heading(rows: Sequence[Sequence[Cell]], at: int) -> tuple[list[_Column], int] | None:
    """The columns of a heading that begins here, and its height: the measure and something that only a plan says."""
    found = leaves_at(rows, at)
    if found is None:
        return None
    # «Исполнение» above «Исполнители» and «Срок»: the lower part may say it alone.
    lowest = {cell.column: cell.text for cell in rows[at + found[1] - 1]}
    columns: list[_Column] = []
    taken: set[Role] = set()
    for start, end, title in found[0]:
        role = _told(title) or _told(lowest.get(start, "")) or Role.EXTRA
        # Of two columns of numbers the plan's own counts («№ пункта Плана» after «№ п/п»).
        if role is Role.NUMBER and role in taken and "пункт" in plain(title):
            columns = [replace(each, role=Role.EXTRA) if each.role is role else each for each in columns]
        elif role in taken:
            role = Role.EXTRA
        taken.add(role)
        columns.append(_Column(start, end, role))
    if Role.MEASURE in taken and taken & {Role.NUMBER, *_FIELDS}:
        return columns, found[1]
    return None


def _told(title: str) -> Role | None:
    return next((role for role, pattern in _TITLES if pattern.match(plain(title))), None)


def _is_of_a_report(rows: Sequence[Sequence[Cell]], at: int, heading: tuple[list[_Column], int] | None) -> bool:
    """Whether a report's heading begins here: it says what was done, and not by whom or by when it is to be done."""
    report = heading_at(rows, at)
    if report is None or all(column.role is not ReportRole.IMPLEMENTATION for column in report.columns):
        return False
    roles = set() if heading is None else {column.role for column in heading[0]}
    return not roles & {Role.TERM, Role.EXECUTORS}


def _own_reading(number: str) -> tuple[str, ...]:
    """A number in letters is what it says."""
    bare = number.strip(" .)")
    return (bare,) if re.fullmatch(r"\d{1,5}(?:\.\d{1,5})*", bare) else ()


def _tidy(text: str) -> str:
    return tidy_layout(text.translate(_LAYOUT))


def _overlap(cell: Cell, column: _Column) -> int:
    return max(0, min(cell.column + cell.span, column.end) - max(cell.column, column.start))
