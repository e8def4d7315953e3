"""What several executors say about items of a plan: the numbers that the item's page and the charts are made of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from plans import in_force
from plans.models import Plan, PlanItem
from reports import statistics
from reports.consolidation import Contribution, totals
from reports.documents import gather
from reports.figures import Entry
from reports.models import IndicatorValue, Receipt, Report, ReportRow
from reports.text import name_key
from reports.vocabulary import OPEN_STATES, EventKind

# Of rows: what the executor has handed in and cannot change at the moment, because it is submitted or accepted.
GIVEN = ~Q(report__state__in=OPEN_STATES)


def entries_by_row(rows: QuerySet[ReportRow]) -> dict[int, dict[str, Entry]]:
    """The numbers of these rows by indicator code; one query. A row without numbers has none."""
    found: dict[int, dict[str, Entry]] = defaultdict(dict)
    values = IndicatorValue.objects.filter(row__in=rows.order_by().values("pk")).order_by()
    for row, code, value, not_applicable in values.values_list("row", "indicator__code", "value", "not_applicable"):
        found[row][code] = Entry(value, not_applicable)
    return found


def submissions(plan: Plan, year: int) -> statistics.Submissions:
    """How the reports for a year came in: each counts on the day when it was submitted for the first time.

    Those that were accepted on paper have no such day, even if they were opened and submitted again on the portal.
    """
    on_paper = Report.objects.filter(plan=plan, year=year, events__kind=EventKind.FILED).distinct()
    receipts = Receipt.objects.filter(report__plan=plan, report__year=year, version=1).exclude(report__in=on_paper)
    return statistics.submissions(
        (timezone.localdate(at) for at in receipts.values_list("at", flat=True)),
        deadline=plan.deadline(year),
        executors=len(executors(plan, year)),
        undated=on_paper.count(),
    )


def executors(plan: Plan, year: int) -> set[int]:
    """Organizations that have to report on the plan: those with an item, and those that have a report for the year."""
    return {
        *(organization for _, organization in in_force.assigned_in(plan, year)),
        *Report.objects.filter(plan=plan, year=year).values_list("organization", flat=True),
    }


@dataclass(frozen=True, slots=True)
class ItemYears:
    """An item with the totals of its indicators, year by year."""

    item: PlanItem
    indicators: list[statistics.Years]


def totals_by_year(plan: Plan, items: Iterable[PlanItem]) -> list[ItemYears]:
    """The indicators of these items (prefetched) over all reports that are submitted or accepted; two queries.

    Years to come, without a report, are left out.
    """
    items = list(items)
    rows = ReportRow.objects.filter(GIVEN, item__in=items, report__plan=plan).order_by()
    entries = entries_by_row(rows)
    said: dict[tuple[int, int], list[Contribution]] = defaultdict(list)
    for pk, item_id, year, answer, name in rows.values_list(
        "pk", "item", "report__year", "answer", "report__organization__short_name"
    ):
        said[item_id, year].append(Contribution(name, answer, entries[pk]))
    reported = {year for _, year in said}
    years = [year for year in plan.years if year <= timezone.localdate().year or year in reported]
    found = []
    for item in items:
        indicators_of = item.indicators.all()
        by_year = [(year, _by_name(said[item.pk, year])) for year in years]
        summed = []
        for year, each in by_year:
            defined = gather.definitions(indicators_of, year)
            named = dict(zip((definition.code for definition in defined), totals(defined, each), strict=True))
            summed.append((year, len(each), named))
        indicators = [
            statistics.Years(
                definition,
                tuple(
                    statistics.YearTotal(year, count, named[definition.code])
                    for year, count, named in summed
                    if definition.code in named
                ),
            )
            for definition in gather.definitions(indicators_of, plan.last_year)
        ]
        found.append(ItemYears(item, indicators))
    return found


def given_contributions(item: PlanItem, year: int) -> list[Contribution]:
    """What the submitted and accepted reports say about an item, by the executors' names; two queries."""
    rows = ReportRow.objects.filter(GIVEN, item=item, report__year=year)
    entries = entries_by_row(rows)
    return _by_name(
        Contribution(name, answer, entries[pk])
        for pk, answer, name in rows.values_list("pk", "answer", "report__organization__short_name")
    )


def _by_name(contributions: Iterable[Contribution]) -> list[Contribution]:
    return sorted(contributions, key=lambda each: name_key(each.executor))
