"""Who sees which report, and in which role. The only place that decides it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Plan

from .vocabulary import State
from .workflow import Action, allowed

if TYPE_CHECKING:
    from .models import Report


def visible_reports(user: User) -> Q:
    """A condition on Report: own organization's reports, and all of the plans that one's body supervises."""
    own = user.organizations_as(Role.OFFICIAL, Role.CLERK)
    supervised = user.organizations_as(Role.SUPERVISOR, Role.CLERK)
    return Q(organization__in=own) | Q(plan__supervisor__in=supervised)


def roles_towards(user: User, plan: Plan, organization: Organization) -> frozenset[Role]:
    """The roles that count for this organization's reports on this plan."""
    roles = set()
    for organization_id, role in user.held_roles:
        if organization_id == organization.pk and role in (Role.OFFICIAL, Role.CLERK):
            roles.add(Role(role))
        if organization_id == plan.supervisor_id and role in (Role.SUPERVISOR, Role.CLERK):
            roles.add(Role(role))
    return frozenset(roles)


def may(user: User, action: Action, report: "Report") -> bool:
    """Whether this person may do this to the report as it stands."""
    return allowed(action, State(report.state), roles_towards(user, report.plan, report.organization))


def require(user: User, action: Action, report: "Report") -> None:
    """Raise PermissionDenied unless may()."""
    if not may(user, action, report):
        raise PermissionDenied(
            f"Состояние отчёта: {report.get_state_display()}. Это действие вам сейчас недоступно: его выполняет "
            "исполнитель, пока отчёт открыт."
        )


def require_open(user: User, plan: Plan, organization: Organization) -> None:
    """Raise PermissionDenied unless this person may start this organization's report."""
    if not allowed(Action.OPEN, None, roles_towards(user, plan, organization)):
        raise PermissionDenied("Начать отчёт может исполнитель этой организации или куратор Плана.")
