"""Who asks: sign-in required on every page, and the address of the asking machine behind proxies."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

# The names of the fields into which people write texts.
_TYPED = ("implementation", "result", "reply_", "explain_", "text", "note", "reason")


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's, except that a background request (autosave) whose session has ended is answered 401 with a sentence.

    A redirect would be followed silently by the browser, and the sign-in page would be taken for a saved row.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None:
            return None
        if request.headers.get("HX-Request") and request.method == "GET":
            # Nothing was typed: the whole page is asked for again, which leads to the sign-in and back.
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        if request.headers.get("HX-Request"):
            return render(request, "reports/parts/signed_out.html", status=401)
        kept = [request.POST[name] for name in request.POST if name.startswith(_TYPED) and request.POST[name].strip()]
        if kept:
            # Without script nothing else holds what was typed into the form.
            context = {"kept": kept, "page": _page_of_form(request)}
            return render(request, "registration/session_ended.html", context, status=401)
        return refusal


def _page_of_form(request: HttpRequest) -> str:
    """The path of the page that the posted form stood on, or "" if the browser does not say."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(referrer).path


def client_address(request: HttpRequest) -> str:
    """The address of the machine that asks, for throttling sign-in.

    With TRUSTED_PROXIES = n the n-th address from the right of X-Forwarded-For is taken: the one that our outermost
    proxy saw. What stands further left was sent by the client and proves nothing.
    """
    remote: str = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        return remote
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return forwarded[-settings.TRUSTED_PROXIES] if len(forwarded) >= settings.TRUSTED_PROXIES else remote
