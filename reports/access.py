"""Who sees which report, and in which role. The only place that decides it."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Plan

from .models import Event, Intake, Job, Remark, Report, ReportRow
from .vocabulary import EventKind, JobKind, State
from .workflow import Action, allowed, needs_another

_NOT_CONSOLIDATING = "Сводный отчёт получают куратор Плана и делопроизводитель его органа."
_AUTHORSHIP = (EventKind.ROW_SAVED, EventKind.TEXT_CARRIED, EventKind.FINDING_ANSWERED, EventKind.SUBMITTED)


def visible_reports(user: User) -> Q:
    """A condition on Report: own organization's reports, and all of the plans that one's body supervises."""
    own = user.organizations_as(Role.OFFICIAL, Role.CLERK)
    supervised = user.organizations_as(Role.SUPERVISOR, Role.CLERK)
    return Q(organization__in=own) | Q(plan__supervisor__in=supervised)


def roles_towards(user: User, plan: Plan, organization: Organization) -> frozenset[Role]:
    """The roles that count for this organization's reports on this plan."""
    own = {
        Role(role)
        for organization_id, role in user.held_roles
        if organization_id == organization.pk and role in (Role.OFFICIAL, Role.CLERK)
    }
    return supervising_roles(user, plan) | own


def supervising_roles(user: User, plan: Plan) -> frozenset[Role]:
    """The roles that count for every report on this plan: those held in the body that supervises it."""
    return frozenset(
        Role(role)
        for organization_id, role in user.held_roles
        if organization_id == plan.supervisor_id and role in (Role.SUPERVISOR, Role.CLERK)
    )


def may(user: User, action: Action, report: Report) -> bool:
    """Whether this person may do this to the report as it stands."""
    # Whether one is the author is asked of the database only where it matters.
    by_role = _by_role(user, action, report)
    return by_role and not (needs_another(action, State(report.state)) and is_author(user, report))


def may_each(user: User, action: Action, reports: Iterable[Report]) -> set[int]:
    """Ids of those of the reports to which this person may do this: may() with one query for any number of them."""
    held = [report for report in reports if _by_role(user, action, report)]
    others = [report.pk for report in held if needs_another(action, State(report.state))]
    written = Event.objects.filter(report__in=others, actor=user, kind__in=_AUTHORSHIP).order_by()
    return {report.pk for report in held} - set(written.values_list("report", flat=True))


def _by_role(user: User, action: Action, report: Report) -> bool:
    return allowed(action, State(report.state), roles_towards(user, report.plan, report.organization))


def is_author(user: User, report: Report) -> bool:
    """Whether this person has filled in rows of the report or submitted it."""
    return report.events.filter(actor=user, kind__in=_AUTHORSHIP).exists()


def require(user: User, action: Action, report: Report) -> None:
    """Raise PermissionDenied, with what stands in the way, unless may()."""
    if may(user, action, report):
        return
    state = State(report.state)
    if allowed(action, state, roles_towards(user, report.plan, report.organization)):
        raise PermissionDenied(
            "Вы сами заполняли или представляли этот отчёт, поэтому проверяет и принимает его другой куратор."
        )
    raise PermissionDenied(f"«{action.label}»: это действие вам сейчас недоступно. Состояние отчёта: {state.label}.")


def require_role(user: User, action: Action, report: Report) -> None:
    """Raise PermissionDenied unless this person may ever do this to the report, in whatever state."""
    roles = roles_towards(user, report.plan, report.organization)
    if not any(allowed(action, state, roles) for state in State):
        raise PermissionDenied(f"«{action.label}»: это действие вам недоступно.")


def open_rows(report: Report) -> Q:
    """A condition on the rows of an open report: those that can be written in.

    All of a draft; of a returned report those with a remark that is not closed.
    """
    if report.state == State.DRAFT:
        return Q()
    return Q(Exists(Remark.objects.filter(row=OuterRef("pk"), closed_at=None)))


def may_edit_row(user: User, row: ReportRow) -> bool:
    """Whether this person may write in this row as it stands."""
    return may(user, Action.EDIT, row.report) and _is_open(row)


def require_edit_row(user: User, row: ReportRow) -> None:
    """Raise PermissionDenied, with what stands in the way, unless may_edit_row()."""
    require(user, Action.EDIT, row.report)
    if not _is_open(row):
        raise PermissionDenied("К этой строке нет замечаний, поэтому она закрыта. Открыты только строки с замечаниями.")


