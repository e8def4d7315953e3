"""Numbers that are far from what is usual: most likely a slip of the hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log
from statistics import median

from reports.figures import format_number

from .finding import CheckedRow, Finding

_ENOUGH_YEARS = 3
_ENOUGH_PEERS = 8
_TENTH = 10  # of so many others the one at either end may have made a slip of their own
_FEW = Decimal(2)  # 0, 1 and 2 are the same: small numbers jump
_DISTANCE = 10
_TIMES_THE_MIDDLE = 5
_TIMES_THE_EDGE = 3
_SPREADS = 2
_TO_SIGMA = 1.4826  # of a normal distribution, from the median distance to its median


def outliers(row: CheckedRow) -> Iterator[Finding]:
    """Entered numbers far from the executor's own past; where there is none, from the other executors' numbers."""
    named: set[Decimal] = set()
    for figure in row.figures:
        value, definition = figure.value, figure.definition
        # The same number in two places («1 030 обязанных, 1 030 представивших») is one slip.
        if value is None or definition.is_computed or definition.is_date or (value and value in named):
            continue
        usual = _usual(row, definition.code, value)
        if usual:
            named.add(value)
            yield row.finding(
                "outlier",
                f"value_{definition.code}",
                f"«{definition.name}» — {figure.text}, а {usual}. "
                "Проверьте, нет ли описки; если число верно, поясните его.",
                evidence=figure.text,
            )


def _usual(row: CheckedRow, code: str, value: Decimal) -> str:
    """What is usual, in words, if the value is far from it; else ""."""
    past, peers = row.past.get(code, ()), row.peers.get(code, ())
    if len(past) >= _ENOUGH_YEARS:
        return f"в прошлые годы было {_range(past)}" if _is_far(value, past, past) else ""
    is_own_usual = any(value <= 2 * before and before <= 2 * value for before in past)
    if len(peers) < _ENOUGH_PEERS or is_own_usual:
        return ""
    cut = len(peers) // _TENTH
    usual = sorted(peers)[cut : len(peers) - cut]
    if not _is_far(value, usual, peers):
        return ""
    # Without their numbers: an official does not see what others report, and an explanation outlives their changes.
    return f"у других исполнителей обычно намного {'меньше' if value > median(usual) else 'больше'}"


def _is_far(value: Decimal, usual: Sequence[Decimal], others: Sequence[Decimal]) -> bool:
    """By absolute distance, by ratio to the middle and to the edge, by the spread; and no other has such a number."""
    middle = median(usual)
    if value > middle:
        times_middle, times_edge = _ratio(value, middle), _ratio(value, max(usual))
        is_extreme = value > max(others)
    else:
        times_middle, times_edge = _ratio(middle, value), _ratio(min(usual), value)
        is_extreme = value < min(others)
    deviation = median(abs(log(_ratio(each, middle))) for each in usual)
    return (
        is_extreme
        and abs(value - middle) >= _DISTANCE
        and times_middle >= _TIMES_THE_MIDDLE
        and times_edge >= _TIMES_THE_EDGE
        and log(times_middle) >= _SPREADS * _TO_SIGMA * deviation
    )


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    return max(one, _FEW) / max(other, _FEW)


def _range(values: Sequence[Decimal]) -> str:
    low, high = min(values), max(values)
    return format_number(low) if low == high else f"от {format_number(low)} до {format_number(high)}"
