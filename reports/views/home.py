"""Home."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reports import actions, queries
from reports.forms import OpenReportForm, identifiers

from .common import user_of


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My reports with their state, and the reports that my body collects."""
    year = next(iter(identifiers([request.GET.get("year", "")])), None)
    page = queries.home(user_of(request), today=timezone.localdate(), year=year)
    return render(request, "reports/home.html", {"home": page})


@require_POST
def open_report(request: HttpRequest) -> HttpResponse:
    """Start a year's report and show it."""
    form = OpenReportForm(request.POST, user=user_of(request))
    if not form.is_valid():
        raise Http404
    try:
        report = actions.open_report(**form.cleaned_data, by=user_of(request))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("home")
    return redirect(report)
