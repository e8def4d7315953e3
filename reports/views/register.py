"""For clerks: accepted reports, what was issued of them, and whether a file is genuine."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import actions, queries
from reports.documents.files import FORMATS
from reports.forms import RegisterForm, VerifyForm, identifiers

from .common import user_of

PER_PAGE = 100


@never_cache
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Accepted reports by year and plan, to download one by one or many at once."""
    choices = queries.choices(user_of(request))
    form = RegisterForm(request.GET, years=choices.years, plans=choices.plans)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.accepted_reports(user_of(request), **wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "formats": FORMATS, "is_narrowed": any(wanted.values())}
    return render(request, "reports/register.html", context)


@require_POST
def reports_zip(request: HttpRequest) -> HttpResponse:
    """Ask for an archive of the ticked reports; it is made in the background."""
    pks = identifiers(request.POST.getlist("reports"))
    reports = list(queries.visible_reports(user_of(request)).filter(pk__in=pks))
    formats = [name for name in FORMATS if name in request.POST.getlist("formats")]
    try:
        job = actions.request_reports_zip(reports=reports, formats=formats, by=user_of(request))
    except actions.NotReadyError as error:
        messages.error(request, str(error))
        return redirect("register")
    return redirect(job)


@never_cache
@require_GET
def issued(request: HttpRequest) -> HttpResponse:
    """Every document that was given out: the file as it was, its fingerprint, who and when."""
    page = Paginator(queries.visible_issued(user_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/issued.html", {"page": page})


@require_GET
def issued_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A document as it was given out, whatever has become of the report since."""
    document = get_object_or_404(queries.visible_issued(user_of(request)).defer(None), pk=pk)
    response = HttpResponse(bytes(document.data), content_type=FORMATS[document.file_format].content_type)
    disposition = content_disposition_header(as_attachment=True, filename=document.file_name)
    response["Content-Disposition"] = str(disposition)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Is this file what the portal issued, and of which version?"""
    if request.method == "GET":
        return render(request, "reports/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/verify.html", {"form": form}, status=422)
    uploaded = form.cleaned_data["file"]
    verdict = queries.verify(user_of(request), uploaded.chunks())
    return render(request, "reports/verify.html", {"form": VerifyForm(), "verdict": verdict, "name": uploaded.name})
