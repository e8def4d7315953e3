"""From the database to the content of documents."""

from collections.abc import Iterable
from dataclasses import replace

from plans.models import Indicator
from reports.figures import Definition, Entry
from reports.models import IndicatorValue, Report
from reports.vocabulary import OPEN_STATES, State

from .content import ReportContent, Row, from_json


def content_of(report: Report) -> ReportContent:
    """The content of a report's documents: as filed if it is filed, else as its rows stand now."""
    if report.state in OPEN_STATES:
        content = gather(report)
    else:
        assert report.filed_content is not None  # a constraint of the database
        content = from_json(report.filed_content)
    return replace(content, is_project=report.state != State.ACCEPTED)


def filed_rows(report: Report) -> dict[int, Row]:
    """The rows of a filed report by the ids of their items; none while it is open."""
    if report.filed_content is None:
        return {}
    return {row.item: row for row in from_json(report.filed_content).rows}


def gather(report: Report) -> ReportContent:
    """The content as the rows stand now. Four queries for any number of rows (report and its relations aside)."""
    plan = report.plan
    rows: list[Row] = []
    section = None
    for row in report.rows.select_related("item__section").prefetch_related("values__indicator", "item__indicators"):
        starts_section = row.item.section is not None and row.item.section != section
        section = row.item.section
        rows.append(
            Row(
                item=row.item_id,
                number=row.number,
                measure=row.wording,
                implementation=row.implementation,
                result=row.result,
                section=str(section) if starts_section else "",
                definitions=tuple(definitions(row.item.indicators.all())),
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


def definitions(indicators: Iterable[Indicator]) -> list[Definition]:
    """Indicators of one item as plain data, in their order."""
    found = list(indicators)
    codes: dict[int | None, str] = {indicator.pk: indicator.code for indicator in found}
    return [
        Definition(
            code=i.code,
            name=i.name,
            unit=i.unit,
            decimals=i.decimals,
            numerator=codes.get(i.numerator_id, ""),
            denominator=codes.get(i.denominator_id, ""),
            target_rule=i.target_rule,
            target=i.target,
            target_phrase=i.target_phrase,
        )
        for i in found
    ]


def entries(values: Iterable[IndicatorValue]) -> dict[str, Entry]:
    """Values of one row, with `indicator` loaded, by indicator code."""
    return {v.indicator.code: Entry(v.value, v.not_applicable) for v in values}