def _is_open(row: ReportRow) -> bool:
    return ReportRow.objects.filter(open_rows(row.report), pk=row.pk).exists()


def require_open(user: User, plan: Plan, organization: Organization) -> None:
    """Raise PermissionDenied unless this person may start this organization's report."""
    if not allowed(Action.OPEN, None, roles_towards(user, plan, organization)):
        raise PermissionDenied("Начать отчёт может исполнитель этой организации или куратор Плана.")


def sees_review(user: User, plan: Plan) -> bool:
    """Whether this person belongs to the supervising body, and sees a review before it is decided."""
    return plan.supervisor_id in user.organizations_as(Role.SUPERVISOR, Role.CLERK)


def supervised_plans(user: User) -> Q:
    """A condition on Plan: those that one's body supervises."""
    return Q(supervisor__in=user.organizations_as(Role.SUPERVISOR, Role.CLERK))


def may_summarize(user: User, plan: Plan) -> bool:
    """Whether this person edits the paragraphs of the plan's consolidated report."""
    return plan.supervisor_id in user.organizations_as(Role.SUPERVISOR)


def require_summarize(user: User, plan: Plan) -> None:
    """Raise PermissionDenied unless may_summarize()."""
    if not may_summarize(user, plan):
        raise PermissionDenied("Сводный отчёт готовит куратор Плана.")


def sees_executor(user: User, plan: Plan, organization: Organization) -> bool:
    """Whether this person sees what this organization reports on the plan."""
    return bool(roles_towards(user, plan, organization))


def may_consolidate(user: User, plan: Plan) -> bool:
    """Whether this person gets the plan's consolidated report: those who supervise it, and their clerks."""
    return plan.supervisor_id in user.organizations_as(Role.SUPERVISOR, Role.CLERK)


def require_consolidate(user: User, plan: Plan) -> None:
    """Raise PermissionDenied unless may_consolidate()."""
    if not may_consolidate(user, plan):
        raise PermissionDenied(_NOT_CONSOLIDATING)


def visible_jobs(user: User) -> Q:
    """A condition on Job: a document that is made in the background is for who asked for it, and for nobody else."""
    return Q(requested_by=user)


def may_have_job(user: User, job: Job) -> bool:
    """Whether this person may have what the job's document says, now: roles change while it waits and is kept."""
    if job.kind == JobKind.CONSOLIDATED:
        assert job.plan is not None  # a constraint of the database
        return may_consolidate(user, job.plan)
    reports = job.parameters["reports"]
    return Report.objects.filter(visible_reports(user), pk__in=reports).count() == len(reports)


def require_job(user: User, job: Job) -> None:
    """Raise PermissionDenied unless may_have_job()."""
    if may_have_job(user, job):
        return
    if job.kind == JobKind.CONSOLIDATED:
        raise PermissionDenied(_NOT_CONSOLIDATING)
    raise PermissionDenied("Часть отчётов этого архива вам больше не доступна. Выберите отчёты заново.")


def visible_intakes(user: User) -> Q:
    """A condition on Intake: a document that was brought in is for who brought it, and for nobody else."""
    return Q(by=user)


def applied_intakes(user: User) -> Q:
    """A condition on Intake: what was applied is the report's, and its history tells of it to all who see the report.

    So whoever fills in the report may take it back, as they may change what it wrote.
    """
    return Q(applied_at__isnull=False, report__in=Report.objects.filter(visible_reports(user)))


def require_intake(user: User, intake: Intake) -> None:
    """Raise PermissionDenied unless this person brought the document and may still fill in the report."""
    if intake.by_id != user.pk:
        raise PermissionDenied("Этот файл загрузили не вы.")
    require(user, Action.EDIT, intake.report)


# Bringing in an edition adds, changes and removes items: who may do that by hand in the admin may do it by a file.
_PLAN_PERMISSIONS = ["plans.change_plan", "plans.add_planitem", "plans.change_planitem", "plans.delete_planitem"]


def may_edit_plans(user: User) -> bool:
    """Whether this person administers plans."""
    return user.is_active and user.is_staff and user.has_perms(_PLAN_PERMISSIONS)


def require_edit_plans(user: User) -> None:
    """Raise PermissionDenied unless may_edit_plans()."""
    if not may_edit_plans(user):
        raise PermissionDenied("Редакции Плана вносит администратор.")
