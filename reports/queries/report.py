"""The report page: the rows as tasks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans import in_force
from reports.editions import due_numbers, missing_items
from reports.models import Remark, Report
from reports.vocabulary import OPEN_STATES, Answer, State

from .doubts import Counts, counts_by_row
from .gaps import LACKING_INDICATORS, UNANSWERED, gaps


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as the report page lists it."""

    url: str
    number: str
    wording: str
    section: str
    answer: str
    gaps: list[str]
    is_started: bool
    is_open: bool
    is_accepted: bool
    remarks: int
    counts: Counts

    @property
    def status(self) -> str:
        """done, started, empty or locked: the CSS suffix that gives the line its sign and colour."""
        if not self.is_open:
            return "done" if self.is_accepted else "locked"
        if not self.gaps:
            return "done"
        return "started" if self.is_started else "empty"

    @property
    def state(self) -> str:
        """The state in words: the answer of a complete row, else what it lacks; whether it is closed."""
        answer = f", ответ: {self.answer.lower()}" if self.answer else ""
        if not self.is_open:
            return f"{'Принята' if self.is_accepted else 'Закрыта'}{answer}"
        if self.gaps:
            return f"Осталось: {'; '.join(self.gaps)}" if self.is_started else "Не заполнена"
        return f"{'Исправлена' if self.remarks else 'Заполнена'}{answer}"


# While a review goes on, what has been accepted so far is the supervising body's own affair.
_DECIDED = (State.RETURNED, State.ACCEPTED)


def _count(records: QuerySet[Any], by: str = "row") -> Coalesce:
    """How many there are, as a correlated subquery: joined, they would multiply rows."""
    return Coalesce(records.order_by().values(by).annotate(n=Count("pk")).values("n"), Value(0))


def row_lines(report: Report) -> list[RowLine]:
    """All rows of a report with what each lacks and what the checks ask while it is open; a fixed number of queries."""
    asked = counts_by_row(report) if report.state in OPEN_STATES else {}
    rows = report.rows.annotate(
        has_text=~Q(implementation=""),
        has_result=~Q(result=""),
        lacking=_count(LACKING_INDICATORS, "item"),
        open_remarks=_count(Remark.objects.filter(row=OuterRef("pk"), sent_at__isnull=False, closed_at=None)),
        unanswered=_count(UNANSWERED),
    ).values_list(
        "pk", "number", "wording", "answer", "unconfirmed", "has_text", "has_result", "lacking",
        "open_remarks", "unanswered", "accepted_at", "item", "item__section",
    )  # fmt: skip
    labels = dict(Answer.choices)
    path = reverse("row", args=[0])[: -len("0/")]
    lines = []
    sections = {section.pk: section for section in report.plan.sections.all()}
    then = in_force.sections_then(report.plan_id, report.year)
    section = None
    for (
        pk, number, wording, answer, unconfirmed, has_text, has_result, lacking,
        remarks, unanswered, accepted_at, item, present,
    ) in rows:  # fmt: skip
        own = then.get(item, sections.get(present))
        starts_section = own is not None and own != section
        section = own
        row_is_open = report.state == State.DRAFT or (report.state == State.RETURNED and remarks > 0)
        lines.append(
            RowLine(
                url=f"{path}{pk}/",
                number=number,
                wording=wording,
                section=str(own) if starts_section else "",
                answer=labels.get(answer, ""),
                gaps=gaps(
                    answer,
                    has_text=has_text,
                    lacking_indicators=lacking,
                    unconfirmed=len(unconfirmed),
                    unanswered=unanswered,
                )
                if row_is_open
                else [],
                is_started=bool(answer or has_text or has_result),
                is_open=row_is_open,
                is_accepted=accepted_at is not None and report.state in _DECIDED,
                remarks=remarks,
                counts=asked.get(pk, Counts()),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class Additions:
    """Numbers of items that were assigned after the report had been started, and numbers that change with them."""

    items: list[str]
    renumbered: list[tuple[str, str]]


def additions(report: Report) -> Additions:
    """What «Добавить строки» would do to the report."""
    items = missing_items(report)
    moved = due_numbers(report, items) if items else []
    return Additions([item.number for item in items], [(row.number, number) for row, number in moved])
