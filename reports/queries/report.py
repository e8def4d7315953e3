"""The report page: the rows as tasks."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans.models import PlanItem
from reports.models import Report
from reports.vocabulary import OPEN_STATES, Answer

from .gaps import LACKING_INDICATORS, gaps


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

    @property
    def status(self) -> str:
        """done, started or empty: the CSS suffix that gives the line its sign and colour."""
        if not self.gaps:
            return "done"
        return "started" if self.is_started else "empty"

    @property
    def state(self) -> str:
        """The state in words: the answer of a complete row, else what it lacks."""
        if not self.gaps:
            return f"Заполнена, ответ: {self.answer.lower()}" if self.answer else "Заполнена"
        return f"Осталось: {'; '.join(self.gaps)}" if self.is_started else "Не заполнена"


def row_lines(report: Report) -> list[RowLine]:
    """All rows of a report with what each lacks while it is open; one query, without the long texts."""
    is_open = report.state in OPEN_STATES
    rows = report.rows.annotate(
        has_text=~Q(implementation=""),
        has_result=~Q(result=""),
        # A count as a correlated subquery: joined, it would multiply rows.
        lacking=Coalesce(
            LACKING_INDICATORS.order_by().values("item").annotate(n=Count("pk")).values("n"), Value(0)
        ),
        section_number=F("item__section__number"),
        section_title=F("item__section__title"),
    ).values_list(
        "pk", "number", "wording", "answer", "unconfirmed", "has_text", "has_result", "lacking",
        "section_number", "section_title",
    )  # fmt: skip
    labels = dict(Answer.choices)
    path = reverse("row", args=[0])[: -len("0/")]
    lines = []
    section = None
    for pk, number, wording, answer, unconfirmed, has_text, has_result, lacking, s_number, s_title in rows:
        starts_section = s_number is not None and s_number != section
        section = s_number
        lines.append(
            RowLine(
                url=f"{path}{pk}/",
                number=number,
                wording=wording,
                section=f"{s_number}. {s_title}" if starts_section else "",
                answer=labels.get(answer, ""),
                gaps=gaps(answer, has_text=has_text, lacking_indicators=lacking, unconfirmed=len(unconfirmed))
                if is_open
                else [],
                is_started=bool(answer or has_text or has_result),
            )
        )
    return lines


def items_without_row(report: Report) -> list[str]:
    """Numbers of items assigned to the executor after the report had been started."""
    items = PlanItem.objects.filter(plan=report.plan, executors=report.organization).exclude(rows__report=report)
    return list(items.values_list("number", flat=True))
