"""A plan's new edition from a document: uploaded, looked at beside the plan, and applied as far as one agrees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plans.models import PlanEdition
from reports import actions, queries
from reports.edition_forms import FirstYearForm, PlanFileForm, edition_choices
from reports.intake.guard import Refused
from reports.intake.process import read_plan_file
from reports.wording import plural

from .common import user_of

_UNSEEN = "Изменения теперь другие: вы что-то выбрали, или план с тех пор изменён. Посмотрите их и примените ещё раз."
_NO_YEAR = "Выберите, с какого отчётного года действует редакция."
_KEPT = "Прежние годы, начатые и представленные отчёты сохранили свои номера и формулировки."
_NO_LINES = "В файле не найдено ни одного мероприятия плана. "


@never_cache
@require_http_methods(["GET", "POST"])
def take_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a document with the plan; what was read is shown before anything is changed."""
    user = user_of(request)
    plan = get_object_or_404(queries.editable_plans(user), slug=slug)
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    if form.is_bound and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            file = read_plan_file(uploaded.read(), uploaded.name)
        except Refused as refused:
            form.add_error("file", f"«{uploaded.name}»: {refused}")
        else:
            if file.content.lines:
                return redirect(actions.take_edition(plan=plan, file=file, by=user))
            form.add_error("file", f"«{uploaded.name}»: {_NO_LINES}{' '.join(file.content.warnings)}")
    status = 422 if form.is_bound else 200
    return render(request, "reports/take_edition.html", {"plan": plan, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """What a document would change in the plan; once it is applied, what it has changed."""
    shown = get_object_or_404(queries.visible_editions(user_of(request)), pk=pk)
    if shown.state != PlanEdition.State.OPEN:
        if request.method == "POST":
            messages.error(request, str(actions.EditionClosedError(shown)))
            return redirect(shown)
        context = {"edition": shown, "plan": shown.plan, "changes": queries.applied_changes(shown)}
        return render(request, "reports/edition_applied.html", context)
    if request.method == "GET":
        return _page(request, shown, QueryDict())
    if "drop" in request.POST:
        return _drop(request, shown)
    if "apply" in request.POST:
        return _apply(request, shown)
    return _page(request, shown, request.POST)


def _drop(request: HttpRequest, shown: PlanEdition) -> HttpResponse:
    try:
        actions.drop_edition(edition=shown, by=user_of(request))
    except actions.EditionClosedError as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, f"Файл «{shown.name}» не применён, план не изменён.")
    return redirect(shown)


def _apply(request: HttpRequest, shown: PlanEdition) -> HttpResponse:
    since = FirstYearForm(request.POST, plan=shown.plan)
    if not since.is_valid():
        return _page(request, shown, request.POST, _NO_YEAR, status=422)
    try:
        applied = actions.apply_edition(
            edition=shown,
            choices=edition_choices(request.POST),
            ticked=request.POST.getlist("tick"),
            first_year=since.cleaned_data["first_year"],
            seen=request.POST.get("seen", ""),
            by=user_of(request),
        )
    except actions.StaleEditionError:
        return _page(request, shown, request.POST, _UNSEEN, status=409)
    except actions.EditionRefusedError as refused:
        return _page(request, shown, request.POST, str(refused), status=422)
    except actions.EditionClosedError as closed:
        messages.error(request, str(closed))
        return redirect(shown)
    count = plural(len(applied.changes), "изменение", "изменения", "изменений")
    messages.success(request, f"План изменён с {applied.first_year} года: {count}. {_KEPT}")
    return redirect(applied)


def _page(
    request: HttpRequest, shown: PlanEdition, data: QueryDict, problem: str = "", *, status: int = 200
) -> HttpResponse:
    page = queries.edition_page(shown, edition_choices(data), ticked=data.getlist("tick"), shown=data.getlist("shown"))
    since = FirstYearForm(data, plan=shown.plan)
    context = {"edition": shown, "plan": shown.plan, "page": page, "since": since, "problem": problem}
    return render(request, "reports/edition.html", context, status=status)
