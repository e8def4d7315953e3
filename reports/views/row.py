"""One row: shown, and saved."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports import access, actions, queries
from reports.documents.gather import entries as gathered_entries
from reports.figures import Entry
from reports.forms import NOT_APPLICABLE, VALUE, RowForm, explanations, identifiers, with_choices, with_stored
from reports.models import ReportRow
from reports.workflow import Action

from .common import user_of
from .row_buttons import Unwritten, explain, take_offered


@never_cache
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: shown, saved as one types (htmx), or saved by a button."""
    shown = get_object_or_404(queries.visible_rows(user_of(request)), pk=pk)
    if request.method == "POST":
        return _save_row(request, shown)
    return _row_page(request, shown)


def _save_row(request: HttpRequest, shown: ReportRow) -> HttpResponse:
    access.require_edit_row(user_of(request), shown)
    entries = gathered_entries(shown.values.select_related("indicator"))
    form = _bound(with_choices(request.POST, shown, entries), shown, entries)
    if "version" not in form.cleaned_data:
        raise PermissionDenied("Страница устарела: обновите её. Набранный текст сохранён в этом браузере.")
    if request.headers.get("HX-Request"):
        return _save_in_background(request, shown, form, entries)
    return _save_by_button(request, shown, form, entries)


def _save_in_background(
    request: HttpRequest, shown: ReportRow, form: RowForm, entries: dict[str, Entry]
) -> HttpResponse:
    """Autosave: answers with the new state of the row, or with a sentence about a conflict.

    A value that came in meanwhile from another item that states the same fact is no conflict as long as its field was
    left alone: the page gets it with the answer.
    """
    version = form.cleaned_data["version"]
    copied: list[str] = []
    if version != shown.version:
        found = queries.conflict(shown, version, form.savable(shown), form.unreadable())
        if queries.is_only_copied(shown, version) and not found.differences:
            merged = with_stored(request.POST, found.untouched, shown, entries)
            copied = [name for name in found.untouched if _differs(name, request.POST, merged)]
            form, version = _bound(merged, shown, entries), shown.version
        elif form.errors:
            # Somebody may have filled the very field that could not be read: it must not be passed over.
            return _told_of_conflict(request, shown)
    try:
        saved = _write(request, shown, version, form)
    except actions.StaleVersionError as stale:
        return _told_of_conflict(request, stale.row)
    unwritten = explain(request, saved)
    context = _row_context(request, _reloaded(request, saved), form)
    return render(request, "reports/parts/row_saved.html", context | {"copied": copied, "unwritten": unwritten})


def _differs(name: str, one: QueryDict, other: QueryDict) -> bool:
    """Whether a number's field, with its «не применимо», holds something else."""
    names = (name, NOT_APPLICABLE + name.removeprefix(VALUE)) if name.startswith(VALUE) else ()
    return any(one.get(each, "") != other.get(each, "") for each in names)


def _save_by_button(request: HttpRequest, shown: ReportRow, form: RowForm, entries: dict[str, Entry]) -> HttpResponse:
    """What another person has saved meanwhile is kept; where both changed one field, the person chooses."""
    version = form.cleaned_data["version"]
    if version != shown.version:
        conflict = queries.conflict(shown, version, form.savable(shown), form.unreadable())
        form = _bound(with_stored(request.POST, conflict.untouched, shown, entries), shown, entries)
        if conflict.differences:
            context = {"row": shown, "report": shown.report, "form": form, "conflict": conflict}
            context["explanations"] = explanations(request.POST)
            return render(request, "reports/conflict.html", context, status=409)
    try:
        saved = _write(request, shown, shown.version, form)
        saved = take_offered(request, saved)
    except actions.StaleVersionError as stale:
        return _save_row(request, _reloaded(request, stale.row))
    if form.removed:
        messages.warning(request, _removed_sentence(form.removed))
    unwritten = explain(request, saved)
    if form.errors or unwritten:
        status = 422 if form.errors else 409
        return _row_page(request, _reloaded(request, saved), form, status=status, unwritten=unwritten)
    return _after_save(request, _reloaded(request, saved))


