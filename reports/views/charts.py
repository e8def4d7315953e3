"""«Сводка в цифрах», and the pictures of all charts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plans import in_force
from plans.models import Plan, PlanItem
from reports import charts as drawing
from reports import queries, statistics
from reports.documents.gather import definitions

from .common import item_of, plan_of_year

ITEMS_PER_PAGE = 10
_FINGERPRINT_IN_ADDRESS = 16


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on a page: its data for the table, and its picture, "" where there is nothing to draw."""

    data: statistics.Submissions | statistics.Years | statistics.Spread
    src: str
    height: int
    width: int = drawing.WIDTH


@never_cache
@require_GET
def charts(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """How the reports came in, and the indicators of all items year by year."""
    plan = plan_of_year(request, slug, year)
    items = in_force.items_in(plan, year, "indicators__targets")
    counted = [item for item in items if item.indicators.all()]
    page = Paginator(counted, ITEMS_PER_PAGE).get_page(request.GET.get("page", "1"))
    submitted = queries.submissions(plan, year)
    address = reverse("chart-submissions", args=[slug, year])
    context = {
        "plan": plan,
        "year": year,
        "years": [each for each in plan.years if each <= max(timezone.localdate().year, year)],
        "deadline": plan.deadline(year),
        "submissions": _chart(
            submitted, drawing.submissions, drawing.SUBMISSIONS_HEIGHT, address, is_drawn=bool(submitted.steps)
        ),
        "page": page,
        "items": [
            {"item": each.item, "charts": [_years_chart(plan, year, each.item, data) for data in each.indicators]}
            for each in queries.totals_by_year(plan, page.object_list)
        ],
        "numbers": [item.number for item in items],
    }
    return render(request, "reports/charts.html", context)


def spread_charts(plan: Plan, year: int, item: PlanItem, spreads: list[statistics.Spread]) -> list[Chart]:
    """The spread of each indicator of an item over its executors."""
    return [
        _chart(
            data,
            drawing.spread,
            drawing.spread_height(data),
            f"{reverse('chart-spread', args=[plan.slug, year, item.number, data.definition.code])}{item.which}",
            is_drawn=data.differs,
        )
        for data in spreads
    ]


def _years_chart(plan: Plan, year: int, item: PlanItem, data: statistics.Years) -> Chart:
    address = f"{reverse('chart-years', args=[plan.slug, year, item.number, data.definition.code])}{item.which}"
    return _chart(data, drawing.years, drawing.YEARS_HEIGHT, address, is_drawn=data.has_values)


def _chart(data: drawing.Data, draw: Callable[..., None], height: int, address: str, *, is_drawn: bool) -> Chart:
    version = drawing.fingerprint(draw, data)[:_FINGERPRINT_IN_ADDRESS]
    return Chart(data, f"{address}{'&' if '?' in address else '?'}v={version}" if is_drawn else "", height)


@require_GET
def submissions_picture(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Reports as they came in against the deadline."""
    data = queries.submissions(plan_of_year(request, slug, year), year)
    if not data.steps:
        raise Http404
    return _picture(request, drawing.submissions, data, drawing.SUBMISSIONS_HEIGHT)


@require_GET
def years_picture(request: HttpRequest, slug: str, year: int, number: str, code: str) -> HttpResponse:
    """An indicator's totals year by year."""
    plan = plan_of_year(request, slug, year)
    [found] = queries.totals_by_year(plan, [item_of(request, plan, year, number)])
    data = next((data for data in found.indicators if data.definition.code == code), None)
    if data is None or not data.has_values:
        raise Http404
    return _picture(request, drawing.years, data, drawing.YEARS_HEIGHT)


@require_GET
def spread_picture(request: HttpRequest, slug: str, year: int, number: str, code: str) -> HttpResponse:
    """An indicator over the executors."""
    plan = plan_of_year(request, slug, year)
    item = item_of(request, plan, year, number)
    defined = definitions(item.indicators.all(), year)
    definition = next((each for each in defined if each.code == code), None)
    if definition is None:
        raise Http404
    data = statistics.spread(definition, queries.given_contributions(item, year), defined)
    if not data.differs:
        raise Http404
    return _picture(request, drawing.spread, data, drawing.spread_height(data))


def _picture(request: HttpRequest, draw: Callable[..., None], data: drawing.Data, height: int) -> HttpResponse:
    response = HttpResponse(drawing.picture(draw, data, height), content_type="image/png")
    # An address that carries the fingerprint of its data shows the same picture for ever.
    is_current = request.GET.get("v") == drawing.fingerprint(draw, data)[:_FINGERPRINT_IN_ADDRESS]
    response["Cache-Control"] = "private, max-age=86400" if is_current else "no-store"
    return response
