"""The consolidated report of 60 made-up executors with 25 rows each, against docxtpl and LibreOffice."""

from dataclasses import replace

from kuznetsk_report.accounts.models import Organization
from plans.models import Indicator, Plan, PlanItem
from reports.documents.content import ReportContent, Row, to_json
from reports.documents.gather import content_of
from reports.models import Report, ReportRow
from reports.vocabulary import State

EXECUTORS = 60
YEAR = 2023
_INDICATOR_FIELDS = ("code", "position", "name", "kind", "unit", "decimals", "target_rule", "target", "target_phrase")


def stage() -> Plan:
    """A plan like the one of 2021–2024 for 60 executors, each with an accepted report of its own words for 2023."""
    content = content_of(Report.objects.get(organization__slug="kuznetsk", year=YEAR))
    source = Plan.objects.get(slug="penza-2021-2024")
    plan = Plan.objects.create(
        slug="consolidated-benchmark",
        title=source.title,
        title_genitive=source.title_genitive,
        first_year=YEAR,
        last_year=YEAR,
        supervisor=source.supervisor,
    )
    organizations = Organization.objects.bulk_create(_organization(number) for number in range(1, EXECUTORS + 1))
    items = {item.number: _copied(item, plan, organizations) for item in source.items.all()}
    for number, organization in enumerate(organizations, start=1):
        own = _varied(content, organization, number)
        report = Report.objects.create(
            plan=plan, organization=organization, year=YEAR, state=State.ACCEPTED, filed_content=to_json(own)
        )
        ReportRow.objects.bulk_create(
            ReportRow(report=report, item=items[row.number], number=row.number, wording=row.measure, answer=row.answer)
            for row in own.rows
        )
    return plan


def _organization(number: int) -> Organization:
    return Organization(
        slug=f"executor-{number:03}",
        name=f"Исполнитель {number:03}",
        name_genitive=f"исполнителя {number:03}",
        short_name=f"Исполнитель {number:03}",
        territory_genitive=f"территории {number:03}",
    )


def _copied(item: PlanItem, plan: Plan, executors: list[Organization]) -> PlanItem:
    """The item with its indicators in another plan."""
    copied = PlanItem.objects.create(plan=plan, number=item.number, wording=item.wording)
    copied.executors.set(executors)
    created: dict[int | None, Indicator] = {}
    for indicator in item.indicators.all():
        created[indicator.pk] = Indicator.objects.create(
            item=copied,
            numerator=created.get(indicator.numerator_id),
            denominator=created.get(indicator.denominator_id),
            **{field: getattr(indicator, field) for field in _INDICATOR_FIELDS},
        )
    return copied


def _varied(content: ReportContent, organization: Organization, number: int) -> ReportContent:
    """The report as this executor would have written it: own territory, own sentence in every row."""

    def own(row: Row) -> Row:
        texts = (row.measure, row.implementation, row.result)
        measure, implementation, result = (text.replace("города Кузнецка", f"территории {number:03}") for text in texts)
        implementation += f" {organization.short_name} провёл дополнительно мероприятий: {number}."
        return replace(row, measure=measure, implementation=implementation, result=result)

    return replace(
        content,
        executor=organization.name,
        executor_genitive=organization.name_genitive,
        executor_short=organization.short_name,
        rows=tuple(own(row) for row in content.rows),
    )
