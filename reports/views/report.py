"""The rows of one report as tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reports import access, actions, queries
from reports.vocabulary import OPEN_STATES
from reports.workflow import Action

from .common import report_of, user_of


@never_cache
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a report as tasks; ?show=unfinished leaves out those that lack nothing."""
    shown = report_of(request, pk)
    may_edit = access.may(user_of(request), Action.EDIT, shown)
    lines = queries.row_lines(shown)
    unfinished = [line for line in lines if line.gaps]
    only_unfinished = request.GET.get("show") == "unfinished"
    return render(
        request,
        "reports/report.html",
        {
            "report": shown,
            "lines": unfinished if only_unfinished else lines,
            "only_unfinished": only_unfinished,
            "total": len(lines),
            "complete": len(lines) - len(unfinished),
            "unfinished": len(unfinished),
            "next_line": unfinished[0] if unfinished and may_edit else None,
            "may_edit": may_edit,
            "new_items": queries.items_without_row(shown) if may_edit else [],
            "is_open": shown.state in OPEN_STATES,
            "deadline": shown.plan.deadline(shown.year),
            "overdue": timezone.localdate() > shown.plan.deadline(shown.year),
        },
    )


@require_POST
def add_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Add rows for items that were assigned later."""
    shown = report_of(request, pk)
    rows = actions.add_missing_rows(report=shown, by=user_of(request))
    messages.success(request, f"Добавлено строк: {len(rows)}.")
    return redirect(shown)
