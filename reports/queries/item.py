"""The page of one item of the plan: what all executors say about it in a year, side by side."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Max, Prefetch

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import Plan, PlanItem, for_supervisor
from reports import access, checklist, statistics
from reports.checklist import Noted
from reports.consolidation import GROUP_LABELS, PENDING, SILENT, Contribution, Total, grouped, totals
from reports.documents import gather
from reports.figures import Definition, Entry, Figure, figures
from reports.models import Remark, Report, ReportRow
from reports.text import name_key
from reports.vocabulary import OPEN_STATES, State
from reports.workflow import Action

from .across import entries_by_row
from .doubts import WHOLE_ROW, Slot
from .review import Review
from .row import LastYear

PER_PAGE = 25
# What is chosen in a filter where there is nothing to choose: no report, no answer.
NONE = "none"


REVIEW_LABELS = {
    Review.PENDING: "не проверена",
    Review.REMARKED: "есть замечание",
    Review.ACCEPTED: "принята",
}


# Here everything that was handed in counts, so what is pending is with the executor.
_LABELS = {**{kind: str(label) for kind, label in GROUP_LABELS.items()}, PENDING: "На доработке"}


@dataclass(frozen=True, slots=True)
class Line:
    """An executor's standing on the item. Without a report, or a row in it, the rest is empty."""

    organization: Organization
    report: Report | None
    row: int | None
    answer: str
    review: Review | None
    entries: Mapping[str, Entry]
    figures: list[Figure]
    seen: int  # what a decision about the row must name

    @property
    def is_given(self) -> bool:
        """Whether what the row says has been handed in."""
        return self.row is not None and self.report is not None and self.report.state not in OPEN_STATES

    @property
    def misses_target(self) -> bool:
        return any(figure.met is False for figure in self.figures)

    def contribution(self, counted: Collection[str]) -> Contribution:
        """As the totals see it if reports in these states are counted."""
        name = self.organization.short_name
        if self.report is None or self.report.state == State.DRAFT:
            return Contribution(name, SILENT)
        if self.report.state not in counted:
            return Contribution(name, PENDING)
        return Contribution(name, self.answer, self.entries)


@dataclass(frozen=True, slots=True)
class Card:
    """A line with its texts, last year's, and the remarks that are not closed."""

    line: Line
    row: ReportRow | None
    last_year: LastYear | None
    remarks: list[Remark]
    noted: list[Noted]  # of a row that has been handed in
    may_review: bool

    @property
    def slot(self) -> Slot:
        """What the checks found, arranged."""
        return Slot(WHOLE_ROW, self.noted)

    @property
    def remarked(self) -> set[str]:
        """The texts of the remarks: a finding that became one need not become another."""
        return {remark.text for remark in self.remarks}

    @property
    def may_accept(self) -> bool:
        """Whether there is something to accept, and nothing in the way."""
        return self.may_review and self.line.review == Review.PENDING


@dataclass(frozen=True, slots=True)
class Choice:
    """Which executors are shown, and in which order.

    `sort` is "name" or an indicator's code, with a "-" before it for the largest value first.
    """

    answer: str = ""
    state: str = ""
    review: str = ""
    missed: bool = False
    search: str = ""
    sort: str = "name"

    @property
    def is_narrow(self) -> bool:
        return bool(self.answer or self.state or self.review or self.missed or self.search)


@dataclass(frozen=True, slots=True)
class Group:
    """Executors that stand alike towards the item."""

    label: str
    executors: tuple[str, ...]
    is_silent: bool  # has handed in nothing


