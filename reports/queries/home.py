"""The home page: own organization's years, and the plans that one's body supervises."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from plans import in_force
from plans.models import Plan
from reports import access, workflow
from reports.models import Remark, Report, ReportRow
from reports.text import name_key
from reports.vocabulary import OPEN_STATES, State

from .gaps import COMPLETE
from .progress import OPEN_REMARK, with_progress
from .supervised import SupervisedPlan, supervised_plans


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
    may_submit: bool
    next_row: int | None
    unanswered: int

    @property
    def is_open(self) -> bool:
        """Whether there is a report that still has to be worked on."""
        return self.report is not None and self.report.state in OPEN_STATES

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do but to check and to submit."""
        if self.report is None or not self.is_open:
            return False
        return not self.unanswered if self.report.state == State.RETURNED else self.complete == self.total

    @property
    def next_step(self) -> str:
        """One sentence: what to do now."""
        if self.report is None:
            return "Отчёт не начат." if not self.may_open else "Начните отчёт: строки появятся сами."
        if self.report.state not in OPEN_STATES:
            is_accepted = self.report.state == State.ACCEPTED
            return "Отчёт принят. Документ можно скачать." if is_accepted else "Отчёт представлен и ждёт проверки."
        if self.report.state == State.RETURNED:
            if self.is_ready:
                return "На все замечания дан ответ. Проверьте исправленное и представьте отчёт снова."
            return f"Ответьте на замечания: {self.unanswered}."
        if self.is_ready:
            return "Все строки заполнены. Проверьте ответы и представьте отчёт."
        return f"Осталось заполнить строк: {self.total - self.complete}."


def _with_next_steps(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with their progress, with `unanswered` remarks and `next_row`: the first that is open and needs work."""
    rows = ReportRow.objects.filter(report=OuterRef("pk")).order_by("number")
    remarks = Remark.objects.filter(row__report=OuterRef("pk"), closed_at=None, answer="").order_by()
    to_answer = Exists(Remark.objects.filter(row=OuterRef("pk"), closed_at=None, answer=""))
    return (
        with_progress(reports)
        .defer("filed_content")
        .annotate(
            unanswered=Coalesce(remarks.values("row__report").annotate(n=Count("pk")).values("n"), Value(0)),
            next_row=Case(
                When(
                    state=State.RETURNED,
                    then=Coalesce(
                        Subquery(rows.filter(to_answer).values("pk")[:1]),
                        Subquery(rows.filter(OPEN_REMARK).values("pk")[:1]),
                    ),
                ),
                default=Subquery(rows.filter(~COMPLETE).values("pk")[:1]),
            ),
        )
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
        may_submit=workflow.allowed(workflow.Action.SUBMIT, state, roles),
        next_row=None if report is None else progress.next_row,
        unanswered=0 if report is None else progress.unanswered,
    )


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the home page: own organization's years, and the plans that one's body supervises."""

    own: list[ReportCard]
    supervised: list[SupervisedPlan]


def home(user: User, *, today: date, year: int | None = None) -> Home:
    """What home shows; `year` chooses the year of the supervised plans, by default the latest one with a report."""
    own_ids = user.organizations_as(Role.OFFICIAL, Role.CLERK)
    return Home(
        own=_own(user, own_ids, today) if own_ids else [], supervised=supervised_plans(user, today=today, year=year)
    )


def _own(user: User, organization_ids: list[int], today: date) -> list[ReportCard]:
    reports = {
        (r.plan_id, r.organization_id, r.year): r
        for r in _with_next_steps(Report.objects.filter(organization__in=organization_ids))
    }
    keys = {key for key in in_force.years_of(organization_ids) if key[2] <= today.year} | set(reports)
    plans = Plan.objects.in_bulk({plan for plan, _, _ in keys})
    organizations = Organization.objects.in_bulk(organization_ids)
    cards = [
        _card(user, plans[plan], organizations[organization], year, reports.get((plan, organization, year)), today)
        for plan, organization, year in keys
    ]
    return sorted(cards, key=lambda c: (-c.year, name_key(c.organization.short_name), c.plan.title))
