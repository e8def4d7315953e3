"""A row's indicators over the years, as the small charts beside the row: lengths are units of the drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.figures import Figure, format_number

_STEP = 64  # from one bar to the next; a label fits
_BAR = 36
_HEIGHT = 48  # of the tallest bar
_TOP = 18  # for its label
_BOTTOM = 18  # for the years


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: its bar, and the value that stands above; without a value `height` is 0 and the label a dash."""

    year: int
    label: str
    x: int  # of the middle
    y: int  # of the upper end
    height: int
    is_this_year: bool

    @property
    def left(self) -> int:
        return self.x - _BAR // 2

    @property
    def label_y(self) -> int:
        return self.y - 4


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator year by year, earlier years first; `target_y` is where the target's line stands, if there is one."""

    figure: Figure
    bars: tuple[Bar, ...]
    target_y: int | None

    @property
    def width(self) -> int:
        return _STEP * len(self.bars)

    @property
    def height(self) -> int:
        return _TOP + _HEIGHT + _BOTTOM

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return _TOP + _HEIGHT

    @property
    def bar_width(self) -> int:
        return _BAR

    @property
    def text(self) -> str:
        """The chart in words: «2021: 4, 2022: 5, 2023: 5»."""
        return ", ".join(f"{bar.year}: {bar.label}" for bar in self.bars)


def trends(figures: list[Figure], earlier: Mapping[int, Mapping[str, Figure]], year: int) -> list[Trend]:
    """A chart for each of this year's figures with a value in an earlier year; dates have none.

    `earlier` has the figures of earlier years by indicator code. Years that the portal has no value of in between are
    shown without a bar.
    """
    return [
        trend
        for figure in figures
        if not figure.definition.is_date and (trend := _trend(figure, earlier, year)) is not None
    ]


def _trend(figure: Figure, earlier: Mapping[int, Mapping[str, Figure]], year: int) -> Trend | None:
    values = {
        past: shown[figure.definition.code].value
        for past, shown in earlier.items()
        if figure.definition.code in shown and shown[figure.definition.code].value is not None
    }
    if not values:
        return None
    values[year] = figure.value
    years = range(min(values), year + 1)
    target = figure.definition.target
    highest = max(value for value in (*values.values(), target) if value is not None) or Decimal(1)

    def y(value: Decimal) -> int:
        return _TOP + _HEIGHT - round(value * _HEIGHT / highest)

    bars = []
    for place, each in enumerate(years):
        value = values.get(each)
        top = y(value or Decimal(0))
        bars.append(
            Bar(
                year=each,
                label="—" if value is None else _label(figure, value),
                x=_STEP * place + _STEP // 2,
                y=top,
                height=_TOP + _HEIGHT - top,
                is_this_year=each == year,
            )
        )
    return Trend(figure, tuple(bars), None if target is None else y(target))


def _label(figure: Figure, value: Decimal) -> str:
    return f"{format_number(value, 1)} %" if figure.definition.is_share else format_number(value)
