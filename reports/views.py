"""The pages. Each view: the object through what the person may see (404), the right to act (403), then the work."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuznetsk_report.accounts.models import User

from . import access, actions, queries
from .documents import pages, pdf
from .documents.files import FORMATS, file_name
from .documents.gather import content_of
from .documents.gather import entries as gathered_entries
from .figures import Entry
from .forms import OpenReportForm, RowForm, with_choices, with_stored
from .models import Report, ReportRow
from .vocabulary import OPEN_STATES
from .workflow import Action

FINGERPRINT_IN_ADDRESS = 16


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _report(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(queries.visible_reports(_user(request)), pk=pk)


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My reports with their state, and the reports that my body collects."""
    year = request.GET.get("year", "")
    page = queries.home(
        _user(request), today=timezone.localdate(), year=int(year) if year.isascii() and year.isdigit() else None
    )
    return render(request, "reports/home.html", {"home": page})


@require_POST
def open_report(request: HttpRequest) -> HttpResponse:
    """Start a year's report and show it."""
    form = OpenReportForm(request.POST, user=_user(request))
    if not form.is_valid():
        raise Http404
    try:
        report = actions.open_report(**form.cleaned_data, by=_user(request))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("home")
    return redirect(report)


@never_cache
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a report as tasks; ?show=unfinished leaves out those that lack nothing."""
    shown = _report(request, pk)
    may_edit = access.may(_user(request), Action.EDIT, shown)
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
    shown = _report(request, pk)
    rows = actions.add_missing_rows(report=shown, by=_user(request))
    messages.success(request, f"Добавлено строк: {len(rows)}.")
    return redirect(shown)


@never_cache
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: shown, saved as one types (htmx), or saved by a button."""
    shown = get_object_or_404(queries.visible_rows(_user(request)), pk=pk)
    if request.method == "POST":
        return _save_row(request, shown)
    return _row_page(request, shown)


def _save_row(request: HttpRequest, shown: ReportRow) -> HttpResponse:
    access.require(_user(request), Action.EDIT, shown.report)
    entries = gathered_entries(shown.values.select_related("indicator"))
    form = _bound(with_choices(request.POST, shown, entries), shown, entries)
    if "version" not in form.cleaned_data:
        raise PermissionDenied("Страница устарела: обновите её. Набранный текст сохранён в этом браузере.")
    if request.headers.get("HX-Request"):
        return _save_in_background(request, shown, form)
    return _save_by_button(request, shown, form, entries)


def _save_in_background(request: HttpRequest, shown: ReportRow, form: RowForm) -> HttpResponse:
    """Autosave: answers with the new state of the row, or with a sentence about a conflict."""
    version = form.cleaned_data["version"]
    if form.errors and version != shown.version:
        # Somebody may have filled the very field that could not be read: it must not be passed over.
        return _told_of_conflict(request, shown)
    try:
        saved = _write(request, shown, version, form)
    except actions.StaleVersionError as stale:
        return _told_of_conflict(request, stale.row)
    return render(request, "reports/parts/row_saved.html", _row_context(request, _reloaded(request, saved), form))


def _save_by_button(request: HttpRequest, shown: ReportRow, form: RowForm, entries: dict[str, Entry]) -> HttpResponse:
    """What another person has saved meanwhile is kept; where both changed one field, the person chooses."""
    version = form.cleaned_data["version"]
    if version != shown.version:
        conflict = queries.conflict(shown, version, form.savable(shown), form.unreadable())
        form = _bound(with_stored(request.POST, conflict.untouched, shown, entries), shown, entries)
        if conflict.differences:
            context = {"row": shown, "report": shown.report, "form": form, "conflict": conflict}
            return render(request, "reports/conflict.html", context, status=409)
    try:
        saved = _write(request, shown, shown.version, form)
        if "carry" in request.POST:
            saved = _carry(request, saved)
    except actions.StaleVersionError as stale:
        return _save_row(request, _reloaded(request, stale.row))
    if form.removed:
        messages.warning(request, _removed_sentence(form.removed))
    if form.errors:
        return _row_page(request, _reloaded(request, saved), form, status=422)
    return _after_save(request, _reloaded(request, saved))


def _write(request: HttpRequest, row: ReportRow, version: int, form: RowForm) -> ReportRow:
    wanted = form.savable(row)
    if "expected" in request.POST and not wanted["result"]:
        wanted["result"] = row.expected_result
    return actions.save_row(row=row, version=version, by=_user(request), confirmed=_confirmed(request), **wanted)


def _reloaded(request: HttpRequest, row: ReportRow) -> ReportRow:
    return queries.visible_rows(_user(request)).get(pk=row.pk)


def _bound(data: QueryDict, row: ReportRow, entries: dict[str, Entry]) -> RowForm:
    form = RowForm(data, row=row, indicators=row.item.indicators.all(), entries=entries)
    form.is_valid()
    return form


