"""What many reports say together, as plain data to be drawn or read. Pure functions over plain data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from statistics import median

from .compare import Kind, Piece, compare
from .consolidation import GROUP_LABELS, Contribution, Total
from .figures import Definition, Figure, Status, figure, format_number
from .russian.dates import MONTHS
from .wording import plural

# A number as people write it, thousands set off and with a fraction: one thing, whatever its digits.
_WRITTEN_NUMBER = re.compile("\\d+(?:[\u00a0\u202f ]\\d{3}(?!\\d))*(?:[.,]\\d+)?")


def day_text(day: date) -> str:
    """«1 февраля 2025 года»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which reports came in: how many on it, and how many by its end."""

    day: date
    new: int
    total: int


@dataclass(frozen=True, slots=True)
class Submissions:
    """How the reports on a plan came in for a year.

    `executors` counts everybody who has to report; `undated` the reports that were accepted on paper in an earlier
    year, of which the portal knows no day.
    """

    steps: tuple[Step, ...]
    deadline: date
    executors: int
    undated: int

    @property
    def total(self) -> int:
        """Reports of which the day is known."""
        return self.steps[-1].total if self.steps else 0

    @property
    def on_time(self) -> int:
        return sum(step.new for step in self.steps if step.day <= self.deadline)

    @property
    def text(self) -> str:
        """The chart in words."""
        if not self.steps:
            return f"Пока не представлен ни один отчёт. Срок — {day_text(self.deadline)}."
        late = self.total - self.on_time
        first, last = day_text(self.steps[0].day), day_text(self.steps[-1].day)
        return (
            f"Представлено отчётов: {self.total} из {self.executors}. "
            f"В срок, до {day_text(self.deadline)} включительно, — {self.on_time}, позже — {late}. "
            + (f"Первый отчёт — {first}, последний — {last}." if first != last else f"День представления — {last}.")
        )


def submissions(days: Iterable[date], *, deadline: date, executors: int, undated: int) -> Submissions:
    """The submissions as they add up; `days` are those of the first submission of each report, in any order."""
    steps: list[Step] = []
    for day, group in groupby(sorted(days)):
        new = len(list(group))
        steps.append(Step(day, new, new + (steps[-1].total if steps else 0)))
    return Submissions(tuple(steps), deadline, executors, undated)


@dataclass(frozen=True, slots=True)
class YearTotal:
    """An indicator's total for one year, and from how many reports; 0 reports: nobody has reported."""

    year: int
    reports: int
    total: Total

    @property
    def text(self) -> str:
        return self.total.value_text if self.reports else "отчётов нет"


@dataclass(frozen=True, slots=True)
class Years:
    """An indicator's totals year by year."""

    definition: Definition
    years: tuple[YearTotal, ...]

    @property
    def has_values(self) -> bool:
        """Whether there is anything to draw; dates are not drawn."""
        return not self.definition.is_date and any(y.total.figure.status == Status.VALUE for y in self.years)

    @property
    def text(self) -> str:
        """The chart in words."""
        values = "; ".join(f"{year.year} год — {year.text}" for year in self.years)
        return f"{self.definition.name}, итог по годам: {values.removesuffix('.')}."


