"""The checks on reports in the database: what each row is compared with, and what officials have said to findings.

One list for the row's page, the page before submitting (which submitting obeys), the review and `check_report`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.db.models import Count, F, Q, QuerySet

from plans.models import PlanItem

from . import access
from .checks import KINDS, CheckedRow, Finding, Level, Texts, Tied, Wording, check_row
from .documents import gather
from .documents.content import Row
from .figures import Definition, Entry, figures
from .models import CheckLevel, FindingAnswer, IndicatorValue, Report, ReportRow
from .vocabulary import OPEN_STATES

_LEVELS = {
    CheckLevel.Weight.OFF: None,
    CheckLevel.Weight.HINT: Level.HINT,
    CheckLevel.Weight.WARNING: Level.WARNING,
    CheckLevel.Weight.ERROR: Level.ERROR,
}
_UNANSWERED = Count("remarks", Q(remarks__closed_at=None, remarks__sent_at__isnull=False, remarks__answer=""))


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding with the official's answer that quiets it, or the former one that does not because the row changed."""

    finding: Finding
    answer: FindingAnswer | None = None
    former: FindingAnswer | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether «так и есть, потому что…» may settle it."""
        return KINDS[self.finding.code].answerable

    @property
    def remark_text(self) -> str:
        """The finding as a supervisor's remark to the executor."""
        quoted = self.finding.evidence.strip()
        is_quoted = not quoted or quoted in self.finding.message
        return f"Просим проверить строку. {self.finding.message}{'' if is_quoted else f' В строке: {quoted}.'}"

    @property
    def state(self) -> str:
        """Changes whenever what is to be shown of it changes."""
        said = self.answer or self.former
        return f"{'answered' if self.answer else 'asked'}-{said.at.timestamp() if said else 0}"


@dataclass(frozen=True, slots=True)
class CheckedReportRow:
    """A row with what the checks saw and what they found, the heaviest first."""

    row: ReportRow
    seen: CheckedRow
    noted: list[Noted]

    @property
    def findings(self) -> list[Finding]:
        """Those that nobody has answered."""
        return [noted.finding for noted in self.noted if noted.answer is None]


def check(report: Report, rows: QuerySet[ReportRow] | None = None) -> list[CheckedReportRow]:
    """The report's rows, or these of them, with their findings; a fixed number of queries.

    A filed report is held to the targets under which it was filed: later ones are not held against it.
    """
    return _check([report], report.rows.all() if rows is None else rows, gather.filed_rows(report))


def check_as_defined_now(report: Report) -> list[CheckedReportRow]:
    """Like check(), with the plan's targets as they stand now, even for a filed report: to try a new rule."""
    return _check([report], report.rows.all(), {})


def check_across(reports: Sequence[Report], rows: QuerySet[ReportRow]) -> list[CheckedReportRow]:
    """These rows of reports on one plan and year, with their findings; a fixed number of queries for any of them.

    As everywhere across executors, targets are the plan's as it stands now.
    """
    return _check(reports, rows, {})


def findings(report: Report) -> list[CheckedReportRow]:
    """The rows that can be written in and of which there is something to say, in order."""
    return [checked for checked in check(report, report.rows.filter(access.open_rows(report))) if checked.noted]


def blocking(report: Report) -> list[Finding]:
    """What keeps the report from being submitted."""
    return [finding for row in findings(report) for finding in row.findings if finding.level == Level.ERROR]


def fingerprint(row: ReportRow, entries: Mapping[str, Entry]) -> str:
    """SHA-256 (hex) of what the row says: an answer to a finding holds as long as it stays the same."""
    values = sorted((code, str(entry.value), entry.not_applicable) for code, entry in entries.items())
    return sha256(json.dumps([row.answer, row.implementation, row.result, values]).encode()).hexdigest()


def levels(plan: int) -> dict[str, Level | None]:
    """The levels that the plan (its id) sets itself, by code; None: not checked."""
    return {each.code: _LEVELS[CheckLevel.Weight(each.weight)] for each in CheckLevel.objects.filter(plan=plan)}


def definitions_of(item: PlanItem, year: int) -> list[Definition]:
    """The item's indicators as plain data, with the targets of that year."""
    return gather.definitions(item.indicators.all(), year)


def wordings_of(item: PlanItem) -> dict[str, Wording]:
    """How texts speak of the item's indicators, by code."""
    return {i.code: Wording(i.phrase, i.phrase_for_zero, i.words) for i in item.indicators.all()}


def ties_of(item: PlanItem, others: Mapping[PlanItem, Mapping[str, Entry]]) -> tuple[Tied, ...]:
    """The values that other items' entries give for the facts that the item's indicators share with them."""
    found = []
    for indicator in item.indicators.all():
        for other, entries in others.items():
            for twin in other.indicators.all():
                is_twin = indicator.tie_id is not None and twin.tie_id == indicator.tie_id and other != item
                value = entries.get(twin.code, Entry()).value
                if is_twin and value is not None:
                    found.append(Tied(indicator.code, other.number, twin.name, value))
    return tuple(found)


