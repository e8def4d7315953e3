"""The consolidated report of a plan and a year: who is in it, what is said in sum, and the documents."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from plans import in_force
from plans.models import Plan
from reports import access, actions, queries
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.documents.gather_consolidated import gather_consolidated
from reports.forms import SummaryForm, identifiers

from .common import plan_of_year, user_of


@never_cache
@require_GET
def consolidated(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The table as it will be printed, each paragraph to be edited; buttons for the documents."""
    return _page(request, plan_of_year(request, slug, year), year)


@require_POST
def save_summary(request: HttpRequest, slug: str, year: int, number: str) -> HttpResponse:
    """Write the paragraph of one item, or go back to the one that is offered."""
    plan = plan_of_year(request, slug, year)
    access.require_summarize(user_of(request), plan)
    # An item that was excluded may have had the number of another: the form says which one it is of.
    named = next(iter(identifiers([request.POST.get("item", "")])), None)
    item = in_force.item_in(plan, year, number, named)
    if item is None:
        raise Http404
    form = SummaryForm(request.POST)
    if not form.is_valid() or "offer" not in request.POST:
        raise BadRequest("Страница устарела: обновите её.")
    text = None if "offered" in request.POST else form.cleaned_data["text"]
    try:
        actions.save_summary(
            item=item,
            year=year,
            text=text,
            offer=form.cleaned_data["offer"],
            version=form.cleaned_data["version"],
            by=user_of(request),
        )
    except actions.StaleSummaryError as stale:
        conflict = {"number": item.number, "mine": form.cleaned_data["text"], "by": stale.summary.updated_by}
        return _page(request, plan, year, conflict, status=409)
    messages.success(request, f"Пункт {item.number}: абзац сохранён.")
    return redirect(f"{reverse('consolidated', args=[slug, year])}?saved=summary-{item.pk}-{year}#item-{item.pk}")


@require_POST
def make(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Ask for the document in one of the formats; it is made in the background."""
    plan = plan_of_year(request, slug, year)
    file_format = request.POST.get("format", "")
    if file_format not in CONSOLIDATED_FORMATS:
        raise BadRequest("Такого формата нет.")
    return redirect(actions.request_consolidated(plan=plan, year=year, file_format=file_format, by=user_of(request)))


def _page(
    request: HttpRequest, plan: Plan, year: int, conflict: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    content = gather_consolidated(plan, year)
    items = queries.with_summaries(plan, year, content)
    context = {
        "plan": plan,
        "year": year,
        "years": [each for each in plan.years if each <= timezone.localdate().year],
        "content": content,
        "items": items,
        "outdated": [each for each in items if each.is_outdated],
        "conflict": conflict,
        "formats": CONSOLIDATED_FORMATS,
        "may_summarize": access.may_summarize(user_of(request), plan),
    }
    return render(request, "reports/consolidated.html", context, status=status)
