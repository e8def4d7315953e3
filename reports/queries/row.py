"""The row page: a row with last year's beside it."""

import re
from dataclasses import dataclass
from itertools import groupby

from plans.models import Indicator
from reports import access
from reports.documents import gather
from reports.figures import Definition, Entry, Figure, figures
from reports.models import IndicatorValue, Remark, ReportRow
from reports.vocabulary import State

from .gaps import gaps


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
        """The figures that say more than their input field: shares, and numbers with a target."""
        return [f for f in self.figures if f.definition.is_share or f.definition.target is not None]


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
    indicators = list(row.item.indicators.all())
    last = last_year_row(row)
    values = IndicatorValue.objects.filter(row__in=[row.pk, *([last.pk] if last else [])]).select_related("indicator")
    by_row = {pk: list(group) for pk, group in groupby(sorted(values, key=lambda v: v.row_id), lambda v: v.row_id)}
    defined = gather.definitions(indicators)
    entered = gather.entries(by_row.get(row.pk, []))
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
        figures=_figures(row, defined, entered),
        gaps=gaps(
            row.answer,
            has_text=bool(row.implementation),
            lacking_indicators=sum(1 for d in defined if not d.is_share and d.code not in entered),
            unconfirmed=len(row.unconfirmed),
            unanswered=sum(1 for remark in remarks if not remark.answer),
        ),
        unconfirmed=unconfirmed(row),
        last_year=LastYear(last, last.report.year, _figures(last, defined, gather.entries(by_row.get(last.pk, []))))
        if last
        else None,
        remarks=remarks,
        closed_remarks=[remark for remark in sent if remark.closed_at is not None],
        position=at + 1,
        total=len(siblings),
        previous=siblings[at - 1] if at else None,
        next=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


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