def _check(reports: Sequence[Report], rows: QuerySet[ReportRow], filed: Mapping[int, Row]) -> list[CheckedReportRow]:
    if not reports:
        return []
    by_pk = {report.pk: report for report in reports}
    # Said once more: Django drops a model's own order where it groups.
    counted = rows.annotate(unanswered=_UNANSWERED).order_by("number", "pk")
    shown = list(counted.prefetch_related("values__indicator", gather.DEFINED_BY, "finding_answers__by"))
    compared = _Compared(reports, shown)
    own_levels = levels(reports[0].plan_id)
    checked = []
    for row in shown:
        row.report = by_pk[row.report_id]
        entries = gather.entries(row.values.all())
        seen = compared.plain(row, entries, row.unanswered, filed.get(row.item_id))
        now = fingerprint(row, entries)
        answers = {answer.key: answer for answer in row.finding_answers.all()}
        noted = []
        for finding in check_row(seen, own_levels):
            answer = answers.get(finding.key)
            holds = answer is not None and answer.content == now
            noted.append(Noted(finding, answer if holds else None, None if holds else answer))
        checked.append(CheckedReportRow(row, seen, noted))
    return checked


class _Compared:
    """What rows of reports on one plan and year are compared with: read once for all of them."""

    def __init__(self, reports: Sequence[Report], rows: Sequence[ReportRow]) -> None:
        plan, year = reports[0].plan_id, reports[0].year
        items = [row.item_id for row in rows]
        executors = [report.organization_id for report in reports]
        self.last_year = {
            (row.executor, row.item_id): Texts(row.implementation, row.result)
            for row in ReportRow.objects.filter(
                report__plan=plan, report__organization__in=executors, report__year=year - 1, item__in=items
            ).annotate(executor=F("report__organization"))
        }
        values = IndicatorValue.objects.filter(value__isnull=False, row__item__in=items).order_by()
        own = values.filter(row__report__organization__in=executors, row__report__year__lt=year)
        self.past = _by_executor(own.order_by("-row__report__year"))
        given = values.exclude(row__report__state__in=OPEN_STATES).filter(row__report__year=year)
        self.given = _by_executor(given)
        self.tied = self._tied(reports, rows)

    def _tied(
        self, reports: Sequence[Report], rows: Iterable[ReportRow]
    ) -> dict[int, dict[PlanItem, dict[str, Entry]]]:
        """The values of the reports' indicators that share a fact with one of these rows, by report and item."""
        ties = {i.tie_id for row in rows for i in row.item.indicators.all()} - {None}
        found: dict[int, dict[PlanItem, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
        if not ties:
            return found
        values = IndicatorValue.objects.filter(row__report__in=reports, indicator__tie__in=ties)
        values = values.select_related("indicator__item", "row").prefetch_related("indicator__item__indicators")
        for value in values:
            entry = Entry(value.value, value.not_applicable)
            item = value.indicator.item
            item.number = value.row.number  # as the report has it; the plan may be numbered anew
            found[value.row.report_id][item][value.indicator.code] = entry
        return found

    def _peers(self, row: ReportRow) -> dict[str, tuple[Decimal, ...]]:
        """What the other executors have given for the row's item."""
        found: dict[str, tuple[Decimal, ...]] = defaultdict(tuple)
        for executor, values in self.given[row.item_id].items():
            if executor != row.report.organization_id:
                for code, numbers in values.items():
                    found[code] += numbers
        return found

    def plain(self, row: ReportRow, entries: Mapping[str, Entry], unanswered: int, filed: Row | None) -> CheckedRow:
        """The row as the checks see it."""
        executor = row.report.organization_id
        shown = filed.figures if filed else figures(definitions_of(row.item, row.report.year), entries)
        return CheckedRow(
            item=row.number,
            year=row.report.year,
            answer=row.answer,
            implementation=row.implementation,
            result=row.result,
            figures=tuple(shown),
            measure=row.wording,
            expected_result=row.expected_result,
            unconfirmed=len(row.unconfirmed),
            unanswered_remarks=unanswered,
            last_year=self.last_year.get((executor, row.item_id)),
            past=self.past[row.item_id].get(executor, {}),
            peers=self._peers(row),
            tied=ties_of(row.item, self.tied.get(row.report_id, {})),
            wordings=wordings_of(row.item),
        )


def _by_executor(values: QuerySet[IndicatorValue]) -> dict[int, dict[int, dict[str, tuple[Decimal, ...]]]]:
    """Values in their order, by item, executor and indicator code."""
    found: dict[int, dict[int, dict[str, tuple[Decimal, ...]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(tuple))
    )
    numbers = values.values_list("row__item", "row__report__organization", "indicator__code", "value")
    for item, executor, code, value in numbers:
        assert value is not None
        found[item][executor][code] += (value,)
    return found
