"""What was read of a plan: plain data, before anybody knows which item a line belongs to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .word import Cell

_DASHES = frozenset("-–—−")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document or a sheet of a workbook, and what numbers in it may have been typed as.

    `readings` are by (row, column), both from 0; a cell that is not there was typed as its text says. `numbers` are
    the rows of a sheet as Excel counts them, empty for a table of which every row is there.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    readings: dict[tuple[int, int], tuple[str, ...]]
    numbers: tuple[int, ...] = ()

    @property
    def is_sheet(self) -> bool:
        """Whether cells may stand alone where a document's would be merged."""
        return bool(self.numbers)

    def place(self, at: int) -> str:
        """Where a row stands, for people."""
        return f"{self.name}, строка {self.numbers[at] if self.numbers else at + 1}"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan's table. `number` as it is written or could be told; "" if there is none or it must be asked.

    Of texts "" is an empty cell, which says nothing, and a dash says that there is none (see said()).

    `readings` are what a number that a spreadsheet has changed may have been; `section` is the title of the section
    above and `section_number` its number, either may be empty.
    """

    place: str
    number: str
    measure: str
    executors: str = ""
    term: str = ""
    expected_result: str = ""
    section_number: str = ""
    section: str = ""
    readings: tuple[str, ...] = ()


def said(text: str) -> str | None:
    """What a cell says: None if it is empty, "" if a dash stands in it."""
    if not text.strip():
        return None
    return "" if text.strip() in _DASHES else text


def as_written(text: str, readings: Sequence[str]) -> str:
    """An item number as the cell shows it; of one that a spreadsheet has changed what it can only have been."""
    if len(readings) == 1:
        return readings[0]
    number = " ".join(text.split())
    return number.replace(",", ".") if readings else number


@dataclass(frozen=True, slots=True)
class PlanIndicator:
    """A line of a plan's table of indicators, all as written; `phrase` is the target in words. Readings as above."""

    place: str
    number: str
    name: str
    unit: str = ""
    phrase: str = ""
    rule: str = ""
    value: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """The lines of a plan, the fields for which there are columns, and what the person who brought it must know."""

    lines: tuple[PlanLine, ...]
    columns: tuple[str, ...]
    warnings: tuple[str, ...]
    indicators: tuple[PlanIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file that was read: its name, its SHA-256 (hex), and the plan in it."""

    name: str
    sha256: str
    content: SourcePlan


def to_json(plan: SourcePlan) -> dict[str, Any]:
    """Plain data for JSON."""
    return asdict(plan)


def from_json(plain: dict[str, Any]) -> SourcePlan:
    """The inverse of to_json()."""
    lines = (PlanLine(**{**line, "readings": tuple(line["readings"])}) for line in plain["lines"])
    indicators = (PlanIndicator(**{**each, "readings": tuple(each["readings"])}) for each in plain["indicators"])
    return SourcePlan(tuple(lines), tuple(plain["columns"]), tuple(plain["warnings"]), tuple(indicators))