@dataclass(frozen=True, slots=True)
class Spread:
    """One indicator over executors: those with a value, smallest first, and all others by what stands there instead."""

    definition: Definition
    values: tuple[tuple[str, Figure], ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def differs(self) -> bool:
        """Whether there is anything to draw: at least two values that are not the same, and no dates."""
        return not self.definition.is_date and len(set(self.numbers)) > 1

    @property
    def numbers(self) -> list[Decimal]:
        return [figure.value for _, figure in self.values if figure.value is not None]

    @property
    def median(self) -> Decimal:
        """The value in the middle; there must be values."""
        return median(self.numbers)

    @property
    def short(self) -> list[str]:
        """Who misses the target."""
        return [name for name, figure in self.values if figure.met is False]

    @property
    def text(self) -> str:
        """The chart in words."""
        if not self.values:
            return f"{self.definition.name}: чисел пока нет."
        if self.definition.is_date:
            return self._dates
        (least_name, least), (most_name, most) = self.values[0], self.values[-1]
        count = plural(len(self.values), "значение", "значения", "значений")
        if self.differs:
            middle = value_text(self, self.median).removesuffix(".")
            sentence = (
                f"{self.definition.name}: {count}, середина — {middle}. Меньше всего — {least_name}: {least.text}; "
                f"больше всего — {most_name}: {most.text.removesuffix('.')}."
            )
        else:
            same = value_text(self, self.median).removesuffix(".")
            sentence = (
                f"{self.definition.name}: {count}, {'все одинаковые' if len(self.values) > 1 else least_name} — {same}."
            )
        return sentence + self._missed

    @property
    def _dates(self) -> str:
        (first_name, first), (last_name, last) = self.values[0], self.values[-1]
        count = plural(len(self.values), "дата", "даты", "дат")
        span = (
            f"раньше всех — {first_name}: {first.text}; позже всех — {last_name}: {last.text}"
            if first.value != last.value
            else f"{'все одинаковые' if len(self.values) > 1 else first_name} — {first.text}"
        )
        return f"{self.definition.name}: {count}, {span}.{self._missed}"

    @property
    def _missed(self) -> str:
        target = self.values[0][1].target_text
        return f" Цель — {target}, не достигли её: {len(self.short)}." if target else ""


def value_text(spread: Spread, value: Decimal) -> str:
    """A value of the spread's indicator with its unit, without the parts of a share."""
    digits = 1 if spread.definition.is_share else max(spread.definition.decimals, 1)
    return f"{format_number(value, digits)}\N{NO-BREAK SPACE}{spread.definition.unit}"


def spread(definition: Definition, contributions: Iterable[Contribution], among: Iterable[Definition] = ()) -> Spread:
    """The indicator over the executors; of two with the same value the order of `contributions` holds.

    `among` are all indicators of its item, as in figures.figure().
    """
    among = tuple(among)
    values: list[tuple[str, Figure]] = []
    others: dict[str, list[str]] = {}
    for each in contributions:
        shown = figure(definition, each.entries, among)
        if shown.status == Status.VALUE and not each.contradicts_itself:
            values.append((each.executor, shown))
        else:
            is_unasked = shown.status == Status.MISSING and not each.is_asked_for_numbers
            is_counted_out = is_unasked or each.contradicts_itself
            reason = f"ответ «{GROUP_LABELS[each.kind]}»" if is_counted_out else shown.text
            others.setdefault(reason, []).append(each.executor)
    return Spread(
        definition,
        tuple(sorted(values, key=lambda pair: pair[1].value or Decimal(0))),
        tuple((text, tuple(names)) for text, names in others.items()),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie from `start` (included) to `end` (excluded, but for the last bin)."""

    start: Decimal
    end: Decimal
    count: int


def bins(values: Sequence[Decimal], most: int = 10) -> list[Bin]:
    """The values in at most `most` + 1 bins of one round width (1, 2 or 5 times a power of ten); there must be some."""
    low, high = min(values), max(values)
    width = _round_width((high - low) / most) if high > low else Decimal(1)
    start = low // width * width
    count = int((high - start) // width) + 1
    if count > 1 and start + (count - 1) * width == high:
        count -= 1  # the largest value closes the last bin instead of opening one of its own
    found = [0] * count
    for value in values:
        found[min(int((value - start) // width), count - 1)] += 1
    return [Bin(start + n * width, start + (n + 1) * width, found[n]) for n in range(count)]


def _round_width(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= least)


@dataclass(frozen=True, slots=True)
class TextChange:
    """What became of a text from one year to another. `likeness` is in per cent, 100 only for the same text."""

    old: str
    new: str

    @property
    def kind(self) -> str:
        """empty (in both), added, removed, same, numbers (only digits differ) or changed."""
        if not self.old or not self.new:
            return "added" if self.new else "removed" if self.old else "empty"
        if self.old == self.new:
            return "same"
        return "numbers" if _without_numbers(self.old) == _without_numbers(self.new) else "changed"

    @property
    def is_reworded(self) -> bool:
        """Whether more than numbers has changed."""
        return self.kind in ("added", "removed", "changed")

    def pieces(self) -> list[Piece]:
        """The comparison word by word."""
        return compare(self.old, self.new)


def likeness(pieces: Iterable[Piece]) -> int:
    """How much of two texts is the same, in per cent of the characters of both; 100 only if all of it is."""
    lengths = dict.fromkeys(Kind, 0)
    for piece in pieces:
        lengths[piece.kind] += len(piece.text)
    same = 2 * lengths[Kind.SAME]
    whole = same + lengths[Kind.REMOVED] + lengths[Kind.ADDED]
    return 100 * same // whole if whole else 100


def _without_numbers(text: str) -> str:
    return _WRITTEN_NUMBER.sub("#", text)
