"""The matrix: all executors of a plan, over its years or over the items of one year."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, TextChoices
from django.urls import reverse

from plans import in_force
from plans.models import Plan
from reports.models import Report, ReportRow
from reports.text import folded
from reports.vocabulary import OPEN_STATES

from .gaps import COMPLETE
from .progress import OPEN_REMARK, Progress, completeness, progress
from .row_marks import ROW_MARKS, RowMark, row_status
from .standings import NOT_BEGUN, OWED, STATE_LABELS, Standing, standings, years_of

PER_PAGE = 100


class View(TextChoices):
    """What stands across."""

    YEARS = "years", "По годам"
    ITEMS = "items", "По пунктам Плана"


class Sort(TextChoices):
    """In which order the executors stand."""

    NAME = "name", "по названию"
    STATE = "state", "по состоянию"
    SUBMITTED_FIRST = "submitted", "по дате представления: сначала ранние"
    SUBMITTED_LAST = "-submitted", "по дате представления: сначала поздние"
    LEAST_COMPLETE = "complete", "по заполненности: сначала пустые"
    MOST_COMPLETE = "-complete", "по заполненности: сначала полные"
    LATEST = "late", "по опозданию: сначала самые долгие"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. States, lateness, dates and completeness are those of `year` in either view.

    `items` are item numbers: each stands for itself and for all below it. Empty means: all, as for `states`.
    """

    year: int
    view: View = View.YEARS
    search: str = ""
    states: frozenset[str] = frozenset()
    late: bool = False
    section: int | None = None
    items: tuple[str, ...] = ()
    sort: Sort = Sort.NAME


class YearCell(NamedTuple):
    """The report of one year."""

    state: str
    label: str
    url: str
    late: bool


class RowCell(NamedTuple):
    """One row of a report; without `url` where there is none."""

    mark: RowMark
    url: str


class Column(NamedTuple):
    """A year, or an item with its wording."""

    key: int
    name: str
    wording: str


