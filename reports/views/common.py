"""What all views share. Each: the object through what the person may see (404), the right to act (403), the work."""

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kuznetsk_report.accounts.models import User
from plans import in_force
from plans.models import Plan, PlanItem
from reports import queries
from reports.forms import identifiers
from reports.models import Report

NO_FINDING = "Этого вопроса проверки в строке нет: напишите замечание сами."


def user_of(request: HttpRequest) -> User:
    """Who asks. Signed in: LoginRequiredMiddleware sees to it."""
    return cast("User", request.user)


def report_of(request: HttpRequest, pk: int) -> Report:
    """The report with plan and organization, if this person may see it; else 404."""
    return get_object_or_404(queries.visible_reports(user_of(request)), pk=pk)


def plan_of(request: HttpRequest, slug: str) -> Plan:
    """The plan, if this person's body supervises it; else 404."""
    return get_object_or_404(queries.visible_plans(user_of(request)), slug=slug)


def plan_of_year(request: HttpRequest, slug: str, year: int) -> Plan:
    """The plan, if this person's body supervises it and it covers the year; else 404."""
    plan = plan_of(request, slug)
    if year not in plan.years:
        raise Http404
    return plan


def item_of(request: HttpRequest, plan: Plan, year: int, number: str) -> PlanItem:
    """The item that has this number in the year; else 404.

    An item that was excluded from the plan may have had the number of another: `?id=` says which of them is meant.
    """
    named = next(iter(identifiers([request.GET.get("id", "")])), None)
    shown = in_force.item_in(plan, year, number, named)
    if shown is None:
        raise Http404
    return shown
