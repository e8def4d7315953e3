"""All executors of a plan at once, as a page and as a file."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plans.models import Plan
from reports import access, queries
from reports.documents.tables import TABLE_FORMATS
from reports.forms import MatrixForm
from reports.workflow import Action, allowed

from .common import plan_of, user_of

FILE_NAMES = {queries.View.YEARS: "Отчёты_по_годам", queries.View.ITEMS: "Отчёты_по_пунктам"}


@never_cache
@require_GET
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Executors over years or over items, filtered and sorted by the address."""
    plan, today = plan_of(request, slug), timezone.localdate()
    form = _form(request, plan, today)
    shown = queries.matrix(plan, form.wanted(), today=today, page=request.GET.get("page", "1"))
    answers, statuses = queries.legend()
    return render(
        request,
        "reports/matrix.html",
        {
            "plan": plan,
            "form": form,
            "matrix": shown,
            "over_items": shown.wanted.view == queries.View.ITEMS,
            "year": shown.wanted.year,
            "deadline": plan.deadline(shown.wanted.year),
            "overdue": today > plan.deadline(shown.wanted.year),
            "may_open": allowed(Action.OPEN, None, access.supervising_roles(user_of(request), plan)),
            "states": queries.STATE_LABELS,
            "answers": answers,
            "statuses": statuses,
        },
    )


@require_GET
def matrix_file(request: HttpRequest, slug: str, file_format: str) -> HttpResponse:
    """What the page shows, all pages of it, as a file."""
    plan, today = plan_of(request, slug), timezone.localdate()
    if file_format not in TABLE_FORMATS:
        raise Http404
    wanted = _form(request, plan, today).wanted()
    made = TABLE_FORMATS[file_format]
    data = made.render(queries.matrix_table(queries.matrix(plan, wanted, today=today)))
    name = f"{FILE_NAMES[wanted.view]}_{plan.slug}_{wanted.year}_{today:%Y-%m-%d}.{file_format}"
    return HttpResponse(
        data,
        content_type=made.content_type,
        headers={"Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name))},
    )


def _form(request: HttpRequest, plan: Plan, today: date) -> MatrixForm:
    return MatrixForm(
        request.GET,
        # Of a plan that has not begun its first year is shown.
        years=queries.years_of(plan, today=today) or [plan.first_year],
        year=queries.latest_years([plan])[plan],
        sections=list(plan.sections.all()),
    )
