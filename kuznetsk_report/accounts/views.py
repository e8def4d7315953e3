from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django passes it by name)
    """The form is older than the sign-in, as after signing in again in another tab: say so, lose nothing."""
    if request.headers.get("HX-Request"):
        context = {"reason": "Обновите страницу и, если понадобится, войдите снова: текст вернётся."}
        return render(request, "reports/parts/refused.html", context, status=403)
    context = {"reason": "Эта страница открыта до того, как вы вошли заново. Вернитесь назад и обновите её."}
    return render(request, "403.html", context, status=403)
