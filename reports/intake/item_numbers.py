"""Item numbers that a spreadsheet made numbers or dates of: told by their format and their neighbours. Pure.

1.10 typed into a cell becomes the number 1.1, or 1 October; nothing in the cell tells it from 1.1 then.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

# A step to the very next number costs nothing. Forward with a gap is worse, and back or on the spot worse by far.
_GAP, _BACK = 1, 5
_LARGEST = 99_999
_ANY_DECIMAL = re.compile(r"(\d+)\.(\d+)")

Levels = tuple[int, ...]


def of_number(value: Decimal, *, has_two_decimals: bool) -> tuple[str, ...]:
    """What a cell with this number may have been typed as, the likeliest first: 1.1 -> "1.1", "1.10"."""
    if not 0 <= value <= _LARGEST:
        return ()
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    found = _ANY_DECIMAL.fullmatch(shown)
    if found is None:
        return (shown,)
    whole, part = found.groups()
    if len(part) > 1:
        return (shown,)
    longer = f"{whole}.{part}0"
    # Who gave the cell two decimals saw 1.10 where they meant it; but a whole column with them shows 1.1 so, too.
    return (longer, shown) if has_two_decimals else (shown, longer)


def of_date(value: date, parts: str) -> tuple[str, ...]:
    """The number that became this date: day and month («1.10»), month and year («1.50»), or all three («1.10.5»).

    `parts` are those of "dmy" that the cell shows.
    """
    day, month, year = value.day, value.month, value.year % 100
    if "d" not in parts:
        return (f"{month}.{year}",)
    # A date with a year may be the way in which the whole column is shown.
    return (f"{day}.{month}", f"{day}.{month}.{year}") if "y" in parts else (f"{day}.{month}",)


def told(readings: Sequence[Sequence[str]]) -> list[str | None]:
    """Which of its readings each number is, in the order of the rows; None: its neighbours do not tell.

    Rows without any number have no readings and are passed over. Chosen is what goes on best from row to row, and
    twice the same never where it can be helped.
    """
    places = [place for place, options in enumerate(readings) if options]
    options = [[_levels(option) for option in readings[place]] for place in places]
    fixed = Counter(each[0] for each in options if len(each) == 1)
    # What stands elsewhere for certain is not this one.
    options = [each if len(each) == 1 else [o for o in each if not fixed[o]] or each for each in options]
    forward = _costs(options)
    backward = [list(reversed(each)) for each in _costs([list(reversed(e)) for e in reversed(options)], back=True)][
        ::-1
    ]
    found: list[str | None] = [None] * len(readings)
    for at, place in enumerate(places):
        totals = [before + after for before, after in zip(forward[at], backward[at], strict=True)]
        best = min(totals)
        if totals.count(best) == 1:
            found[place] = ".".join(map(str, options[at][totals.index(best)]))
    return found


def _costs(options: Sequence[Sequence[Levels]], *, back: bool = False) -> list[list[int]]:
    """The least cost of coming to each option from the first row on, or from the last one with `back`."""
    costs: list[list[int]] = []
    for at, each in enumerate(options):
        if at == 0:
            costs.append([0 if back or _is_first(option) else _GAP for option in each])
            continue
        last = list(zip(options[at - 1], costs[-1], strict=True))
        costs.append(
            [
                min(cost + (_step(option, other) if back else _step(other, option)) for other, cost in last)
                for option in each
            ]
        )
    return costs


def _is_first(number: Levels) -> bool:
    return number[-1] == 1


def _step(before: Levels, after: Levels) -> int:
    """What it costs that one number follows the other."""
    if after <= before:
        return _BACK
    if after[:-1] == before[: len(after) - 1] and len(after) <= len(before) and after[-1] == before[len(after) - 1] + 1:
        return 0
    # The first one below: 1 -> 1.1, and 1.11 -> 2.1.
    if after == (*before, 1) or (after[-1] == 1 and len(after) > 1 and after[0] == before[0] + 1):
        return 0
    return _GAP


def _levels(number: str) -> Levels:
    return tuple(int(level) for level in number.split("."))
