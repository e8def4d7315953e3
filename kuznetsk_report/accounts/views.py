from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django passes it by name)
    """The form is older than the sign-in, as after signing in again in another tab: say so, lose nothing."""
    context = {"reason": "Эта страница открыта до того, как вы вошли заново. Вернитесь назад и обновите её."}
    template = "reports/parts/refused.html" if request.headers.get("HX-Request") else "403.html"
    return render(request, template, context, status=403)
