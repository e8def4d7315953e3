"""The report page: the rows as tasks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans.models import PlanItem
from reports.models import Remark, Report
from reports.vocabulary import Answer, State

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
    """All rows of a report with what each lacks while it is open; one query, without the long texts."""
    rows = report.rows.annotate(
        has_text=~Q(implementation=""),
        has_result=~Q(result=""),
        lacking=_count(LACKING_INDICATORS, "item"),
        open_remarks=_count(Remark.objects.filter(row=OuterRef("pk"), sent_at__isnull=False, closed_at=None)),
        unanswered=_count(UNANSWERED),
        section_number=F("item__section__number"),
        section_title=F("item__section__title"),
    ).values_list(
        "pk", "number", "wording", "answer", "unconfirmed", "has_text", "has_result", "lacking",
        "open_remarks", "unanswered", "accepted_at", "section_number", "section_title",
    )  # fmt: skip
    labels = dict(Answer.choices)
    path = reverse("row", args=[0])[: -len("0/")]
    lines = []
    section = None
    for (
        pk, number, wording, answer, unconfirmed, has_text, has_result, lacking,
        remarks, unanswered, accepted_at, s_number, s_title,
    ) in rows:  # fmt: skip
        starts_section = s_number is not None and s_number != section
        section = s_number
        row_is_open = report.state == State.DRAFT or (report.state == State.RETURNED and remarks > 0)
        lines.append(
            RowLine(
                url=f"{path}{pk}/",
                number=number,
                wording=wording,
                section=f"{s_number}. {s_title}" if starts_section else "",
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
            )
        )
    return lines


def items_without_row(report: Report) -> list[str]:
    """Numbers of items assigned to the executor after the report had been started."""
    items = PlanItem.objects.filter(plan=report.plan, executors=report.organization).exclude(rows__report=report)
    return list(items.values_list("number", flat=True))
