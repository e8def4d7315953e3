"""Documents that are made in the background: their progress, calling them off, taking them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from reports import access, actions, queries
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.models import Job

from .common import user_of

PER_PAGE = 30


@never_cache
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """My documents, newest first."""
    found = Paginator(queries.visible_jobs(user_of(request)), PER_PAGE)
    return render(request, "reports/jobs.html", {"page": found.get_page(request.GET.get("page"))})


@never_cache
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: how far it is, or the file. The page asks for news by itself and can be left at any time."""
    return render(request, "reports/job.html", {"job": _job_of(request, pk)})


@never_cache
@require_GET
def job_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes."""
    return render(request, "reports/parts/job_status.html", {"job": _job_of(request, pk), "is_news": True})


@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the document off."""
    shown = _job_of(request, pk)
    if not actions.cancel_job(job=shown, by=user_of(request)):
        messages.info(request, "Отменить не удалось: подготовка документа уже закончилась.")
    return redirect(shown)


@require_GET
def download_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, if this person may still have what it says."""
    shown = _job_of(request, pk)
    access.require_job(user_of(request), shown)
    data = queries.job_file(shown)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type=CONSOLIDATED_FORMATS[shown.file_format].content_type)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=shown.file_name))
    return response


def _job_of(request: HttpRequest, pk: int) -> Job:
    """The document, if this person has asked for it; else 404."""
    return get_object_or_404(queries.visible_jobs(user_of(request)), pk=pk)