class Line(NamedTuple):
    """An executor with what stands across. `url` is the report's of the chosen year; `progress` goes with years."""

    standing: Standing
    url: str
    cells: Sequence[YearCell] | Sequence[RowCell | None]
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix as it is shown: `page` holds its lines, `everybody` says how many executors there are in all."""

    plan: Plan
    wanted: Wanted
    columns: list[Column]
    lines: list[Line]
    page: Page
    everybody: int


def matrix(plan: Plan, wanted: Wanted, *, today: date, page: str | int | None = None) -> Matrix:
    """The executors that were asked for, 100 to a page; all of them for page None. A fixed number of queries."""
    everybody = standings({plan: wanted.year}, today=today)[plan]
    found = [standing for standing in everybody if _is_wanted(standing, wanted)]
    found = _sorted(found, wanted.sort)
    shown = Paginator(found, PER_PAGE if page is not None else max(len(found), 1)).get_page(page or 1)
    on_page: list[Standing] = list(shown.object_list)
    if wanted.view == View.ITEMS:
        columns = _item_columns(plan, wanted)
        lines = _over_items(on_page, columns)
    else:
        years = years_of(plan, today=today)
        columns = [Column(year, f"{year} год", "") for year in years]
        lines = _over_years(plan, on_page, years, progress(on_page), today)
    return Matrix(plan, wanted, columns, lines, shown, len(everybody))


def _is_wanted(standing: Standing, wanted: Wanted) -> bool:
    if wanted.late and standing.days_late is None:
        return False
    if wanted.states and standing.state not in wanted.states:
        return False
    name = folded(f"{standing.name} {standing.full_name}") if wanted.search else ""
    return all(word in name for word in folded(wanted.search).split())


def _sorted(found: list[Standing], sort: Sort) -> list[Standing]:
    """Equals stay in the order of names, in which they come."""
    if sort in (Sort.SUBMITTED_FIRST, Sort.SUBMITTED_LAST):
        dated = [(standing.submitted_at, standing) for standing in found]
        there = [(at, standing) for at, standing in dated if at is not None]
        there.sort(key=lambda pair: pair[0], reverse=sort == Sort.SUBMITTED_LAST)
        return [standing for _, standing in there] + [standing for at, standing in dated if at is None]
    states = list(STATE_LABELS)
    done = completeness(found) if sort in (Sort.LEAST_COMPLETE, Sort.MOST_COMPLETE) else {}
    keys: dict[Sort, Callable[[Standing], float]] = {
        Sort.STATE: lambda s: states.index(s.state),
        Sort.LATEST: lambda s: -(s.days_late if (s.days_late is not None) else -1),
        Sort.LEAST_COMPLETE: lambda s: done[s.report] if s.report else -1,
        Sort.MOST_COMPLETE: lambda s: -done[s.report] if s.report else 1,
    }
    return sorted(found, key=keys[sort]) if sort in keys else found


# ---- over the years ----


def _over_years(
    plan: Plan, shown: list[Standing], years: list[int], done: dict[int, Progress], today: date
) -> list[Line]:
    found = Report.objects.filter(plan=plan, organization__in=[standing.organization for standing in shown])
    reports = {
        (organization, year): (pk, state)
        for organization, year, pk, state in found.order_by().values_list("organization", "year", "pk", "state")
    }
    past = {year: today > plan.deadline(year) for year in years}
    path = _path("report")

    def cell(organization: int, year: int) -> YearCell:
        pk, state = reports.get((organization, year), (None, NOT_BEGUN))
        return YearCell(state, STATE_LABELS[state], f"{path}{pk}/" if pk else "", past[year] and state in OWED)

    return [
        Line(
            standing,
            f"{path}{standing.report}/" if standing.report else "",
            [cell(standing.organization, year) for year in years],
            done[standing.report] if standing.report else None,
        )
        for standing in shown
    ]


# ---- over the items of a year ----


def _item_columns(plan: Plan, wanted: Wanted) -> list[Column]:
    return [
        Column(item.pk, item.number, item.wording)
        for item in in_force.items_in(plan, wanted.year)
        if wanted.section in (None, item.section_id)
        and (not wanted.items or any(f"{item.number}.".startswith(f"{asked}.") for asked in wanted.items))
    ]


def _over_items(shown: list[Standing], columns: list[Column]) -> list[Line]:
    path, row_path = _path("report"), _path("row")
    cells: dict[tuple[int | None, int], RowCell] = {
        (report, item): RowCell(mark, f"{row_path}{pk}/")
        for report, item, pk, mark in _marked_rows(
            [standing.report for standing in shown if standing.report], [column.key for column in columns]
        )
    }
    return [
        Line(
            standing,
            f"{path}{standing.report}/" if standing.report else "",
            [cells.get((standing.report, column.key)) for column in columns],
            None,
        )
        for standing in shown
    ]


def _marked_rows(reports: list[int], items: list[int]) -> Iterable[tuple[int, int, int, RowMark]]:
    """(report, item, row, its mark), without reading the long texts."""
    rows: Any = (
        ReportRow.objects.filter(report__in=reports, item__in=items)
        .order_by()
        .annotate(
            is_open=Q(report__state__in=OPEN_STATES),
            is_complete=Q(report__state__in=OPEN_STATES) & COMPLETE,
            is_begun=~Q(answer="") | ~Q(implementation="") | ~Q(result=""),
            is_accepted=Q(accepted_at__isnull=False),
            is_remarked=OPEN_REMARK,
        )
        .values_list(
            "report", "item", "pk", "answer", "is_accepted", "is_remarked", "is_open", "is_complete", "is_begun"
        )
    )
    for report, item, pk, answer, accepted, remarked, is_open, complete, begun in rows:
        status = row_status(accepted=accepted, remarked=remarked, is_open=is_open, complete=complete, begun=begun)
        yield report, item, pk, ROW_MARKS[answer, status]


def _path(name: str) -> str:
    """The address of a page up to its number: asked once, not for every cell."""
    return reverse(name, args=[0]).removesuffix("0/")
