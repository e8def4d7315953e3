"""A plan with as many executors, items and years as wanted, with reports in every state; written straight to tables."""

from django.utils import timezone

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem
from reports.documents.content import to_json
from reports.documents.gather import gather
from reports.models import Event, IndicatorValue, Receipt, Remark, Report, ReportRow
from reports.vocabulary import OPEN_STATES, Answer, EventKind, State

NO_REPORT = None
# One after another over the executors.
STATES = (NO_REPORT, State.DRAFT, State.SUBMITTED, State.RETURNED, State.RESUBMITTED, State.ACCEPTED)
TEXT = "В 2024 году проведено 5 заседаний, рассмотрены материалы в отношении 9 служащих. " * 8
ANSWERS = ("", *Answer.values)


def build_many(slug: str, *, executors: int, items: int, years: int = 1) -> tuple[Plan, User]:
    """The plan (from 2024 - years + 1 to 2024; all years alike) and its supervisor."""
    region = Organization.objects.create(slug=f"{slug}-region", name=f"Орган {slug}", short_name=f"Орган {slug}")
    supervisor = User.objects.create_user(f"{slug}-supervisor", password="a long test password")
    Membership.objects.create(user=supervisor, organization=region, role=Role.SUPERVISOR)
    plan = Plan.objects.create(
        slug=slug,
        title=f"План {slug}",
        title_genitive=f"Плана {slug}",
        first_year=2024 - years + 1,
        last_year=2024,
        supervisor=region,
    )
    organizations = Organization.objects.bulk_create(
        Organization(
            slug=f"{slug}-{number}",
            name=f"Администрация района {slug} {number}",
            short_name=f"Район {slug} {number}",
        )
        for number in range(1, executors + 1)
    )
    plan_items = PlanItem.objects.bulk_create(
        PlanItem(plan=plan, number=f"{position // 10 + 1}.{position % 10 + 1}", wording="Мероприятие плана. " * 12)
        for position in range(items)
    )
    assigned = PlanItem.executors.through
    assigned.objects.bulk_create(
        assigned(planitem=item, organization=organization) for item in plan_items for organization in organizations
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(item=item, code="done", name="Проведено", unit="ед.") for item in plan_items
    )
    for year in plan.years:
        _reports(plan, year, organizations, plan_items, indicators, supervisor)
    return plan, supervisor


def _reports(
    plan: Plan,
    year: int,
    organizations: list[Organization],
    items: list[PlanItem],
    indicators: list[Indicator],
    supervisor: User,
) -> None:
    states = {each.pk: STATES[number % len(STATES)] for number, each in enumerate(organizations)}
    reports = Report.objects.bulk_create(
        Report(plan=plan, organization=each, year=year) for each in organizations if states[each.pk] is not NO_REPORT
    )
    rows = ReportRow.objects.bulk_create(
        _row(report, states[report.organization_id], item, position, supervisor)
        for report in reports
        for position, item in enumerate(items)
    )
    for state in STATES:
        if state is not NO_REPORT and state != State.DRAFT:
            _set_state([report for report in reports if states[report.organization_id] == state], state)
    by_item = {indicator.item_id: indicator for indicator in indicators}
    IndicatorValue.objects.bulk_create(
        IndicatorValue(row=row, indicator=by_item[row.item_id], not_applicable=True)
        for number, row in enumerate(rows)
        if number % 3
    )
    Remark.objects.bulk_create(
        Remark(row=row, author=supervisor, text="Уточните.", row_version=1, sent_at=timezone.now())
        for number, row in enumerate(rows)
        if states[row.report.organization_id] == State.RETURNED and number % 4 == 0
    )
    Receipt.objects.bulk_create(
        Receipt(report=report, version=1, by=supervisor, fingerprint="0" * 64)
        for report in reports
        if states[report.organization_id] != State.DRAFT
    )
    Event.objects.bulk_create(
        Event(report=report, kind=EventKind.RETURNED, actor=supervisor)
        for report in reports
        if states[report.organization_id] == State.RETURNED
    )


def _set_state(reports: list[Report], state: State) -> None:
    """They all say the same, so that what one of them says is kept for each."""
    content = None if state in OPEN_STATES or not reports else to_json(gather(reports[0]))
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(state=state, filed_content=content)


def _row(report: Report, state: State | None, item: PlanItem, position: int, supervisor: User) -> ReportRow:
    is_empty = state == State.DRAFT and position % 3 == 0
    accepted = state == State.ACCEPTED or (state == State.SUBMITTED and position % 5 == 0)
    return ReportRow(
        report=report,
        item=item,
        number=item.number,
        wording=item.wording,
        answer="" if is_empty else ANSWERS[position % len(ANSWERS)],
        implementation="" if is_empty else TEXT,
        result="" if is_empty else "Итог",
        accepted_at=timezone.now() if accepted else None,
        accepted_by=supervisor if accepted else None,
    )
