"""The row page: a row with last year's beside it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from plans.models import Indicator
from reports import access, checklist
from reports.checklist import CheckedReportRow
from reports.documents import gather
from reports.figures import Definition, Entry, Figure, figures
from reports.models import IndicatorValue, Remark, ReportRow
from reports.vocabulary import State

from .gaps import gaps
from .trend import Trend, trends


@dataclass(frozen=True, slots=True)
class LastYear:
    """The same item in last year's report."""

    row: ReportRow
    year: int
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row with everything beside it."""

    row: ReportRow
    indicators: list[Indicator]
    entries: dict[str, Entry]
    figures: list[Figure]
    trends: list[Trend]
    notes: dict[str, str]  # by indicator code: in which items the same fact stands
    checked: CheckedReportRow
    gaps: list[str]
    unconfirmed: list["Unconfirmed"]
    last_year: LastYear | None
    remarks: list[Remark]
    closed_remarks: list[Remark]
    position: int
    total: int
    previous: int | None
    next: int | None

    @property
    def targets(self) -> list[Figure]:
        """The figures that say more than their input field: sums, shares, and numbers with a target."""
        return [f for f in self.figures if f.definition.is_computed or f.definition.target is not None]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A number or date that came with last year's text, with the words around it."""

    field: str
    start: int
    end: int
    before: str
    text: str
    after: str


def open_remarks(row: ReportRow) -> list[Remark]:
    """The remarks that the executor has to answer: sent with the return, not closed by submitting again."""
    if row.report.state != State.RETURNED:
        return []
    return list(row.remarks.filter(closed_at=None).select_related("author"))


def row_page(row: ReportRow) -> RowPage:
    """Everything the row page shows; the row with report, plan, organization and item loaded."""
    indicators = list(row.item.indicators.prefetch_related("targets"))
    last = last_year_row(row)
    by_year = _entries_by_year(row)
    defined = gather.definitions(indicators, row.report.year)
    entered = by_year.pop(row.report.year, {})
    shown = _figures(row, defined, entered)
    sent = list(row.remarks.filter(sent_at__isnull=False).select_related("author", "answered_by"))
    remarks = [remark for remark in sent if remark.closed_at is None]
    rows = row.report.rows.order_by("number")
    # Of a returned report the rows that are open are gone through one after the other.
    siblings = list((rows.filter(access.open_rows(row.report)) if remarks else rows).values_list("pk", flat=True))
    at = siblings.index(row.pk)
    return RowPage(
        row=row,
        indicators=indicators,
        entries=entered,
        figures=shown,
        trends=trends(shown, _by_code(defined, by_year), row.report.year),
        notes=_notes(row, indicators),
        checked=checklist.check(row.report, row.report.rows.filter(pk=row.pk))[0],
        gaps=gaps(
            row.answer,
            has_text=bool(row.implementation),
            lacking_indicators=sum(1 for d in defined if not d.is_computed and d.code not in entered),
            unconfirmed=len(row.unconfirmed),
            unanswered=sum(1 for remark in remarks if not remark.answer),
        ),
        unconfirmed=unconfirmed(row),
        last_year=LastYear(
            last,
            last.report.year,
            _figures(last, gather.definitions(indicators, last.report.year), by_year.get(last.report.year, {})),
        )
        if last
        else None,
        remarks=remarks,
        closed_remarks=[remark for remark in sent if remark.closed_at is not None],
        position=at + 1,
        total=len(siblings),
        previous=siblings[at - 1] if at else None,
        next=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


def _entries_by_year(row: ReportRow) -> dict[int, dict[str, Entry]]:
    """What the executor entered at this item, this year and in all years before."""
    values = IndicatorValue.objects.filter(
        row__item=row.item_id,
        row__report__plan=row.report.plan_id,
        row__report__organization=row.report.organization_id,
        row__report__year__lte=row.report.year,
    )
    found: dict[int, list[IndicatorValue]] = defaultdict(list)
    for value in values.select_related("indicator").annotate(year=F("row__report__year")):
        found[value.year].append(value)
    return {year: gather.entries(of_year) for year, of_year in found.items()}


def _by_code(defined: list[Definition], by_year: dict[int, dict[str, Entry]]) -> dict[int, dict[str, Figure]]:
    return {
        year: {figure.definition.code: figure for figure in figures(defined, entries)}
        for year, entries in by_year.items()
    }


def _notes(row: ReportRow, indicators: Iterable[Indicator]) -> dict[str, str]:
    """Of indicators that share a fact with other items of the report: which, and what becomes of their numbers."""
    ties = {i.tie_id for i in indicators} - {None}
    if not ties:
        return {}
    rows = row.report.rows.exclude(pk=row.pk)
    twins = (
        rows.filter(item__indicators__tie__in=ties)
        .annotate(tie=F("item__indicators__tie"), entered_once=F("item__indicators__tie__entered_once"))
        .values_list("tie", "entered_once", "pk", "number")
        .distinct()
    )
    open_rows = set(rows.filter(access.open_rows(row.report)).values_list("pk", flat=True))
    notes = {}
    for indicator in indicators:
        own = [(once and pk in open_rows, number) for tie, once, pk, number in twins if tie == indicator.tie_id]
        copied, compared = ([number for is_copied, number in own if is_copied == wanted] for wanted in (True, False))
        said = []
        if copied:
            said.append(f"То же число в {_items(copied)}: внесённое здесь появится и там.")
        if compared:
            said.append(f"Сравнивается с {_items(compared, 'пунктом', 'пунктами')}.")
        if said:
            notes[indicator.code] = " ".join(said)
    return notes


def _items(numbers: list[str], one: str = "пункте", many: str = "пунктах") -> str:
    """«пункте 2.13», «пунктах 1.4 и 2.13», «пунктах 1.4, 2.9 и 2.13»."""
    *first, last = numbers
    return f"{many} {', '.join(first)} и {last}" if first else f"{one} {last}"


def _figures(row: ReportRow, defined: list[Definition], entered: dict[str, Entry]) -> list[Figure]:
    """The row's figures; those of a filed report against the targets under which it was filed."""
    filed = gather.filed_rows(row.report)
    return filed[row.item_id].figures if row.item_id in filed else figures(defined, entered)


def last_year_row(row: ReportRow) -> ReportRow | None:
    """The same item in the executor's report of the year before, with its report loaded."""
    return (
        ReportRow.objects.filter(
            item=row.item_id,
            report__plan=row.report.plan_id,
            report__organization=row.report.organization_id,
            report__year=row.report.year - 1,
        )
        .select_related("report")
        .first()
    )


_WORDS_AROUND = 5


def unconfirmed(row: ReportRow) -> list[Unconfirmed]:
    """The row's unconfirmed numbers and dates, each with a few words of its line on either side."""
    found = []
    for field, start, end in row.unconfirmed:
        text: str = getattr(row, field)
        before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
        words_before, words_after = re.findall(r"\S+\s*|\s+", before), re.findall(r"\s*\S+|\s+", after)
        found.append(
            Unconfirmed(
                field,
                start,
                end,
                ("…" if len(words_before) > _WORDS_AROUND else "") + "".join(words_before[-_WORDS_AROUND:]),
                text[start:end],
                "".join(words_after[:_WORDS_AROUND]) + ("…" if len(words_after) > _WORDS_AROUND else ""),
            )
        )
    return found
