"""Handing a report in: what is missing or doubtful first, a receipt afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from reports import access, actions, queries
from reports.documents import pdf
from reports.documents import receipt as receipt_document
from reports.vocabulary import AWAITING_STATES
from reports.workflow import Action

from .common import report_of, user_of


@never_cache
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """«Проверьте ответы»: findings by weight, each with a link to its field; then submit."""
    report = report_of(request, pk)
    if request.method == "POST":
        try:
            receipt = actions.submit(report=report, by=user_of(request))
        except PermissionDenied:
            # The button was pressed twice: the first time did it.
            mine = report.receipts.filter(by=user_of(request)).order_by("-pk").first()
            if mine is None or report_of(request, pk).state not in AWAITING_STATES:
                raise
            return redirect(mine)
        except actions.NotReadyError as error:
            messages.error(request, str(error))
            return redirect("submit", pk)
        messages.success(request, f"Отчёт представлен. Номер квитанции: {receipt.number}.")
        return redirect(receipt)
    if report.state in AWAITING_STATES:
        # An old link, or the way back from the receipt: there is nothing left to check here.
        return redirect(report)
    access.require(user_of(request), Action.SUBMIT, report)
    return render(request, "reports/submit.html", {"report": report, "questions": queries.questions(report)})


@never_cache
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof that a report was submitted."""
    shown = get_object_or_404(queries.visible_receipts(user_of(request)), pk=pk)
    return render(request, "reports/receipt.html", {"receipt": shown, "report": shown.report})


@require_GET
def receipt_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as a PDF to print."""
    shown = get_object_or_404(queries.visible_receipts(user_of(request)), pk=pk)
    try:
        data = receipt_document.render(queries.receipt_content(shown))
    except pdf.RenderingFailed as error:
        messages.error(request, str(error))
        return redirect(shown)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"Квитанция_{shown.number}.pdf"
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response


@never_cache
@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """Find a receipt by its number, or by the beginning of its fingerprint."""
    wanted = request.GET.get("q", "").strip()
    found = queries.find_receipts(user_of(request), wanted) if wanted else []
    return render(request, "reports/receipts.html", {"wanted": wanted, "found": found})
