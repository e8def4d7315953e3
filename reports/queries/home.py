"""The home page: own organization's years, and the plans that one's body supervises."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Plan, PlanItem
from reports import access, workflow
from reports.models import Report, ReportRow
from reports.vocabulary import OPEN_STATES, State

from .gaps import COMPLETE


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report, or a year for which one can be started, as home shows it."""

    plan: Plan
    organization: Organization
    year: int
    report: Report | None
    complete: int
    total: int
    deadline: date
    overdue: bool
    may_edit: bool
    may_open: bool
    next_row: int | None

    @property
    def is_open(self) -> bool:
        """Whether there is a report that still has to be worked on."""
        return self.report is not None and self.report.state in OPEN_STATES

    @property
    def next_step(self) -> str:
        """One sentence: what to do now."""
        if self.report is None:
            return "Отчёт не начат." if not self.may_open else "Начните отчёт: строки появятся сами."
        if self.report.state == State.ACCEPTED:
            return "Отчёт принят. Документ можно скачать."
        if self.report.state not in OPEN_STATES:
            return "Отчёт представлен и ждёт проверки."
        if self.complete < self.total:
            return f"Осталось заполнить строк: {self.total - self.complete}."
        return "Все строки заполнены. Проверьте документ и скачайте его."


def _progress(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with `total` and `complete` rows and `next_row`, the first row that is not complete."""
    rows = ReportRow.objects.filter(report=OuterRef("pk")).order_by().values("report")
    unfinished = ReportRow.objects.filter(~COMPLETE, report=OuterRef("pk")).order_by("number")
    return reports.defer("filed_content").annotate(
        total=Coalesce(rows.annotate(n=Count("pk")).values("n"), Value(0)),
        complete=Coalesce(rows.filter(COMPLETE).annotate(n=Count("pk")).values("n"), Value(0)),
        next_row=unfinished.values("pk")[:1],
    )


def _card(
    user: User, plan: Plan, organization: Organization, year: int, report: Report | None, today: date
) -> ReportCard:
    deadline = plan.deadline(year)
    roles = access.roles_towards(user, plan, organization)
    state = None if report is None else State(report.state)
    progress: Any = report
    return ReportCard(
        plan=plan,
        organization=organization,
        year=year,
        report=report,
        complete=0 if report is None else progress.complete,
        total=0 if report is None else progress.total,
        deadline=deadline,
        overdue=today > deadline and (state is None or state in OPEN_STATES),
        may_edit=workflow.allowed(workflow.Action.EDIT, state, roles),
        may_open=workflow.allowed(workflow.Action.OPEN, state, roles),
        next_row=None if report is None else progress.next_row,
    )


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the home page: own organization's years, and the plans that one's body supervises."""

    own: list[ReportCard]
    supervised: list["SupervisedPlan"]


@dataclass(frozen=True, slots=True)
class SupervisedPlan:
    plan: Plan
    year: int
    years: list[int]
    cards: list[ReportCard]


def home(user: User, *, today: date, year: int | None = None) -> Home:
    """What home shows; `year` chooses the year of the supervised plans, by default the latest one with a report."""
    own_ids = user.organizations_as(Role.OFFICIAL, Role.CLERK)
    supervising_ids = user.organizations_as(Role.SUPERVISOR, Role.CLERK)
    return Home(own=_own(user, own_ids, today), supervised=_supervised(user, supervising_ids, today, year))


def _own(user: User, organization_ids: list[int], today: date) -> list[ReportCard]:
    reports = {
        (r.plan_id, r.organization_id, r.year): r
        for r in _progress(Report.objects.filter(organization__in=organization_ids))
    }
    assigned = PlanItem.executors.through.objects.filter(organization__in=organization_ids)
    pairs = assigned.values_list("planitem__plan", "organization").distinct()
    plans = Plan.objects.in_bulk({plan for plan, _ in pairs} | {plan for plan, _, _ in reports})
    organizations = Organization.objects.in_bulk(organization_ids)
    keys = set(reports)
    for plan, organization in pairs:
        keys |= {(plan, organization, year) for year in plans[plan].years if year <= today.year}
    cards = [
        _card(user, plans[plan], organizations[organization], year, reports.get((plan, organization, year)), today)
        for plan, organization, year in keys
    ]
    return sorted(cards, key=lambda c: (-c.year, c.organization.short_name, c.plan.title))


def _supervised(user: User, supervisor_ids: list[int], today: date, year: int | None) -> list[SupervisedPlan]:
    plans = list(Plan.objects.filter(supervisor__in=supervisor_ids))
    if not plans:
        return []
    years_with_reports = Report.objects.filter(plan__in=plans).order_by().values_list("plan", "year").distinct()
    chosen = {plan.pk: plan.first_year for plan in plans}
    for plan_id, with_report in years_with_reports:
        chosen[plan_id] = max(chosen[plan_id], with_report)
    if year is not None:
        chosen |= {plan.pk: year for plan in plans if year in plan.years}
    shown = _progress(Report.objects.filter(plan__in=plans, year__in=set(chosen.values())))
    by_key = {(r.plan_id, r.organization_id, r.year): r for r in shown}
    pairs = PlanItem.executors.through.objects.filter(planitem__plan__in=plans)
    executors = set(pairs.values_list("planitem__plan", "organization").distinct())
    executors |= {(plan_id, organization) for plan_id, organization, _ in by_key}
    organizations = Organization.objects.in_bulk({organization for _, organization in executors})
    return [
        SupervisedPlan(
            plan,
            chosen[plan.pk],
            [y for y in plan.years if y <= today.year],
            sorted(
                (
                    _card(
                        user,
                        plan,
                        organizations[organization],
                        chosen[plan.pk],
                        by_key.get((plan.pk, organization, chosen[plan.pk])),
                        today,
                    )
                    for plan_id, organization in executors
                    if plan_id == plan.pk
                ),
                key=lambda c: c.organization.short_name,
            ),
        )
        for plan in plans
    ]
