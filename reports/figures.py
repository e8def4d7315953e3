"""Indicator values against their targets. Pure functions over plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NBSP = "\N{NO-BREAK SPACE}"
_RULES = {"at_least": "не менее", "at_most": "не более", "exactly": "ровно"}


class Status(StrEnum):
    """What stands in an indicator's place. A missing number is not zero, and zero is not «не применимо»."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"  # a share whose denominator is 0
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as the plan defines it. A share names the codes of its numerator and denominator."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    numerator: str = ""
    denominator: str = ""
    target_rule: str = ""  # "", "at_least", "at_most", "exactly"
    target: Decimal | None = None
    target_phrase: str = ""

    @property
    def is_share(self) -> bool:
        return bool(self.numerator)


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
        """«не менее 70 %», or "" without a target."""
        definition = self.definition
        if definition.target is None:
            return ""
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


def figures(definitions: Iterable[Definition], entries: Mapping[str, Entry]) -> list[Figure]:
    """The figures of one row, in the order of the definitions; `entries` maps indicator codes to what was entered."""
    return [_share(d, entries) if d.is_share else _number(d, entries.get(d.code)) for d in definitions]


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
        case "at_most":
            return value <= definition.target
        case _:
            return value == definition.target
