"""The review page: all rows of a submitted report with what a supervisor needs to decide on each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.db.models import Max

from plans import in_force
from reports import checklist, past
from reports.checklist import Noted
from reports.checks import Level
from reports.compare import Piece, compare, excerpt
from reports.documents import gather
from reports.figures import Entry, Figure, figures
from reports.models import Event, IndicatorValue, Remark, Report, ReportRow
from reports.vocabulary import EventKind

from .doubts import WHOLE_ROW, Counts, Slot
from .row import LastYear


class Review(StrEnum):
    """Where a row stands in the review."""

    PENDING = "pending"
    REMARKED = "remarked"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field since a remark was made."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class AnsweredRemark:
    """A remark of an earlier round with its answer, and the row before and after."""

    remark: Remark
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row under review. `seen` is what a decision about it must name (actions.last_event())."""

    row: ReportRow
    review: Review
    section: str
    figures: list[Figure]
    noted: list[Noted]
    remarks: list[Remark]
    answered: list[AnsweredRemark]
    last_year: LastYear | None
    seen: int

    @property
    def remarked(self) -> set[str]:
        """The texts of the remarks that are open: a finding that became one need not become another."""
        return {remark.text for remark in self.remarks}

    @property
    def slot(self) -> Slot:
        """What the checks found, arranged."""
        return Slot(WHOLE_ROW, self.noted)

    @property
    def is_asked(self) -> bool:
        """Whether the checks found more than hints, explained or not."""
        return any(noted.finding.level < Level.HINT for noted in self.noted)

    @property
    def came_back(self) -> bool:
        """Whether the executor has worked on the row after a remark, and nobody has decided on it since."""
        return self.review == Review.PENDING and bool(self.answered)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The rows in order. `seen` is what a decision about the report must name."""

    rows: list[ReviewRow]
    seen: int

    def count(self, review: Review) -> int:
        return sum(1 for row in self.rows if row.review == review)

    @property
    def answered(self) -> int:
        """How many rows came back with answers to remarks and have not been decided on since."""
        return sum(1 for row in self.rows if row.came_back)

    @property
    def counts(self) -> Counts:
        """What the checks found in all rows and nobody has explained."""
        return Counts.of(noted for row in self.rows for noted in row.noted)

    @property
    def asked(self) -> int:
        return sum(1 for row in self.rows if row.is_asked)

    @property
    def pending(self) -> int:
        return self.count(Review.PENDING)

    @property
    def remarked(self) -> int:
        return self.count(Review.REMARKED)

    @property
    def accepted(self) -> int:
        return self.count(Review.ACCEPTED)


def review_page(report: Report) -> ReviewPage:
    """All rows of the report; a fixed number of queries."""
    # First of all: what happens between the queries must count as not seen.
    seen = report.events.exclude(kind=EventKind.ISSUED).aggregate(last=Max("pk"))["last"]
    rows = list(
        report.rows.annotate(last_event=Max("events__pk"))
        .order_by("number")  # Django drops a model's own order where it groups
        .select_related("item__section", "accepted_by")
        .prefetch_related("item__indicators__targets", "remarks__author", "remarks__answered_by")
    )
    earlier = _last_year(report, rows)
    later = _events_since_remarks(rows)
    checked_rows = {checked.row.pk: checked for checked in checklist.check(report)}
    sections = in_force.sections_then(report.plan_id, report.year)
    section = None
    shown = []
    for row in rows:
        row.report = report
        own = sections.get(row.item_id, row.item.section)
        starts_section = own is not None and own != section
        section = own
        open_remarks = [remark for remark in row.remarks.all() if remark.closed_at is None]
        checked = checked_rows[row.pk]
        shown.append(
            ReviewRow(
                row=row,
                review=_review(row, open_remarks),
                section=str(section) if starts_section else "",
                figures=list(checked.seen.figures),
                noted=checked.noted,
                remarks=open_remarks,
                answered=[
                    AnsweredRemark(remark, _changes(row, remark, later[row.pk]))
                    for remark in row.remarks.all()
                    if remark.closed_at is not None
                ],
                last_year=earlier.get(row.item_id),
                seen=row.last_event or 0,
            )
        )
    return ReviewPage(shown, seen or 0)


def _review(row: ReportRow, open_remarks: list[Remark]) -> Review:
    if open_remarks:
        return Review.REMARKED
    return Review.ACCEPTED if row.accepted_at is not None else Review.PENDING


def _last_year(report: Report, rows: Sequence[ReportRow]) -> dict[int, LastYear]:
    """Last year's rows of the same items, by item."""
    found = list(
        ReportRow.objects.filter(
            report__plan=report.plan_id,
            report__organization=report.organization_id,
            report__year=report.year - 1,
            item__in=[row.item_id for row in rows],
        ).select_related("report")
    )
    values = IndicatorValue.objects.filter(row__in=found).select_related("indicator").order_by("row")
    by_row = {pk: gather.entries(group) for pk, group in groupby(values, lambda value: value.row_id)}
    filed = gather.filed_rows(found[0].report) if found else {}  # one report a year
    defined = {row.item_id: gather.definitions(row.item.indicators.all(), report.year - 1) for row in rows}
    return {
        row.item_id: LastYear(
            row,
            row.report.year,
            filed[row.item_id].figures
            if row.item_id in filed
            else figures(defined[row.item_id], by_row.get(row.pk, {})),
        )
        for row in found
    }


def _events_since_remarks(rows: Sequence[ReportRow]) -> dict[int, list[Event]]:
    """What was written after the first remark, newest first, by row."""
    since: dict[int, list[Event]] = defaultdict(list)
    remarked = [row.pk for row in rows if row.remarks.all()]
    for event in Event.objects.filter(row__in=remarked, version__isnull=False).order_by("-version"):
        since[event.row_id or 0].append(event)
    return since


def _changes(row: ReportRow, remark: Remark, events: list[Event]) -> list[Change]:
    """The fields of the row that differ from what the supervisor had read when making the remark."""
    now = past.stored(row)
    then = past.undo(now, (event for event in events if (event.version or 0) > remark.row_version))
    return differences(row, then, now)


def differences(
    row: ReportRow, before: past.Content, after: past.Content, *, with_replies: bool = False
) -> list[Change]:
    """What changed in a row between two times, with or without the answers to remarks."""
    dates = past.dates(row)

    def shown(name: str, content: past.Content) -> str:
        return past.shown(name, content.get(name, Entry()), dates)

    return [
        Change(label, excerpt(compare(shown(name, before), shown(name, after))))
        for name, label in past.labels(row).items()
        if (with_replies or not name.startswith("reply_")) and before.get(name) != after.get(name)
    ]
