"""The supervisor at a submitted report: row by row, then the report as a whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, actions, checklist, queries
from reports.forms import DecisionForm, ReopenForm, RowDecisionForm
from reports.models import Report, ReportRow
from reports.queries import Review, ReviewRow
from reports.vocabulary import EventKind
from reports.workflow import Action

from .common import NO_FINDING, report_of, user_of

# What ?show= may name beside the values of Review.
_ALL, _ANSWERED, _ASKED = "all", "answered", "asked"


@never_cache
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All rows with what is needed to decide; ?show=pending|answered|asked|remarked|accepted leaves out the others."""
    report = report_of(request, pk)
    access.require(user_of(request), Action.REVIEW, report)
    return _page(request, report)


@require_POST
def review_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a row, remark on it, or take either back. Nothing typed is lost when it is refused."""
    row = get_object_or_404(queries.visible_rows(user_of(request)), pk=pk)
    access.require_role(user_of(request), Action.REVIEW, row.report)
    form = RowDecisionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Решение не распознано.")
    told: dict[str, Any] = {}
    status = 200
    try:
        _decide_row(request, row, form)
    except actions.NotReadyError as error:
        told, status = {"refusal": str(error)}, 422
    except PermissionDenied as error:
        # The report has left the review meanwhile, by a colleague's decision.
        told, status = {"refusal": str(error)}, 409
    except actions.StaleDecisionError:
        told, status = _told(request, row.report, form.cleaned_data["seen"], row), 409
    if told:
        told |= {"at": row.pk, "typed": form.cleaned_data["text"]}
    report = report_of(request, row.report_id)
    if request.headers.get("HX-Request"):
        page = queries.review_page(report)
        (each,) = (each for each in page.rows if each.row.pk == row.pk)
        seen = actions.seen_with_own(report, form.cleaned_data["page_seen"], user_of(request))
        context = {"report": report, "page": page, "page_seen": seen, "each": each} | _decisions(request, report)
        return render(request, "reports/parts/review_row_changed.html", context | told, status=status)
    if told:
        return _page(request, report, status=status, **told)
    query = request.GET.copy()
    query["saved"] = f"row-{row.pk}"
    return redirect(f"{reverse('review', args=[row.report_id])}?{query.urlencode()}#row-{row.pk}")


def _decide_row(request: HttpRequest, row: ReportRow, form: RowDecisionForm) -> None:
    seen, by = form.cleaned_data["seen"], user_of(request)
    match form.cleaned_data["decision"]:
        case "accept" if form.cleaned_data["text"]:
            raise actions.NotReadyError("Вы написали замечание. Отправьте его или сотрите, чтобы принять строку.")
        case "accept":
            actions.accept_row(row=row, seen=seen, by=by)
        case "reopen":
            actions.reopen_row(row=row, seen=seen, by=by)
        case "remark":
            actions.make_remark(row=row, text=form.cleaned_data["text"], seen=seen, by=by)
        case "finding":
            checked = checklist.check(row.report, row.report.rows.filter(pk=row.pk))
            text = queries.remark_text(checked, form.cleaned_data["finding"])
            if text is None:
                raise actions.NotReadyError(NO_FINDING)
            actions.make_remark(row=row, text=text, seen=seen, by=by)
        case "withdraw":
            # One that a colleague has withdrawn already is as it should be.
            for remark in row.remarks.filter(pk=form.cleaned_data["remark"]).select_related("row__report"):
                actions.withdraw_remark(remark=remark, by=by)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report or accept it."""
    report = report_of(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Решение не распознано.")
    decision, seen, note = (form.cleaned_data[name] for name in ("decision", "seen", "note"))
    try:
        if decision == "return":
            actions.return_report(report=report, seen=seen, note=note, by=user_of(request))
            messages.success(request, "Отчёт возвращён. Исполнителю открыты только строки с замечаниями.")
        else:
            actions.accept_report(report=report, seen=seen, by=user_of(request))
            messages.success(request, "Отчёт принят. Документ без отметки «ПРОЕКТ» можно скачать.")
    except actions.NotReadyError as error:
        return _page(request, report, status=422, decision_refusal=str(error), note=note)
    except actions.StaleDecisionError:
        if not _is_done(request, report, decision, seen):
            current = report_of(request, pk)
            return _page(request, current, status=409, note=note, **_told(request, current, seen))
    return redirect(f"{report.get_absolute_url()}?saved=return-{report.pk}")


def _is_done(request: HttpRequest, report: Report, decision: str, seen: int) -> bool:
    """Whether this very decision has been written already: the button was pressed twice."""
    kind = {"return": EventKind.RETURNED, "accept": EventKind.ACCEPTED}[decision]
    last = queries.last_decision(report)
    return last is not None and last.pk > seen and last.kind == kind and last.actor == user_of(request)


@never_cache
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an accepted report again: which rows, and why."""
    report = report_of(request, pk)
    access.require_role(user_of(request), Action.REOPEN, report)
    if request.method == "GET":
        access.require(user_of(request), Action.REOPEN, report)
    form = ReopenForm(request.POST or None, report=report, initial={"seen": actions.last_event(report)})
    context: dict[str, Any] = {"report": report, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_report(report=report, by=user_of(request), **form.cleaned_data)
        except actions.NotReadyError as error:
            context["refusal"], status = str(error), 422
        except actions.StaleDecisionError as stale:
            context |= _told(request, report, form.cleaned_data["seen"]) | {"seen": stale.last}
            status = 409
        else:
            messages.success(request, "Отчёт открыт для исправления. Исполнителю отправлено сообщение.")
            return redirect(f"{report.get_absolute_url()}?saved=reopen-{report.pk}")
    return render(request, "reports/reopen.html", context, status=status)


def _page(request: HttpRequest, report: Report, *, status: int = 200, **told: object) -> HttpResponse:
    page = queries.review_page(report)
    # What came back from the executor is what a supervisor is waiting for.
    show = request.GET.get("show") or (_ANSWERED if page.answered else _ALL)
    # The row that is spoken of is there whatever is chosen.
    shown = [each for each in page.rows if each.row.pk == told.get("at") or _is_shown(each, show)]
    context = {"report": report, "page": page, "page_seen": page.seen, "shown": shown, "show": show}
    context |= _decisions(request, report)
    return render(request, "reports/review.html", context | told, status=status)


def _is_shown(each: ReviewRow, show: str) -> bool:
    if show == _ANSWERED:
        return each.came_back
    if show == _ASKED:
        return each.is_asked
    return each.review == show if show in set(Review) else True


def _decisions(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Which of the buttons are drawn."""
    return {
        "may_review": access.may(user_of(request), Action.REVIEW, report),
        "may_return": access.may(user_of(request), Action.RETURN, report),
        "may_accept": access.may(user_of(request), Action.ACCEPT, report),
    }


def _told(request: HttpRequest, report: Report, seen: int, row: ReportRow | None = None) -> dict[str, Any]:
    """What happened while the person was deciding, for the notice above the page."""
    return {"since": queries.since(report, user_of(request), seen, row)}
