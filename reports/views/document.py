"""The document on the screen and as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports import access, actions
from reports.documents import pages, pdf
from reports.documents.files import FORMATS, file_name
from reports.documents.gather import content_of, content_to_export
from reports.vocabulary import State
from reports.workflow import Action

from .common import report_of, user_of

FINGERPRINT_IN_ADDRESS = 16


@never_cache
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as they will be printed; each row is a link to its form."""
    shown = report_of(request, pk)
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
            "may_edit": access.may(user_of(request), Action.EDIT, shown),
        },
    )


@require_GET
def document_page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """The picture of one page."""
    content = content_of(report_of(request, pk))
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
    """The document as a file; of an accepted report the very file that was given out before."""
    shown = report_of(request, pk)
    if file_format not in FORMATS:
        raise Http404
    try:
        if shown.state == State.ACCEPTED:
            issued = actions.issue(report=shown, file_format=file_format, by=user_of(request))
            data, name = bytes(issued.data), issued.file_name
        else:
            content = content_to_export(shown)
            data, name = FORMATS[file_format].render(content), file_name(content, file_format)
    except pdf.RenderingFailed as error:
        messages.error(request, str(error))
        return redirect("document", pk)
    response = HttpResponse(data, content_type=FORMATS[file_format].content_type)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response
