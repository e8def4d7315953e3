"""The rows of one report as tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reports import access, actions, queries
from reports.vocabulary import OPEN_STATES, State
from reports.workflow import Action

from .common import report_of, user_of


@never_cache
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a report as tasks; ?show=unfinished|asked|open leaves out the others."""
    shown, user = report_of(request, pk), user_of(request)
    may_edit = access.may(user, Action.EDIT, shown)
    lines = queries.row_lines(shown)
    unfinished = [line for line in lines if line.gaps]
    returned = [line for line in lines if line.is_open] if shown.state == State.RETURNED else []
    asked = [line for line in lines if line.counts.is_weighty]
    show = request.GET.get("show") or ("open" if returned else "")
    return render(
        request,
        "reports/report.html",
        {
            "report": shown,
            "lines": {"unfinished": unfinished, "asked": asked, "open": returned}.get(show, lines),
            "show": show,
            "total": len(returned or lines),
            "all_lines": len(lines),
            "complete": len(returned or lines) - len(unfinished),
            "unfinished": len(unfinished),
            "asked": len(asked),
            "counts": sum((line.counts for line in lines), queries.Counts()),
            "returned": returned,
            "decision": queries.last_decision(shown),
            "receipts": queries.receipts_of(shown),
            "next_line": unfinished[0] if unfinished and may_edit else None,
            "may_edit": may_edit,
            "may_submit": access.may(user, Action.SUBMIT, shown),
            "may_review": access.may(user, Action.REVIEW, shown),
            "may_reopen": access.may(user, Action.REOPEN, shown),
            "additions": queries.additions(shown) if access.may(user, Action.ADD_ROWS, shown) else None,
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
