"""Indicator values against their targets. Pure functions over plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NBSP = "\N{NO-BREAK SPACE}"
# SQLite keeps 15 digits, and what it rounds up past the 16 of a value's column cannot be read any more.
MAX_WHOLE_DIGITS = 15
MAX_DECIMALS = 4
_RULES = {"at_least": "не менее", "at_most": "не более", "exactly": "ровно"}


class Status(StrEnum):
    """What stands in an indicator's place. A missing number is not zero, and zero is not «не применимо»."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"  # a share whose denominator is 0
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as the plan defines it. A share names the codes of numerator and denominator, a sum its parts."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    numerator: str = ""
    denominator: str = ""
    target_rule: str = ""  # "", "at_least", "at_most", "exactly", "all", "by_date"
    target: Decimal | None = None  # of "all" 100 %, of "by_date" the date's number
    target_phrase: str = ""
    # These came later: content that does not use them has the fingerprint that it had before (documents/content.py).
    parts: tuple[str, ...] = ()  # the codes of what a sum adds up
    is_date: bool = False

    @property
    def is_share(self) -> bool:
        return bool(self.numerator)

    @property
    def is_computed(self) -> bool:
        """Whether nobody enters it: it follows from others."""
        return self.is_share or bool(self.parts)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered: a number, or that the indicator does not apply."""

    value: Decimal | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its value, ready to be shown: `value` is a percentage (0..100 and above) for a share."""

    definition: Definition
    status: Status
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    met: bool | None  # None: no target, or nothing to compare

    @property
    def text(self) -> str:
        """«33,3 % (3 из 9)», «5 чел.», «не заполнено», «не применимо», «случаев не было (0 из 0)»."""
        match self.status:
            case Status.MISSING:
                return "не заполнено"
            case Status.NOT_APPLICABLE:
                return "не применимо"
            case Status.UNDEFINED:
                assert self.numerator is not None
                of_nothing = f"({format_number(self.numerator)} из 0)"
                return f"{'нельзя посчитать' if self.numerator else 'случаев не было'} {of_nothing}"
        assert self.value is not None
        if self.definition.is_date:
            return format_date(self.value)
        if self.definition.is_share:
            assert self.numerator is not None
            assert self.denominator is not None
            parts = f"({format_number(self.numerator)} из {format_number(self.denominator)})"
            return f"{format_number(self.value, 1)}{NBSP}% {parts}"
        return f"{format_number(self.value)}{NBSP}{self.definition.unit}"

    @property
    def exceeds_whole(self) -> bool:
        """Whether the part of a share is larger than the whole: most likely a slip."""
        return self.numerator is not None and self.denominator is not None and self.numerator > self.denominator

    @property
    def is_impossible(self) -> bool:
        """Whether a part of nothing is given: «3 из 0»."""
        return self.status == Status.UNDEFINED and bool(self.numerator)

    @property
    def target_text(self) -> str:
        """«не менее 70 %», «все», «не позднее 30.04.2024», or "" without a target."""
        definition = self.definition
        if definition.target is None:
            return ""
        if definition.target_rule == "all":
            return "все"
        if definition.target_rule == "by_date":
            return f"не позднее {format_date(definition.target)}"
        return f"{_RULES[definition.target_rule]} {format_number(definition.target)}{NBSP}{definition.unit}"


def format_number(value: Decimal, decimals: int | None = None) -> str:
    """A number as Russian documents write it: «1 234,5», thousands set off by non-breaking blanks.

    With `decimals` rounded half up to that many digits; in either case without zeros at the end of the fraction.
    """
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", NBSP) + (f",{fraction}" if fraction else "")


def is_storable(value: Decimal, decimals: int = MAX_DECIMALS) -> bool:
    """Whether a number can be an indicator's value: not negative, not too long, with so many decimals at most."""
    if not value.is_finite() or not 0 <= value < Decimal(10) ** MAX_WHOLE_DIGITS:
        return False
    return value == value.quantize(Decimal(1).scaleb(-decimals))


def date_number(day: date) -> Decimal:
    """A date as the number that stands for it: 30.04.2024 is 20240430. Later dates are greater numbers."""
    return Decimal(f"{day:%Y%m%d}")


def number_date(number: Decimal) -> date:
    """The inverse of date_number(). Raises ValueError for a number that stands for no date."""
    return datetime.strptime(f"{number:f}".partition(".")[0], "%Y%m%d").date()  # noqa: DTZ007 (a day, not a moment)


def format_date(number: Decimal) -> str:
    """The date for which a number stands, as Russian documents write it: «30.04.2024»."""
    return f"{number_date(number):%d.%m.%Y}"


def figure(definition: Definition, entries: Mapping[str, Entry], among: Iterable[Definition] = ()) -> Figure:
    """One figure; `among` are the item's indicators: a share may be computed from sums among them."""
    return figures([*(each for each in among if each.parts), definition], entries)[-1]


def figures(definitions: Iterable[Definition], entries: Mapping[str, Entry]) -> list[Figure]:
    """The figures of one row, in the order of the definitions; `entries` maps indicator codes to what was entered."""
    defined = list(definitions)
    known = {**entries, **{d.code: _sum(d, entries) for d in defined if d.parts}}
    return [_share(d, known) if d.is_share else _number(d, known.get(d.code)) for d in defined]


def _sum(definition: Definition, entries: Mapping[str, Entry]) -> Entry:
    """Missing if a part is: a blank is no zero. Parts that do not apply do not count."""
    parts = [entry for entry in (entries.get(code, Entry()) for code in definition.parts) if not entry.not_applicable]
    if not parts:
        return Entry(not_applicable=True)
    values = [entry.value for entry in parts if entry.value is not None]
    return Entry(sum(values, Decimal(0))) if len(values) == len(parts) else Entry()


def _number(definition: Definition, entry: Entry | None) -> Figure:
    if entry is None or (entry.value is None and not entry.not_applicable):
        return Figure(definition, Status.MISSING, None, None, None, None)
    if entry.value is None:
        return Figure(definition, Status.NOT_APPLICABLE, None, None, None, None)
    return Figure(definition, Status.VALUE, entry.value, None, None, _met(definition, entry.value))


def _share(definition: Definition, entries: Mapping[str, Entry]) -> Figure:
    parts = [entries.get(definition.numerator, Entry()), entries.get(definition.denominator, Entry())]
    if any(part.not_applicable for part in parts):
        return Figure(definition, Status.NOT_APPLICABLE, None, None, None, None)
    numerator, denominator = parts[0].value, parts[1].value
    if numerator is None or denominator is None:
        return Figure(definition, Status.MISSING, None, numerator, denominator, None)
    if denominator == 0:
        return Figure(definition, Status.UNDEFINED, None, numerator, denominator, None)
    exact = numerator * 100 / denominator
    # A part that is larger than its whole is a slip: whether it meets the target cannot be said.
    met = None if numerator > denominator else _met(definition, exact)
    return Figure(definition, Status.VALUE, exact, numerator, denominator, met)


def _met(definition: Definition, value: Decimal) -> bool | None:
    """Compared exactly, before rounding: 69.96 % is shown as 70 % and still misses «не менее 70 %»."""
    if definition.target is None:
        return None
    match definition.target_rule:
        case "at_least":
            return value >= definition.target
        case "at_most" | "by_date":
            return value <= definition.target
        case _:
            return value == definition.target
