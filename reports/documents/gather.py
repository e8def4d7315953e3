"""From the database to the content of documents."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Max

from plans import in_force
from plans.models import Indicator, Target, TargetRule
from reports.figures import Definition, Entry, date_number
from reports.handout import Origin
from reports.models import Event, IndicatorValue, Report
from reports.vocabulary import OPEN_STATES, ROW_WRITING, State

from .content import ReportContent, Row, from_json


def content_of(report: Report) -> ReportContent:
    """The content of a report's documents: as filed if it is filed, else as its rows stand now."""
    if report.state in OPEN_STATES:
        content = gather(report)
    else:
        assert report.filed_content is not None  # a constraint of the database
        content = from_json(report.filed_content)
    return replace(content, is_project=report.state != State.ACCEPTED)


def contents_to_export(reports: Collection[Report]) -> list[ReportContent]:
    """content_of() of each, with what makes a document known when it is brought back: one query more for them all."""
    # Before the rows are read: what is written in between then counts as written after the export.
    writings = Event.objects.filter(report__in=reports, kind__in=ROW_WRITING).order_by()
    last = dict(writings.values_list("report").annotate(Max("pk")))
    contents = []
    for report in reports:
        origin = Origin(report.plan.slug, report.organization.slug, report.year, last.get(report.pk, 0))
        contents.append(replace(content_of(report), origin=str(origin)))
    return contents


def content_to_export(report: Report) -> ReportContent:
    """contents_to_export() of a single report."""
    (content,) = contents_to_export([report])
    return content


def filed_rows(report: Report) -> dict[int, Row]:
    """The rows of a filed report by the ids of their items; none while it is open."""
    if report.filed_content is None:
        return {}
    return {row.item: row for row in from_json(report.filed_content).rows}


def gather(report: Report) -> ReportContent:
    """The content as the rows stand now. Six queries for any number of rows (report and its relations aside)."""
    plan = report.plan
    rows: list[Row] = []
    sections = in_force.sections_then(report.plan_id, report.year)
    section = None
    for row in report.rows.select_related("item__section").prefetch_related("values__indicator", DEFINED_BY):
        own = sections.get(row.item_id, row.item.section)
        starts_section = own is not None and own != section
        section = own
        rows.append(
            Row(
                item=row.item_id,
                number=row.number,
                measure=row.wording,
                implementation=row.implementation,
                result=row.result,
                section=str(section) if starts_section else "",
                definitions=tuple(definitions(row.item.indicators.all(), report.year)),
                entries=tuple(entries(row.values.all()).items()),
                answer=row.answer,
            )
        )
    organization = report.organization
    return ReportContent(
        executor=organization.name,
        executor_genitive=organization.name_genitive,
        executor_short=organization.short_name,
        executor_caption=plan.executor_caption,
        plan_genitive=plan.title_genitive,
        years=plan.years_text,
        year=report.year,
        rows=tuple(rows),
        is_project=True,
    )


# What definitions() needs of the rows' items, to be prefetched.
DEFINED_BY = "item__indicators__targets"


def definitions(indicators: Iterable[Indicator], year: int) -> list[Definition]:
    """The indicators of one item that hold in a year, with the year's targets, as plain data; `targets` prefetched.

    They keep their order. A sum of which the administrator has not named the parts yet is left out, and a share of it:
    nobody could fill it.
    """
    found = [i for i in indicators if i.holds_in(year)]
    sums = {part.part_of_id for part in found}
    found = [i for i in found if i.kind != Indicator.Kind.SUM or i.pk in sums]
    codes: dict[int | None, str] = {indicator.pk: indicator.code for indicator in found}
    found = [i for i in found if i.kind != Indicator.Kind.SHARE or {i.numerator_id, i.denominator_id} <= codes.keys()]
    defined = []
    for i in found:
        target = _target(i, year)
        defined.append(
            Definition(
                code=i.code,
                name=i.name,
                unit=i.unit,
                decimals=i.decimals,
                numerator=codes.get(i.numerator_id, ""),
                denominator=codes.get(i.denominator_id, ""),
                target_rule=target.rule if target else "",
                target=_wanted(target, year) if target else None,
                target_phrase=target.phrase if target else "",
                parts=tuple(part.code for part in found if part.part_of_id == i.pk) if i.kind == i.Kind.SUM else (),
                is_date=i.kind == Indicator.Kind.DATE,
            )
        )
    return defined


def _target(indicator: Indicator, year: int) -> Target | None:
    """The target that holds in a year: the latest that begins by then."""
    begun = [target for target in indicator.targets.all() if (target.first_year or 0) <= year]
    return max(begun, key=lambda target: target.first_year or 0, default=None)


def _wanted(target: Target, year: int) -> Decimal | None:
    match target.rule:
        case TargetRule.ALL:
            return Decimal(100)
        case TargetRule.BY_DATE:
            assert target.day is not None
            assert target.month is not None
            return date_number(date(year + target.next_year, target.month, target.day))
    return target.value


def entries(values: Iterable[IndicatorValue]) -> dict[str, Entry]:
    """Values of one row, with `indicator` loaded, by indicator code."""
    return {v.indicator.code: Entry(v.value, v.not_applicable) for v in values}