def _told_of_conflict(request: HttpRequest, current: ReportRow) -> HttpResponse:
    """For autosave: a sentence, and a button that posts the form and leads to both versions."""
    return render(request, "reports/parts/row_conflict.html", {"row": current}, status=409)


def _confirmed(request: HttpRequest) -> list[tuple[str, int]]:
    """The ticked marks: «implementation:15» is the one that starts at character 15 of that text."""
    pairs = [value.partition(":") for value in request.POST.getlist("confirm")]
    return [(field, int(start)) for field, _, start in pairs if start.isascii() and start.isdigit()]


def _carry(request: HttpRequest, row: ReportRow) -> ReportRow:
    last = queries.last_year_row(row)
    if last is None:
        messages.error(request, "Прошлогодней строки нет: брать текст неоткуда.")
        return row
    return actions.carry_last_year(row=row, version=row.version, source=last, by=_user(request))


def _after_save(request: HttpRequest, row: ReportRow) -> HttpResponse:
    page = queries.row_page(row)
    then = request.POST.get("then")
    goal = page.next if then == "next" else None
    if "carry" in request.POST and row.unconfirmed:
        text = f"Прошлогодний текст вставлен. Проверьте числа и даты, они отмечены: {len(row.unconfirmed)}."
    else:
        text = f"Пункт {row.number}: сохранено."
    messages.success(request, text)
    address = reverse("report", args=[row.report_id]) if then == "report" else reverse("row", args=[goal or row.pk])
    # drafts.js forgets the browser's copy of the row that is named here.
    return redirect(f"{address}?saved={row.pk}")


def _removed_sentence(removed: int) -> str:
    return f"Из текста убраны знаки, которые нельзя напечатать: {removed}. Остальное сохранено."


def _row_page(
    request: HttpRequest, shown: ReportRow, form: RowForm | None = None, *, status: int = 200
) -> HttpResponse:
    return render(request, "reports/row.html", _row_context(request, shown, form), status=status)


def _row_context(request: HttpRequest, shown: ReportRow, form: RowForm | None) -> dict[str, object]:
    page = queries.row_page(shown)
    removed = form.removed if form else 0
    if form is None:
        form = RowForm(row=shown, indicators=page.indicators, entries=page.entries)
    elif form.errors:
        form = form.on_top_of(shown, page.entries)
    return {
        "page": page,
        "row": shown,
        "report": shown.report,
        "form": form,
        "may_edit": access.may(_user(request), Action.EDIT, shown.report),
        "removed_sentence": _removed_sentence(removed) if removed else "",
    }


@never_cache
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they will be printed; each row is a link to its form."""
    shown = _report(request, pk)
    content = content_of(shown)
    rows = list(shown.rows.order_by("number").values_list("pk", "number"))
    try:
        rendered = pdf.render(content)
    except pdf.RenderingFailed as error:
        return render(request, "reports/document.html", {"report": shown, "failure": str(error)}, status=503)
    first_zones = {zone.row: zone for zone in reversed(rendered.zones)}
    sheets = [
        {
            "number": page + 1,
            "zones": [
                {
                    "row": rows[zone.row][0],
                    "number": rows[zone.row][1],
                    "first": zone is first_zones[zone.row],
                    "top": zone.top,
                    "height": zone.bottom - zone.top,
                }
                for zone in rendered.zones
                if zone.page == page
            ],
        }
        for page in range(rendered.page_count)
    ]
    return render(
        request,
        "reports/document.html",
        {
            "report": shown,
            "sheets": sheets,
            "version": content.fingerprint[:FINGERPRINT_IN_ADDRESS],
            "may_edit": access.may(_user(request), Action.EDIT, shown),
        },
    )


@require_GET
def document_page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """The picture of one page."""
    content = content_of(_report(request, pk))
    try:
        rendered = pdf.render(content)
    except pdf.RenderingFailed as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    if not 1 <= page <= rendered.page_count:
        raise Http404
    response = HttpResponse(pages.picture(rendered, page - 1, key=content.fingerprint), content_type="image/png")
    # An address that carries the content's fingerprint shows the same picture for ever.
    is_current = request.GET.get("v") == content.fingerprint[:FINGERPRINT_IN_ADDRESS]
    response["Cache-Control"] = "private, max-age=86400" if is_current else "no-store"
    return response


@require_GET
def download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The document as a file."""
    shown = _report(request, pk)
    if file_format not in FORMATS:
        raise Http404
    content = content_of(shown)
    try:
        data = FORMATS[file_format].render(content)
    except pdf.RenderingFailed as error:
        messages.error(request, str(error))
        return redirect("document", pk)
    response = HttpResponse(data, content_type=FORMATS[file_format].content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file_name(content, file_format))
    response["Content-Disposition"] = str(disposition)
    return response


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the portal's look; a background request gets one sentence for its status line."""
    context = {"reason": str(exception) if isinstance(exception, PermissionDenied) else ""}
    template = "reports/parts/refused.html" if request.headers.get("HX-Request") else "403.html"
    return render(request, template, context, status=403)
