"""Numbers in a row's text, offered as values of the indicators that are still empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.figures import Status, is_storable
from reports.russian.denials import Denial, denials
from reports.russian.zones import OWN

from .counts import fitting, stated
from .finding import CheckedRow
from .indicators import Indicator, concept, indicators, told_apart
from .numbers import shortened


@dataclass(frozen=True, slots=True)
class Offer:
    """A value for an empty indicator, with the words of the text that it rests on."""

    code: str
    value: Decimal
    evidence: str


def offers(row: CheckedRow) -> list[Offer]:
    """What the text says of indicators that are empty, in their order.

    A zero is offered only where the text says that there was none of the very thing («обращений по фактам коррупции не
    поступало»); «нарушений не выявлено» is no zero of people called to account.
    """
    said = stated(row)
    none = {denial.code: denial for denial in _zeros(row)}
    empty = [figure.definition for figure in row.figures if figure.status == Status.MISSING]
    found = []
    for definition in empty:
        code = definition.code
        if code in said and said[code].is_only and not said[code].year:
            if is_storable(said[code].value, definition.decimals):
                found.append(Offer(code, said[code].value, shortened(said[code].evidence)))
        elif code not in said and code in none:
            found.append(none[code])
    return found


def _zeros(row: CheckedRow) -> Iterator[Offer]:
    known = indicators(row.figures, row.wordings)
    for text in (row.own_result, row.implementation):
        counted = fitting(text, row.year, known)
        for denial in denials(text):
            if denial.is_limited or (denial.years and row.year not in denial.years):
                continue
            for indicator in _denied(denial, known):
                if not any(fit.is_certain for fit in counted.get(indicator.code, ())):
                    yield Offer(indicator.code, Decimal(0), shortened(denial.quote))


def _denied(denial: Denial, known: Sequence[Indicator]) -> list[Indicator]:
    near = {concept(key): OWN for key in denial.words}
    return told_apart([i for i in known if _is_meant(denial, i)], near)


def _is_meant(denial: Denial, indicator: Indicator) -> bool:
    noun, complement, qualifiers, verbs = (
        frozenset(map(concept, keys)) for keys in (denial.noun, denial.complement, denial.qualifiers, denial.verbs)
    )
    if indicator.about and not indicator.about & frozenset(map(concept, denial.words)):
        return False
    if indicator.of_people:
        return bool(indicator.required & (noun | complement | verbs)) and not qualifiers - indicator.concepts
    return bool(indicator.heads & noun) and not qualifiers - indicator.concepts
