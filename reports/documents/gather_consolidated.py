"""From the database to the content of the consolidated report."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuznetsk_report.accounts.models import Organization
from plans import in_force
from plans.models import Plan, PlanItem, for_supervisor
from reports.consolidation import ACCEPTED, PENDING, SILENT, Contribution, grouped, totals
from reports.figures import Definition
from reports.models import ItemSummary, Report, ReportRow
from reports.text import name_key
from reports.vocabulary import State

from .consolidated import ConsolidatedContent, ConsolidatedItem, Executor, Given
from .content import ReportContent, Row
from .gather import contents_to_export, definitions


def gather_consolidated(plan: Plan, year: int) -> ConsolidatedContent:
    """The consolidated report of a plan for a year as it follows from what is accepted now.

    Eleven queries for any number of executors and items. Executors are those with any item of the plan assigned or a
    report for the year; one counts for an item that is assigned to it or stands in its report.
    """
    supervisor = plan.supervisor
    source = _read(plan, year)
    heading = {kind: source.names(kind) for kind in (PENDING, SILENT)}
    section = None
    items: list[ConsolidatedItem] = []
    for item in in_force.items_in(plan, year, "indicators__targets"):
        starts_section = item.section is not None and item.section != section
        section = item.section
        contributions, given = source.about(item)
        rows = [source.contents[each.report].rows[each.row] for each in given]
        groups = grouped(contributions)
        items.append(
            ConsolidatedItem(
                number=item.number,
                measure=for_supervisor(item.wording, supervisor),
                section=str(section) if starts_section else "",
                edited=source.summaries.get(item.pk),
                groups=groups,
                totals=totals(_definitions(item, year, rows), contributions),
                given=tuple(given),
                named_above=tuple(g.kind for g in groups if g.is_long and g.executors == heading.get(g.kind)),
            )
        )
    return ConsolidatedContent(
        supervisor=supervisor.name,
        supervisor_genitive=supervisor.name_genitive,
        supervisor_short=supervisor.short_name,
        plan_genitive=plan.title_genitive,
        years=plan.years_text,
        year=year,
        executors=tuple(Executor(o.name, o.short_name, source.standing(o)) for o in source.organizations),
        items=tuple(items),
        reports=tuple(source.contents),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """What the database holds for a plan and a year, by the identifiers of organizations and items."""

    organizations: list[Organization]  # executors by short name
    states: dict[int, str]  # of the reports, by organization
    assigned: set[tuple[int, int]]  # (item, organization): assigned, or with a row in the report
    contents: list[ReportContent]  # accepted reports in the order of `organizations`
    given: dict[tuple[int, int], Given]  # (item, organization): the row in an accepted report
    summaries: dict[int, str | None]  # by item

    def standing(self, organization: Organization) -> str:
        """A key of STANDING_LABELS. A draft is the executor's own: nothing is given yet."""
        state = self.states.get(organization.pk, State.DRAFT)
        return {State.ACCEPTED: ACCEPTED, State.DRAFT: SILENT}.get(State(state), PENDING)

    def names(self, standing: str) -> tuple[str, ...]:
        """Short names of all executors that stand so."""
        return tuple(o.short_name for o in self.organizations if self.standing(o) == standing)

    def about(self, item: PlanItem) -> tuple[list[Contribution], list[Given]]:
        """What each executor of the item says about it, and where those that say it have their rows."""
        contributions, rows = [], []
        for organization in self.organizations:
            if (item.pk, organization.pk) not in self.assigned:
                continue
            standing, given = self.standing(organization), self.given.get((item.pk, organization.pk))
            if standing != ACCEPTED:
                contributions.append(Contribution(organization.short_name, standing))
            elif given is None:  # assigned after the report was accepted
                contributions.append(Contribution(organization.short_name, ""))
            else:
                row = self.contents[given.report].rows[given.row]
                contributions.append(Contribution(organization.short_name, row.answer, dict(row.entries)))
                rows.append(given)
        return contributions, rows


def _read(plan: Plan, year: int) -> _Source:
    reports = list(Report.objects.filter(plan=plan, year=year).select_related("plan", "organization").order_by())
    assigned = in_force.assigned_in(plan, year)
    by_id = Organization.objects.in_bulk({organization for _, organization in assigned})
    by_id.update({report.organization_id: report.organization for report in reports})
    organizations = sorted(by_id.values(), key=lambda organization: name_key(organization.short_name))

    rows = ReportRow.objects.filter(report__plan=plan, report__year=year).order_by()
    assigned.update(rows.values_list("item_id", "report__organization_id"))

    given: dict[tuple[int, int], Given] = {}
    accepted = {report.organization_id: report for report in reports if report.state == State.ACCEPTED}
    heard = [organization for organization in organizations if organization.pk in accepted]
    contents = contents_to_export([accepted[organization.pk] for organization in heard])
    for place, (organization, content) in enumerate(zip(heard, contents, strict=True)):
        for index, row in enumerate(content.rows):
            given[row.item, organization.pk] = Given(organization.short_name, place, index)
    return _Source(
        organizations=organizations,
        states={report.organization_id: report.state for report in reports},
        assigned=assigned,
        contents=contents,
        given=given,
        summaries=dict(ItemSummary.objects.filter(item__plan=plan, year=year).values_list("item_id", "text")),
    )


def _definitions(item: PlanItem, year: int, rows: Iterable[Row]) -> list[Definition]:
    """The item's indicators as the plan has them now, then those that only filed reports still have."""
    by_code = {definition.code: definition for definition in definitions(item.indicators.all(), year)}
    for row in rows:
        for definition in row.definitions:
            by_code.setdefault(definition.code, definition)
    return list(by_code.values())
