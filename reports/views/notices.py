"""The bell: what a person has been told."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reports import actions, queries
from reports.forms import ReadNoticesForm

from .common import user_of

PER_PAGE = 30


@never_cache
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, newest first."""
    found = queries.visible_notices(user_of(request))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "newest": found.values_list("pk", flat=True).first(),
    }
    return render(request, "reports/notices.html", context)


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads. By POST: what only looks at links ahead of time reads nothing."""
    notice = get_object_or_404(queries.visible_notices(user_of(request)), pk=pk)
    actions.read_notice(notice=notice, by=user_of(request))
    return redirect(notice.link)


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read, up to the newest one that the page showed."""
    form = ReadNoticesForm(request.POST)
    if form.is_valid():
        actions.read_all_notices(up_to=form.cleaned_data["up_to"], by=user_of(request))
    return redirect("notices")
