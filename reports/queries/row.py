"""The row page: a row with last year's beside it, and two versions of one row compared."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plans.models import Indicator
from reports.compare import Piece, compare
from reports.documents import gather
from reports.documents.content import row_from_json
from reports.figures import Definition, Entry, Figure, figures, format_number
from reports.models import IndicatorValue, ReportRow
from reports.vocabulary import Answer

from .gaps import gaps


@dataclass(frozen=True, slots=True)
class LastYear:
    """The same item in last year's report."""

    row: ReportRow
    year: int
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row with everything beside it."""

    row: ReportRow
    indicators: list[Indicator]
    entries: dict[str, Entry]
    figures: list[Figure]
    gaps: list[str]
    unconfirmed: list["Unconfirmed"]
    last_year: LastYear | None
    position: int
    total: int
    previous: int | None
    next: int | None

    @property
    def targets(self) -> list[Figure]:
        """The figures that say more than their input field: shares, and numbers with a target."""
        return [f for f in self.figures if f.definition.is_share or f.definition.target is not None]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A number or date that came with last year's text, with the words around it."""

    field: str
    start: int
    end: int
    before: str
    text: str
    after: str


def row_page(row: ReportRow) -> RowPage:
    """Everything the row page shows; the row with report, plan, organization and item loaded."""
    indicators = list(row.item.indicators.all())
    last = last_year_row(row)
    values = IndicatorValue.objects.filter(row__in=[row.pk, *([last.pk] if last else [])]).select_related("indicator")
    by_row = {pk: list(group) for pk, group in groupby(sorted(values, key=lambda v: v.row_id), lambda v: v.row_id)}
    defined = gather.definitions(indicators)
    entered = gather.entries(by_row.get(row.pk, []))
    siblings = list(ReportRow.objects.filter(report=row.report).order_by("number").values_list("pk", flat=True))
    at = siblings.index(row.pk)
    return RowPage(
        row=row,
        indicators=indicators,
        entries=entered,
        figures=_figures(row, defined, entered),
        gaps=gaps(
            row.answer,
            has_text=bool(row.implementation),
            lacking_indicators=sum(1 for d in defined if not d.is_share and d.code not in entered),
            unconfirmed=len(row.unconfirmed),
        ),
        unconfirmed=unconfirmed(row),
        last_year=LastYear(last, last.report.year, _figures(last, defined, gather.entries(by_row.get(last.pk, []))))
        if last
        else None,
        position=at + 1,
        total=len(siblings),
        previous=siblings[at - 1] if at else None,
        next=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


def _figures(row: ReportRow, defined: list[Definition], entered: dict[str, Entry]) -> list[Figure]:
    """The row's figures; those of a filed report against the targets under which it was filed."""
    filed = row.report.filed_content
    if filed is None:
        return figures(defined, entered)
    (plain,) = (plain for plain in filed["rows"] if plain["number"] == row.number)
    return row_from_json(plain).figures


def last_year_row(row: ReportRow) -> ReportRow | None:
    """The same item in the executor's report of the year before, with its report loaded."""
    return (
        ReportRow.objects.filter(
            item=row.item_id,
            report__plan=row.report.plan_id,
            report__organization=row.report.organization_id,
            report__year=row.report.year - 1,
        )
        .select_related("report")
        .first()
    )


_WORDS_AROUND = 5


def unconfirmed(row: ReportRow) -> list[Unconfirmed]:
    """The row's unconfirmed numbers and dates, each with a few words of its line on either side."""
    found = []
    for field, start, end in row.unconfirmed:
        text: str = getattr(row, field)
        before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
        words_before, words_after = re.findall(r"\S+\s*|\s+", before), re.findall(r"\s*\S+|\s+", after)
        found.append(
            Unconfirmed(
                field,
                start,
                end,
                ("…" if len(words_before) > _WORDS_AROUND else "") + "".join(words_before[-_WORDS_AROUND:]),
                text[start:end],
                "".join(words_after[:_WORDS_AROUND]) + ("…" if len(words_after) > _WORDS_AROUND else ""),
            )
        )
    return found


# Two versions of one row


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people filled differently. `name` is the field's name in RowForm."""

    name: str
    label: str
    mine: str
    theirs: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody saved while I was writing, field by field."""

    row: ReportRow
    differences: list[Difference]


def conflict(current: ReportRow, mine: dict[str, Any], unreadable: dict[str, str]) -> Conflict:
    """Compare the stored row with `mine`, the arguments that actions.save_row() refused.

    `unreadable` is what stands in number fields that could not be read, by indicator code.
    """
    stored = gather.entries(current.values.select_related("indicator"))
    found = [
        ("answer", "Ответ", _answer(mine["answer"]), _answer(current.answer)),
        ("implementation", "Информация о реализации", mine["implementation"], current.implementation),
        ("result", "Информация о результативности", mine["result"], current.result),
    ]
    names = dict(current.item.indicators.values_list("code", "name"))
    my_numbers = {code: _entry(entry) for code, entry in mine["entries"].items()} | unreadable
    for code, number in my_numbers.items():
        found.append((f"value_{code}", names[code], number, _entry(stored.get(code, Entry()))))
    return Conflict(
        current,
        [
            Difference(name, label, my_text, their_text, compare(their_text, my_text))
            for name, label, my_text, their_text in found
            if my_text != their_text
        ],
    )


def _answer(value: str) -> str:
    return str(Answer(value).label) if value else "нет ответа"


def _entry(entry: Entry) -> str:
    if entry.not_applicable:
        return "не применимо"
    return "не заполнено" if entry.value is None else format_number(entry.value)
