"""Which column of a table says what, by its heading; wherever it stands and however its cells are merged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .word import Cell

# Headings are short; a longer text is an answer that happens to use their words.
_LONGEST_HEADING = 200
_MOST_HEADING_ROWS = 3


_SEVERAL = "Об одном и том же говорят несколько граф; взята графа «{}», остальные показаны отдельно."
_ONE_FOR_BOTH = "Реализация и результативность стоят в одной графе «{}»: её текст целиком отнесён к реализации."


class Role(StrEnum):
    """What a column of a report says."""

    ORDINAL = "ordinal"
    ITEM = "item"
    MEASURE = "measure"
    IMPLEMENTATION = "implementation"
    RESULT = "result"
    EXTRA = "extra"


# The columns of the official form, for tables without headings.
USUAL = (
    (Role.ORDINAL, "№ п/п"),
    (Role.ITEM, "№ пункта Плана"),
    (Role.MEASURE, "Наименование мероприятия"),
    (Role.IMPLEMENTATION, "Информация о реализации"),
    (Role.RESULT, "Информация о результативности"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its place in the grid, `end` excluded, and its heading as one line."""

    start: int
    end: int
    title: str
    role: Role


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table from left to right, and the number of rows that said so."""

    columns: tuple[Column, ...]
    height: int
    warnings: tuple[str, ...] = ()

    def is_repeated_by(self, other: "Heading") -> bool:
        """Whether another heading in the same table is one: an answer may use the words of a heading.

        It names a column of numbers, where an answer would have a number, or says the same as this one.
        """
        return any(column.role in {Role.ORDINAL, Role.ITEM} for column in other.columns) or (
            [column.title for column in other.columns] == [column.title for column in self.columns]
        )


# Titles are compared without blanks, hyphens and signs: a narrow column breaks words anywhere.
_NOISE = re.compile("[^0-9a-zа-я№%]")
_ORDINAL = re.compile("(?:№|номер|n|no)?(?:пп|п)|№|номер|порядковыйномер|№строки")
_MEASURE = re.compile(
    "(?:наименовани[ея]|содержани[ея]|формулировка|перечень|описание|запланированн..|планируем..|основн..)*"
    "мероприяти|.*(?:наименование|содержание|формулировка)(?:мероприят|пункта)|(?:содержание|мер[аы])$"
)
_ITEM = re.compile("(?:(?:№|номер|n|no)*(?:пункт|мероприятия|раздела)|(?:№|номер)(?:пп|п)?(?:по|в)?план)[^0-9]*$")
_EXTRA = re.compile(
    "срок|дат[аы]|период|ответствен|исполнител|соисполнител|реквизит|ссылк|причин|примечан|показател|индикатор|ожидаем|"
    "планируем|целев|приложени|факт|план$|%|процент|подтвержда|наименование(?:исполнит|показат|индикат|ответствен)|"
    "финанс|объем"
)
_TELLS_RESULT = re.compile("результат|эффективност|достигнут|итог")
_TELLS_WORK = re.compile("реализац|проведен|проделан|выполнен|исполнени|принят|сделано|осуществлен|работ[аеы]")
_TELLS_SOMETHING = re.compile("информаци|отметк|отчет|сведени")
_YEAR = re.compile("20[0-9]{2}")
_NUMBER = re.compile(r"[^\W\d_]{0,10}\.?\s*№?\s*\d{1,5}(?:\.\d{1,3})*[.)]?")


def heading_at(rows: Sequence[Sequence[Cell]], at: int) -> Heading | None:
    """The heading that begins in this row, if one does; it goes on while rows below split or continue its cells."""
    found = leaves_at(rows, at)
    if found is None:
        return None
    leaves, height = found
    columns, warnings = _with_roles(leaves)
    roles = {column.role for column in columns}
    if roles & {Role.MEASURE, Role.ITEM} and roles & {Role.IMPLEMENTATION, Role.RESULT}:
        return Heading(columns, height, warnings)
    return None


def leaves_at(rows: Sequence[Sequence[Cell]], at: int) -> tuple[list[tuple[int, int, str]], int] | None:
    """What may be a heading that begins in this row: (start, end, title) of its columns, and its height in rows."""
    row = rows[at]
    if len(row) < 2 or any(len(cell.text) > _LONGEST_HEADING or is_number(cell) for cell in row):  # noqa: PLR2004
        return None
    leaves = [(cell.column, cell.column + cell.span, _line(cell.text)) for cell in row]
    height = 1
    while height < _MOST_HEADING_ROWS and at + height < len(rows):
        lower = _lower_leaves(leaves, rows[at + height])
        if lower is None:
            break
        leaves = lower
        height += 1
    return leaves, height


def plain(title: str) -> str:
    """A title without blanks, hyphens and signs."""
    return _NOISE.sub("", title.lower().replace("ё", "е"))


def in_order(row: Sequence[Cell], roles: Iterable[tuple[Role, str]]) -> Heading:
    """Columns that no heading names: those of this row, with these roles and titles."""
    columns = (
        Column(cell.column, cell.column + cell.span, title, role)
        for cell, (role, title) in zip(row, roles, strict=True)
    )
    return Heading(tuple(columns), 0)


def is_number(cell: Cell) -> bool:
    """Whether the cell holds the number of a row or an item, with or without a word before it."""
    return bool(_NUMBER.fullmatch(cell.text.strip()))


def numbers_columns(row: Sequence[Cell]) -> bool:
    """Whether this is the row «1 2 3 4 5» under a heading, all with a dot or all without."""
    texts = [cell.text.strip() for cell in row]
    numbers = [str(number) for number in range(1, len(row) + 1)]
    return len(row) > 2 and texts in (numbers, [f"{number}." for number in numbers])  # noqa: PLR2004


def _line(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def _lower_leaves(leaves: list[tuple[int, int, str]], row: Sequence[Cell]) -> list[tuple[int, int, str]] | None:
    """The headings with this row as their lower part; None if it is no part of them.

    It is one if it splits a cell of the row above and says nothing anywhere else.
    """
    lower = []
    splits = False
    for cell in row:
        end = cell.column + cell.span
        start, above_end, title = max(leaves, key=lambda leaf: min(leaf[1], end) - max(leaf[0], cell.column))
        text = _line(cell.text)
        if cell.continues or not text:
            lower.append((cell.column, end, title))
        elif cell.span < above_end - start and len(text) <= _LONGEST_HEADING:
            splits = True
            lower.append((cell.column, end, f"{title} {text}"))
        else:
            return None
    return lower if splits else None


def _with_roles(leaves: list[tuple[int, int, str]]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Give every role to one column; the others are extra."""
    told = [_told(title) for _, _, title in leaves]
    warnings = []
    chosen: dict[int, Role] = {}
    for role in (Role.ORDINAL, Role.ITEM, Role.MEASURE):
        if {role} in told:
            chosen[told.index({role})] = role
    for role in (Role.IMPLEMENTATION, Role.RESULT):
        sure = [place for place, roles in enumerate(told) if roles == {role}]
        if sure:
            best = _best(sure, leaves)
            chosen[best] = role
            if len(sure) > 1:
                warnings.append(_SEVERAL.format(leaves[best][2]))
    mixed = [place for place, roles in enumerate(told) if len(roles) > 1]
    missing = [role for role in (Role.IMPLEMENTATION, Role.RESULT) if role not in chosen.values()]
    if mixed and missing:
        best = _best(mixed, leaves)
        chosen[best] = missing[0]
        if len(mixed) > 1:
            warnings.append(_SEVERAL.format(leaves[best][2]))
        if len(missing) > 1:
            warnings.append(_ONE_FOR_BOTH.format(leaves[best][2]))
    columns = (
        Column(start, end, title, chosen.get(place, Role.EXTRA)) for place, (start, end, title) in enumerate(leaves)
    )
    return tuple(columns), tuple(warnings)


def _told(title: str) -> set[Role]:
    """What a column under this title says; two roles if it says of both what was done and what came of it."""
    bare = plain(title)
    for pattern, role in ((_MEASURE, Role.MEASURE), (_ITEM, Role.ITEM), (_EXTRA, Role.EXTRA)):
        if pattern.match(bare):
            return {role}
    if _ORDINAL.fullmatch(bare):
        return {Role.ORDINAL}
    told = set()
    if _TELLS_RESULT.search(bare):
        told.add(Role.RESULT)
    if _TELLS_WORK.search(bare):
        told.add(Role.IMPLEMENTATION)
    if not told and _TELLS_SOMETHING.match(bare):
        told.add(Role.IMPLEMENTATION)
    return told or {Role.EXTRA}


def _best(places: Sequence[int], leaves: Sequence[tuple[int, int, str]]) -> int:
    """Which of the columns that say the same is taken."""
    return min(places, key=lambda place: _preference(leaves[place][2]))


def _preference(title: str) -> tuple[int, int]:
    """Of two columns that say the same the later year counts, and information more than a mere mark."""
    year = max(map(int, _YEAR.findall(title)), default=0)
    return -year, 1 if title.lower().startswith("отметк") else 0
