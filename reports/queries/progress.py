"""How far reports have come, counted in rows."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from reports.models import Receipt, Remark, Report, ReportRow
from reports.vocabulary import OPEN_STATES, State

from .gaps import COMPLETE
from .standings import Standing

OPEN_REMARK = Exists(Remark.objects.filter(row=OuterRef("pk"), closed_at=None))
DECIDED = Q(accepted_at__isnull=False) | Q(OPEN_REMARK)


class Progress(NamedTuple):
    """Rows of a report: all, those that lack nothing, and those that the supervisor has accepted or remarked.

    Once a report is filed, nothing more is asked of its rows. Nothing can be decided about a draft: `decided` is None.
    `version` is that of the last receipt, 0 if there is none.
    """

    total: int
    complete: int
    decided: int | None
    version: int


def progress(standings: Iterable[Standing]) -> dict[int, Progress]:
    """The progress of these executors' reports, by report; two queries."""
    states = {standing.report: standing.state for standing in standings if standing.report is not None}
    rows = ReportRow.objects.filter(report__in=states).order_by().values("report")
    # Grouped, not counted report by report: each row, with its long texts, is read once.
    counted = rows.annotate(
        total=Count("pk"),
        complete=Count("pk", filter=Q(report__state__in=OPEN_STATES) & Q(COMPLETE)),
        decided=Count("pk", filter=~Q(report__state=State.DRAFT) & DECIDED),
    )
    numbers = {pk: rest for pk, *rest in counted.values_list("report", "total", "complete", "decided")}
    receipts = Receipt.objects.filter(report__in=states).order_by().values("report")
    versions = dict(receipts.annotate(last=Max("version")).values_list("report", "last"))
    found = {}
    for pk, state in states.items():
        total, complete, decided = numbers.get(pk, (0, 0, 0))
        found[pk] = Progress(
            total=total,
            complete=complete if state in OPEN_STATES else total,
            decided=None if state == State.DRAFT else decided,
            version=versions.get(pk, 0),
        )
    return found


def completeness(standings: Iterable[Standing]) -> dict[int, float]:
    """How much of these executors' reports is complete, 0 to 1, by report; a filed one is. One query."""
    states = {standing.report: standing.state for standing in standings if standing.report is not None}
    is_open = [pk for pk, state in states.items() if state in OPEN_STATES]
    rows = ReportRow.objects.filter(report__in=is_open).order_by().values("report")
    counted = rows.annotate(total=Count("pk"), complete=Count("pk", filter=Q(COMPLETE)))
    found = {pk: complete / total for pk, total, complete in counted.values_list("report", "total", "complete")}
    return {pk: found.get(pk, 0.0) if state in OPEN_STATES else 1.0 for pk, state in states.items()}


def with_progress(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with the numbers of their rows: `total`, and `complete`, those that lack nothing."""
    return reports.annotate(total=_count_rows(Q()), complete=_count_rows(COMPLETE))


def _count_rows(condition: Q | Combinable) -> Combinable:
    rows = ReportRow.objects.filter(condition, report=OuterRef("pk")).order_by().values("report")
    return Coalesce(rows.annotate(n=Count("pk")).values("n"), Value(0))
