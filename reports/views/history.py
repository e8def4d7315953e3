"""What happened to a report."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports import queries
from reports.forms import identifiers

from .common import report_of, user_of

PER_PAGE = 50


@never_cache
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The report's history, newest first; ?row= leaves only what concerns one row."""
    report = report_of(request, pk)
    row = None
    for wanted in identifiers([request.GET.get("row", "")]):
        row = get_object_or_404(queries.visible_rows(user_of(request)), pk=wanted, report=report)
    whole = queries.history(report, user_of(request), row)
    page = Paginator(whole, PER_PAGE).get_page(request.GET.get("page"))
    queries.with_changes(report, page.object_list, whole)
    context = {
        "report": report,
        "row": row,
        "page": page,
        "groups": queries.by_file(page.object_list),
        # The history of one row is not the place to change others.
        "to_take_back": queries.to_take_back(report, user_of(request)) if row is None else set(),
    }
    return render(request, "reports/history.html", context)