@dataclass(frozen=True, slots=True)
class IndicatorTotals:
    """An indicator over the accepted reports, as the consolidated report has it, and over all that were handed in."""

    accepted: Total
    given: Total
    spread: statistics.Spread

    @property
    def definition(self) -> Definition:
        return self.given.figure.definition


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything on the page. `pinned` are cards that the choice leaves out but on which something is to be said."""

    item: PlanItem
    wording: str
    expected_result: str
    previous: str | None
    next: str | None
    groups: list[Group]
    indicators: list[IndicatorTotals]
    executors: int
    found: int
    page: Page
    cards: list[Card]
    pinned: list[Card]


def item_page(
    user: User,
    plan: Plan,
    item: PlanItem,
    year: int,
    *,
    choice: Choice,
    number: str = "1",
    pinned: Collection[int] = (),
) -> ItemPage:
    """The item (with indicators prefetched) over all executors; page `number` of those that are chosen.

    `pinned` are ids of rows that are shown whatever the choice. A fixed number of queries for any number of executors.
    """
    definitions = gather.definitions(item.indicators.all(), year)
    lines = _lines(plan, item, year, definitions)
    chosen = _chosen(lines, choice)
    page = Paginator(chosen, PER_PAGE).get_page(number)
    on_page = list(page.object_list)
    shown = {line.row for line in on_page}
    left_out = [line for line in lines if line.row in pinned and line.row not in shown]
    cards = _cards(user, [*on_page, *left_out], item, year, definitions)
    accepted = [line.contribution([State.ACCEPTED]) for line in lines]
    given = [line.contribution([state for state in State if state not in OPEN_STATES]) for line in lines]
    numbers = list(dict.fromkeys(each.number for each in in_force.items_in(plan, year)))
    at = numbers.index(item.number)
    return ItemPage(
        item=item,
        wording=for_supervisor(item.wording, plan.supervisor),
        expected_result=for_supervisor(item.expected_result, plan.supervisor),
        previous=numbers[at - 1] if at else None,
        next=numbers[at + 1] if at + 1 < len(numbers) else None,
        groups=[
            Group(_LABELS[group.kind], group.executors, is_silent=group.kind == SILENT) for group in grouped(given)
        ],
        indicators=[
            IndicatorTotals(
                of_accepted, of_given, statistics.spread(definition, (c for c in given if c.is_accepted), definitions)
            )
            for definition, of_accepted, of_given in zip(
                definitions, totals(definitions, accepted), totals(definitions, given), strict=True
            )
        ],
        executors=len(lines),
        found=len(chosen),
        page=page,
        cards=cards[: len(on_page)],
        pinned=cards[len(on_page) :],
    )


def _lines(plan: Plan, item: PlanItem, year: int, definitions: list[Definition]) -> list[Line]:
    """Everybody who has to say something about the item, by name, without the texts."""
    rows = ReportRow.objects.filter(item=item, report__plan=plan, report__year=year)
    # What happened last is read before anything that a decision is about: nothing newer can pass as seen.
    bare = rows.annotate(last_event=Max("events__pk")).only("pk", "report", "answer", "accepted_at")
    standing = {row.report_id: row for row in bare}
    remarked = set(Remark.objects.filter(row__in=rows, closed_at=None).values_list("row", flat=True))
    entries = entries_by_row(rows)
    reports = {
        report.organization_id: report
        for report in Report.objects.filter(plan=plan, year=year).select_related("plan").defer("filed_content")
    }
    with_row = [report.organization_id for report in reports.values() if report.pk in standing]
    assigned = [executor for _, executor in in_force.assigned_in(plan, year, item=item.pk)]
    organizations = Organization.objects.filter(pk__in={*assigned, *with_row})
    lines = []
    for organization in sorted(organizations, key=lambda each: name_key(each.short_name)):
        report = reports.get(organization.pk)
        row = None if report is None else standing.get(report.pk)
        if report is not None:
            report.organization = organization
        numbers = {} if row is None else entries[row.pk]
        lines.append(
            Line(
                organization=organization,
                report=report,
                row=None if row is None else row.pk,
                answer="" if row is None else row.answer,
                review=None if row is None or report is None or report.state == State.DRAFT else _review(row, remarked),
                entries=numbers,
                figures=[] if row is None else figures(definitions, numbers),
                seen=0 if row is None else row.last_event or 0,
            )
        )
    return lines


def _review(row: ReportRow, remarked: Collection[int]) -> Review:
    if row.pk in remarked:
        return Review.REMARKED
    return Review.PENDING if row.accepted_at is None else Review.ACCEPTED


def _chosen(lines: Iterable[Line], choice: Choice) -> list[Line]:
    lines = list(lines)
    if choice.search:
        lines = _containing(lines, choice.search)
    found = [
        line
        for line in lines
        if (not choice.answer or (line.row is not None and (line.answer or NONE) == choice.answer))
        and (not choice.state or (NONE if line.report is None else line.report.state) == choice.state)
        and (not choice.review or line.review == choice.review)
        and (not choice.missed or line.misses_target)
    ]
    code = choice.sort.removeprefix("-")
    return found if code == "name" else _by_value(found, code, largest_first=choice.sort.startswith("-"))


def _by_value(lines: list[Line], code: str, *, largest_first: bool) -> list[Line]:
    """By the indicator's value; those without one at the end, by name like those with the same one."""

    def value(line: Line) -> Decimal | None:
        return next((figure.value for figure in line.figures if figure.definition.code == code), None)

    valued = [(number, line) for line in lines if (number := value(line)) is not None]
    valued.sort(key=lambda pair: -pair[0] if largest_first else pair[0])
    return [line for _, line in valued] + [line for line in lines if value(line) is None]


def _containing(lines: list[Line], search: str) -> list[Line]:
    """Those with the words in their name or in one of their texts. Here, as SQLite knows no capital Russian letters."""
    texts = ReportRow.objects.filter(pk__in=[line.row for line in lines]).order_by()
    by_row = {pk: (work, result) for pk, work, result in texts.values_list("pk", "implementation", "result")}
    wanted = _folded(search)
    return [
        line
        for line in lines
        if any(
            wanted in _folded(text)
            for text in (line.organization.short_name, line.organization.name, *by_row.get(line.row or 0, ()))
        )
    ]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _cards(user: User, lines: list[Line], item: PlanItem, year: int, definitions: list[Definition]) -> list[Card]:
    rows = ReportRow.objects.filter(pk__in=[line.row for line in lines]).prefetch_related(
        Prefetch("remarks", Remark.objects.filter(closed_at=None).select_related("author", "answered_by"))
    )
    by_pk = {row.pk: row for row in rows}
    organizations = [line.organization.pk for line in lines]
    # By report first: rows are then found by their unique key, and no others with their long texts are read.
    reports = dict(
        Report.objects.filter(plan=item.plan_id, year=year - 1, organization__in=organizations).values_list(
            "pk", "organization"
        )
    )
    earlier_rows = ReportRow.objects.filter(report__in=list(reports), item=item)
    entries = entries_by_row(earlier_rows)
    earlier = {
        reports[row.report_id]: LastYear(row, year - 1, figures(definitions, entries[row.pk])) for row in earlier_rows
    }
    reviewable = access.may_each(user, Action.REVIEW, [line.report for line in lines if line.report is not None])
    given = [line for line in lines if line.is_given]
    given_rows = ReportRow.objects.filter(pk__in=[line.row for line in given])
    checked = checklist.check_across([line.report for line in given if line.report is not None], given_rows)
    noted = {each.row.pk: each.noted for each in checked}
    cards = []
    for line in lines:
        row = by_pk.get(line.row or 0)
        cards.append(
            Card(
                line=line,
                row=row,
                last_year=earlier.get(line.organization.pk),
                remarks=[] if row is None else list(row.remarks.all()),
                noted=noted.get(line.row or 0, []),
                may_review=row is not None and line.report is not None and line.report.pk in reviewable,
            )
        )
    return cards
