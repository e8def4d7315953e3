"""How far reports have come, counted in rows."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
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

    @property
    def share(self) -> float:
        """How much of the report is complete, 0 to 1; a report without rows is not begun."""
        return self.complete / self.total if self.total else 0.0


def progress(standings: Iterable[Standing]) -> dict[int, Progress]:
    """The progress of these executors' reports, by report; one query."""
    reports = [standing.report for standing in standings if standing.report is not None]
    versions = Receipt.objects.filter(report=OuterRef("pk")).order_by("-version").values("version")
    found = with_progress(Report.objects.filter(pk__in=reports)).annotate(
        decided=count_rows(DECIDED), version=Coalesce(Subquery(versions[:1]), Value(0))
    )
    fields = ("pk", "state", "total", "complete", "decided", "version")
    return {
        pk: Progress(
            total=total,
            complete=complete if state in OPEN_STATES else total,
            decided=None if state == State.DRAFT else decided,
            version=version,
        )
        for pk, state, total, complete, decided, version in found.order_by().values_list(*fields)
    }


def with_progress(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with the numbers of their rows: `total`, and `complete`, those that lack nothing."""
    return reports.annotate(total=count_rows(Q()), complete=count_rows(COMPLETE))


def count_rows(condition: Q | Combinable) -> Combinable:
    """For annotate() on reports: how many of their rows are so."""
    rows = ReportRow.objects.filter(condition, report=OuterRef("pk")).order_by().values("report")
    return Coalesce(rows.annotate(n=Count("pk")).values("n"), Value(0))
