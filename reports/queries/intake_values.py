"""The values that a workbook has for indicators, beside those that stand in the report."""

from collections.abc import Collection
from dataclasses import dataclass

from plans.models import Indicator
from reports.documents import gather
from reports.figures import Entry, format_date, format_number
from reports.handout import entry_text, fingerprint
from reports.intake.brought import BroughtRow
from reports.intake.source import SourceEntry
from reports.models import ReportRow
from reports.written import read_day, read_number

from .intake_numbers import VALUE

_BLANK = Entry()


@dataclass(frozen=True, slots=True)
class Value:
    """What would be written for an indicator, and what is there. `state`: new (nothing is there), change or same.

    `is_crossed`: the value was changed on the portal, too, since the workbook was handed out.
    """

    code: str
    name: str
    unit: str
    is_date: bool
    entry: Entry
    current: Entry
    state: str
    is_crossed: bool
    is_ticked: bool

    @property
    def field(self) -> str:
        return VALUE + self.code

    @property
    def shown(self) -> str:
        """What the workbook has, for people."""
        return self._text(self.entry)

    @property
    def shown_current(self) -> str:
        """What stands in the report, for people."""
        return self._text(self.current)

    def _text(self, entry: Entry) -> str:
        if entry.not_applicable:
            return "не применимо"
        if entry.value is None:
            return "не заполнено"
        return format_date(entry.value) if self.is_date else f"{format_number(entry.value)} {self.unit}".strip()


def values_in(
    brought: BroughtRow, row: ReportRow, *, is_sure: bool, ticked: Collection[str] | None
) -> tuple[list[Value], list[str]]:
    """The values of a workbook's row for a row of the report, and Russian sentences about those that cannot be taken.

    The row with its report and plan, its item's indicators and values. `ticked` as in parts(): until somebody chooses,
    values are ticked that overwrite nothing but what was handed out.
    """
    there = gather.entries(row.values.all())
    indicators = [each for each in row.item.indicators.all() if each.holds_in(row.report.year)]
    found, problems = [], []
    for entry in brought.entries:
        indicator = _indicator(entry, indicators)
        if indicator is None:
            problems.append(f"Показателя «{entry.name or entry.code}» у пункта {row.number} нет.")
            continue
        if indicator.kind not in Indicator.ENTERED:
            # It is computed: a list of all figures may have it, and nobody enters it.
            continue
        try:
            said = _read(entry, indicator, row)
        except ValueError as error:
            where = f" ({entry.cell})" if entry.cell else ""
            problems.append(f"«{indicator.name}»{where}, в книге «{entry.written}»: {error}")
            continue
        current = there.get(indicator.code, _BLANK)
        is_known = bool(entry.handed) and brought.key is not None and brought.key.item == row.item_id
        is_crossed = is_known and entry.handed != _fingerprint(current, indicator)
        state = "same" if said == current else "new" if current == _BLANK else "change"
        by_itself = is_sure and not is_crossed and (is_known or current == _BLANK)
        found.append(
            Value(
                code=indicator.code,
                name=indicator.name,
                unit=indicator.unit,
                is_date=indicator.kind == Indicator.Kind.DATE,
                entry=said,
                current=current,
                state=state,
                is_crossed=is_crossed,
                is_ticked=state != "same" and (by_itself if ticked is None else VALUE + indicator.code in ticked),
            )
        )
    return found, problems


def _indicator(entry: SourceEntry, indicators: Collection[Indicator]) -> Indicator | None:
    if entry.code:
        return next((each for each in indicators if each.code == entry.code), None)
    named = [each for each in indicators if each.name.casefold().split() == entry.name.casefold().split()]
    return named[0] if len(named) == 1 else None


def _read(entry: SourceEntry, indicator: Indicator, row: ReportRow) -> Entry:
    """What was entered; raises ValueError, with what to do, for what is no such value."""
    is_date = indicator.kind == Indicator.Kind.DATE
    if entry.is_absent and entry.written:
        raise ValueError(f"Или {'дата' if is_date else 'число'}, или «не применимо»: оставьте что-нибудь одно.")
    if is_date:
        value = read_day(entry.written, row.report.plan.first_year, row.report.year + 1)
    else:
        value = read_number(entry.written, indicator.decimals)
    return Entry(value, entry.is_absent)


def _fingerprint(entry: Entry, indicator: Indicator) -> str:
    """As in the workbook, had it been handed out now."""
    shown = format_date if indicator.kind == Indicator.Kind.DATE else format_number
    written = "" if entry.value is None else shown(entry.value)
    return fingerprint(entry_text(written, is_absent=entry.not_applicable))
