"""Numbers that the text of a document gives for indicators that are still empty."""

from collections.abc import Collection
from dataclasses import dataclass

from reports import checklist
from reports.checks import CheckedRow
from reports.checks.offers import offers
from reports.documents import gather
from reports.figures import Entry, figures, format_number
from reports.models import ReportRow

# In front of an indicator's code, in the name of a field.
VALUE = "value_"


@dataclass(frozen=True, slots=True)
class Number:
    """A value for an empty indicator, with the words that it rests on. Never ticked but by the person."""

    code: str
    name: str
    unit: str
    entry: Entry
    evidence: str
    is_ticked: bool

    @property
    def field(self) -> str:
        return VALUE + self.code

    @property
    def shown(self) -> str:
        """The value with its unit, for people."""
        assert self.entry.value is not None
        return f"{format_number(self.entry.value)} {self.unit}".strip()


def numbers_in(row: ReportRow, implementation: str, result: str, ticked: Collection[str]) -> list[Number]:
    """What these texts, in the place of the row's own, say of its empty indicators.

    The row with its report, its item's indicators (gather.DEFINED_BY) and values.
    """
    entries = gather.entries(row.values.all())
    indicators = {indicator.code: indicator for indicator in row.item.indicators.all()}
    seen = CheckedRow(
        item=row.number,
        year=row.report.year,
        answer=row.answer,
        implementation=implementation,
        result=result,
        figures=tuple(figures(checklist.definitions_of(row.item, row.report.year), entries)),
        measure=row.wording,
        expected_result=row.expected_result,
        wordings=checklist.wordings_of(row.item),
    )
    return [
        Number(
            code=offer.code,
            name=indicators[offer.code].name,
            unit=indicators[offer.code].unit,
            entry=Entry(offer.value),
            evidence=offer.evidence,
            is_ticked=VALUE + offer.code in ticked,
        )
        for offer in offers(seen)
        if offer.code not in entries
    ]
