"""Indicators that a plan's file names in a table of their own, and what they would change. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.figures import is_storable
from reports.text import folded

from .columns import leaves_at, numbers_columns, plain
from .match import read_number
from .plan_source import Grid, PlanIndicator, as_written


class _Role(StrEnum):
    NUMBER = "number"
    NAME = "name"
    UNIT = "unit"
    PHRASE = "phrase"
    RULE = "rule"
    VALUE = "value"


_TITLES = (
    (_Role.NUMBER, re.compile("(?:№|номер|n|no)*(?:пункт[^0-9]*|мероприятия|пп|п)$|№$|номер$")),
    (_Role.NAME, re.compile("(?:наименование)?показател|индикатор")),
    (_Role.UNIT, re.compile("ед(?:иниц)?")),
    (_Role.RULE, re.compile("правило|условие")),
    (_Role.VALUE, re.compile("число|значение")),
    (_Role.PHRASE, re.compile("цел|словадокумента")),
)
_RULES = {"не менее": "at_least", "не более": "at_most", "ровно": "exactly"}
# Blanks stand between groups of three digits: «не менее 70 75 80» are three numbers.
_TARGET = re.compile(
    r"(не менее|не более|ровно)\s*((?:\d{1,3}(?:\s\d{3})+(?!\d)|\d+)(?:[.,]\d+)?)(?P<more>\s*\d)?", re.IGNORECASE
)
_LONGEST_NAME, _LONGEST_UNIT = 500, 100
_SHOWN = 60
_UNKNOWN = "{}: у показателя «{}» непонятен номер пункта «{}»: показатель не загружается."
_SHARE = (
    "{}: долю «{}» по файлу не завести: у неё должны быть числитель и знаменатель. Добавьте её в разделе «Управление»."
)
_NO_UNIT = "{}: у показателя «{}» нет единицы измерения: показатель не загружается."
_NO_RULE = "{}: правило «{}» по файлу не задать, взяты только слова цели. Задайте правило в разделе «Управление»."

_MANY = "{}: у показателя «{}» в цели несколько чисел подряд («{}»). Взяты только слова цели: задайте правило сами."
_NO_NUMBER = (
    "{}: число цели «{}» портал хранить не может: в нём больше 15 знаков или больше 4 знаков после запятой. Взяты "
    "только слова цели."
)
_LONG = "{}: {} показателя «{}…» длиннее {} знаков: показатель не загружается. Сократите и загрузите снова."


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: the document's words and the rule made of them. Both may be empty; `value` is a decimal as text."""

    phrase: str = ""
    rule: str = ""
    value: str = ""


def goal_text(goal: Goal) -> str:
    """«не менее 4 (не менее 4 мероприятий)»; «цели нет»."""
    words = {rule: word for word, rule in _RULES.items()} | {"all": "все", "by_date": "не позднее даты"}
    rule = f"{words.get(goal.rule, '')} {goal.value.replace('.', ',')}".strip()
    if goal.phrase:
        return f"{rule or 'без правила'} («{goal.phrase}»)"
    return rule or "цели нет"


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as it stands, with the target that holds last."""

    pk: int
    item: int
    name: str
    goal: Goal
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator that is new (`indicator` None) or gets another target; `item` None: its item is new, too."""

    position: int
    number: str
    item: int | None
    indicator: int | None
    name: str
    unit: str
    before: Goal
    after: Goal

    @property
    def key(self) -> str:
        """Names the change in forms."""
        return f"indicator-{self.position}"


def read_indicators(grid: Grid) -> list[PlanIndicator] | None:
    """The lines of a table of indicators; None if the table is none."""
    for at in range(len(grid.rows)):
        heading = leaves_at(grid.rows, at)
        columns = {} if heading is None else _columns(heading[0])
        if heading is not None and {_Role.NUMBER, _Role.NAME, _Role.UNIT} <= set(columns.values()):
            return _lines(grid, at + heading[1], columns)
    return None


def _columns(leaves: Sequence[tuple[int, int, str]]) -> dict[int, _Role]:
    found: dict[int, _Role] = {}
    for start, _, title in leaves:
        role = next((role for role, pattern in _TITLES if pattern.match(plain(title))), None)
        if role is not None and role not in found.values():
            found[start] = role
    return found