def _write(request: HttpRequest, row: ReportRow, version: int, form: RowForm) -> ReportRow:
    wanted = form.savable(row)
    if "expected" in request.POST and not wanted["result"]:
        wanted["result"] = row.expected_result
    return actions.save_row(row=row, version=version, by=user_of(request), confirmed=_confirmed(request), **wanted)


def _reloaded(request: HttpRequest, row: ReportRow) -> ReportRow:
    return queries.visible_rows(user_of(request)).get(pk=row.pk)


def _bound(data: QueryDict, row: ReportRow, entries: dict[str, Entry]) -> RowForm:
    form = RowForm(
        data, row=row, indicators=row.item.indicators.all(), entries=entries, remarks=queries.open_remarks(row)
    )
    form.is_valid()
    return form


def _told_of_conflict(request: HttpRequest, current: ReportRow) -> HttpResponse:
    """For autosave: a sentence, and a button that posts the form and leads to both versions."""
    return render(request, "reports/parts/row_conflict.html", {"row": current}, status=409)


def _confirmed(request: HttpRequest) -> list[tuple[str, int]]:
    """The ticked marks: «implementation:15» is the one that starts at character 15 of that text."""
    pairs = [value.partition(":") for value in request.POST.getlist("confirm")]
    return [(field, position) for field, _, start in pairs for position in identifiers([start])]


def _after_save(request: HttpRequest, row: ReportRow) -> HttpResponse:
    page = queries.row_page(row)
    then = request.POST.get("then")
    goal = page.next if then == "next" else None
    if "carry" in request.POST and row.unconfirmed:
        text = f"Прошлогодний текст вставлен. Проверьте числа и даты, они отмечены: {len(row.unconfirmed)}."
    elif "explain" in request.POST:
        text = f"Пункт {row.number}: сохранено вместе с объяснением."
    else:
        text = f"Пункт {row.number}: сохранено."
    messages.success(request, text)
    address = reverse("report", args=[row.report_id]) if then == "report" else reverse("row", args=[goal or row.pk])
    # drafts.js forgets the browser's copy of the row that is named here.
    return redirect(f"{address}?saved={row.pk}")


def _removed_sentence(removed: int) -> str:
    return f"Из текста убраны знаки, которые нельзя напечатать: {removed}. Остальное сохранено."


def _row_page(
    request: HttpRequest,
    shown: ReportRow,
    form: RowForm | None = None,
    *,
    status: int = 200,
    unwritten: Sequence[Unwritten] = (),
) -> HttpResponse:
    context = _row_context(request, shown, form) | {"unwritten": unwritten}
    return render(request, "reports/row.html", context, status=status)


def _row_context(request: HttpRequest, shown: ReportRow, form: RowForm | None) -> dict[str, object]:
    page = queries.row_page(shown)
    removed = form.removed if form else 0
    if form is None:
        form = RowForm(row=shown, indicators=page.indicators, entries=page.entries, remarks=page.remarks)
    elif form.errors:
        form = form.on_top_of(shown, page.entries)
    form.notes = page.notes
    offers = queries.number_offers(page.checked)
    fields = form.indicator_fields()
    doubts = queries.slots(page.checked, ["answer", "implementation", "result", *(each[1].name for each in fields)])
    noted = queries.asked(page.checked)
    counts = queries.Counts.of(noted)
    return {
        "page": page,
        "row": shown,
        "report": shown.report,
        "form": form,
        "doubts": doubts,
        "doubts_said": f"Проверка: {', '.join(words for _, words in counts.parts)}" if counts else "",
        "read_slot": queries.Slot("row", noted),
        "indicator_fields": [(*four, doubts[four[1].name], offers.get(four[0].code)) for four in fields],
        "may_review": access.may(user_of(request), Action.REVIEW, shown.report),
        "sees_review": access.sees_review(user_of(request), shown.report.plan),
        "may_edit": access.may_edit_row(user_of(request), shown),
        "sentence": queries.sentence_offer(page.checked),
        "removed_sentence": _removed_sentence(removed) if removed else "",
    }
