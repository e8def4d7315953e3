"""One executor over the years."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kuznetsk_report.accounts.models import Organization
from plans.models import Plan
from reports import access, queries

from .common import user_of


@never_cache
@require_GET
def executor(request: HttpRequest, slug: str, organization: str) -> HttpResponse:
    """Item by item: answers and numbers of all years, and the texts of two of them compared (?from=, ?to=)."""
    plan = get_object_or_404(Plan.objects.select_related("supervisor"), slug=slug)
    shown = get_object_or_404(Organization, slug=organization)
    if not access.sees_executor(user_of(request), plan, shown) or not queries.is_executor(plan, shown):
        raise Http404
    only_reworded = request.GET.get("show") == "reworded"
    page = queries.executor_page(
        user_of(request),
        plan,
        shown,
        pair=_pair(request),
        only_reworded=only_reworded,
        number=request.GET.get("page", "1"),
    )
    context = {
        "plan": plan,
        "organization": shown,
        "page": page,
        "only_reworded": only_reworded,
        "supervises": access.sees_review(user_of(request), plan),
    }
    return render(request, "reports/executor.html", context)


def _pair(request: HttpRequest) -> tuple[int, int] | None:
    """The two years in order, whichever was called the first."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(year.isascii() and year.isdigit() and len(year) == len("2024") for year in asked):
        return None
    earlier, later = sorted(int(year) for year in asked)
    return (earlier, later) if earlier != later else None
