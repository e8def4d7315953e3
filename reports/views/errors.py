"""What is shown when something is refused."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the portal's look; a background request gets one sentence for its status line."""
    context = {"reason": str(exception) if isinstance(exception, PermissionDenied) else ""}
    template = "reports/parts/refused.html" if request.headers.get("HX-Request") else "403.html"
    return render(request, template, context, status=403)
