"""Numbers in the text against the indicators, here and in other items of the report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reports.figures import NBSP, Figure, Status, format_number

from .counts import Stated, implied, stated
from .finding import CheckedRow, Finding
from .years import years

_LONGEST = 160  # letters of a quotation


def numbers(row: CheckedRow) -> Iterator[Finding]:
    """A number in the text that is not the indicator's; one fact with two values in two items."""
    said = stated(row)
    yield from _mismatches(row, said)
    yield from _across(row, said)


def _mismatches(row: CheckedRow, said: Mapping[str, Stated]) -> Iterator[Finding]:
    by_place: dict[tuple[str, int], list[Figure]] = {}
    told = {**said, **implied(row, said)}
    for figure in row.figures:
        text = told.get(figure.definition.code)
        if figure.value is None or text is None or text.bears_out(figure.value):
            continue
        if text.year and not (figure.value and any(years(row))):
            continue  # of another year, and that is no slip
        by_place.setdefault((text.field, text.start), []).append(figure)
    for figures in by_place.values():
        code = figures[0].definition.code
        quote = shortened(told[code].evidence)
        named = ", ".join(f"«{figure.definition.name}» — {figure.text}" for figure in figures).removesuffix(".")
        yield row.finding(
            "number-mismatch",
            f"value_{code}",
            f"В тексте — «{quote}», а в {'показателях' if len(figures) > 1 else 'показателе'} {named}. "
            "Исправьте текст или показатель.",
            evidence=quote,
        )


def _across(row: CheckedRow, said: Mapping[str, Stated]) -> Iterator[Finding]:
    by_code = {figure.definition.code: figure for figure in row.figures}
    for tied in row.tied:
        figure = by_code.get(tied.code)
        if figure is None:
            continue
        text = said.get(tied.code)
        if figure.value is not None and figure.value != tied.value:
            here = _number(figure.value, figure)
        elif (
            figure.status == Status.MISSING
            and row.needs_numbers
            and text
            and not text.year
            and not text.bears_out(tied.value)
        ):
            here = f"{_number(text.value, figure)} по тексту"
        else:
            continue
        there = _number(tied.value, figure).removesuffix(".")
        yield row.finding(
            "cross-item-mismatch",
            f"value_{tied.code}",
            f"«{figure.definition.name}»: в пункте {row.item} — {here}, а в пункте {tied.item} — {there}. "
            "Это один и тот же факт: исправьте неверное число.",
            evidence=f"{row.item}: {here}; {tied.item}: {there}",
        )


def _number(value: Decimal, figure: Figure) -> str:
    return f"{format_number(value)}{NBSP}{figure.definition.unit}"


def shortened(quote: str) -> str:
    """A quotation of bearable length: words in the middle give way to «…»."""
    if len(quote) <= _LONGEST:
        return quote.removesuffix(".")
    half = _LONGEST // 2
    return f"{quote[:half].rsplit(' ', 1)[0]} … {quote[-half:].split(' ', 1)[-1]}".removesuffix(".")