def _lines(grid: Grid, first: int, columns: Mapping[int, _Role]) -> list[PlanIndicator]:
    found: list[PlanIndicator] = []
    for at, row in enumerate(grid.rows[first:], first):
        texts = {columns[cell.column]: " ".join(cell.text.split()) for cell in row if cell.column in columns}
        is_merged = any(cell.continues for cell in row if columns.get(cell.column) is _Role.NAME)
        if not texts.get(_Role.NAME) or is_merged or numbers_columns(row):
            continue
        readings = next((grid.readings.get((at, c), ()) for c, role in columns.items() if role is _Role.NUMBER), ())
        # Several indicators of one item: the number stands at the first of them.
        number = as_written(texts.get(_Role.NUMBER, ""), readings)
        if not number and found:
            number, readings = found[-1].number, found[-1].readings
        found.append(
            PlanIndicator(
                place=grid.place(at),
                number=number,
                readings=readings,
                name=texts[_Role.NAME],
                unit=texts.get(_Role.UNIT, ""),
                phrase=texts.get(_Role.PHRASE, ""),
                rule=texts.get(_Role.RULE, ""),
                value=texts.get(_Role.VALUE, ""),
            )
        )
    return found


def compare_indicators(
    lines: Sequence[PlanIndicator],
    items: Mapping[str, int | None],
    known: Sequence[Known],
    canonical: Callable[[str], str],
    warnings: list[str],
) -> list[IndicatorChange]:
    """What the lines would change. `items` are the items of the document by number, None for a new one.

    Indicators are found by name. None is ever removed: what has been entered hangs on it. What cannot be taken in is
    added to `warnings`.
    """
    by_name = {(each.item, _bare(each.name)): each for each in known}
    found = []
    for position, line in enumerate(lines):
        options = line.readings or (read_number(line.number, canonical) or line.number.strip(" ."),)
        numbers = [option for option in options if option in items]
        if len(numbers) != 1:
            warnings.append(_UNKNOWN.format(line.place, line.name, line.number))
            continue
        too_long = _too_long(line)
        if too_long:
            warnings.append(too_long)
            continue
        item = items[numbers[0]]
        existing = None if item is None else by_name.get((item, _bare(line.name)))
        if existing is None and not line.unit:
            warnings.append(_NO_UNIT.format(line.place, line.name))
            continue
        if existing is None and line.unit.startswith("%"):
            warnings.append(_SHARE.format(line.place, line.name))
            continue
        if existing is not None and existing.is_date:
            # «Не позднее» has a day and a month, for which there are no columns.
            continue
        after = _goal(line, warnings)
        before = Goal() if existing is None else existing.goal
        is_told = after.rule or after.phrase != before.phrase
        if existing is None or (after != Goal() and after != before and is_told):
            pk = None if existing is None else existing.pk
            found.append(IndicatorChange(position, numbers[0], item, pk, line.name, line.unit, before, after))
    return found


def _goal(line: PlanIndicator, warnings: list[str]) -> Goal:
    """The target of a line: by its rule and number, else by its words where they begin with «не менее 4»."""
    words = f"{line.rule} {line.value}".strip() if line.rule else line.phrase
    told = _TARGET.match(words)
    if told is None:
        if line.rule:
            warnings.append(_NO_RULE.format(line.place, line.rule))
        return Goal(phrase=line.phrase)
    if told["more"]:
        warnings.append(_MANY.format(line.place, line.name, words[:_SHOWN]))
        return Goal(phrase=line.phrase)
    value = Decimal(re.sub(r"\s", "", told[2]).replace(",", "."))
    if not is_storable(value):
        warnings.append(_NO_NUMBER.format(line.place, told[2][:_SHOWN]))
        return Goal(phrase=line.phrase)
    return Goal(line.phrase, _RULES[told[1].lower()], f"{value.normalize():f}")


def _too_long(line: PlanIndicator) -> str:
    """What of the line the database has no room for; empty if nothing."""
    for what, text, longest in (
        ("название", line.name, _LONGEST_NAME),
        ("единица измерения", line.unit, _LONGEST_UNIT),
    ):
        if len(text) > longest:
            return _LONG.format(line.place, what, line.name[:_SHOWN], longest)
    return ""


def _bare(text: str) -> str:
    return " ".join(folded(text).split())
