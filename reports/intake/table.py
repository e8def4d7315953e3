"""From the tables of a document to the rows of a report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .columns import USUAL, Column, Heading, Role, heading_at, in_order, is_number, numbers_columns
from .source import SourceReport, SourceRow
from .word import Cell, Document, Table, lines, read_document

_DOTTED = re.compile(r"\d\.\d")
_ROMAN = re.compile(r"(?:раздел|глава|часть)?\s*[IVXLCІХ]{1,6}(?!\w)", re.IGNORECASE)
_ROMAN_NUMBER = re.compile("[IVXLCІХ]{1,6}[.)]?")
_ARABIC = re.compile(r"\d{1,2}[.)]?(?![.\d])")
_PART = re.compile(r"подраздел|\d{1,2}\.\d", re.IGNORECASE)
# The number of a row says nothing of the plan; whatever else stands in its cell is kept.
_RUNNING_NUMBER = re.compile(r"(?:№\s*)?\d{1,5}(?:\.\d{1,3})*[.)]?")
# «1.4. Проведение заседаний…» in a table that has no column for the number.
_NUMBERED_MEASURE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3})+)[.)]?\s+(?=[^\W\d_])")
_NAMED_SECTION = re.compile(r"(?:под)?раздел\b|глава\b|[IVXLCІХ]{1,6}\.\s", re.IGNORECASE)

_NO_TABLE = (
    "Таблица отчёта не найдена: в ней должны быть графы «Наименование мероприятия» (или «№ пункта Плана») и "
    "«Информация о реализации мероприятия»."
)
_NO_HEADING = (
    "В таблице {} нет заголовков граф: они прочитаны в обычном порядке – № п/п, № пункта Плана, мероприятие, "
    "реализация, результативность."
)
_TOGETHER = "Вне таблицы много абзацев: соседние показаны вместе, одним текстом."
_MERGED = "{}: ячейки граф «{}» объединены; текст отнесён к графе «{}»."
_SHARED = "Ячейка графы «{}» объединена для нескольких пунктов: её текст показан у каждого из них. Проверьте."
_BEYOND = "В этой строке таблицы ячеек больше, чем граф: текст мог попасть не в свою графу. Проверьте."
# A longer text around the table is no title.
_LONGEST_TITLE = 300

# For each the page has a list of all rows to choose from.
_MOST_OUTSIDE = 100
# Where a cell covers several columns its text goes to the first of these that it covers.
_PRECEDENCE = (Role.IMPLEMENTATION, Role.RESULT, Role.MEASURE, Role.ITEM, Role.ORDINAL, Role.EXTRA)


def read(data: bytes) -> SourceReport:
    """The report in a DOCX that the guard admitted. Raises Refused; runs in a child process."""
    return read_report(read_document(data))


def read_report(document: Document) -> SourceReport:
    """The rows of the report in this document, from however many tables, and all text around them."""
    reader = _Reader()
    number = 0
    for block in document.blocks:
        if isinstance(block, Table):
            number += 1
            reader.table(block, number)
        else:
            reader.outside.append(block)
    outside = _together(reader.outside)
    joined = [_TOGETHER] if len(outside) < len(reader.outside) else []
    warnings = dict.fromkeys([*document.warnings, *reader.warnings, *joined, *([] if reader.rows else [_NO_TABLE])])
    return SourceReport(
        rows=tuple(reader.rows),
        outside=tuple(outside),
        warnings=tuple(warnings),
        own=document.own,
        origin=document.origin,
        about=tuple(reader.about),
    )


def _together(texts: Sequence[str]) -> list[str]:
    """The texts, neighbouring ones as one where there are too many to be placed one by one."""
    size = -(-len(texts) // _MOST_OUTSIDE) or 1
    return ["\n".join(texts[at : at + size]) for at in range(0, len(texts), size)]


@dataclass(frozen=True, slots=True)
class _Text:
    """What a row says in one column; `continues` if all of it stands in cells that are merged with those above."""

    column: Column
    text: str
    continues: bool


class _Reader:
    """Goes through the tables in their order: a heading holds for later tables without any, and so does a section."""

    def __init__(self) -> None:
        self.rows: list[SourceRow] = []
        self.outside: list[str] = []
        self.warnings: list[str] = []
        self.about: list[str] = []
        self._heading: Heading | None = None
        # The row above in the same table and section.
        self._above: SourceRow | None = None
        self._sections: list[str] = []
        # Full-width rows since the last row of the report: headings of a section if another row comes, else outside.
        self._waiting: list[str] = []

    def table(self, table: Table, number: int) -> None:
        """Read one table of the document."""
        rows = table.rows
        headings = _headings(rows)
        self._above = None
        if not headings:
            heading = self._unnamed(rows, number)
            if heading is None:
                self.outside.append("\n".join(lines(table)).strip())
                return
            self._heading = heading
        first = min(headings, default=0)
        self.outside.extend(filter(None, (line.strip() for line in lines(Table(rows[:first])))))
        at = first
        while at < len(rows):
            if at in headings:
                self._heading = headings[at]
                self.warnings.extend(headings[at].warnings)
                self.about.extend(column.title for column in headings[at].columns)
                at += headings[at].height
            else:
                self._row(rows[at], f"таблица {number}, строка {at + 1}")
                at += 1
        self.outside.extend(self._waiting)
        self._waiting.clear()

    def _unnamed(self, rows: Sequence[Sequence[Cell]], number: int) -> Heading | None:
        """The columns of a table without a heading: those of the table before, or the usual five; None if neither."""
        known = [(column.role, column.title) for column in self._heading.columns] if self._heading else []
        for roles in (known, USUAL):
            fitting = next((row for row in rows if len(row) == len(roles) and _is_numbered(row, roles)), None)
            if fitting is not None:
                if roles is USUAL:
                    self.warnings.append(_NO_HEADING.format(number))
                return in_order(fitting, roles)
        return None

    def _row(self, row: Sequence[Cell], place: str) -> None:
        assert self._heading is not None
        own = [cell for cell in row if cell.text.strip() and not cell.continues]
        # A row that only continues merged cells says nothing of its own.
        if not own or numbers_columns(row):
            return
        section = _section(row, self._heading)
        if section:
            self._enter(section)
            return
        # What headed nothing but further headings is not above this row any more.
        self.outside.extend(each for each in self._waiting if each not in self._sections)
        self._waiting.clear()
        texts = self._texts(row, place)
        if not any(each.text.strip() for each in texts):
            return
        if not self.rows:
            self.about.extend(each for each in self.outside if len(each) <= _LONGEST_TITLE)
        self._above = self._made(texts, place)
        self.rows.append(self._above)

    def _made(self, texts: Sequence[_Text], place: str) -> SourceRow:
        """The row of the report that says this; what it shares with the row above is marked there, too."""
        assert self._heading is not None
        by_role: dict[Role, _Text] = {each.column.role: each for each in texts if each.column.role is not Role.EXTRA}
        number = by_role.get(Role.ITEM)
        ordinal = by_role.get(Role.ORDINAL)
        if ordinal and not (number and number.text.strip()) and _DOTTED.search(ordinal.text):
            # «№ п/п» is the only number there, and it is the plan's.
            number, ordinal = ordinal, None
        item = number.text.strip() if number else ""
        measure = by_role[Role.MEASURE].text if Role.MEASURE in by_role else ""
        if not item and (within := _NUMBERED_MEASURE.match(measure)):
            item, measure = within[1], measure[within.end() :]
        continues = self._is_further(item, measure, [each for each in (number, by_role.get(Role.MEASURE)) if each])
        # A further answer says only what stands in cells of its own.
        said = {
            role: "" if continues and each.continues else each.text
            for role in (Role.IMPLEMENTATION, Role.RESULT)
            if (each := by_role.get(role))
        }
        others = [each for each in texts if each.column.role is Role.EXTRA and not (continues and each.continues)]
        if ordinal and not _RUNNING_NUMBER.fullmatch(ordinal.text.strip()):
            others.insert(0, ordinal)
        shared = [
            _SHARED.format(each.column.title)
            for role in said
            if (each := by_role[role]).continues and each.text.strip() and not continues
        ]
        if shared and self._above:
            told = (*self._above.notes, *(each for each in shared if each not in self._above.notes))
            self.rows[-1] = replace(self._above, notes=told)
        is_beyond = any(each.column not in self._heading.columns and each.text.strip() for each in texts)
        return SourceRow(
            place=place,
            item=item,
            measure=measure,
            implementation=said.get(Role.IMPLEMENTATION, ""),
            result=said.get(Role.RESULT, ""),
            extra=tuple((each.column.title, each.text) for each in others if each.text.strip()),
            section="\n".join(self._sections),
            notes=(*shared, *([_BEYOND] if is_beyond else [])),
            continues=continues,
        )

    def _is_further(self, item: str, measure: str, names: Sequence[_Text]) -> bool:
        """Whether a row is about the same measure as the one above: merged with it, or repeating it word for word."""
        if self._above is None:
            return False
        told = [each for each in names if each.text.strip()]
        if told and all(each.continues for each in told):
            return True
        repeats = item == self._above.item and measure.split() == self._above.measure.split()
        return bool(item and measure.strip()) and repeats

    def _enter(self, section: str) -> None:
        """Begin a section: one that is part of another stands below it."""
        self._above = None
        top = self._sections[:1]
        is_part = _PART.match(section) or (_ARABIC.match(section) and top and _ROMAN.match(top[0]))
        if is_part:
            self._sections = [*top, section]
        elif self._waiting:
            # Two rows in a row: «Раздел 1» and its name.
            self._sections = [*self._sections, section]
        else:
            self._sections = [section]
        self._waiting.append(section)

    def _texts(self, row: Sequence[Cell], place: str) -> list[_Text]:
        """The text of each column; what was split within one column is put together line by line.

        What stands to the right of all columns comes last, each cell as a column without a title.
        """
        assert self._heading is not None
        columns = self._heading.columns
        found: dict[int, list[Cell]] = {at: [] for at in range(len(columns))}
        beyond = []
        for index, cell in enumerate(row):
            covered = _covered(index, cell, row, columns)
            if not covered:
                beyond.append(
                    _Text(Column(cell.column, cell.column + cell.span, "", Role.EXTRA), cell.text, cell.continues)
                )
                continue
            at = min(covered, key=lambda each: _PRECEDENCE.index(columns[each].role))
            found[at].append(cell)
            if len(covered) > 1 and cell.text.strip() and columns[at].role in _PRECEDENCE[:3]:
                titles = "», «".join(columns[each].title for each in covered)
                self.warnings.append(_MERGED.format(place.capitalize(), titles, columns[at].title))
        return [*(_of_column(columns[at], cells) for at, cells in found.items()), *beyond]


def _headings(rows: Sequence[Sequence[Cell]]) -> dict[int, Heading]:
    """The headings of a table by the row where they begin."""
    found: dict[int, Heading] = {}
    last: Heading | None = None
    at = 0
    while at < len(rows):
        heading = heading_at(rows, at)
        if heading and (last is None or last.is_repeated_by(heading)):
            found[at] = last = heading
            at += heading.height
        else:
            at += 1
    return found


def _of_column(column: Column, cells: Sequence[Cell]) -> _Text:
    """What the cells of a row say in one column."""
    told = [cell for cell in cells if cell.text.strip()]
    return _Text(
        column, "\n".join(cell.text for cell in cells if cell.text), bool(told) and all(each.continues for each in told)
    )


def _is_numbered(row: Sequence[Cell], roles: Sequence[tuple[Role, str]]) -> bool:
    """Whether the row has a number where one belongs: otherwise any table of as many columns would be a report."""
    places = [at for at, (role, _) in enumerate(roles) if role in {Role.ORDINAL, Role.ITEM}]
    return any(is_number(row[at]) for at in places) and not numbers_columns(row)


def _section(row: Sequence[Cell], heading: Heading) -> str:
    """The heading of a section, if the row is one: a cell from the measure to the implementation, or a lone name."""
    filled = [cell for cell in row if cell.text.strip()]
    text = " ".join(cell.text.strip() for cell in filled)
    ends = [column for column in heading.columns if column.role in {Role.IMPLEMENTATION, Role.RESULT}]
    starts = [column for column in heading.columns if column.role in {Role.MEASURE, Role.ITEM}]
    inner = {column.role: column for column in [*reversed(ends), *reversed(starts)]}
    named = inner.get(Role.MEASURE) or inner[Role.ITEM]
    told = inner.get(Role.IMPLEMENTATION) or inner[Role.RESULT]
    spans_both = any(_overlap(cell, named) and _overlap(cell, told) for cell in filled)
    others = [cell for cell in filled if not (_overlap(cell, named) and _overlap(cell, told))]
    if (
        spans_both
        and len(row) < len(heading.columns)
        and all(is_number(cell) or _ROMAN_NUMBER.fullmatch(cell.text.strip()) for cell in others)
    ):
        return text
    if len(filled) == 1 and (len(row) == 1 or _NAMED_SECTION.match(text)):
        return text
    return ""


def _covered(index: int, cell: Cell, row: Sequence[Cell], columns: Sequence[Column]) -> list[int]:
    """The columns that this cell of the row covers: several if cells are merged, one if it is only a part of one.

    None if it stands where no column is.
    """
    is_plain = len(row) == len(columns)
    if is_plain and (all(map(_overlap, row, columns)) or all(each.span == 1 for each in row)):
        return [index]
    # Grids of rows drift apart by slivers: covered is what lies under the cell by more than half.
    shares = [_overlap(cell, column) / (column.end - column.start) for column in columns]
    covered = [at for at, share in enumerate(shares) if share > 0.5]  # noqa: PLR2004
    nearest = max(range(len(columns)), key=lambda at: _overlap(cell, columns[at]))
    return covered or ([nearest] if _overlap(cell, columns[nearest]) else [])


def _overlap(cell: Cell, column: Column) -> int:
    return max(0, min(cell.column + cell.span, column.end) - max(cell.column, column.start))
