"""One executor over the years: item by item the answers, the numbers, and what became of the texts."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from kuznetsk_report.accounts.models import Organization, User
from plans.models import FormerItem, Plan, PlanItem
from reports.compare import Piece
from reports.documents import gather
from reports.documents.content import Row
from reports.figures import Figure, figures
from reports.models import Report, ReportRow
from reports.statistics import TextChange, likeness

from .visible import visible_reports

PER_PAGE = 25
_READABLE = 35  # per cent: below it a comparison word by word is a riddle


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text of one year beside that of another. `pieces` and `likeness` (per cent) only where the words differ."""

    label: str
    change: TextChange
    pieces: list[Piece]
    likeness: int

    @property
    def is_rewritten(self) -> bool:
        """Whether so little is the same that the texts are better read one beside the other."""
        return self.change.kind == "changed" and self.likeness < _READABLE


@dataclass(frozen=True, slots=True)
class NumberLine:
    """An indicator year by year; None: no such row, or no such indicator, in that year."""

    name: str
    target: str
    figures: list[Figure | None]


@dataclass(frozen=True, slots=True)
class ItemStory:
    """An item over the years. `rows` has None for a year in whose report the item does not stand."""

    item: PlanItem
    rows: list[ReportRow | None]
    numbers: list[NumberLine]
    comparisons: list[Comparison]

    @property
    def last(self) -> ReportRow:
        """The item's row in the last report that has one."""
        return next(row for row in reversed(self.rows) if row is not None)

    @property
    def former(self) -> list[str]:
        """Where a report had the measure otherwise than the last one: «в 2023 году — п. 1.4, изложен иначе»."""
        told = []
        for row in self.rows:
            if row is None or (row.number, row.wording) == (self.last.number, self.last.wording):
                continue
            what = [
                f"п. {row.number}" if row.number != self.last.number else "",
                "изложен иначе" if row.wording.split() != self.last.wording.split() else "",
            ]
            if any(what):
                told.append(f"в {row.report.year} году — {', '.join(filter(None, what))}")
        return told


@dataclass(frozen=True, slots=True)
class ExecutorPage:
    """Reports from the earliest on; `pair` are the two years whose texts are compared, None with fewer than two."""

    reports: list[Report]
    pair: tuple[int, int] | None
    items: int
    reworded: int
    page: Page
    stories: list[ItemStory]

    @property
    def years(self) -> list[int]:
        return [report.year for report in self.reports]


def is_executor(plan: Plan, organization: Organization) -> bool:
    """Whether the organization has or had an item of the plan, or a report on it."""
    assigned = PlanItem.objects.filter(plan=plan, executors=organization)
    once = FormerItem.objects.filter(item__plan=plan, executors=organization)
    return assigned.exists() or once.exists() or Report.objects.filter(plan=plan, organization=organization).exists()


def executor_page(
    user: User,
    plan: Plan,
    organization: Organization,
    *,
    pair: tuple[int, int] | None = None,
    only_reworded: bool = False,
    number: str = "1",
) -> ExecutorPage:
    """What this organization has reported on the plan, as far as this person may see it; page `number` of the items.

    `pair` are two years in order; if there is no report for one of them, or none is given, the last two are taken. A
    fixed number of queries for any number of items and years.
    """
    reports = list(visible_reports(user).filter(plan=plan, organization=organization).order_by("year"))
    years = [report.year for report in reports]
    compared = pair if pair is not None and set(pair) <= set(years) else _last_two(years)
    rows: dict[int, dict[int, ReportRow]] = {}
    by_id = {report.pk: report for report in reports}
    with_values = ReportRow.objects.filter(report__in=[report.pk for report in reports]).select_related("item")
    for row in with_values.prefetch_related("values__indicator", "item__indicators__targets").order_by("item__number"):
        row.report = by_id[row.report_id]
        rows.setdefault(row.item_id, {})[row.report_id] = row
    changes = {item: _changes(by_report, reports, compared) for item, by_report in rows.items()}
    reworded = [item for item, changed in changes.items() if any(change.is_reworded for _, change in changed)]
    page = Paginator(reworded if only_reworded else list(rows), PER_PAGE).get_page(number)
    filed = {report.pk: gather.filed_rows(report) for report in reports}
    return ExecutorPage(
        reports=reports,
        pair=compared,
        items=len(rows),
        reworded=len(reworded),
        page=page,
        stories=[_story(rows[item], reports, filed, changes[item]) for item in page.object_list],
    )


def _last_two(years: list[int]) -> tuple[int, int] | None:
    return (years[-2], years[-1]) if len(years) > 1 else None


def _changes(
    rows: dict[int, ReportRow], reports: Collection[Report], pair: tuple[int, int] | None
) -> list[tuple[str, TextChange]]:
    """The texts of an item in two years; nothing where it does not stand in both reports."""
    if pair is None:
        return []
    old, new = (next((rows.get(report.pk) for report in reports if report.year == year), None) for year in pair)
    if old is None or new is None:
        return []
    return [
        ("Информация о реализации", TextChange(old.implementation, new.implementation)),
        ("Информация о результативности", TextChange(old.result, new.result)),
    ]


def _story(
    rows: dict[int, ReportRow],
    reports: list[Report],
    filed: dict[int, dict[int, Row]],
    changes: list[tuple[str, TextChange]],
) -> ItemStory:
    in_order = [rows.get(report.pk) for report in reports]
    by_year = [
        {} if row is None else {f.definition.code: f for f in _figures(row, filed[row.report_id])} for row in in_order
    ]
    newest = {code: figure for shown in by_year for code, figure in shown.items()}
    comparisons = []
    for label, change in changes:
        pieces = change.pieces() if change.kind in ("changed", "numbers") else []
        comparisons.append(Comparison(label, change, pieces, likeness(pieces)))
    return ItemStory(
        item=next(iter(rows.values())).item,
        rows=in_order,
        numbers=[
            NumberLine(figure.definition.name, figure.target_text, [shown.get(code) for shown in by_year])
            for code, figure in newest.items()
        ],
        comparisons=comparisons,
    )


def _figures(row: ReportRow, filed: dict[int, Row]) -> list[Figure]:
    """Those of a filed report against the targets under which it was filed."""
    if row.item_id in filed:
        return filed[row.item_id].figures
    return figures(gather.definitions(row.item.indicators.all(), row.report.year), gather.entries(row.values.all()))
